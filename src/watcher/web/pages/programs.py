"""Which formats there are for other programs."""

from watcher.web.pages.filters import slugs_of
from watcher.web.render import page
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse


def programs(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with the addresses of feeds, API, calendar, CSV and metrics."""
    slugs = slugs_of(context.tx.rounds.all(pools=False))
    return page("programs.html", request, context.now, values={"slugs": slugs})

"""Which formats there are for other programs."""

from watcher.web.pages.filters import slugs_of
from watcher.web.render import page
from watcher.web.request import Asked
from watcher.web.response import Answer
from watcher.web.site import Look


def programs(look: Look, asked: Asked) -> Answer:
    """Answer with the addresses of feeds, API, calendar, CSV and metrics."""
    slugs = slugs_of(look.tx.rounds.all(pools=False))
    return page("programs.html", asked, look.now, values={"slugs": slugs})

"""Pictures of a category's cut-offs, for the preview of a link that somebody shares."""

from starlette.exceptions import HTTPException

from watcher.adapters.png import can_draw, png_of
from watcher.answers.rounds import known_rounds
from watcher.core.errors import ChartError
from watcher.insight.category_chart import category_chart
from watcher.web.render import page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_MEDIA = "image/png"


def category_picture(context: RequestContext, request: WebRequest) -> WebResponse:
    """Draw the cut-offs of a category as PNG, 404 where resvg is not installed."""
    slug, png, _ = request.path_parameters["file"].rpartition(".png")
    rounds = [r for r in known_rounds(context, pools=False) if slug and r.category == slug]
    if not png or not rounds or not can_draw():
        raise HTTPException(404)
    formatter = page_formatter(context, request)
    try:
        drawn = png_of(
            category_chart(slug, rounds, language=formatter.language, today=formatter.today)
        )
    except ChartError:
        raise HTTPException(404) from None
    return WebResponse(body=drawn, media=_MEDIA)

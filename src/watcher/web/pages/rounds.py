"""The history of rounds, filtered and sorted."""

from dataclasses import replace

from watcher.web.pages.filters import PAGE_SIZES, apply_filter, parse_filter, slugs_of, years_of
from watcher.web.render import page
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse


def rounds(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with one page of the rounds that match."""
    every = context.tx.rounds.all(pools=False)
    chosen = parse_filter(request, every)
    if not request.parameter("per_page"):
        chosen = replace(chosen, per_page=PAGE_SIZES[0])
    return page(
        "rounds.html",
        request,
        context.now,
        values={
            "chosen": chosen,
            "found": apply_filter(chosen, every),
            "any_known": bool(every),
            "slugs": slugs_of(every),
            "years": years_of(every),
            "per_page": sorted({*PAGE_SIZES, chosen.per_page}),
        },
    )

"""The history of rounds, filtered and sorted."""

from dataclasses import replace

from watcher.web.pages.filters import PER_PAGE, filter_of, found_by, slugs_of, years_of
from watcher.web.render import page
from watcher.web.request import Asked
from watcher.web.response import Answer
from watcher.web.site import Look


def rounds(look: Look, asked: Asked) -> Answer:
    """Answer with one page of the rounds that match."""
    every = look.tx.rounds.all(pools=False)
    chosen = filter_of(asked, every)
    if not asked.one("per_page"):
        chosen = replace(chosen, per_page=PER_PAGE[0])
    return page(
        "rounds.html",
        asked,
        look.now,
        values={
            "chosen": chosen,
            "found": found_by(chosen, every),
            "any_known": bool(every),
            "slugs": slugs_of(every),
            "years": years_of(every),
            "per_page": sorted({*PER_PAGE, chosen.per_page}),
        },
    )

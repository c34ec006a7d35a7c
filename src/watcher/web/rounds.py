"""The page that lists rounds, and the page of one round."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from starlette.exceptions import HTTPException

from watcher.answers.person import verdict_for
from watcher.answers.rounds import (
    RoundDetails,
    asked_number,
    find_rounds,
    known_rounds,
    nearest_numbers,
    round_details,
)
from watcher.core.model import Figures, Report, Round
from watcher.core.pool import Pool
from watcher.web.filters import PAGE_SIZES, apply_filter, categories_of, parse_filter, years_of
from watcher.web.person import Asker, person_of
from watcher.web.pool import PoolBar, pool_bars
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

LONGEST_NUMBER = 60
_COMPARED = ("date", "category", "cutoff", "invitations", "tie_break")


def rounds_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show one page of the rounds that match."""
    every = known_rounds(context, pools=False)
    person = person_of(context, request)
    reached = person.rule is not None and bool(request.parameter("reached"))
    chosen = parse_filter(request, every)
    chosen = replace(
        chosen,
        # A person's score filters only where that is asked for; what is wrong with it is said above.
        score=person.points if reached else None,
        misread={name: value for name, value in chosen.misread.items() if name != "score"},
        per_page=chosen.per_page if request.parameter("per_page") else PAGE_SIZES[0],
    )
    size = chosen.per_page if chosen.per_page != PAGE_SIZES[0] else None
    ours = {"score": None, "reached": 1 if reached else None, "per_page": size}
    return page(
        "rounds.html",
        context,
        request,
        chosen=chosen,
        found=apply_filter(chosen, every),
        any_known=bool(every),
        slugs=categories_of(every),
        years=years_of(every),
        address=lambda **changes: chosen.query(**ours, **changes),
        kept={**chosen.order_values(), "per_page": size},
    )


def round_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show one round with its details, or the numbers nearest to an unknown one."""
    number = request.path_parameters["number"][:LONGEST_NUMBER]
    found = find_rounds(context, number)
    if len(found) != 1:
        return _unknown_page(context, request, asked_number(number), found)
    details = round_details(context, found[0])
    formatter = page_formatter(context, request)
    return page(
        "one_round.html",
        context,
        request,
        pictured=details.round.category,
        record=details,
        round=details.round,
        bars=_pool_bars(details.round, person_of(context, request)),
        revisions=[
            {
                "revision": revision.revision,
                "figure": formatter.figure(revision.figure),
                "before": _figure_text(revision.figure, revision.before, formatter),
                "after": _figure_text(revision.figure, revision.after, formatter),
                "seen_at": revision.seen_at,
                "source": revision.source,
            }
            for revision in details.revisions
        ],
        lines=list(_source_lines(details, formatter)),
        compared=_COMPARED,
    )


def _unknown_page(
    context: RequestContext, request: WebRequest, number: str, several: Sequence[Round]
) -> WebResponse:
    if not number:
        raise HTTPException(404)
    near = [] if several else nearest_numbers(context, number)
    return page(
        "no_round.html", context, request, status=404, number=number, several=several, near=near
    )


def _pool_bars(round_: Round, person: Asker) -> list[PoolBar]:
    if round_.pool is None:
        return []
    score = None
    if person.rule is not None:
        score = verdict_for(person.rule, round_).points
    return list(pool_bars(round_.pool, cutoff=round_.cutoff, score=score))


def _source_lines(details: RoundDetails, formatter: PageFormatter) -> Iterator[dict[str, object]]:
    """Make a row of reported figures for each source."""
    for said in details.reports:
        yield {
            "source": said.source,
            "said": formatter.clock(said.first_seen, seconds=False),
            "cells": list(_cells(said.figures, said.differs, formatter)),
            "link": None,
            "note": "",
            "quotes": [],
        }
    for compared in details.claims:
        claim, note = compared.claim, ""
        if compared.copies not in {None, claim.source}:
            note = formatter.gettext("a copy, as {source} has it", source=compared.copies)
        # A feed could contain a javascript: address.
        is_web = claim.link and claim.link.startswith(("https://", "http://"))
        yield {
            "source": claim.source,
            "said": formatter.clock(claim.first_seen, seconds=False),
            "cells": list(_cells(claim.report, compared.differs, formatter)),
            "link": claim.link if is_web else None,
            "note": note,
            "quotes": list(dict.fromkeys(claim.report.quotes.values())),
        }


def _cells(
    said: Figures, differs: Collection[str], formatter: PageFormatter
) -> Iterator[dict[str, object]]:
    for figure in _COMPARED:
        value = getattr(said, figure)
        text = "" if value is None else _figure_text(figure, value, formatter, said)
        yield {"text": text, "differs": figure in differs}


def _figure_text(
    figure: str, value: object, formatter: PageFormatter, said: Figures | None = None
) -> str:
    """Write one figure of a round by its type."""
    precision = said.precision.get(figure) if isinstance(said, Report) else None
    match value:
        case None:
            text = formatter.unknown
        case datetime() if precision == "day":
            text = formatter.day(value)
        case datetime():
            text = formatter.clock(value, seconds=precision != "minute")
        case date():
            text = value.isoformat()
        case Pool():
            text = formatter.number(value.total)
        case int() if figure == "invitations":
            text = formatter.number(value)
        case str() if figure == "category":
            text = formatter.category(value)
        case _:
            text = str(value)
    return text

"""The JSON API, version 1, and CSV: read-only, with the keys of ``--json``.

Keys may be added within a version; none is removed, renamed or given another meaning.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from watcher.answers.rounds import (
    asked_number,
    find_rounds,
    known_categories,
    known_rounds,
    nearest_numbers,
    round_details,
)
from watcher.answers.serialize import json_object
from watcher.answers.sources import source_records
from watcher.core.category import ALL, CATEGORIES, label
from watcher.core.model import FIGURES, Round
from watcher.core.pool import HIGHEST_CRS
from watcher.messages.formatter import Formatter
from watcher.web.filters import (
    MOST_PER_PAGE,
    SORT_KEYS,
    SORT_ORDERS,
    FilteredRounds,
    RoundFilter,
    apply_filter,
    parse_filter,
)
from watcher.web.parameters import Fault, bad_parameters, unknown_parameters
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse, json_response, problem_response
from watcher.web.rounds import LONGEST_NUMBER

# Public keys of a source: its address and its server's answer are private.
SOURCE_KEYS: Final = (
    *("name", "kind", "trust", "health", "since", "why", "polled_at", "good_at", "changed_at"),
    *("rounds", "wrong", "against_official", "timed"),
)
CSV = "text/csv; charset=utf-8; header=present"
# In the order of the API's keys; the pool is a table of its own.
COLUMNS = (
    "number",
    *(figure for figure in FIGURES if figure != "pool"),
    *("previous", "change", "revision", "first_seen", "source", "confirmed", "claimed"),
)
_PARAMETERS = ("category", "year", "score", "sort", "order", "page", "per_page")
# Spreadsheets run text that begins so as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLinks:
    """Addresses of this page of a list and of those beside it."""

    self: str | None
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """Position of a page in its list."""

    total: int
    page: int
    per_page: int
    pages: int
    links: PageLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRound:
    """The last round of a category."""

    number: str
    date: date | None
    cutoff: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategorySummary:
    """Names and rounds of a category; ``known``: it is one of ours."""

    slug: str
    en: str
    fr: str
    known: bool
    rounds: int
    first: date | None
    last: LastRound | None


def api_rounds(context: RequestContext, request: WebRequest) -> WebResponse:
    """List one page of the rounds that match."""
    every = known_rounds(context, pools=False)
    chosen = parse_filter(request, every)
    faults = [
        *unknown_parameters(request, _PARAMETERS),
        *(_fault(name, value, every) for name, value in chosen.misread.items()),
    ]
    if faults:
        return bad_parameters(faults)
    found = apply_filter(chosen, every)
    # Pools are large: only the answer of a single round has one.
    rows = [
        {key: value for key, value in json_object(row).items() if key != "pool"}
        for row in found.rows
    ]
    return json_response({"rounds": rows, **json_object(_list_page(chosen, found, request))})


def api_round(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show one round with its details."""
    found = asked_round(context, request)
    if isinstance(found, WebResponse):
        return found
    return without_parameters(request, lambda: round_details(context, found))


def asked_round(context: RequestContext, request: WebRequest) -> Round | WebResponse:
    """Find the round that a path names, or say which there are."""
    number = request.path_parameters["number"][:LONGEST_NUMBER]
    asked, found = asked_number(number), find_rounds(context, number)
    if not found:
        near = nearest_numbers(context, asked)
        return problem_response(404, f"no round #{asked} is known", nearest=near)
    if len(found) > 1:
        numbers = [round_.number for round_ in found]
        detail = f"{len(found)} reported rounds are called #{asked}"
        return problem_response(409, detail, numbers=numbers)
    return found[0]


def api_categories(context: RequestContext, request: WebRequest) -> WebResponse:
    """List every category."""
    every = known_rounds(context, pools=False)
    slugs = known_categories(every)
    return without_parameters(
        request, lambda: {"categories": [_category_summary(slug, every) for slug in slugs]}
    )


def api_sources(context: RequestContext, request: WebRequest) -> WebResponse:
    """List health and track record of each source."""
    return without_parameters(
        request,
        lambda: {
            "sources": [
                {key: getattr(one, key) for key in SOURCE_KEYS}
                | {"why": one.why and one.why.partition(":")[0]}
                for one in source_records(context)
            ]
        },
    )


def csv_table(context: RequestContext, request: WebRequest) -> WebResponse:
    """Write all rounds that match as CSV (RFC 4180) with a header row."""
    every = known_rounds(context, pools=False)
    found = apply_filter(parse_filter(request, every).whole(), every)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in found.rows:
        values = json_object(row)
        writer.writerow([_csv_cell(values[column]) for column in COLUMNS])
    return WebResponse(
        body=text.getvalue().encode(),
        media=CSV,
        headers={"Content-Disposition": 'attachment; filename="rounds.csv"'},
    )


def without_parameters(request: WebRequest, make: Callable[[], object]) -> WebResponse:
    """Answer with JSON, or refuse any parameter."""
    faults = list(unknown_parameters(request, ()))
    return bad_parameters(faults) if faults else json_response(make())


def _list_page(chosen: RoundFilter, found: FilteredRounds, request: WebRequest) -> ListPage:
    def _link(page: int) -> str | None:
        if not 1 <= page <= found.pages:
            return None
        query = chosen.query(page=page if page > 1 else None)
        return f"{request.base_url}/api/v1/rounds{'?' if query else ''}{query}"

    return ListPage(
        total=found.total,
        page=chosen.page,
        per_page=chosen.per_page,
        pages=found.pages,
        links=PageLinks(
            self=_link(min(chosen.page, found.pages)),
            next=_link(chosen.page + 1),
            previous=_link(min(chosen.page, found.pages + 1) - 1),
        ),
    )


def _category_summary(slug: str, every: Sequence[Round]) -> CategorySummary:
    had = [round_ for round_ in every if round_.category == slug and round_.confirmed]
    return CategorySummary(
        slug=slug,
        en=label(slug),
        fr=Formatter("fr", "UTC").category(slug),
        known=slug in CATEGORIES,
        rounds=len(had),
        first=had[-1].date if had else None,
        last=LastRound(number=had[0].number, date=had[0].date, cutoff=had[0].cutoff)
        if had
        else None,
    )


def _csv_cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    # Only text: our own figures may be negative.
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _fault(name: str, value: str, every: Sequence[Round]) -> Fault:
    allowed = {
        "category": ", ".join([ALL, *known_categories(every)]),
        "year": "a year from 2015 on",
        "score": f"a whole number from 1 to {HIGHEST_CRS}",
        "sort": ", ".join(SORT_KEYS),
        "order": ", ".join(SORT_ORDERS),
        "page": "a whole number from 1 on",
        "per_page": f"a whole number from 1 to {MOST_PER_PAGE}",
    }
    return {"parameter": name, "given": value, "allowed": allowed[name]}

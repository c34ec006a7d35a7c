"""Filter and sort order of rounds from a query, for pages, API, feeds and calendar."""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal, TypeVar, get_args
from urllib.parse import urlencode

from watcher.answers.rounds import ListedRound, known_categories, listed_rounds, matching_rounds
from watcher.core.category import ALL, CATEGORIES
from watcher.core.model import Round
from watcher.core.pool import HIGHEST_CRS
from watcher.web.request import YEARS, WebRequest, whole_number

SortKey = Literal["date", "cutoff", "invitations", "category"]
SortOrder = Literal["asc", "desc"]
_Choice = TypeVar("_Choice", bound=str)
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)
SORT_ORDERS: tuple[SortOrder, ...] = get_args(SortOrder)
PAGE_SIZES = (50, 100, 500)
MOST_PER_PAGE = 1000
_PER_PAGE = 100
_SHOWN = 80  # characters of an invalid value


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFilter:
    """Conditions, order and page of a list of rounds; ``misread`` has the invalid parameters."""

    categories: tuple[str, ...] = ()
    year: int | None = None
    score: int | None = None
    sort: SortKey = "date"
    order: SortOrder = "desc"
    page: int = 1
    per_page: int = _PER_PAGE
    misread: Mapping[str, str] = field(default_factory=dict)

    def whole(self) -> "RoundFilter":
        """Return the same on one page."""
        return replace(self, page=1, per_page=sys.maxsize)

    def query(self, **changes: object) -> str:
        """Write the filter as the query of an address, with these changes."""
        values: dict[str, object] = {
            "category": self.categories,
            "year": self.year,
            "score": self.score,
            **self.order_values(),
            **changes,
        }
        given = {k: v for k, v in values.items() if v not in (None, (), "")}
        return urlencode(given, doseq=True)

    def order_values(self) -> dict[str, object]:
        """Return order and size of a page as parameters, without those that are usual."""
        values = {"sort": self.sort, "order": self.order, "per_page": self.per_page}
        usual = {"sort": "date", "order": "desc", "per_page": _PER_PAGE}
        return {name: value for name, value in values.items() if value != usual[name]}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredRounds:
    """One page of the rounds that match, of ``total`` in all."""

    rows: Sequence[ListedRound]
    total: int
    pages: int


def parse_filter(request: WebRequest, every: Sequence[Round]) -> RoundFilter:
    """Read a filter from a query; invalid parameters are left out and listed in ``misread``."""
    known = known_categories(every)
    misread: dict[str, str] = {}

    def _number(name: str, low: int, high: int) -> int | None:
        text = request.parameter(name)
        number = whole_number(text, low, high)
        if text and number is None:
            misread[name] = text[:_SHOWN]
        return number

    def _choice(name: str, known: Sequence[_Choice]) -> _Choice | None:
        text = request.parameter(name)
        found = next((word for word in known if word == text), None)
        if text and found is None:
            misread[name] = text[:_SHOWN]
        return found

    return RoundFilter(
        categories=tuple(_parse_categories(request, known, misread)),
        year=_number("year", *YEARS),
        score=_number("score", 1, HIGHEST_CRS),
        sort=_choice("sort", SORT_KEYS) or "date",
        order=_choice("order", SORT_ORDERS) or "desc",
        page=_number("page", 1, 1_000_000) or 1,
        per_page=_number("per_page", 1, MOST_PER_PAGE) or _PER_PAGE,
        misread=misread,
    )


def apply_filter(chosen: RoundFilter, every: Sequence[Round]) -> FilteredRounds:
    """Apply a filter to all rounds, newest first."""
    wanted = matching_rounds(
        every, categories=chosen.categories, year=chosen.year, score=chosen.score
    )
    ordered = _sorted(wanted, chosen)
    start = (chosen.page - 1) * chosen.per_page
    return FilteredRounds(
        rows=listed_rounds(ordered[start : start + chosen.per_page], every, chosen.score),
        total=len(ordered),
        pages=max(1, -(-len(ordered) // chosen.per_page)),
    )


def _sorted(wanted: Sequence[Round], chosen: RoundFilter) -> list[Round]:
    """Sort: unknown values last, equal ones newest first."""
    descending = chosen.order == "desc"
    if chosen.sort == "date":
        return list(wanted) if descending else list(reversed(wanted))
    value_of = attrgetter(chosen.sort)
    known = [round_ for round_ in wanted if value_of(round_) is not None]
    unknown = [round_ for round_ in wanted if value_of(round_) is None]
    return sorted(known, key=value_of, reverse=descending) + unknown


def years_of(every: Sequence[Round]) -> list[int]:
    """List the years that had rounds, the last first."""
    return sorted({r.date.year for r in every if r.date}, reverse=True)


def categories_of(every: Sequence[Round]) -> list[str]:
    """List the categories of rounds, ours first in their own order."""
    found = {r.category for r in every if r.category}
    return [s for s in CATEGORIES if s in found] + sorted(found - CATEGORIES.keys())


def _parse_categories(
    request: WebRequest, known: Collection[str], misread: dict[str, str]
) -> Iterator[str]:
    # One value may list several: some feed readers keep one parameter of each name.
    parts = (part for value in request.query.get("category", ()) for part in value.split(","))
    given = {slug: part for part in parts if (slug := part.strip().casefold()) not in {"", ALL}}
    for slug, part in given.items():
        if slug in known:
            yield slug
        else:
            misread["category"] = part[:_SHOWN]

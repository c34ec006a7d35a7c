"""What can be chosen of rounds, on the page, in the API, the feeds and the calendar alike."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, get_args
from urllib.parse import urlencode

from watcher.answers.rounds import ListedRound, listed_rounds, matching_rounds
from watcher.core.category import ALL, CATEGORIES
from watcher.core.model import Round
from watcher.core.pool import HIGHEST_CRS
from watcher.web.request import WebRequest

SortKey = Literal["date", "cutoff", "invitations", "category"]
SortOrder = Literal["asc", "desc"]
Word = TypeVar("Word", bound=str)
SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)
PAGE_SIZES = (50, 100, 500)
MOST_PER_PAGE = 1000
_FIRST_YEAR, _LAST_YEAR = 2015, 2100
_DIGITS = 9  # no huge numbers are read


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFilter:
    """Which rounds, in which order, which page of them.

    ``misread`` has what was asked for and is not understood, by its name.
    """

    categories: tuple[str, ...] = ()
    year: int | None = None
    score: int | None = None
    sort: SortKey = "date"
    order: SortOrder = "desc"
    page: int = 1
    per_page: int = 100
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
            "sort": self.sort if self.sort != "date" else None,
            "order": self.order if self.order != "desc" else None,
            "per_page": self.per_page if self.per_page != 100 else None,  # noqa: PLR2004 - the default
            **changes,
        }
        given = {k: v for k, v in values.items() if v not in (None, (), "")}
        return urlencode(given, doseq=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilteredRounds:
    """One page of the rounds that match, of ``total`` in all."""

    rows: Sequence[ListedRound]
    total: int
    pages: int


def parse_filter(request: WebRequest, every: Sequence[Round]) -> RoundFilter:
    """Read a filter from a query; what is not understood is left out, and named."""
    known = {*CATEGORIES, *(r.category for r in every if r.category)}
    misread: dict[str, str] = {}
    categories = tuple(_categories(request, known, misread))
    return RoundFilter(
        categories=categories,
        year=_number(request, "year", _FIRST_YEAR, _LAST_YEAR, misread),
        score=_number(request, "score", 1, HIGHEST_CRS, misread),
        sort=_word(request, "sort", SORT_KEYS, misread) or "date",
        order=_word(request, "order", get_args(SortOrder), misread) or "desc",
        page=_number(request, "page", 1, 1_000_000, misread) or 1,
        per_page=_number(request, "per_page", 1, MOST_PER_PAGE, misread) or 100,
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
    """Sort, what is unknown always last; equal ones newest first."""
    newest_last = chosen.order == "asc"
    if chosen.sort == "date":
        return list(reversed(wanted)) if newest_last else list(wanted)
    known = [r for r in wanted if getattr(r, chosen.sort) is not None]
    unknown = [r for r in wanted if getattr(r, chosen.sort) is None]
    known.sort(key=lambda round_: (getattr(round_, chosen.sort),), reverse=not newest_last)
    return known + unknown


def years_of(every: Sequence[Round]) -> list[int]:
    """List the years that had rounds, the last first."""
    return sorted({r.date.year for r in every if r.date}, reverse=True)


def slugs_of(every: Sequence[Round]) -> list[str]:
    """List the categories that rounds bore, the known ones in their order."""
    borne = {r.category for r in every if r.category}
    return [s for s in CATEGORIES if s in borne] + sorted(borne - CATEGORIES.keys())


def _categories(request: WebRequest, known: set[str], misread: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in request.query.get("category", ()):
        # One value may name several: a feed reader keeps a single one of each name.
        for part in value.split(","):
            slug = part.strip().casefold()
            if slug in {"", ALL} or slug in seen:
                continue
            seen.add(slug)
            if slug in known:
                yield slug
            else:
                misread["category"] = part[:80]


def _number(
    request: WebRequest, name: str, low: int, high: int, misread: dict[str, str]
) -> int | None:
    text = request.parameter(name)
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < _DIGITS and low <= int(text) <= high:
        return int(text)
    misread[name] = text[:80]
    return None


def _word(
    request: WebRequest, name: str, known: Sequence[Word], misread: dict[str, str]
) -> Word | None:
    text = request.parameter(name)
    if not text:
        return None
    found = next((word for word in known if word == text), None)
    if found is None:
        misread[name] = text[:80]
    return found

"""Cells of a table -> values, or None: nothing is made to fit."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from watcher.core.category import recognise
from watcher.core.model import ordinal
from watcher.ircc.dates import parse_timestamp
from watcher.ircc.fields import Unread, parse_round_number, parse_whole_number
from watcher.press.blocks import DocumentInfo
from watcher.press.days import find_days, resolved
from watcher.press.prose.categories import category_by_name
from watcher.press.prose.text import verbose
from watcher.press.prose.values import find_clock_times, in_utc

DayOrder = Literal["month-first", "day-first"]
#: A category, with its name and its version as they are printed.
PrintedCategory = tuple[str, str, str | None]


def read_day(cell: str, info: DocumentInfo, year: int | None = None) -> date | None:
    """Read a cell that holds one day, and perhaps the round's number; *year* serves for days without one."""
    found = find_days(cell)
    if len(found) != 1 or found[0].day is None:
        return None
    rest = cell[: found[0].start] + cell[found[0].end :]
    if _REST.fullmatch(_NUMBERED.sub("", rest)) is None:
        return None
    return resolved(found[0], info.published, year)


def read_moment(cell: str) -> tuple[datetime | None, bool]:
    """Read a day and a time; False where it is precise to the minute only."""
    instant = parse_timestamp(cell.replace(", at", " at"))
    if not isinstance(instant, Unread):
        return instant, True
    days, clocks = find_days(cell), find_clock_times(cell)
    on = resolved(days[0], None) if len(days) == 1 else None
    if on is None or len(clocks) != 1:
        return None, True
    at = in_utc(on, clocks[0])
    return (None, True) if isinstance(at, Unread) else (at, clocks[0].second is not None)


def read_number(cell: str) -> str | None:
    """Read a cell that is a round's number: ``385``, ``#385``, ``Draw 91a``."""
    number = parse_round_number(_DRAW.sub("", cell).strip())
    return None if isinstance(number, Unread) else number


def number_beside(cell: str) -> str | None:
    """Find the number that stands with something else: "Nov 14, 2025 (Draw #379)"."""
    found = _NUMBERED.search(cell)
    return read_number(found[0].strip("()[] ")) if found else None


def may_be_of(number: str, day: date) -> bool:
    """Return whether a round with this number may have been drawn on this day.

    A place in a list is easily taken for a number. Of the newest year and later ones, only the lowest number is
    known.
    """
    first = _FIRST_NUMBERS.get(min(day.year, max(_FIRST_NUMBERS)), 1)
    following = _FIRST_NUMBERS.get(day.year + 1)
    return first <= ordinal(number) and (following is None or ordinal(number) < following)


def read_size(cell: str) -> int | None:
    """Read the number of invitations; "1,000+" is none."""
    return None if _AT_LEAST.search(cell) else read_count(cell)


def read_count(cell: str) -> int | None:
    """Read a whole number, without its footnotes and its unit."""
    bare = _FOOTNOTE.sub("", cell).strip().removeprefix("\u2265").strip()
    value = parse_whole_number(_UNIT.sub("", bare).strip())
    return value if isinstance(value, int) and value > 0 else None


def read_category(cell: str) -> PrintedCategory | None:
    """Read a cell that is the name of a category; an unknown name only counts with a version, as IRCC writes it."""
    name = " ".join(_FOOTNOTE.sub("", cell).split())
    if not any(map(str.isalpha, name)) or len(name) > _LONGEST_NAME:
        return None
    recognised = recognise(name)
    known = recognised.category if recognised.known else category_by_name(name)
    if known is None and recognised.version is not None:
        known = recognised.category
    return (known, name, recognised.version) if known else None


def day_orders(cells: Iterable[str]) -> set[DayOrder]:
    """Return the orders of the numeric days in a table, such as 02/13/2025."""
    days = [(int(m[1]), int(m[3])) for cell in cells for m in _FIGURES.finditer(cell)]
    orders: set[DayOrder] = set()
    if any(one <= _MONTHS < other for one, other in days):
        orders.add("month-first")
    if any(other <= _MONTHS < one for one, other in days):
        orders.add("day-first")
    return orders


def spelled_out(row: Sequence[str], places: Sequence[int], order: DayOrder) -> tuple[str, ...]:
    """Rewrite the numeric days of some cells with the year first."""
    form = r"\4-\3-\1" if order == "day-first" else r"\4-\1-\3"
    return tuple(_FIGURES.sub(form, cell) if i in places else cell for i, cell in enumerate(row))


def may_be_either(cells: Iterable[str]) -> bool:
    """Return whether any day is of an ambiguous order, such as 05-02-2025."""
    return any(m[2] == "-" for cell in cells for m in _FIGURES.finditer(cell))


# The first number of each year, as published (2015 to 2026-10-01).
_FIRST_NUMBERS = dict(
    enumerate((1, 24, 51, 81, 108, 134, 171, 213, 237, 279, 331, 389), start=2015)
)
_LONGEST_NAME = 120
_MONTHS = 12
_NUMBERED = verbose(
    r"[(\[]?\s*(?:draw|round|tirage|ronde)?\s*(?:\#|n[o\u00b0\u00ba]\.?)\s?[0-9]{1,4}[a-z]?\s*[)\]]?"
)
_DRAW = verbose(r"^\s*(?:draw|round|tirage|ronde)?\s*(?:\#|n[o\u00b0\u00ba]\.?)?\s*")
_REST = verbose(r"[\s,.:()\[\]*\u2013\u2014-]*(?:new|latest)?[\s*]*")
# "521 Footnote *", "3,500*", "462 [1]".
_FOOTNOTE = verbose(r"\s*(?:footnote|note)\s*\S*\s*$|\s*[*\u2020\u2021]+\s*$|\s*\[[0-9]{1,2}\]\s*$")
_AT_LEAST = verbose(r"\+|\u2265|\bor\s+(?:above|more)\b")
_UNIT = verbose(r"\s*(?:points?|pts?|itas?|invitations?|candidates?|\+|or\ above|or\ more)\s*$")
_FIGURES = re.compile(r"(?<![0-9/-])([0-9]{1,2})([/-])([0-9]{1,2})\2(20[0-9]{2})(?![0-9/-])")

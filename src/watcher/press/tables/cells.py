"""One cell of a table -> a value, or None: nothing is made to fit."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from watcher.core.category import recognise
from watcher.ircc.dates import parse_instant
from watcher.ircc.fields import Unread, parse_round_number, parse_whole_number
from watcher.press.blocks import DocumentInfo
from watcher.press.days import find_days, resolved
from watcher.press.prose.categories import whole_name
from watcher.press.prose.times import find_clock_times, in_utc


@dataclass(frozen=True, slots=True)
class Kind:
    """A category, as printed."""

    category: str
    name: str
    version: str | None


def read_day(cell: str, info: DocumentInfo, year: int | None = None) -> date | None:
    """Read a cell that holds one day, and perhaps the round's number beside it.

    *year* is what the table says of days without one.
    """
    found = find_days(cell)
    if len(found) != 1 or found[0].day is None:
        return None
    rest = cell[: found[0].start] + cell[found[0].end :]
    if _REST.fullmatch(_NUMBERED.sub("", rest)) is None:
        return None
    return resolved(found[0], info.published, year)


def read_moment(cell: str) -> tuple[datetime, bool] | None:
    """Read a day and a time, and say whether it has its seconds."""
    instant = parse_instant(cell.replace(", at", " at"))
    if not isinstance(instant, Unread):
        return instant, True
    days, clocks = find_days(cell), find_clock_times(cell)
    on = resolved(days[0], None) if len(days) == 1 else None
    if on is None or len(clocks) != 1:
        return None
    at = in_utc(on, clocks[0])
    return None if isinstance(at, Unread) else (at, clocks[0].second is not None)


def read_number(cell: str) -> str | None:
    """Read a cell that is a round's number: ``385``, ``#385``, ``Draw 91a``."""
    bare = _DRAW.sub("", cell).strip()
    number = parse_round_number(bare)
    return None if isinstance(number, Unread) else number


def number_beside(cell: str) -> str | None:
    """Find the number that stands with something else: "Nov 14, 2025 (Draw #379)"."""
    found = _NUMBERED.search(cell)
    return read_number(found[0].strip("()[] ")) if found else None


def read_size(cell: str) -> int | None:
    """Read how many were invited; "1,000+" is no such number."""
    return None if _AT_LEAST.search(cell) else read_count(cell)


def read_count(cell: str) -> int | None:
    """Read a whole number, its footnotes and its unit left out."""
    bare = _FOOTNOTE.sub("", cell).strip().removeprefix("\u2265").strip()
    bare = _UNIT.sub("", bare).strip()
    value = parse_whole_number(bare)
    return value if isinstance(value, int) and value > 0 else None


def read_kind(cell: str) -> Kind | None:
    """Read a cell that is the name of a category, with its version or without.

    A name that nobody knows is a category of its own where it has a version: only
    IRCC writes those.
    """
    name = " ".join(_FOOTNOTE.sub("", cell).split())
    if not any(map(str.isalpha, name)) or len(name) > _LONGEST_NAME:
        return None
    recognised = recognise(name)
    if recognised.known:
        return Kind(recognised.category, name, recognised.version)
    category = whole_name(name)
    if category is None and recognised.version is not None:
        category = recognised.category  # a new one, written as IRCC writes them
    return Kind(category, name, recognised.version) if category else None


_LONGEST_NAME = 120
_NUMBERED = re.compile(
    r"[(\[]?\s*(?:draw|round|tirage|ronde)?\s*(?:#|n[o\u00b0\u00ba]\.?)\s?[0-9]{1,4}[a-z]?\s*[)\]]?",
    re.IGNORECASE,
)
_DRAW = re.compile(
    r"^\s*(?:draw|round|tirage|ronde)?\s*(?:#|n[o\u00b0\u00ba]\.?)?\s*", re.IGNORECASE
)
_REST = re.compile(r"[\s,.:()\[\]*\u2013\u2014-]*(?:new|latest)?[\s*]*", re.IGNORECASE)
# "521 Footnote *", "3,500*", "462 [1]".
_FOOTNOTE = re.compile(
    r"\s*(?:footnote|note)\s*\S*\s*$|\s*[*\u2020\u2021]+\s*$|\s*\[[0-9]{1,2}\]\s*$", re.IGNORECASE
)
_AT_LEAST = re.compile(r"\+|\u2265|\bor\s+(?:above|more)\b", re.IGNORECASE)
_UNIT = re.compile(
    r"\s*(?:points?|pts?|itas?|invitations?|candidates?|\+|or above|or more)\s*$", re.IGNORECASE
)

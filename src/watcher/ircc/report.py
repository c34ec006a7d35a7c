"""One row of the official feed -> a report of its round, as far as it is credible."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar

import msgspec

from watcher.core.category import recognise
from watcher.core.model import FIGURES, Oddity, Report
from watcher.core.pool import HIGHEST_CRS, POOL_BANDS, Band, Pool
from watcher.core.schedule import PROFILE_LIVES
from watcher.ircc.dates import parse_date, parse_timestamp
from watcher.ircc.fields import (
    Unread,
    excerpt,
    parse_link,
    parse_name,
    parse_whole_number,
    unwrapped,
)

_BAND_KEYS = tuple(f"dd{place}" for place in range(1, len(POOL_BANDS) + 1))
_TOTAL_KEY = f"dd{len(POOL_BANDS) + 1}"
_POOL_KEYS = ("drawDistributionAsOn", *_BAND_KEYS, _TOTAL_KEY)
KEYS = (
    *("drawNumber", "drawNumberURL", "drawDate", "drawDateFull", "drawName", "drawSize"),
    *("drawCRS", "drawDateTime", "drawCutOff", *_POOL_KEYS),
)
MISSING = Unread("missing")
#: A row that has all keys, each with a text, as nearly every one has.
PlainRow = msgspec.defstruct("PlainRow", [(key, str) for key in KEYS], gc=False)

Cell = str | Unread
Doubt = tuple[str, str]  # a key, and why its field is not believed
_T = TypeVar("_T")
_SEPARATOR = "\x1f"
_DAY = timedelta(days=1)
_PRINTED_AS = {
    "date": "drawDate",
    "drawn_at": "drawDateTime",
    "name": "drawName",
    "cutoff": "drawCRS",
    "invitations": "drawSize",
    "tie_break": "drawCutOff",
    "pool": _TOTAL_KEY,
    "url": "drawNumberURL",
}


def cells_of(row: object) -> tuple[Sequence[Cell], str]:
    """Return the fields in the order of KEYS, whatever the order or case of their keys, and one text of them all."""
    if isinstance(row, PlainRow):
        texts = msgspec.structs.astuple(row)
        return texts, _SEPARATOR.join(texts)
    named = row if isinstance(row, dict) else {}
    folded = {key.casefold(): value for key, value in named.items()}
    cells = tuple(
        _cell(named[key] if key in named else folded.get(key.casefold(), MISSING)) for key in KEYS
    )
    if all(isinstance(cell, str) for cell in cells):
        return cells, _SEPARATOR.join(map(str, cells))
    return cells, repr(cells)


class FeedRow:
    """Reads the fields of one row, and collects doubts about them; *gone* are keys that the whole page lacks."""

    def __init__(
        self,
        number: str,
        cells: Sequence[Cell],
        *,
        gone: Collection[str] = (),
        keys: Sequence[str] = KEYS,
    ) -> None:
        self.number = number
        self.doubts: list[Doubt] = []
        self.cells = dict(zip(keys, cells, strict=True))
        self._gone = gone

    def read(
        self,
        key: str,
        reader: Callable[[str], _T | Unread],
        *,
        optional: bool = False,
        markup: bool = False,
    ) -> _T | None:
        """Read a field; None with an oddity if that fails, or if it is not printed.

        An *optional* field may be missing or empty; *markup* is left in for the reader.
        """
        cell = self.cells[key]
        if isinstance(cell, Unread):
            if cell is not MISSING or not (optional or key in self._gone):
                self.doubt(key, cell.why)
            return None
        text = cell.strip() if markup else unwrapped(cell)
        if not text:
            if not optional:
                self.doubt(key, "empty")
            return None
        value = reader(text)
        if isinstance(value, Unread):
            self.doubt(key, value.why)
            return None
        return value

    def excerpt(self, key: str) -> str:
        """Return a field as published, safe to store; empty if it is no text."""
        cell = self.cells[key]
        return excerpt(cell) if isinstance(cell, str) else ""

    def doubt(self, key: str, why: str) -> None:
        """Note that this field is not believed, and why."""
        self.doubts.append((key, why))

    def oddities(self) -> tuple[Oddity, ...]:
        """Return the doubts as oddities for the operator."""
        return tuple(
            Oddity(where=f"#{self.number} {key}", printed=self.excerpt(key), why=why)
            for key, why in self.doubts
        )


def read_report(row: FeedRow) -> Report:
    """Read every field on its own: one that fails is None, and an oddity says why."""
    day = _date(row)
    drawn_at = _drawn_at(row, day)
    name = row.read("drawName", parse_name)
    recognised = recognise(name) if name else None
    cutoff = _above_zero(row, "drawCRS", most=HIGHEST_CRS)
    invitations = _above_zero(row, "drawSize")
    tie_break = _tie_break(row, day, drawn_at)
    pool = read_pool(row)
    url = row.read("drawNumberURL", parse_link, optional=True, markup=True)
    return Report(
        number=row.number,
        date=day,
        drawn_at=drawn_at,
        name=name,
        category=recognised.category if recognised else None,
        version=recognised.version if recognised else None,
        cutoff=cutoff,
        invitations=invitations,
        tie_break=tie_break,
        pool=pool,
        url=url,
        oddities=row.oddities(),
    )


def read_pool(row: FeedRow) -> Pool | None:
    """Read the pool before a round; None where only zeros are printed, as up to 213."""
    pool, doubts = _pool(tuple([row.cells[key] for key in _POOL_KEYS]))
    row.doubts.extend(doubts)
    return pool


def merge_reports(reports: Sequence[Report]) -> Report:
    """Merge rows with one number: figures on which they disagree are unknown."""
    first, *others = reports
    if not others:
        return first
    oddities = [oddity for report in reports for oddity in report.oddities]
    agreed: dict[str, object] = {}
    for figure in FIGURES:
        said = [v for r in reports if (v := getattr(r, figure)) is not None]
        alike = all(value == said[0] for value in said)
        agreed[figure] = said[0] if said and alike else None
        if not alike and figure in _PRINTED_AS:
            where = f"#{first.number} {_PRINTED_AS[figure]}"
            both = excerpt(" | ".join(map(str, said)))
            why = "rows of one round disagree"
            oddities.append(Oddity(where=where, printed=both, why=why))
    return replace(first, **agreed, oddities=tuple(oddities))  # type: ignore[arg-type] # each its own


@lru_cache(maxsize=8)  # the rounds of one week follow each other and share one count
def _pool(cells: tuple[Cell, ...]) -> tuple[Pool | None, tuple[Doubt, ...]]:
    row = FeedRow("", cells, keys=_POOL_KEYS)
    total = row.read(_TOTAL_KEY, parse_whole_number, optional=True)
    if total == 0:
        return None, ()
    bands = tuple(
        Band(
            label=f"{low}-{high}",
            low=low,
            high=high,
            count=row.read(key, parse_whole_number, optional=True),
        )
        for key, (low, high) in zip(_BAND_KEYS, POOL_BANDS, strict=True)
    )
    if total is None and not any(band.count for band in bands):
        return None, tuple(row.doubts)
    as_on = row.read("drawDistributionAsOn", parse_date, optional=True)
    return Pool(as_on=as_on, bands=bands, total=total), tuple(row.doubts)


def _date(row: FeedRow) -> date | None:
    day = row.read("drawDate", parse_date)
    in_words = row.read("drawDateFull", parse_date, optional=True)
    if day and in_words and day != in_words:
        row.doubt("drawDate", f"drawDateFull says {row.excerpt('drawDateFull')}")
        return None
    return day or in_words


def _drawn_at(row: FeedRow, day: date | None) -> datetime | None:
    instant = row.read("drawDateTime", parse_timestamp)
    # Evening rounds are on the next day in UTC (ten, 2015-2020); 357 says July 12
    # and was drawn on July 22.
    if instant and day and abs(instant.date() - day) > _DAY:
        row.doubt("drawDateTime", f"more than a day from {day.isoformat()}")
        return None
    return instant


def _above_zero(row: FeedRow, key: str, *, most: int | None = None) -> int | None:
    number = row.read(key, parse_whole_number)
    if number == 0:
        row.doubt(key, "zero stands for unknown")
        return None
    if number is not None and most is not None and number > most:
        row.doubt(key, f"above {most}, where the scale ends")
        return None
    return number


def _tie_break(row: FeedRow, day: date | None, drawn_at: datetime | None) -> datetime | None:
    instant = row.read("drawCutOff", parse_timestamp, optional=True)
    if instant is None:
        return None
    if drawn_at:
        first, last = drawn_at, drawn_at
    elif day:
        first = datetime.combine(day, time(), tzinfo=UTC)
        last = first + 2 * _DAY
    else:
        return instant
    # 335 was published with a tie-break nine months ahead (2025-02-05).
    if instant > last:
        row.doubt("drawCutOff", "later than the round")
        return None
    if instant < first - PROFILE_LIVES:
        row.doubt("drawCutOff", "more than 366 days before the round")
        return None
    return instant


def _cell(value: object) -> Cell:
    if isinstance(value, str | Unread):
        return value
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return Unread(f"a JSON {type(value).__name__} where a text belongs")

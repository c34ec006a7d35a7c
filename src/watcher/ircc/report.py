"""One row of the official feed -> what it says of its round, as far as it is credible."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from watcher.core.category import recognise
from watcher.core.model import FIGURES, Oddity, Report
from watcher.core.pool import HIGHEST_CRS, POOL_BANDS, Band, Pool
from watcher.core.schedule import PROFILE_LIVES
from watcher.ircc.dates import parse_date, parse_instant
from watcher.ircc.fields import excerpt, parse_link, parse_name, parse_whole_number
from watcher.ircc.row import Cell, Doubt, FeedRow

_DAY = timedelta(days=1)
_BAND_KEYS = tuple(f"dd{place}" for place in range(1, len(POOL_BANDS) + 1))
_TOTAL_KEY = f"dd{len(POOL_BANDS) + 1}"
_POOL_KEYS = ("drawDistributionAsOn", *_BAND_KEYS, _TOTAL_KEY)
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
    """Read the pool before a round; None where only zeros stand, as they do to 213.

    A band that is not printed is unknown without a word: coarser tables exist.
    """
    pool, doubts = _pool(row.cells(_POOL_KEYS))
    row.doubts.extend(doubts)
    return pool


def merge_reports(reports: Sequence[Report]) -> Report:
    """Make one report of rows with one number: what they disagree on is unknown."""
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
    return replace(first, **agreed, oddities=tuple(oddities))  # type: ignore[arg-type] # the type of each figure is its own


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
    instant = row.read("drawDateTime", parse_instant)
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
    instant = row.read("drawCutOff", parse_instant, optional=True)
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

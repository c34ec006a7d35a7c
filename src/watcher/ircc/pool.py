"""The eighteen figures dd1..dd18 -> the pool by CRS band."""

from functools import lru_cache

from watcher.core.pool import POOL_BANDS, Band, Pool
from watcher.ircc.fields import read_whole_number
from watcher.ircc.moments import read_date
from watcher.ircc.row import Cell, Doubt, Row

_BAND_KEYS = tuple(f"dd{place}" for place in range(1, len(POOL_BANDS) + 1))
_TOTAL_KEY = f"dd{len(POOL_BANDS) + 1}"
_KEYS = ("drawDistributionAsOn", *_BAND_KEYS, _TOTAL_KEY)


def read_pool(row: Row) -> Pool | None:
    """Read the pool before a round; None where only zeros stand, as they do to 213.

    A band that is not printed is unknown without a word: coarser tables exist.
    """
    pool, doubts = _pool(row.cells(_KEYS))
    row.doubts.extend(doubts)
    return pool


@lru_cache(maxsize=8)  # the rounds of one week follow each other and share one count
def _pool(cells: tuple[Cell, ...]) -> tuple[Pool | None, tuple[Doubt, ...]]:
    row = Row("", cells, keys=_KEYS)
    total = row.read(_TOTAL_KEY, read_whole_number, optional=True)
    if total == 0:
        return None, ()
    bands = tuple(
        Band(
            label=f"{low}-{high}",
            low=low,
            high=high,
            count=row.read(key, read_whole_number, optional=True),
        )
        for key, (low, high) in zip(_BAND_KEYS, POOL_BANDS, strict=True)
    )
    if total is None and not any(band.count for band in bands):
        return None, tuple(row.doubts)
    as_on = row.read("drawDistributionAsOn", read_date, optional=True)
    return Pool(as_on=as_on, bands=bands, total=total), tuple(row.doubts)

"""The eighteen figures dd1..dd18 -> the pool by CRS band."""

from functools import lru_cache

from watcher.core.model import Band, Pool
from watcher.ircc.fields import read_whole_number
from watcher.ircc.moments import read_date
from watcher.ircc.row import Cell, Doubt, Row

# As the official page labels its spans: dd3 and dd9 are the sums of the five bands
# that follow them, dd18 is the whole pool.
_BANDS = (
    ("dd1", "601-1200", 601, 1200),
    ("dd2", "501-600", 501, 600),
    ("dd3", "451-500", 451, 500),
    ("dd4", "491-500", 491, 500),
    ("dd5", "481-490", 481, 490),
    ("dd6", "471-480", 471, 480),
    ("dd7", "461-470", 461, 470),
    ("dd8", "451-460", 451, 460),
    ("dd9", "401-450", 401, 450),
    ("dd10", "441-450", 441, 450),
    ("dd11", "431-440", 431, 440),
    ("dd12", "421-430", 421, 430),
    ("dd13", "411-420", 411, 420),
    ("dd14", "401-410", 401, 410),
    ("dd15", "351-400", 351, 400),
    ("dd16", "301-350", 301, 350),
    ("dd17", "0-300", 0, 300),
)


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
    total = row.read("dd18", read_whole_number, optional=True)
    if total == 0:
        return None, ()
    bands = tuple(
        Band(label=label, low=low, high=high, count=row.read(key, read_whole_number, optional=True))
        for key, label, low, high in _BANDS
    )
    if total is None and not any(band.count for band in bands):
        return None, tuple(row.doubts)
    as_on = row.read("drawDistributionAsOn", read_date, optional=True)
    return Pool(as_on=as_on, bands=bands, total=total), tuple(row.doubts)


_KEYS = ("drawDistributionAsOn", *(band[0] for band in _BANDS), "dd18")

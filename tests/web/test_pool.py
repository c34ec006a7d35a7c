"""The pool as rows."""

from datetime import date

from watcher.core.pool import Band, Pool
from watcher.web.pool import PoolBar, pool_bars


def band(low: int, high: int, count: int) -> Band:
    return Band(label=f"{low}-{high}", low=low, high=high, count=count)


TENS = tuple(band(low, low + 9, 100) for low in (441, 451, 461, 471, 481, 491))
WIDE = (band(501, 600, 500), band(451, 500, 1000))
POOL = Pool(as_on=date(2026, 8, 16), total=1500, bands=(*WIDE, *TENS))


def rows(*, cutoff: int | None = None, score: int | None = None) -> list[PoolBar]:
    return list(pool_bars(POOL, cutoff=cutoff, score=score))


def test_the_fullest_band_is_whole_and_the_others_are_shares_of_it() -> None:
    assert [(bar.band.low, bar.share) for bar in rows()] == [(501, 50), (451, 100), (441, 10)]


def test_tens_stand_beside_one_that_matters() -> None:
    found = rows(cutoff=520, score=471)

    assert [bar.band.low for bar in found if bar.part] == [451, 461, 471, 481, 491]
    assert [bar.band.low for bar in found if bar.has_score] == [471]
    assert [bar.band.low for bar in found if bar.has_cutoff] == [501]


def test_a_score_that_no_band_has_marks_none() -> None:
    assert not any(bar.has_score or bar.has_cutoff for bar in rows(cutoff=700, score=300))

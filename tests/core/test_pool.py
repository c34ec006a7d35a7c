"""Bands of the pool: which one has a score, and which sum up others."""

import pytest

from watcher.core.pool import DISJOINT_BANDS, HIGHEST_CRS, POOL_BANDS, Band, Pool

POOL = Pool(
    as_on=None,
    bands=tuple(
        Band(label=f"{low}-{high}", low=low, high=high, count=1) for low, high in POOL_BANDS
    ),
    total=None,
)


@pytest.mark.parametrize(
    ("score", "label"),
    [(491, "491-500"), (490, "481-490"), (501, "501-600"), (0, "0-300"), (1200, "601-1200")],
)
def test_a_score_is_in_the_narrowest_band_that_has_it(score: int, label: str) -> None:
    band = POOL.band_of(score)

    assert band is not None
    assert band.label == label


@pytest.mark.parametrize("score", [None, HIGHEST_CRS + 1])
def test_a_score_off_the_scale_or_unknown_is_in_no_band(score: int | None) -> None:
    assert POOL.band_of(score) is None


def test_bands_of_ten_points_are_summed_up_by_wider_ones() -> None:
    within = [band.label for band in POOL.bands if POOL.is_within_another(band)]

    assert within == [
        *("491-500", "481-490", "471-480", "461-470", "451-460"),
        *("441-450", "431-440", "421-430", "411-420", "401-410"),
    ]


def test_disjoint_bands_are_the_whole_scale_and_count_nobody_twice() -> None:
    scores = [score for low, high in DISJOINT_BANDS for score in range(low, high + 1)]

    assert sorted(scores) == list(range(HIGHEST_CRS + 1))

"""How many people score above a score, as far as a count of the pool tells."""

from datetime import date
from itertools import pairwise

import pytest
from bench.rank import HIDDEN, counts_by_tens, held
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.pool import POOL_BANDS, Band, Pool
from watcher.insight.rank import (
    CountRange,
    counts_above,
    likely_above,
    monotone_cubic,
    strictly_above,
)

# IRCC's count of 13 September 2026, dd1 to dd17.
COUNTED = (
    *(574, 20784, 72107, 12590, 12426, 16105, 16163, 14823),
    *(61560, 13657, 13300, 12064, 11506, 11033, 46782, 17240, 7746),
)
SUMS = {(451, 500), (401, 450)}


def pool(*counts: int | None) -> Pool:
    bands = tuple(
        Band(label=f"{low}-{high}", low=low, high=high, count=count)
        for (low, high), count in zip(POOL_BANDS, counts, strict=True)
    )
    return Pool(as_on=date(2026, 9, 13), bands=bands, total=226793)


BY_TENS = pool(*COUNTED)
BY_SUMS = pool(
    *(n if high - low != 9 else None for (low, high), n in zip(POOL_BANDS, COUNTED, strict=True))
)


@pytest.mark.parametrize(
    ("score", "above"),
    [
        (1200, 0),
        (600, 574),
        (500, 21358),
        (470, 62479),
        (400, 155025),
        (350, 201807),
        (300, 219047),
    ],
)
def test_at_the_border_of_a_band_the_number_is_exact(score: int, above: int) -> None:
    assert strictly_above(BY_TENS, score) == CountRange(low=above, high=above)
    assert likely_above(BY_TENS, score) is None


@pytest.mark.parametrize(
    ("score", "low", "high"),
    [
        (465, 62479, 78642),
        (501, 574, 21358),
        (599, 574, 21358),
        (601, 0, 574),
        (380, 155025, 201807),
        (0, 219047, 226793),
    ],
)
def test_within_a_band_it_lies_between_those_of_its_borders(
    score: int, low: int, high: int
) -> None:
    assert strictly_above(BY_TENS, score) == CountRange(low=low, high=high)


def test_a_count_without_the_bands_of_ten_has_wider_bounds() -> None:
    assert strictly_above(BY_SUMS, 465) == CountRange(low=21358, high=93465)
    assert strictly_above(BY_SUMS, 450) == CountRange(low=93465, high=93465)


def test_of_two_figures_for_the_same_people_the_sum_counts() -> None:
    swapped = {(451, 500): 72170}
    counts = [swapped.get(band, count) for band, count in zip(POOL_BANDS, COUNTED, strict=True)]
    assert counts_above(pool(*counts))[450] == 574 + 20784 + 72170


def test_a_score_in_a_band_without_a_figure_has_no_bounds() -> None:
    without = [None if band == (0, 300) else n for band, n in zip(POOL_BANDS, COUNTED, strict=True)]
    assert strictly_above(pool(*without), 250) is None
    assert strictly_above(pool(*without), 301) == CountRange(low=201807, high=219047)
    assert strictly_above(pool(*(None for _ in COUNTED)), 470) is None


def test_the_likely_range_is_narrow_and_within_the_bounds() -> None:
    assert likely_above(BY_TENS, 465) == CountRange(low=69513, high=71776)
    assert likely_above(BY_TENS, 469) == CountRange(low=62968, high=65231)
    assert likely_above(BY_SUMS, 499) == CountRange(low=21358, high=27951)


@pytest.mark.parametrize("score", [1, 299, 501, 550, 599, 601, 900])
def test_where_no_history_says_how_well_it_works_nothing_is_guessed(score: int) -> None:
    assert likely_above(BY_TENS, score) is None


def test_one_band_is_no_curve() -> None:
    alone = [
        n if band in {(601, 1200), (501, 600), (451, 500)} else None
        for band, n in zip(POOL_BANDS, COUNTED, strict=True)
    ]
    assert likely_above(pool(*alone), 470) is None


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_it_holds_where_the_answer_is_known(hidden: list[set[int]]) -> None:
    cover, width = held(counts_by_tens().values(), hidden)

    assert cover >= 0.80
    assert width <= 0.35


@given(st.lists(st.integers(0, 30_000), min_size=17, max_size=17), st.integers(0, 1200))
def test_likely_is_never_outside_the_bounds(counts: list[int], score: int) -> None:
    counted = pool(
        *(None if band in SUMS else n for band, n in zip(POOL_BANDS, counts, strict=True))
    )
    strict, likely = strictly_above(counted, score), likely_above(counted, score)

    assert strict is not None
    assert likely is None or strict.low <= likely.low <= likely.high <= strict.high


@given(st.lists(st.integers(0, 9_000), min_size=1, max_size=8))
def test_the_curve_passes_its_knots_and_never_turns(steps: list[int]) -> None:
    knots = [(n * 10, -sum(steps[:n])) for n in range(len(steps) + 1)]
    drawn = [monotone_cubic(knots, at) for at in range(len(steps) * 10 + 1)]

    assert drawn[::10] == pytest.approx([y for _, y in knots])
    assert all(after <= before + 1e-6 for before, after in pairwise(drawn))

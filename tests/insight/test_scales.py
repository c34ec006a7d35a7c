"""Places of values, round numbers and months."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.insight.scales import apart, months, scale, ticks


@pytest.mark.parametrize(
    ("low", "high", "grid"),
    [
        (382, 523, [350, 400, 450, 500, 550]),
        (470, 470, [470, 471]),
        (0, 27_332, [0, 5000, 10_000, 15_000, 20_000, 25_000, 30_000]),
        (0, 0, [0, 1]),
        (399, 401, [399, 400, 401]),
    ],
)
def test_the_grid_has_round_numbers_around_the_values(low: int, high: int, grid: list[int]) -> None:
    assert ticks(low, high, 6) == grid


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_whatever_the_values_they_lie_within_a_grid_of_few_lines(a: int, b: int) -> None:
    grid = ticks(a, b, 6)

    assert grid[0] <= min(a, b)
    assert grid[-1] >= max(a, b)
    assert 2 <= len(grid) <= 8


def test_months_are_evenly_apart_and_begin_with_the_year_where_they_can() -> None:
    assert months(date(2024, 11, 20), date(2026, 8, 20), 5) == [
        date(2025, 1, 1),
        date(2025, 7, 1),
        date(2026, 1, 1),
        date(2026, 7, 1),
    ]
    assert months(date(2026, 3, 1), date(2026, 5, 31), 7) == [
        date(2026, 3, 1),
        date(2026, 4, 1),
        date(2026, 5, 1),
    ]


def test_a_scale_may_go_down_as_drawings_do() -> None:
    y = scale(0, 10, 380, 16)

    assert (y(0), y(10), y(5)) == (380, 16, 198)


def test_places_are_moved_apart_in_their_order() -> None:
    assert apart([100, 50, 102], 0, 200, 10) == [100, 50, 110]
    assert apart([199, 198], 0, 200, 10) == [200, 190]
    assert apart([], 0, 200, 10) == []


@given(st.lists(st.integers(0, 200), max_size=9))
def test_wherever_they_are_they_end_between_the_borders(places: list[float]) -> None:
    moved = sorted(apart(places, 0, 200, 20))

    assert all(0 <= place <= 200 for place in moved)
    assert all(later - earlier >= 20 for earlier, later in pairwise(moved))

"""Charts as places on a drawing."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.values import a_round
from watcher.core.category import CATEGORIES
from watcher.insight.scale import Scale, months, ticks
from watcher.web.plot.bars import bars
from watcher.web.plot.lines import Dot, Line, lines
from watcher.web.plot.looks import Look, look, looks_of

DAY = date(2026, 1, 1)


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def line(name: str, *values: int, start: date = DAY) -> Line:
    dots = tuple(
        Dot(day=start + timedelta(days=30 * n), value=value, told=f"{name} {value}")
        for n, value in enumerate(values)
    )
    return Line(name=name, key=name, dots=dots)


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
    y = Scale(low=0, high=10, start=380, end=16)

    assert (y(0), y(10), y(5)) == (380, 16, 198)


def test_every_value_has_its_mark_in_the_order_of_days() -> None:
    drawing = lines([line("cec", 520, 510, 500)], month=month, number=str)

    (drawn,) = drawing.lines
    assert [dot.told for dot in drawn.dots] == ["cec 520", "cec 510", "cec 500"]
    xs, ys = [d.x for d in drawn.dots], [d.y for d in drawn.dots]
    assert xs == sorted(xs)
    assert ys == sorted(ys)  # lower scores stand lower on the page
    assert drawn.path.startswith(f"M{xs[0]} {ys[0]} L")


def test_one_value_alone_is_drawn_in_the_middle() -> None:
    drawing = lines([line("military", 368)], month=month, number=str)

    (drawn,) = drawing.lines
    assert drawn.end.x == (drawing.left + drawing.right) / 2
    assert drawing.top <= drawn.end.y <= drawing.bottom


def test_names_at_the_ends_do_not_lie_on_each_other() -> None:
    close = [line(name, 500 + n) for n, name in enumerate("abcdefgh")]

    drawing = lines(close, month=month, number=str)

    places = sorted(drawn.label_y for drawn in drawing.lines)
    assert all(later - earlier >= 17 for earlier, later in itertools.pairwise(places))
    assert places[-1] <= drawing.bottom


def test_each_category_has_its_look_and_no_two_share_both_colour_and_mark() -> None:
    looks = looks_of([])

    assert set(looks) == set(CATEGORIES)
    assert len(set(looks.values())) == len(CATEGORIES)
    assert looks["cec"] == Look(colour=1, mark=1)
    assert looks["pnp"] == Look(colour=4, mark=4)
    assert looks["trades"] == Look(colour=0, mark=1)
    assert looks["researchers"] == Look(colour=7, mark=0)


def test_a_category_that_is_not_known_keeps_its_look_when_others_come() -> None:
    first = a_round(number="440", category="cooks")
    later = a_round(number="441", category="bakers")

    before = looks_of([first])
    after = looks_of([later, first])

    assert before["cooks"] == after["cooks"] == Look(colour=7, mark=6)
    assert after["bakers"] == Look(colour=6, mark=5)
    assert len(set(after.values())) == len(CATEGORIES) + 2


def test_the_first_64_looks_are_all_different() -> None:
    assert len({look(place) for place in range(64)}) == 64


def test_a_drawing_goes_on_until_today() -> None:
    drawing = lines(
        [line("cec", 520, 510)], month=month, number=str, until=DAY + timedelta(days=300)
    )

    (drawn,) = drawing.lines
    assert drawn.end.x < (drawing.left + drawing.right) / 2


def test_a_score_beyond_the_cutoffs_is_within_the_drawing() -> None:
    drawing = lines([line("cec", 520)], month=month, number=str, mark=(300, "you: 300"))

    assert drawing.mark is not None
    assert drawing.mark.text == "you: 300"
    assert drawing.top <= drawing.mark.at <= drawing.bottom


def test_counts_of_people_are_drawn_from_zero() -> None:
    drawing = lines([line("pool", 9000, 9100)], month=month, number=str, from_zero=True)

    assert drawing.y_ticks[0].text == "0"


def test_each_month_has_its_bar_and_an_empty_one_no_height() -> None:
    drawn = bars(
        [(date(2026, 1, 1), 10, "a"), (date(2026, 2, 1), 0, "b"), (date(2026, 3, 1), 5, "c")],
        month=month,
        number=str,
    )

    assert [bar.told for bar in drawn.bars] == ["a", "b", "c"]
    assert [bar.height for bar in drawn.bars] == [209.0, 0, 104.5]
    assert [tick.text for tick in drawn.x_ticks] == ["2026-01", "2026-02", "2026-03"]

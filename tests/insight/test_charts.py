"""Charts as SVG: where everything stands."""

import itertools
import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.values import a_round
from watcher.core.category import CATEGORIES
from watcher.insight.charts import (
    BARS_FRAME,
    LINES_FRAME,
    ChartLine,
    ChartPoint,
    SeriesStyle,
    bar_chart,
    category_styles,
    embedded,
    line_chart,
    months,
    scale,
    style_at,
    ticks,
)

DAY = date(2026, 1, 1)


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def line(name: str, *values: int, start: date = DAY) -> ChartLine:
    points = tuple(
        ChartPoint(day=start + timedelta(days=30 * n), value=value, label=f"{name} {value}")
        for n, value in enumerate(values)
    )
    return ChartLine(name=name, points=points)


class Drawn:
    """A chart of these lines, as a page has it."""

    def __init__(self, *lines: ChartLine, **more: Any) -> None:
        parts = line_chart(lines, month=month, number=str, **more)
        self.root = ET.fromstring(embedded(LINES_FRAME, "chart", parts))  # noqa: S314 - our own

    def texts(self, kind: str) -> dict[str, tuple[float, float]]:
        """Say where each text of a kind stands."""
        return {
            text.text or "": (float(text.attrib["x"]), float(text.attrib["y"]))
            for text in self.root.iter("text")
            if text.attrib["class"] == kind
        }

    def points(self) -> list[tuple[str, float, float]]:
        """List the marks, with their words."""
        found = []
        for mark in self.root.iter("g"):
            if mark.attrib["class"] == "dot":
                x, y = map(float, re.findall(r"[\d.]+", mark[0].attrib["transform"]))
                found.append((mark.attrib["data-told"], x, y))
        return found


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


def test_every_value_has_its_mark_in_the_order_of_days() -> None:
    drawn = Drawn(line("cec", 520, 510, 500))

    told, xs, ys = zip(*drawn.points(), strict=True)
    assert told == ("cec 520", "cec 510", "cec 500")
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys)  # lower scores stand lower on the page
    (path,) = (p.attrib["d"] for p in drawn.root.iter("path") if p.attrib.get("class") == "line")
    assert path.startswith(f"M{xs[0]} {ys[0]} L")


def test_one_value_alone_is_drawn_in_the_middle() -> None:
    ((_, x, y),) = Drawn(line("military", 368)).points()

    assert x == (LINES_FRAME.left + LINES_FRAME.right) / 2
    assert LINES_FRAME.top <= y <= LINES_FRAME.bottom


def test_names_at_the_ends_do_not_lie_on_each_other() -> None:
    drawn = Drawn(*(line(name, 500 + n) for n, name in enumerate("abcdefgh")))

    places = sorted(y - 4 for _, y in drawn.texts("name").values())
    assert len(places) == 8
    assert all(later - earlier >= 17 for earlier, later in itertools.pairwise(places))
    assert places[-1] <= LINES_FRAME.bottom


def test_a_long_name_is_cut() -> None:
    (name,) = Drawn(line("a" * 40, 500)).texts("name")

    assert name == "a" * 25 + "\N{HORIZONTAL ELLIPSIS}"


def test_words_are_escaped_wherever_they_stand() -> None:
    evil = line('<b>"&', 520)

    drawn = Drawn(evil, levels=[(500, "<i>")])

    assert list(drawn.texts("name")) == ['<b>"&']
    assert list(drawn.texts("mark")) == ["<i>"]
    assert drawn.points()[0][0] == '<b>"& 520'


def test_each_category_has_its_style_and_no_two_share_both_colour_and_mark() -> None:
    styles = category_styles([])

    assert set(styles) == set(CATEGORIES)
    assert len(set(styles.values())) == len(CATEGORIES)
    assert styles["cec"] == SeriesStyle(colour=1, mark=1)
    assert styles["pnp"] == SeriesStyle(colour=4, mark=4)
    assert styles["trades"] == SeriesStyle(colour=0, mark=1)
    assert styles["researchers"] == SeriesStyle(colour=7, mark=0)


def test_a_category_that_is_not_known_keeps_its_style_when_others_come() -> None:
    first = a_round(number="440", category="cooks")
    later = a_round(number="441", category="bakers")

    before = category_styles([first])
    after = category_styles([later, first])

    assert before["cooks"] == after["cooks"] == SeriesStyle(colour=7, mark=6)
    assert after["bakers"] == SeriesStyle(colour=6, mark=5)
    assert len(set(after.values())) == len(CATEGORIES) + 2


def test_the_first_64_styles_are_all_different() -> None:
    assert len({style_at(place) for place in range(64)}) == 64


def test_a_chart_goes_on_until_today() -> None:
    drawn = Drawn(line("cec", 520, 510), until=DAY + timedelta(days=300))

    assert drawn.points()[-1][1] < (LINES_FRAME.left + LINES_FRAME.right) / 2


def test_a_score_beyond_the_cutoffs_is_within_the_chart() -> None:
    drawn = Drawn(line("cec", 520), levels=[(300, "you: 300")])

    ((words, (_, y)),) = drawn.texts("mark").items()
    assert words == "you: 300"
    assert LINES_FRAME.top <= y + 6 <= LINES_FRAME.bottom


def test_counts_of_people_are_drawn_from_zero() -> None:
    drawn = Drawn(line("pool", 9000, 9100), from_zero=True)

    assert next(iter(drawn.texts("tick y"))) == "0"


def test_each_month_has_its_bar_and_an_empty_one_no_height() -> None:
    values = [(date(2026, 1, 1), 10, "a"), (date(2026, 2, 1), 0, "b"), (date(2026, 3, 1), 5, "c")]

    parts = bar_chart(values, month=month, number=str)
    root = ET.fromstring(embedded(BARS_FRAME, "chart", parts))  # noqa: S314 - our own

    bars = [rect.attrib for rect in root.iter("rect")]
    assert [bar["data-told"] for bar in bars] == ["a", "b", "c"]
    assert [float(bar["height"]) for bar in bars] == [209.0, 0, 104.5]
    named = [text.text for text in root.iter("text") if text.attrib["class"] == "tick x"]
    assert named == ["2026-01", "2026-02", "2026-03"]

"""Charts as SVG: where everything stands."""

import itertools
import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from watcher.insight.charts import (
    ChartLine,
    ChartPoint,
    Frame,
    MonthBar,
    bar_chart,
    embedded,
    line_chart,
)

DAY = date(2026, 1, 1)
FRAME = Frame(width=900, height=400)


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def line(name: str, *values: int, apart: int = 30, **more: Any) -> ChartLine:
    points = tuple(
        ChartPoint(day=DAY + timedelta(days=apart * n), value=value, label=f"{name} {value}")
        for n, value in enumerate(values)
    )
    return ChartLine(name=name, points=points, **more)


class Drawn:
    """A chart of these lines, as a page has it."""

    def __init__(self, *lines: ChartLine, **more: Any) -> None:
        self.frame = FRAME.beside(line.name for line in lines)
        parts = line_chart(lines, month=month, number=str, frame=self.frame, **more)
        self.root = ET.fromstring(embedded(self.frame, "chart", parts))  # noqa: S314 - our own

    def texts(self, kind: str) -> dict[str, tuple[float, float]]:
        """Say where each text of a kind stands."""
        return {
            text.text or "": (float(text.attrib["x"]), float(text.attrib["y"]))
            for text in self.root.iter("text")
            if text.attrib["class"] == kind
        }

    def paths(self, kind: str) -> list[str]:
        """List what the paths of a kind follow."""
        return [p.attrib["d"] for p in self.root.iter("path") if p.attrib.get("class") == kind]

    def points(self) -> list[tuple[str, float, float]]:
        """List the marks, with their words."""
        found = []
        for mark in self.root.iter("g"):
            if mark.attrib["class"] == "dot":
                x, y = map(float, re.findall(r"[\d.]+", mark[1].attrib["transform"])[:2])
                found.append((mark[0].text or "", x, y))
        return found


def test_every_value_has_its_mark_in_the_order_of_days() -> None:
    drawn = Drawn(line("cec", 520, 510, 500))

    told, xs, ys = zip(*drawn.points(), strict=True)
    assert told == ("cec 520", "cec 510", "cec 500")
    assert list(xs) == sorted(xs)
    assert list(ys) == sorted(ys)  # lower scores stand lower on the page


def test_a_value_holds_until_the_next_one_comes() -> None:
    drawn = Drawn(line("cec", 520, 510))

    (_, x0, y0), (_, x1, y1) = drawn.points()
    assert drawn.paths("line") == [f"M{x0} {y0}H{x1}V{y1}"]
    assert drawn.paths("thin") == []


def test_the_range_of_the_next_value_stands_where_the_chart_ends() -> None:
    drawn = Drawn(line("cec", 520, 510, ahead=(500, 530)))

    (bar,) = (rect.attrib for rect in drawn.root.iter("rect"))
    assert (bar["class"], float(bar["x"])) == ("ahead", drawn.frame.right - 7)
    top, bottom = float(bar["y"]), float(bar["y"]) + float(bar["height"])
    assert FRAME.top <= top < bottom <= FRAME.bottom
    assert all(top < y < bottom for _, _, y in drawn.points())


def test_over_an_empty_month_and_after_the_last_round_the_line_is_thin() -> None:
    drawn = Drawn(line("cec", 520, 510, apart=70), until=DAY + timedelta(days=100))

    (_, x0, y0), (_, x1, y1) = drawn.points()
    assert drawn.paths("line") == []
    assert drawn.paths("thin") == [f"M{x0} {y0}H{x1}V{y1}M{x1} {y1}H{drawn.frame.right - 8}"]


def test_counts_are_joined_by_lines() -> None:
    drawn = Drawn(line("pool", 9000, 9100, 9050, apart=70, steps=False))

    (_, x0, y0), (_, x1, y1), (_, x2, y2) = drawn.points()
    assert drawn.paths("line") == [f"M{x0} {y0}L{x1} {y1}L{x2} {y2}"]


def test_one_value_alone_is_drawn_in_the_middle() -> None:
    drawn = Drawn(line("military", 368))

    ((_, x, y),) = drawn.points()
    assert x == 423.5 == (drawn.frame.after(["368"]).left + drawn.frame.right) / 2
    assert FRAME.top <= y <= FRAME.bottom


def test_names_at_the_ends_do_not_lie_on_each_other() -> None:
    drawn = Drawn(*(line(name, 500 + n) for n, name in enumerate("abcdefgh")))

    places = sorted(y - 4 for _, y in drawn.texts("name").values())
    assert len(places) == 8
    assert all(later - earlier >= 17 for earlier, later in itertools.pairwise(places))
    assert places[-1] <= FRAME.bottom


def test_names_have_the_room_they_need_and_only_endless_ones_are_cut() -> None:
    short, long = Drawn(line("CEC", 500)), Drawn(line("Senior managers", 500))

    assert short.frame.right > long.frame.right
    assert list(long.texts("name")) == ["Senior managers"]
    assert list(Drawn(line("a" * 40, 500)).texts("name")) == ["a" * 21 + "\N{HORIZONTAL ELLIPSIS}"]


def test_a_score_is_named_at_the_edge_and_not_on_another_name() -> None:
    drawn = Drawn(line("cec", 520), levels=[(520, "You: 520")])

    (_, name_y), (you_x, you_y) = drawn.texts("name")["cec"], drawn.texts("mark")["You: 520"]
    assert you_x > drawn.frame.right
    assert abs(name_y - you_y) >= 17


def test_an_axis_has_its_unit_and_years_alone_where_every_tick_begins_one() -> None:
    short = Drawn(line("cec", 520, 510), unit="CRS points")
    long = Drawn(line("cec", 520, 510, apart=3000))

    assert list(short.texts("unit")) == ["CRS points"]
    assert list(short.texts("tick x")) == ["2026-01"]
    assert list(long.texts("tick x")) == ["2026", "2028", "2030", "2032", "2034"]


def test_many_marks_are_smaller() -> None:
    few, many = (Drawn(line("cec", *range(500, 500 + n), apart=2)) for n in (5, 200))

    assert "scale" not in ET.tostring(few.root, "unicode")
    assert ET.tostring(many.root, "unicode").count("scale(0.6)") == 200


def test_words_are_escaped_wherever_they_stand() -> None:
    evil = line('<b>"&', 520)

    drawn = Drawn(evil, levels=[(500, "<i>")])

    assert list(drawn.texts("name")) == ['<b>"&']
    assert list(drawn.texts("mark")) == ["<i>"]
    assert drawn.points()[0][0] == '<b>"& 520'


def test_a_chart_goes_on_until_today_and_begins_when_told() -> None:
    ends = Drawn(line("cec", 520, 510), until=DAY + timedelta(days=300))
    begins = Drawn(line("cec", 520, 510), since=DAY - timedelta(days=300))

    assert ends.points()[-1][1] < ends.frame.right / 4
    assert begins.points()[0][1] > begins.frame.right * 3 / 4


def test_a_score_beyond_the_cutoffs_is_within_the_chart() -> None:
    drawn = Drawn(line("cec", 520), levels=[(300, "you: 300")])

    ((words, (_, y)),) = drawn.texts("mark").items()
    assert words == "you: 300"
    assert FRAME.top <= y <= FRAME.bottom + 4


def test_counts_of_people_are_drawn_from_zero() -> None:
    drawn = Drawn(line("pool", 9000, 9100), from_zero=True)

    assert next(iter(drawn.texts("tick y"))) == "0"


def bars(*found: MonthBar) -> ET.Element:
    frame = FRAME.beside([])
    parts = bar_chart(found, month=month, number=str, frame=frame, unfinished=date(2026, 3, 1))
    return ET.fromstring(embedded(frame, "chart", parts))  # noqa: S314 - our own


def test_each_month_has_its_bar_and_an_empty_one_no_height() -> None:
    values = ((1, 10, "a"), (2, 0, "b"), (3, 5, "c"))
    root = bars(*(MonthBar(first=date(2026, n, 1), value=v, label=words) for n, v, words in values))

    drawn = [g for g in root.iter("g") if g.attrib["class"].startswith("bar")]
    assert [bar[0].text for bar in drawn] == ["a", "b", "c"]
    assert [float(bar[1].attrib["height"]) for bar in drawn] == [334.0, 0, 167.0]
    assert [bar.attrib["class"] for bar in drawn] == ["bar", "bar", "bar open"]
    named = [text.text for text in root.iter("text") if text.attrib["class"] == "tick x"]
    assert named == ["2026-01", "2026-02", "2026-03"]


def test_the_parts_of_a_month_lie_on_each_other_in_their_colours() -> None:
    whole = MonthBar(first=DAY, value=10, label="a", parts=((1, 6), (5, 4)))

    low, high = (rect.attrib for rect in bars(whole).iter("rect"))
    assert (low["class"], high["class"]) == ("s1", "s5")
    assert float(high["y"]) == FRAME.top
    assert float(low["y"]) == float(high["y"]) + float(high["height"])
    assert float(low["height"]) == 200.4

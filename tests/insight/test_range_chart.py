"""Ranges side by side."""

from typing import Any
from xml.etree import ElementTree as ET

from watcher.insight.chart_styles import SeriesStyle
from watcher.insight.charts import Frame, embedded
from watcher.insight.range_chart import RangeRow, range_chart, rows_frame


def row(name: str, last: int, middle: int, **more: Any) -> RangeRow:
    usual: dict[str, Any] = {
        "label": f"{name}: about {middle}",
        "style": SeriesStyle(1, 1),
        "likely": (middle - 10, middle + 10),
        "half": (middle - 4, middle + 4),
        "link": f"/categories/{name.lower()}",
    }
    return RangeRow(name=name, last=last, middle=middle, **{**usual, **more})


def drawn(*rows: RangeRow, level: tuple[int, str] | None = None) -> ET.Element:
    frame = rows_frame(Frame(width=900, height=400), rows)
    parts = range_chart(rows, frame=frame, unit="CRS points", level=level)
    return ET.fromstring(embedded(frame, "ranges", parts))  # noqa: S314 - our own


def test_each_row_names_its_category_leads_to_it_and_says_it_in_words() -> None:
    root = drawn(row("CEC", 523, 522), row("French", 383, 384))

    links = list(root.iter("a"))
    assert [link.attrib["href"] for link in links] == ["/categories/cec", "/categories/french"]
    assert [link[0].text for link in links] == ["CEC: about 522", "French: about 384"]
    assert [link[1].text for link in links] == ["CEC", "French"]
    assert links[0][1].attrib["y"] < links[1][1].attrib["y"]


def test_one_of_two_lies_within_four_of_five_and_the_middle_within_both() -> None:
    (link,) = drawn(row("CEC", 523, 522)).iter("a")

    likely, half, middle = link[2].attrib, link[3].attrib, link[4].attrib
    start, end = float(half["x"]), float(half["x"]) + float(half["width"])
    assert float(likely["x1"]) < start < float(middle["x1"]) < end < float(likely["x2"])


def test_a_level_goes_down_through_all_rows_where_the_scale_has_it() -> None:
    inside = drawn(row("CEC", 523, 522), level=(525, "You: 525"))
    outside = drawn(row("CEC", 523, 522), level=(300, "You: 300"))

    words = [t.text for t in inside.iter("text") if t.attrib["class"].startswith("mark")]
    assert words == ["You: 525"]
    assert not [t for t in outside.iter("text") if t.attrib["class"].startswith("mark")]


def test_the_frame_grows_with_its_rows() -> None:
    frame = Frame(width=360, height=320)

    one, two = (rows_frame(frame, [row("CEC", 523, 522)] * n) for n in (1, 2))
    assert two.height - one.height == 34
    assert one.width == 360

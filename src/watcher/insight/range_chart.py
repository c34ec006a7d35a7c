"""Ranges side by side: one row for each category, on one scale. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from watcher.insight.chart_styles import MARKS, SeriesStyle
from watcher.insight.charts import Frame
from watcher.insight.scales import Scale, scale, ticks
from watcher.insight.svg import svg_tag, svg_text

_ROW = 34
_X_TICKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """A range within a wider one, its middle, and the last value; ``label`` says all of it in words."""

    name: str
    label: str
    style: SeriesStyle
    last: int
    likely: tuple[int, int]
    half: tuple[int, int]
    middle: int
    link: str


def rows_frame(frame: Frame, rows: Sequence[RangeRow]) -> Frame:
    """Make a frame as high as its rows, with room for their names at the left."""
    names = frame.after(row.name for row in rows)
    height = frame.top + _ROW * len(rows) + frame.height - frame.bottom + 4
    return Frame(
        width=frame.width, height=height, left=names.left + 6, right=frame.width - 16, top=frame.top
    )


def range_chart(
    rows: Sequence[RangeRow], *, frame: Frame, unit: str, level: tuple[int, str] | None = None
) -> Iterator[str]:
    """Draw a row for each range, with a *level* as a line down through them."""
    ends = [end for row in rows for end in (*row.likely, row.last)]
    grid = ticks(min(ends), max(ends), _X_TICKS)
    x = scale(grid[0], grid[-1], frame.left, frame.right)
    yield svg_text(unit, "tick x", (frame.left + frame.right) / 2, frame.height - 5)
    for value in grid:
        at = x(value)
        yield svg_tag("line", class_="grid", x1=at, x2=at, y1=frame.top - 8, y2=frame.bottom - 4)
        yield svg_text(str(value), "tick x", at, frame.bottom + 13)
    for n, row in enumerate(rows):
        yield _row(row, frame.top + _ROW * n + _ROW // 2, frame, x)
    if level is not None and grid[0] <= level[0] <= grid[-1]:
        at = x(level[0])
        yield svg_tag("line", class_="mark", x1=at, x2=at, y1=frame.top - 8, y2=frame.bottom)
        yield svg_text(level[1], "mark middle", at, frame.top - 13)


def _row(row: RangeRow, y: int, frame: Frame, x: Scale) -> str:
    low, high = map(x, row.likely)
    start, end = map(x, row.half)
    middle = x(row.middle)
    return svg_tag(
        "a",
        svg_tag("title", escape(row.label)),
        svg_text(row.name, "name end", frame.left - 12, y + 4),
        svg_tag("line", class_="likely", x1=low, x2=high, y1=y, y2=y),
        svg_tag("rect", class_="half", x=start, y=y - 6, width=round(end - start, 1), height=12),
        svg_tag("line", class_="middle", x1=middle, x2=middle, y1=y - 9, y2=y + 9),
        svg_tag("path", d=MARKS[row.style.mark], transform=f"translate({x(row.last)} {y})"),
        class_=f"dot range s{row.style.colour}",
        href=row.link,
        tabindex=-1,
    )

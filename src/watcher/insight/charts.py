"""Charts drawn as SVG, for pages, files and alerts alike. Pure.

The style sheet of a page, or of a document, gives a chart its looks. Series differ by
mark, not by colour alone. What each mark says in words is its title.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html import escape
from itertools import pairwise

from watcher.insight.chart_styles import MARKS, SeriesStyle
from watcher.insight.scales import Scale, apart, months, scale, ticks
from watcher.insight.svg import svg_tag, svg_text

_LABEL_HEIGHT = 17
_LETTER = 8.2  # the widest an average letter of a name is
_BESIDE_NAME = 28  # the mark and its distances
_LONGEST_NAME = 22  # of categories that have no short name
_WIDEST_BAR = 72
_BAR_SHARE = 0.8  # of its place that a bar fills
_BELOW = 36
_Y_TICKS = 5
# More marks than these stand too close for large ones, by pixels between two.
_CLOSE = 9
_PLAIN = SeriesStyle()
# A calendar month without a round lies between two that are so far apart.
_EMPTY_MONTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The size of a chart, where its plot is in it, and how many months are named below."""

    width: int
    height: int
    left: int = 0
    right: int = 0
    top: int = 30
    x_ticks: int = 5

    @property
    def bottom(self) -> int:
        """The end of the plot, with the months below."""
        return self.height - _BELOW

    def beside(self, names: Iterable[str]) -> "Frame":
        """Leave room for names at the right end of the plot."""
        widest = max((len(name) for name in names), default=0)
        return replace(self, right=self.width - round(_BESIDE_NAME + _LETTER * widest))

    def after(self, numbers: Iterable[str]) -> "Frame":
        """Leave room for the numbers of the scale before the plot."""
        return replace(self, left=round(16 + _LETTER * max(map(len, numbers))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """One value; ``label`` says all of it in words."""

    day: date
    value: int
    label: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """One series, oldest first, named at its end.

    ``steps`` hold a value until the next one comes, thin over months in which none did.
    A ``note`` stands for the name of a single series, whose last point is ``hollow`` if so told.
    ``ahead`` is the range of its next value, drawn where the chart ends.
    """

    name: str
    points: tuple[ChartPoint, ...]
    style: SeriesStyle = _PLAIN
    steps: bool = True
    note: str | None = None
    hollow: bool = False
    ahead: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBar:
    """A month with its value; ``parts`` of it, each with a colour by its number, lie on each other."""

    first: date
    value: int
    label: str
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Plot:
    """A frame with the scales of one chart; ``size`` is that of marks."""

    frame: Frame
    x: Scale
    y: Scale
    size: float

    def at(self, point: ChartPoint) -> tuple[float, float]:
        """Say where a value stands."""
        return self.x(point.day.toordinal()), self.y(point.value)


def embedded(frame: Frame, name: str, parts: Iterable[str], kind: str = "") -> str:
    """Make a chart that a page embeds, with its style sheet."""
    box = f"0 0 {frame.width} {frame.height}"
    return svg_tag("svg", *parts, viewBox=box, role="group", aria_label=name, class_=kind)


def line_chart(
    lines: Sequence[ChartLine],
    *,
    month: Callable[[date], str],
    number: Callable[[int], str],
    frame: Frame,
    unit: str = "",
    levels: Sequence[tuple[int, str]] = (),
    from_zero: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[str]:
    """Draw series, each with at least one point; *levels* are values with their words.

    It reaches from *since* to *until*, or further if it must: what ended before is seen to have.
    """
    points = [point for line in lines for point in line.points]
    values = [*(point.value for point in points), *(value for value, _ in levels)]
    values += [end for line in lines for end in line.ahead or ()]
    grid = ticks(0 if from_zero else min(values), max(values), _Y_TICKS)
    frame = frame.after(map(number, grid))
    days = [*(point.day for point in points), since or points[0].day, until or points[0].day]
    first, last = min(days), max(days)
    if first == last:
        first, last = first - timedelta(days=30), last + timedelta(days=30)
    x = scale(first.toordinal(), last.toordinal(), frame.left + 8, frame.right - 8)
    y = scale(grid[0], grid[-1], frame.bottom, frame.top)
    plot = _Plot(frame, x, y, _mark_size(lines, frame))
    columns = [(x(day.toordinal()), day) for day in months(first, last, frame.x_ticks)]
    yield from _grid(frame, [(y(n), number(n)) for n in grid], _worded(columns, month), unit)
    yield from (_horizontal("mark", frame, y(value)) for value, _ in levels)
    ends = [y(line.points[-1].value) for line in lines]
    ends_and_levels = [*ends, *(y(value) for value, _ in levels)]
    places = apart(ends_and_levels, frame.top, frame.bottom, _LABEL_HEIGHT)
    for line, end, place in zip(lines, ends, places[: len(lines)], strict=True):
        drawn = *_series(line, plot), *_ahead(line, plot), *_named(line, end, place, frame)
        yield svg_tag("g", *drawn, class_=f"series s{line.style.colour}")
    for (value, words), place in zip(levels, places[len(lines) :], strict=True):
        yield _lead(frame, y(value), place, "mark")
        yield svg_text(words, "mark", frame.right + 9, place + 4)


def bar_chart(
    bars: Sequence[MonthBar],
    *,
    month: Callable[[date], str],
    number: Callable[[int], str],
    frame: Frame,
    unit: str = "",
    unfinished: date | None = None,
) -> Iterator[str]:
    """Draw a bar for each month, oldest first; one may not be over yet."""
    grid = ticks(0, max(bar.value for bar in bars), _Y_TICKS)
    frame = frame.after(map(number, grid))
    y = scale(grid[0], grid[-1], frame.bottom, frame.top)
    place = min((frame.right - frame.left) / len(bars), _WIDEST_BAR)
    wide = round(place * _BAR_SHARE, 1)
    left = {bar.first: round(frame.left + 4 + place * n, 1) for n, bar in enumerate(bars)}
    named = months(bars[0].first, bars[-1].first, frame.x_ticks)
    columns = [(round(left[day] + wide / 2, 1), day) for day in named if day in left]
    yield from _grid(frame, [(y(n), number(n)) for n in grid], _worded(columns, month), unit)
    for bar in bars:
        kind = "bar open" if bar.first == unfinished else "bar"
        drawn = [svg_tag("title", escape(bar.label))]
        reached = 0
        for colour, value in bar.parts or ((None, bar.value),):
            reached += value
            drawn.append(
                svg_tag(
                    "rect",
                    class_="all" if colour is None else f"s{colour}",
                    x=left[bar.first],
                    y=y(reached),
                    width=wide,
                    height=round(y(reached - value) - y(reached), 1),
                )
            )
        yield svg_tag("g", *drawn, class_=kind)


def _series(line: ChartLine, plot: _Plot) -> Iterator[str]:
    """Draw the line of a series, and above it the marks."""
    end = plot.frame.right - 8
    path, thin = [], []
    for n, (before, after) in enumerate(pairwise(line.points)):
        (from_x, from_y), (to_x, to_y) = plot.at(before), plot.at(after)
        if not line.steps:
            path.append(f"{'' if n else f'M{from_x} {from_y}'}L{to_x} {to_y}")
        elif _months_apart(before.day, after.day) < _EMPTY_MONTH:
            path.append(f"M{from_x} {from_y}H{to_x}V{to_y}")
        else:
            thin.append(f"M{from_x} {from_y}H{to_x}V{to_y}")
    last_x, last_y = plot.at(line.points[-1])
    if line.steps and last_x < end:
        thin.append(f"M{last_x} {last_y}H{end}")
    for kind, parts in (("thin", thin), ("line", path)):
        if parts:
            yield svg_tag("path", class_=kind, d="".join(parts))
    for point in line.points:
        is_last = line.note is not None and point is line.points[-1]
        kind = f"dot last{' hollow' if line.hollow else ''}" if is_last else "dot"
        mark = MARKS[line.style.mark]
        yield _dot(point, mark, kind, plot.at(point), 1.3 if is_last else plot.size)


def _ahead(line: ChartLine, plot: _Plot) -> Iterator[str]:
    if line.ahead is not None:
        low, high = map(plot.y, line.ahead)
        place = {"x": plot.frame.right - 7, "y": high, "width": 6, "height": round(low - high, 1)}
        yield svg_tag("rect", class_="ahead", **place)


def _dot(point: ChartPoint, mark: str, kind: str, at: tuple[float, float], size: float) -> str:
    place = f"translate({at[0]} {at[1]})" + (f" scale({size})" if size != 1 else "")
    drawn = svg_tag("title", escape(point.label)), svg_tag("path", d=mark, transform=place)
    if not point.link:
        return svg_tag("g", *drawn, class_=kind)
    return svg_tag("a", *drawn, class_=kind, href=point.link, tabindex=-1)


def _named(line: ChartLine, end: float, place: float, frame: Frame) -> Iterator[str]:
    """Write the name of a series at the right end, with its mark."""
    yield _lead(frame, end, place, "lead")
    if line.note is not None:
        yield svg_text(line.note, "note", frame.right + 9, place + 4)
        return
    name = line.name
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1]}\N{HORIZONTAL ELLIPSIS}"
    at = f"translate({frame.right + 14} {place})"
    yield svg_tag("path", class_="dot still", d=MARKS[line.style.mark], transform=at)
    yield svg_text(name, "name", frame.right + 23, place + 4)


def _lead(frame: Frame, end: float, place: float, kind: str) -> str:
    path = f"M{frame.right - 8} {end}H{frame.right}L{frame.right + 6} {place}"
    return svg_tag("path", class_=f"lead {kind}", d=path)


def _mark_size(lines: Sequence[ChartLine], frame: Frame) -> float:
    most = max(len(line.points) for line in lines)
    return 1 if (frame.right - frame.left) / most > _CLOSE else 0.6


def _months_apart(before: date, after: date) -> int:
    return (after.year - before.year) * 12 + after.month - before.month


def _worded(
    columns: Sequence[tuple[float, date]], month: Callable[[date], str]
) -> list[tuple[float, str]]:
    """Name months, or only years where every one is a January."""
    years = len(columns) > 1 and all(day.month == 1 for _, day in columns)
    return [(at, str(day.year) if years else month(day)) for at, day in columns]


def _grid(
    frame: Frame, rows: Sequence[tuple[float, str]], columns: Sequence[tuple[float, str]], unit: str
) -> Iterator[str]:
    if unit:
        yield svg_text(unit, "unit", 8, frame.top - 14)
    for at, words in rows:
        yield _horizontal("grid", frame, at)
        yield svg_text(words, "tick y", frame.left - 8, at + 4)
    for at, words in columns:
        yield svg_tag("line", class_="axis", x1=at, x2=at, y1=frame.bottom, y2=frame.bottom + 5)
        yield svg_text(words, "tick x", at, frame.bottom + 21)
    yield _horizontal("axis", frame, frame.bottom)


def _horizontal(kind: str, frame: Frame, at: float) -> str:
    return svg_tag("line", class_=kind, x1=frame.left, x2=frame.right, y1=at, y2=at)

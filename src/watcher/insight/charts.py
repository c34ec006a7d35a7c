"""Charts drawn as SVG, for pages, files and alerts alike. Pure.

The style sheet of a page, or of a document, gives a chart its looks. Series differ by
mark and dash, not by colour alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import count

from watcher.core.model import Round

Scale = Callable[[float], float]

# Colours (each with its dash) and marks that the style sheets have.
_COLOURS = 8
_MARKS = (
    "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "M-4-4h8v8h-8z",
    "M0-5.5l5 9h-10z",
    "M0-6l5.5 6l-5.5 6l-5.5-6z",
    "M0 5.5l5-9h-10z",
    "M-1.6-5.5h3.2v3.9h3.9v3.2h-3.9v3.9h-3.2v-3.9h-3.9v-3.2h3.9z",
    "M-5-3.2l1.8-1.8 3.2 3.2 3.2-3.2 1.8 1.8-3.2 3.2 3.2 3.2-1.8 1.8-3.2-3.2-3.2 3.2-1.8-1.8 3.2-3.2z",
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM-2.2 0a2.2 2.2 0 1 1 4.4 0a2.2 2.2 0 1 1-4.4 0z",
)
# The place in this list is the style, for good: new ones are added at its end.
_STYLED = (
    *("general", "cec", "fsw", "fst", "pnp", "french", "healthcare", "stem", "trades"),
    *("transport", "agriculture", "education", "physicians", "senior-managers", "military"),
    "researchers",
)
# Months between two ticks, from which the shortest is taken that leaves few enough.
_MONTHS = (1, 2, 3, 6, 12, 24, 36, 60)
_LABEL_HEIGHT = 17
_LONGEST_NAME = 26
_BAR_SHARE = 0.8  # of its place that a bar fills
_BAR_X_TICKS = 8
_BAR_Y_TICKS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The size of a chart, and where its plot is in it."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


LINES_FRAME = Frame(width=900, height=420, left=60, right=650, top=16, bottom=380)
BARS_FRAME = Frame(width=900, height=260, left=60, right=890, top=16, bottom=225)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesStyle:
    """A colour, with its dash, and a mark, by their numbers."""

    colour: int = 0
    mark: int = 0


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

    A ``note`` stands beside its last point instead, which ``hollow`` leaves unfilled.
    """

    name: str
    points: tuple[ChartPoint, ...]
    style: SeriesStyle = SeriesStyle()
    note: str | None = None
    hollow: bool = False


def embedded(frame: Frame, name: str, parts: Iterable[str]) -> str:
    """Make a chart that a page embeds, with its style sheet."""
    box = f"0 0 {frame.width} {frame.height}"
    return svg_tag("svg", *parts, viewBox=box, role="group", aria_label=name)


def line_chart(
    lines: Sequence[ChartLine],
    *,
    month: Callable[[date], str],
    number: Callable[[int], str],
    levels: Sequence[tuple[int, str]] = (),
    from_zero: bool = False,
    until: date | None = None,
    frame: Frame = LINES_FRAME,
) -> Iterator[str]:
    """Draw series, each with at least one point; *levels* are values with their words.

    The chart goes on *until* that day, so that what ended before is seen to have.
    """
    points = [point for line in lines for point in line.points]
    values = [*(point.value for point in points), *(value for value, _ in levels)]
    grid = ticks(0 if from_zero else min(values), max(values), 6)
    first = min(point.day for point in points)
    last = max(*(point.day for point in points), until or first)
    if first == last:
        first, last = first - timedelta(days=30), last + timedelta(days=30)
    x = scale(first.toordinal(), last.toordinal(), frame.left + 10, frame.right - 10)
    y = scale(grid[0], grid[-1], frame.bottom, frame.top)
    rows = [(y(value), number(value)) for value in grid]
    columns = [(x(day.toordinal()), month(day)) for day in months(first, last, 5)]
    yield from _grid(frame, rows, columns)
    for value, _ in levels:
        yield _horizontal("mark", frame, y(value))
    names_at = _apart([y(line.points[-1].value) for line in lines], frame)
    for line, name_at in zip(lines, names_at, strict=True):
        yield _series(line, x, y, name_at, frame)
    for value, words in levels:
        yield svg_text(words, "mark", frame.left + 6, y(value) - 6)
    yield from _far_scale(frame, rows)


def bar_chart(
    values: Sequence[tuple[date, int, str]],
    *,
    month: Callable[[date], str],
    number: Callable[[int], str],
    frame: Frame = BARS_FRAME,
) -> Iterator[str]:
    """Draw a bar for each (first day of a month, value, words), oldest first."""
    grid = ticks(0, max(value for _, value, _ in values), _BAR_Y_TICKS)
    y = scale(grid[0], grid[-1], frame.bottom, frame.top)
    x = scale(0, len(values), frame.left, frame.right)
    wide = round((frame.right - frame.left) / len(values) * _BAR_SHARE, 1)
    centre = {first: round(x(n) + wide / 2, 1) for n, (first, _, _) in enumerate(values)}
    named = months(values[0][0], values[-1][0], _BAR_X_TICKS)
    rows = [(y(value), number(value)) for value in grid]
    yield from _grid(frame, rows, [(centre[day], month(day)) for day in named if day in centre])
    for n, (_, value, label) in enumerate(values):
        yield svg_tag(
            "rect",
            svg_tag("title", escape(label)),
            class_="bar",
            data_told=label,
            x=x(n),
            y=y(value),
            width=wide,
            height=round(frame.bottom - y(value), 1),
        )
    yield from _far_scale(frame, rows)


def style_at(place: int) -> SeriesStyle:
    """Return the style of a place; the first 64 are all different."""
    again = place // _COLOURS
    return SeriesStyle(colour=place % _COLOURS, mark=(place + again) % len(_MARKS))


def category_styles(rounds: Iterable[Round]) -> Mapping[str, SeriesStyle]:
    """Give each category its style for good; *rounds* is the whole history, newest first.

    One that is not in our list gets the last style that is free, in the order in which
    they first came: none that comes later takes it away.
    """
    borne = [r.category for r in rounds if r.confirmed and r.category]
    strange = [s for s in dict.fromkeys(reversed(borne)) if s not in _STYLED]
    styles = _COLOURS * len(_MARKS)
    return {slug: style_at(place) for place, slug in enumerate(_STYLED)} | {
        slug: style_at((styles - 1 - place) % styles) for place, slug in enumerate(strange)
    }


def scale(low: float, high: float, start: float, end: float) -> Scale:
    """Map values from *low* to *high* on places from *start* to *end*, to a tenth."""
    return lambda value: round(start + (value - low) / (high - low) * (end - start), 1)


def ticks(low: float, high: float, at_most: int) -> list[int]:
    """Choose round numbers that reach from *low* or below to *high* or above."""
    low, high = min(low, high), max(low, high)
    span = max(high - low, 1)
    steps = (step * 10**power for power in count() for step in (1, 2, 5))
    step = next(step for step in steps if span / step <= at_most)
    first = int(low // step) * step
    last = max(int(-(-high // step)) * step, first + step)
    return list(range(first, last + 1, step))


def months(first: date, last: date, at_most: int) -> list[date]:
    """Choose first days of months between two days, evenly apart."""
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    apart = next((m for m in _MONTHS if (end - start) / m <= at_most), _MONTHS[-1])
    start = -(-(start + (first.day > 1)) // apart) * apart
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1, apart)]


def _series(line: ChartLine, x: Scale, y: Scale, name_at: float, frame: Frame) -> str:
    places = [(x(point.day.toordinal()), y(point.value)) for point in line.points]
    path = " ".join(f"{'L' if n else 'M'}{at_x} {at_y}" for n, (at_x, at_y) in enumerate(places))
    mark = _MARKS[line.style.mark]
    drawn = [svg_tag("path", class_="line", d=path)]
    for point, (at_x, at_y) in zip(line.points, places, strict=True):
        is_last = line.note is not None and point is line.points[-1]
        last = f" last{' hollow' if line.hollow else ''}" if is_last else ""
        drawn.append(_dot(point, _MARKS[3] if is_last else mark, f"translate({at_x} {at_y})", last))
    end_x, end_y = places[-1]
    if line.note is not None:
        drawn.append(svg_text(line.note, "note", end_x + 12, end_y + 5))
    else:
        right = frame.right
        lead = f"M{end_x + 7} {end_y}L{right + 8} {name_at}"
        name = line.name
        if len(name) > _LONGEST_NAME:
            name = f"{name[: _LONGEST_NAME - 1]}\N{HORIZONTAL ELLIPSIS}"
        drawn += [
            svg_tag("path", class_="lead", d=lead),
            svg_tag(
                "path", class_="dot still", d=mark, transform=f"translate({right + 15} {name_at})"
            ),
            svg_text(name, "name", right + 25, name_at + 4),
        ]
    return svg_tag("g", *drawn, class_=f"series s{line.style.colour}")


def _dot(point: ChartPoint, mark: str, place: str, last: str) -> str:
    title = svg_tag("title", escape(point.label))
    told = {"class_": f"dot{last}", "data_told": point.label}
    if not point.link:
        return svg_tag("g", svg_tag("path", title, d=mark, transform=place), **told)
    path = svg_tag("path", title, d=mark, transform=place)
    return svg_tag("a", path, href=point.link, tabindex=-1, aria_label=point.label, **told)


def _apart(places: Sequence[float], frame: Frame) -> list[float]:
    """Move the names at the ends of lines apart, in the order of their ends."""
    moved = list(places)
    ordered = sorted(range(len(places)), key=places.__getitem__)
    lowest = float(frame.top)
    for n in ordered:
        moved[n] = max(lowest, moved[n])
        lowest = moved[n] + _LABEL_HEIGHT
    highest = float(frame.bottom)
    for n in reversed(ordered):
        moved[n] = min(moved[n], highest)
        highest = moved[n] - _LABEL_HEIGHT
    return moved


def _grid(
    frame: Frame, rows: Sequence[tuple[float, str]], columns: Sequence[tuple[float, str]]
) -> Iterator[str]:
    for at, words in rows:
        yield _horizontal("grid", frame, at)
        yield svg_text(words, "tick y", frame.left - 8, at + 4)
    for at, words in columns:
        yield svg_tag("line", class_="axis", x1=at, x2=at, y1=frame.bottom, y2=frame.bottom + 5)
        yield svg_text(words, "tick x", at, frame.bottom + 21)
    yield _horizontal("axis", frame, frame.bottom)


def _far_scale(frame: Frame, rows: Sequence[tuple[float, str]]) -> Iterator[str]:
    """Repeat the scale at the right end: on a phone the left one is out of sight."""
    for at, words in rows:
        yield svg_text(words, "tick y far", frame.right, at - 4, aria_hidden="true")


def _horizontal(kind: str, frame: Frame, at: float) -> str:
    return svg_tag("line", class_=kind, x1=frame.left, x2=frame.right, y1=at, y2=at)


def svg_text(words: str, kind: str, x: float, y: float, **more: object) -> str:
    """Write words at a place, escaped."""
    return svg_tag("text", escape(words), class_=kind, x=x, y=y, **more)


def svg_tag(name: str, *children: str, **attributes: object) -> str:
    """Write an element; an underscore in the name of an attribute is a hyphen."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"

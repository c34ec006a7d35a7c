"""Values over time, a line with marks for each series."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.insight.scale import Scale, months, ticks
from watcher.web.plot.looks import FIRST, Look

WIDTH, HEIGHT = 900, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 650, 16, 380
_Y_TICKS, _X_TICKS = 6, 5
# Pixels that a label at the end of a line needs.
_LABEL = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One value; ``told`` says all of it in words."""

    day: date
    value: int
    told: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series, oldest first."""

    name: str
    key: str
    dots: tuple[Dot, ...]
    look: Look = FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One line of the grid, and what it is called."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDot:
    """A mark on the drawing."""

    x: float
    y: float
    told: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLine:
    """A series on the drawing; its name stands at ``label_y``."""

    name: str
    key: str
    look: Look
    path: str
    dots: tuple[DrawnDot, ...]
    label_y: float

    @property
    def end(self) -> DrawnDot:
        """The last mark."""
        return self.dots[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything on its place."""

    lines: tuple[DrawnLine, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    mark: Tick | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


def lines(
    series: Sequence[Line],
    *,
    month: Callable[[date], str],
    number: Callable[[int], str],
    mark: tuple[int, str] | None = None,
    from_zero: bool = False,
    until: date | None = None,
) -> Drawing:
    """Place the series, each with at least one dot; *mark* is a value with its words.

    The drawing goes on *until* that day, so that what ended before is seen to have.
    """
    days = [dot.day for line in series for dot in line.dots]
    values = [dot.value for line in series for dot in line.dots]
    if mark is not None:
        values.append(mark[0])
    if from_zero:
        values.append(0)
    grid = ticks(min(values), max(values), _Y_TICKS)
    first, last = min(days), max(days)
    last = max(last, until or last)
    if first == last:
        first, last = first - timedelta(days=30), last + timedelta(days=30)
    x = Scale(low=first.toordinal(), high=last.toordinal(), start=_LEFT + 10, end=_RIGHT - 10)
    y = Scale(low=grid[0], high=grid[-1], start=_BOTTOM, end=_TOP)
    drawn = [_drawn(line, x, y) for line in series]
    return Drawing(
        lines=tuple(_labelled(drawn)),
        y_ticks=tuple(Tick(at=y(value), text=number(value)) for value in grid),
        x_ticks=tuple(
            Tick(at=x(day.toordinal()), text=month(day)) for day in months(first, last, _X_TICKS)
        ),
        mark=None if mark is None else Tick(at=y(mark[0]), text=mark[1]),
    )


def _drawn(line: Line, x: Scale, y: Scale) -> DrawnLine:
    dots = tuple(
        DrawnDot(x=x(dot.day.toordinal()), y=y(dot.value), told=dot.told, link=dot.link)
        for dot in line.dots
    )
    path = " ".join(f"{'L' if n else 'M'}{d.x} {d.y}" for n, d in enumerate(dots))
    return DrawnLine(
        name=line.name, key=line.key, look=line.look, path=path, dots=dots, label_y=dots[-1].y
    )


def _labelled(drawn: Sequence[DrawnLine]) -> list[DrawnLine]:
    """Move the names at the ends of the lines apart, in the order of their ends."""
    places: dict[int, float] = {}
    lowest = float(_TOP)
    ordered = sorted(range(len(drawn)), key=lambda n: drawn[n].label_y)
    for n in ordered:
        places[n] = lowest = max(lowest, drawn[n].label_y)
        lowest += _LABEL
    highest = float(_BOTTOM)
    for n in reversed(ordered):
        places[n] = min(places[n], highest)
        highest = places[n] - _LABEL
    return [
        DrawnLine(
            name=line.name,
            key=line.key,
            look=line.look,
            path=line.path,
            dots=line.dots,
            label_y=places[n],
        )
        for n, line in enumerate(drawn)
    ]

"""One bar a month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.insight.scale import Scale, months, ticks
from watcher.web.plot.lines import Tick

WIDTH, HEIGHT = 900, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 890, 16, 225
_Y_TICKS, _X_TICKS = 4, 8
_SHARE = 0.8  # of its place that a bar fills


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar on the drawing; ``told`` says it in words."""

    x: float
    y: float
    width: float
    height: float
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Everything on its place."""

    bars: tuple[Bar, ...]
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = _RIGHT
    top: int = _TOP
    bottom: int = _BOTTOM


def bars(
    values: Sequence[tuple[date, int, str]],
    *,
    month: Callable[[date], str],
    number: Callable[[int], str],
) -> Bars:
    """Place a bar for each (first day of a month, value, words), oldest first."""
    grid = ticks(0, max(value for _, value, _ in values), _Y_TICKS)
    y = Scale(low=grid[0], high=grid[-1], start=_BOTTOM, end=_TOP)
    x = Scale(low=0, high=len(values), start=_LEFT, end=_RIGHT)
    wide = round((_RIGHT - _LEFT) / len(values) * _SHARE, 1)
    centre = {first: round(x(n) + wide / 2, 1) for n, (first, _, _) in enumerate(values)}
    named = months(values[0][0], values[-1][0], _X_TICKS)
    return Bars(
        bars=tuple(
            Bar(x=x(n), y=y(value), width=wide, height=round(_BOTTOM - y(value), 1), told=told)
            for n, (_, value, told) in enumerate(values)
        ),
        y_ticks=tuple(Tick(at=y(value), text=number(value)) for value in grid),
        x_ticks=tuple(Tick(at=centre[day], text=month(day)) for day in named if day in centre),
    )

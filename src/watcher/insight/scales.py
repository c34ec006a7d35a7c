"""Scales of charts: places of values, round numbers, months evenly apart. Pure."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import count

Scale = Callable[[float], float]

# Months between two ticks, from which the shortest is taken that leaves few enough.
_MONTHS = (1, 2, 3, 6, 12, 24, 36, 60)


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
    """Choose first days of months between two days, evenly apart, at most one more than asked."""
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    apart = next((m for m in _MONTHS if (end - start) / m < at_most + 1), _MONTHS[-1])
    start = -(-(start + (first.day > 1)) // apart) * apart
    return [date(n // 12, n % 12 + 1, 1) for n in range(start, end + 1, apart)]


def apart(places: Sequence[float], top: float, bottom: float, least: float) -> list[float]:
    """Move places at least so far apart, in their order, and between *top* and *bottom* where there is room."""
    moved = list(places)
    ordered = sorted(range(len(places)), key=places.__getitem__)
    for n in ordered:
        moved[n] = top = max(top, moved[n])
        top += least
    for n in reversed(ordered):
        moved[n] = bottom = min(moved[n], bottom)
        bottom -= least
    return moved

"""From values to places, and which values are worth a line of the grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_STEPS = (1, 2, 5)
# Months between two ticks, from which the shortest is taken that leaves few enough.
_MONTHS = (1, 2, 3, 6, 12, 24, 36, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Values from ``low`` to ``high`` on places from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Give the place of a value, to a tenth."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def ticks(low: float, high: float, at_most: int) -> list[int]:
    """Choose round numbers that reach from *low* or below to *high* or above."""
    low, high = min(low, high), max(low, high)
    step = _step(max(high - low, 1), at_most)
    first = int(low // step) * step
    found = [first]
    while found[-1] < high:
        found.append(found[-1] + step)
    if len(found) == 1:
        found.append(first + step)
    return found


def months(first: date, last: date, at_most: int) -> list[date]:
    """Choose first days of months between two days, evenly apart."""
    span = (last.year - first.year) * 12 + last.month - first.month
    apart = next((m for m in _MONTHS if span / m <= at_most), _MONTHS[-1])
    return list(_months(first, last, apart))


def _months(first: date, last: date, apart: int) -> Iterator[date]:
    index = first.year * 12 + first.month - 1
    if first.day > 1:
        index += 1
    index = -(-index // apart) * apart
    while (day := date(index // 12, index % 12 + 1, 1)) <= last:
        yield day
        index += apart


def _step(span: float, at_most: int) -> int:
    power = 1
    while True:
        for step in _STEPS:
            if span / (step * power) <= at_most:
                return step * power
        power *= 10

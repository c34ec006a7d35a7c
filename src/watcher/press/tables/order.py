"""Days in figures, such as 05/02/2025: whether a table has the month first."""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

Order = Literal["month-first", "day-first"]


def order_of(cells: Iterable[str]) -> Order | None:
    """Say which order the days of a table have; None where none of them tells it.

    A table that has both has days of which nothing can be said.
    """
    found = {order for cell in cells for order in _orders(cell)}
    return found.pop() if len(found) == 1 else None


def spelled_out(row: Sequence[str], places: Sequence[int], order: Order | None) -> tuple[str, ...]:
    """Write the days in figures of some cells with the year first: unambiguous."""
    if order is None:
        return tuple(row)
    first, second = (3, 1) if order == "day-first" else (1, 3)
    return tuple(
        _FIGURES.sub(lambda m: f"{m[4]}-{m[first]}-{m[second]}", cell) if index in places else cell
        for index, cell in enumerate(row)
    )


def may_be_either(cells: Sequence[str]) -> bool:
    """Tell a day such as 05-02-2025, which is not ordered otherwise."""
    return any(m[2] == "-" for cell in cells for m in _FIGURES.finditer(cell))


def is_month_first(cell: str) -> bool:
    """Tell a day such as 02-13-2025."""
    return "month-first" in _orders(cell)


def _orders(cell: str) -> set[Order]:
    found: set[Order] = set()
    for day in _FIGURES.finditer(cell):
        one, other = int(day[1]), int(day[3])
        if one <= _MONTHS < other:
            found.add("month-first")
        elif other <= _MONTHS < one:
            found.add("day-first")
    return found


_MONTHS = 12
_FIGURES = re.compile(r"(?<![0-9/-])([0-9]{1,2})([/-])([0-9]{1,2})\2(20[0-9]{2})(?![0-9/-])")

"""The figures, one row each: what, measured, floor, ratio, goal, met or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

HEADINGS = ("what", "measured", "floor", "ratio", "goal", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One row. ``met`` None: there is no goal, the figure is only to be known."""

    what: str
    measured: str
    floor: str = ""
    ratio: str = ""
    goal: str = ""
    met: bool | None = None


def against(
    what: str, times: Sequence[float], floors: Sequence[float], *, at_most: float | None = None
) -> Figure:
    """Compare times with those of a floor, each measured right before, in seconds.

    The ratio is the median of those of the pairs: where the machine is slowed down, it
    slows both. *at_most* is how many times the floor it may be.
    """
    ratio = median(t / floor for t, floor in zip(times, floors, strict=True))
    return Figure(
        what=what,
        measured=milliseconds(median(times)),
        floor=milliseconds(median(floors)),
        ratio=f"{ratio:.2f}",
        goal="" if at_most is None else f"<= {at_most:g}",
        met=None if at_most is None else ratio <= at_most,
    )


def milliseconds(seconds: float) -> str:
    """Write a time as the table has it."""
    return f"{seconds * 1000:.2f} ms"


def rendered(figures: Iterable[Figure]) -> str:
    """Write the table, a goal that was missed marked at the end of its line."""
    rows = [HEADINGS, *map(_cells, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    verdict = {None: "", True: "met", False: "MISSED"}[figure.met]
    return (figure.what, figure.measured, figure.floor, figure.ratio, figure.goal, verdict)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    what, *numbers, verdict = row
    padded = [cell.rjust(width) for cell, width in zip(numbers, widths[1:], strict=False)]
    return "  ".join([what.ljust(widths[0]), *padded, verdict]).rstrip()

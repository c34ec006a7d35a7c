"""The child that draws: orders on standard input, pictures on standard output.

It knows nothing but what it is told, keeps to limits of its own, and writes no file.
"""

import io
import json
import os
import resource
import sys
import tempfile
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MIB = 1 << 20
# Address space: numpy and matplotlib take some 500 MiB of it, and touch 80.
_MEMORY = 1024 * _MIB
_INK, _MUTED, _GRID = "#1d1b19", "#5d5750", "#e4dfd8"
_LINE, _ACCENT, _GROUND = "#1f5fa8", "#a8201a", "#ffffff"
# Inches, and dots for each: 1200 by 630, which messengers show whole.
_SIZE, _DOTS = (8.0, 4.2), 150

Order = dict[str, Any]


def main() -> None:
    """Draw until nobody orders any more."""
    with suppress(OSError, ValueError):
        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder  # else it writes into a home, or complains
        for line in sys.stdin.buffer:
            _answer(json.loads(line))


def _answer(order: Order) -> None:
    out = sys.stdout.buffer
    try:
        drawn = _drawn(order["picture"], order["form"])
    except Exception as error:  # noqa: BLE001 - whatever it is, the service must hear of it
        why = f"{type(error).__name__}: {error}"
        out.write(json.dumps({"why": why}).encode() + b"\n")
    else:
        out.write(json.dumps({"size": len(drawn)}).encode() + b"\n")
        out.write(drawn)
    out.flush()


def _drawn(picture: Order, form: str) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, dpi=_DOTS, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.085, 0.11, 0.745, 0.69), facecolor=_GROUND)
    _frame(figure, axes, picture)
    _draw_marks(axes, picture["marks"])
    for level in picture["levels"]:
        _draw_level(axes, level)
    made = io.BytesIO()
    # Without the instant, the same picture has the same bytes.
    if form == "svg":
        about = {"Title": picture["title"], "Description": picture["told"]}
        figure.savefig(made, format="svg", metadata={**about, "Date": None})
    else:
        figure.savefig(made, format="png", metadata={"Description": picture["told"]})
    return made.getvalue()


def _frame(figure: "Figure", axes: "Axes", picture: Order) -> None:
    figure.text(0.035, 0.93, picture["title"], size=15, weight="bold", color=_INK)
    figure.text(0.035, 0.87, picture["subtitle"], size=10, color=_MUTED)
    axes.set_ylabel(picture["axis"], color=_MUTED, size=9)
    axes.grid(axis="y", color=_GRID, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_MUTED, labelsize=9, length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_MUTED)
    if picture["y_ticks"]:
        axes.set_yticks(picture["y_ticks"])
        axes.set_ylim(picture["y_ticks"][0], picture["y_ticks"][-1])
    else:
        axes.set_yticks([])
    days = [_day(day) for day, _ in picture["x_ticks"]]
    axes.set_xticks(days, [text for _, text in picture["x_ticks"]])


def _draw_marks(axes: "Axes", marks: list[Order]) -> None:
    if not marks:
        return
    days = [_day(mark["day"]) for mark in marks]
    values = [mark["cutoff"] for mark in marks]
    axes.plot(days, values, color=_LINE, linewidth=1.6, zorder=2)
    axes.plot(days, values, "o", color=_LINE, markersize=5, zorder=3)
    margin = max((days[-1] - days[0]) * 0.04, 20)
    axes.set_xlim(days[0] - margin, days[-1] + margin)
    last = marks[-1]
    inside = _GROUND if last["hollow"] else _ACCENT
    axes.plot(
        days[-1:],
        values[-1:],
        "D",
        markersize=10,
        markerfacecolor=inside,
        markeredgecolor=_ACCENT,
        markeredgewidth=2,
        zorder=4,
    )
    low, high = axes.get_ylim()
    above = values[-1] < low + (high - low) * 0.85
    axes.annotate(
        last["text"],
        (days[-1], values[-1]),
        xytext=(4, 14 if above else -22),
        textcoords="offset points",
        ha="right",
        size=11,
        weight="bold",
        color=_ACCENT,
        bbox={"facecolor": _GROUND, "edgecolor": "none", "pad": 1.5, "alpha": 0.85},
        zorder=5,
    )


def _draw_level(axes: "Axes", level: Order) -> None:
    axes.axhline(level["score"], color=_INK, linewidth=1.6, linestyle=(0, (6, 3)))
    axes.annotate(
        level["text"],
        (1, level["score"]),
        xycoords=("axes fraction", "data"),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        size=10,
        weight="bold",
        color=_INK,
    )


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


if __name__ == "__main__":
    main()

"""A small chart without axes: cut-offs as steps, and a score as a line. Pure."""

from collections.abc import Sequence
from datetime import date

from watcher.insight.scales import scale
from watcher.insight.svg import svg_tag

_WIDTH, _HEIGHT, _EDGE = 300, 54, 5


def sparkline(
    cutoffs: Sequence[tuple[date, int]], *, score: int, until: date, colour: int, name: str
) -> str | None:
    """Draw cut-offs, oldest first, *until* today, each lasting until the next; *name* says it in words.

    None where there are fewer than two.
    """
    if len(cutoffs) < 2:  # noqa: PLR2004 - one is no trend
        return None
    values = [*(value for _, value in cutoffs), score]
    first, last = cutoffs[0][0].toordinal(), max(until, cutoffs[-1][0]).toordinal()
    x = scale(first, max(last, first + 1), _EDGE, _WIDTH - _EDGE)
    y = scale(min(values), max(*values, min(values) + 1), _HEIGHT - _EDGE, _EDGE)
    (start, value), *later = cutoffs
    steps = f"M{x(start.toordinal())} {y(value)}"
    steps += "".join(f"H{x(day.toordinal())}V{y(value)}" for day, value in later)
    newest, cutoff = cutoffs[-1]
    return svg_tag(
        "svg",
        svg_tag("path", class_="score", d=f"M{_EDGE} {y(score)}H{_WIDTH - _EDGE}"),
        svg_tag("path", class_="line", d=f"{steps}H{x(last)}"),
        svg_tag("circle", class_="newest", cx=x(newest.toordinal()), cy=y(cutoff), r=4),
        class_=f"spark s{colour}",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        aria_label=name,
    )

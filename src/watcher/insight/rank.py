"""Where a score stands in the pool: how many people score strictly above it, as far as a count tells. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from watcher.core.pool import HIGHEST_CRS, Pool

# Between these borders IRCC counts bands of 10 and of 50 scores; what lies beyond is too wide to guess within.
_LIKELY_FROM, _LIKELY_TO, _WIDEST = 300, 500, 50
# How far from the curve the truth is expected, as a part of its band (docs/decisions/0032; `python -m bench rank`).
_LIKELY_WITHIN = 0.07


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRange:
    """From how many people to how many, both included."""

    low: int
    high: int


def counts_above(pool: Pool) -> Mapping[int, int]:
    """Count the people strictly above each border of the pool's bands, the highest border first.

    Where a wide band and its parts disagree (round 247), the wide one counts: the total goes with it.
    """
    above = {HIGHEST_CRS: 0}
    for band in sorted(pool.bands, key=lambda band: (-band.high, band.low)):
        if band.count is not None and band.high in above:
            above.setdefault(band.low - 1, above[band.high] + band.count)
    return dict(sorted(above.items(), reverse=True))


def strictly_above(pool: Pool, score: int) -> CountRange | None:
    """Bound how many people score above *score*: one number at a border; None where no band has it."""
    above = counts_above(pool)
    upper = min((border for border in above if border >= score), default=None)
    lower = max((border for border in above if border <= score), default=None)
    if upper is None or lower is None:
        return None
    return CountRange(low=above[upper], high=above[lower])


def likely_above(pool: Pool, score: int) -> CountRange | None:
    """Narrow the bounds by how the bands beside it are filled; None where no history says how well that works."""
    above = counts_above(pool)
    knots = [(at, n) for at, n in sorted(above.items()) if _LIKELY_FROM <= at <= _LIKELY_TO]
    inside = [
        (right, left)
        for left, right in pairwise(knots)
        if left[0] < score < right[0] and right[0] - left[0] <= _WIDEST
    ]
    if not inside or len(knots) < 3:  # noqa: PLR2004 - a curve needs a neighbour
        return None
    (_, low), (_, high) = inside[0]
    likely, off = monotone_cubic(knots, score), _LIKELY_WITHIN * (high - low)
    return CountRange(low=max(low, round(likely - off)), high=min(high, round(likely + off)))


def monotone_cubic(knots: Sequence[tuple[int, int]], at: float) -> float:
    """Interpolate between knots in rising order, without overshooting any (Fritsch and Butland 1984; PCHIP)."""
    widths = [right[0] - left[0] for left, right in pairwise(knots)]
    secants = [
        (right[1] - left[1]) / width
        for (left, right), width in zip(pairwise(knots), widths, strict=True)
    ]
    slopes = [
        _end_slope(widths[:2], secants[:2]),
        *(_slope(pair, of) for pair, of in zip(pairwise(widths), pairwise(secants), strict=True)),
        _end_slope(widths[:-3:-1], secants[:-3:-1]),
    ]
    n = max(n for n, (left, _) in enumerate(knots[:-1]) if left <= at)
    (start, here), (_, there), width = knots[n], knots[n + 1], widths[n]
    part = (at - start) / width
    rest = 1 - part
    return rest * rest * ((1 + 2 * part) * here + part * width * slopes[n]) + part * part * (
        (1 + 2 * rest) * there - rest * width * slopes[n + 1]
    )


def _slope(widths: tuple[int, int], secants: tuple[float, float]) -> float:
    """Take the weighted harmonic mean of the secants on both sides."""
    (left, right), (before, after) = widths, secants
    if before * after <= 0:
        return 0.0
    return 3 * (left + right) / ((2 * right + left) / before + (right + 2 * left) / after)


def _end_slope(widths: Sequence[int], secants: Sequence[float]) -> float:
    """Follow the parabola through three knots, as far as it stays monotone."""
    if len(secants) == 1:
        return secants[0]
    (near, far), (first, second) = widths, secants
    slope = ((2 * near + far) * first - near * second) / (near + far)
    if slope * first <= 0:
        return 0.0
    return 3 * first if first * second <= 0 and abs(slope) > 3 * abs(first) else slope

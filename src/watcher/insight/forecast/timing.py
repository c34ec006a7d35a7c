"""When the next rounds of a category come. Pure."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from watcher.insight.forecast.history import History, PastRound, gaps_of, usual_gap

# A gap counts half after five further ones; those of all categories together as 2.5.
_GAPS_HALVE = 0.5 ** (1 / 5)
_POOLED_WEIGHT = 2.5
_OWN_GAPS = 40
_POOLED_GAPS = 25
_WINDOWS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Days until a next round, ascending, each with the weight of all up to it."""

    days: Sequence[float]
    weights: Sequence[float]

    def draw(self, share: float, at_least: float = 0.0) -> float:
        """Return the gap at this share of the weight of those that are long enough."""
        first = bisect_left(self.days, at_least)
        if first == len(self.days):
            # Longer than ever: as long again as the longest, more or less.
            return at_least + self.days[-1] * (0.5 + share)
        done = self.weights[first - 1] if first else 0.0
        wanted = done + share * (self.weights[-1] - done)
        place = bisect_left(self.weights, wanted)
        return self.days[min(max(place, first), len(self.days) - 1)]


class Timing:
    """The chance of rounds within some days."""

    def __init__(self, history: History) -> None:
        self._history = history

    def coming(self, slug: str, days: int) -> float:
        """Return the chance of a round of a category within so many days."""
        return base_rate(self._history.rounds[slug], self._history.as_of, days)


def gaps_to_come(slug: str, history: History) -> Gaps | None:
    """Weigh the gaps of a category and, scaled to it, of all; None of a category with one round."""
    rounds = history.rounds[slug]
    usual = usual_gap(rounds)
    if not usual:
        return None
    own = gaps_of(rounds)[-_OWN_GAPS:]
    weighed = [(float(gap), _GAPS_HALVE**back) for back, gap in enumerate(reversed(own))]
    pooled = [
        gap / other * usual
        for known in history.rounds.values()
        if (other := usual_gap(known))
        for gap in gaps_of(known)[-_POOLED_GAPS:]
    ]
    weighed += [(gap, _POOLED_WEIGHT / len(pooled)) for gap in pooled]
    weighed.sort()
    return Gaps(
        days=[gap for gap, _ in weighed], weights=list(accumulate(weight for _, weight in weighed))
    )


def base_rate(rounds: Sequence[PastRound], as_of: date, span: int) -> float:
    """Return the share of windows of *span* days, wholly within the last year, with a round."""
    since = as_of - timedelta(days=_WINDOWS)
    starts = _WINDOWS - span + 1
    covered = done = 0
    for day in sorted({(one.date - since).days for one in rounds if one.date >= since}):
        first, end = max(day - span + 1, done), min(day + 1, starts)
        covered += max(0, end - first)
        done = max(done, end)
    return covered / starts

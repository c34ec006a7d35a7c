"""When the next rounds of a category come. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from watcher.insight.forecast.history import History, PastRound, gaps_of, is_long_gap, usual_gap

# A gap counts half after five further ones; those of all categories together as 2.5.
_GAPS_HALVE = 0.5 ** (1 / 5)
_POOLED_WEIGHT = 2.5
_OWN_GAPS = 40
_POOLED_GAPS = 25
_WINDOWS = 365
# After a gap of over three times the usual one, rounds came 0.37 times as often as in the year
# before (2020 to 2026, 1,088 days of categories).
_AFTER_LONG_GAP = 1 / 3
# For a week, the rhythm tells more than the base rate: Brier skill 15 % in 2025, 32 % in 2026. For 14 and 30 days
# it tells nothing.
_A_WEEK = 7
_SUREST = 0.98
# Rounds of several categories come in clusters, within days: their gaps halve per ten, whom they had per six.
_APART, _SPREAD = 5, 3
_CLUSTERS_FOR = 2 * 365
_FEWEST_CLUSTERS = 5
_CLUSTER_GAPS_HALVE, _MEMBERS_HALVE = 0.5 ** (1 / 10), 0.5 ** (1 / 6)


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
        done = self._until(first)
        place = bisect_left(self.weights, done + share * (self.weights[-1] - done))
        return self.days[min(max(place, first), len(self.days) - 1)]

    def ending(self, elapsed: float, days: float) -> float:
        """Return the share of those of at least *elapsed* days that end within *days* more."""
        done = self._until(bisect_left(self.days, elapsed))
        left = self.weights[-1] - done
        if left <= 0:
            return 0.0
        return (self._until(bisect_left(self.days, elapsed + days)) - done) / left

    def _until(self, place: int) -> float:
        return self.weights[place - 1] if place else 0.0


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Rounds within days of each other."""

    first: date
    last: date
    categories: frozenset[str]


class Timing:
    """The chance of rounds within some days."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._clusters = _clusters(history)

    def coming(self, slug: str, spans: Iterable[int]) -> Iterator[tuple[int, float]]:
        """Yield the chance of a round of a category within each of the *spans* of days, ascending."""
        least = 0.0
        for days in spans:
            least = max(least, min(self._coming(slug, days), _SUREST))
            yield days, least

    def _coming(self, slug: str, days: int) -> float:
        history, rounds = self._history, self._history.rounds[slug]
        base = base_rate(rounds, history.as_of, days)
        if is_long_gap(rounds, history.as_of):
            return base * _AFTER_LONG_GAP
        gaps = gaps_to_come(slug, history)
        if days > _A_WEEK or gaps is None:
            return base
        elapsed = (history.as_of - rounds[-1].date).days
        parts = [base, gaps.ending(elapsed, days)]
        if len(self._clusters) >= _FEWEST_CLUSTERS:
            parts += [self._in_cluster(slug, days)] * 2
        return sum(parts) / len(parts)

    def _in_cluster(self, slug: str, days: int) -> float:
        """Return the chance of a round in the cluster that is under way, or in the next one."""
        clusters, as_of = self._clusters, self._history.as_of
        member = _member(slug, clusters[:-1])
        last = clusters[-1]
        left = max(0, _APART - (as_of - last.last).days)
        missed = 1.0 if slug in last.categories else 1 - member * left / _APART
        elapsed = (as_of - last.first).days
        weighed = [
            ((later.first - earlier.first).days, float(_CLUSTER_GAPS_HALVE**back))
            for back, (earlier, later) in enumerate(reversed(list(pairwise(clusters))))
        ]
        coming = [(gap, weight) for gap, weight in weighed if gap >= elapsed]
        if not coming:
            return 1 - missed
        # The rounds of a cluster spread over some days: of one that begins late, not all come in time.
        begun = sum(w * min(1, max(0, elapsed + days - gap) / _SPREAD) for gap, w in coming)
        return 1 - missed * (1 - member * begun / sum(weight for _, weight in coming))


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


def _clusters(history: History) -> Sequence[_Cluster]:
    since = history.as_of - timedelta(days=_CLUSTERS_FOR)
    drawn = [(r.date, slug) for slug, known in history.rounds.items() for r in known]
    found: list[_Cluster] = []
    for day, slug in sorted(one for one in drawn if one[0] >= since):
        if found and (day - found[-1].last).days < _APART:
            last = found.pop()
            found.append(_Cluster(last.first, day, last.categories | {slug}))
        else:
            found.append(_Cluster(day, day, frozenset({slug})))
    return found


def _member(slug: str, clusters: Sequence[_Cluster]) -> float:
    """Return how likely a cluster has a round of the category, by the last ones."""
    weights = [float(_MEMBERS_HALVE**back) for back in range(len(clusters))]
    had = sum(
        w for w, one in zip(weights, reversed(clusters), strict=True) if slug in one.categories
    )
    return had / sum(weights)

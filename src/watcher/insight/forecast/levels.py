"""The level of each category's cut-off, and how far its rounds strayed from it, measured forward in time. Pure."""

import functools
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from watcher.insight.forecast.history import History, PastRound, usual_gap
from watcher.insight.forecast.silence import are_incomparable, withheld_after

# How much of a round's surprise lasts. A nomination is worth 600 points, so that cut-offs of PNP rounds depend on
# who happens to be nominated, and return to their level; elsewhere the last cut-off says nearly all.
_LASTING = {"pnp": 0.35}
_LASTING_ELSEWHERE = 0.9
# The surprise to expect of a category with no past, at a gap of 30 days. It grows with the gap,
# but for PNP, where it is none of the time between.
_PRIOR = 25.0
_PRIOR_GAP, _SHORTEST_GAP, _GROWTH = 30, 14, 0.3
# A surprise counts half after five further rounds; outliers count no more than so many priors.
_SURPRISES_HALVE = 0.5 ** (1 / 5)
_CAP, _CAP_PNP = 5 * _PRIOR, 200.0
# Of all categories: four years, halved each year and a half, the own category four times.
_POOL_DAYS, _POOL_HALVES, _OWN_WEIGHT = 4 * 365, 1.5 * 365, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Where the next cut-off of a category is expected, and the mean size of its surprises."""

    at: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """How far one round was from the level before it, in spreads of that time."""

    date: date
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """Deviations in spreads, ascending, each with the weight of all up to it."""

    ratios: Sequence[float]
    weights: Sequence[float]

    def quantile(self, share: float) -> float:
        """Return the deviation below which this share of the weight lies."""
        place = bisect_left(self.weights, share * self.weights[-1])
        return self.ratios[min(place, len(self.ratios) - 1)]


def walk(slug: str, rounds: Sequence[PastRound]) -> Iterator[tuple[Level, Surprise | None]]:
    """Yield the level after each round, and the round's own surprise at the level before it.

    Where nothing was to be forecast there is no surprise: such rounds strayed twice as far (35 points against 18).
    """
    lasting = _LASTING.get(slug, _LASTING_ELSEWHERE)
    cap = _CAP_PNP if slug == "pnp" else _CAP
    weight = total = 0.0
    level: Level | None = None
    for place, one in enumerate(rounds, start=1):
        surprise = None
        at = float(one.cutoff)
        if level is not None:
            error = one.cutoff - level.at
            if withheld_after(rounds[: place - 1], one.date) is None:
                surprise = Surprise(date=one.date, ratio=error / level.spread)
            begins_anew = are_incomparable(rounds[place - 2].date, one.date)
            at = level.at + (1 if begins_anew else lasting) * error
            total = total * _SURPRISES_HALVE + min(abs(error), cap)
            weight = weight * _SURPRISES_HALVE + 1
        prior = _prior(slug, rounds[:place])
        level = Level(at=at, spread=(total + prior) / (weight + 1))
        yield level, surprise


def levels_of(history: History) -> Mapping[str, tuple[Level, Sequence[Surprise]]]:
    """Return the level of each category now, and its past surprises, oldest first."""
    return {slug: _walked(slug, tuple(rounds)) for slug, rounds in history.rounds.items()}


@functools.lru_cache(maxsize=64)  # a new round changes one category
def _walked(slug: str, rounds: tuple[PastRound, ...]) -> tuple[Level, Sequence[Surprise]]:
    walked = list(walk(slug, rounds))
    return walked[-1][0], [s for _, s in walked if s is not None]


def deviations_of(
    slug: str, surprises: Mapping[str, Sequence[Surprise]], as_of: date
) -> Deviations | None:
    """Pool the surprises of all categories, its own for more, each in both directions."""
    weighed: list[tuple[float, float]] = []
    for other, found in surprises.items():
        own = _OWN_WEIGHT if other == slug else 1.0
        for one in found:
            age = (as_of - one.date).days
            if age <= _POOL_DAYS:
                weight = own * 0.5 ** (age / _POOL_HALVES)
                weighed += [(one.ratio, weight), (-one.ratio, weight)]
    if not weighed:
        return None
    weighed.sort()
    return Deviations(
        ratios=[ratio for ratio, _ in weighed],
        weights=list(accumulate(weight for _, weight in weighed)),
    )


def _prior(slug: str, rounds: Sequence[PastRound]) -> float:
    if slug == "pnp":
        return _PRIOR
    gap = max(usual_gap(rounds) or _PRIOR_GAP, _SHORTEST_GAP)
    return _PRIOR * float((gap / _PRIOR_GAP) ** _GROWTH)

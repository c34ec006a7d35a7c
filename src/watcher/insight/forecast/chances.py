"""The chance to be invited within some time: rounds to come, drawn many times. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, log
from random import Random
from statistics import mean

from watcher.insight.forecast.history import ACTIVE_DAYS, History, PastRound
from watcher.insight.forecast.levels import Deviations, Level, deviations_of, levels_of
from watcher.insight.forecast.silence import (
    Silence,
    Withheld,
    are_incomparable,
    chance_withheld,
    withheld,
)
from watcher.insight.forecast.timing import Gaps, Timing, gaps_to_come

SPANS = (30, 60, 90)
_PATHS = 1500
# From round to round, cut-offs come back so much of the way to the mean of the last year; those of PNP rounds are
# drawn around their level, each on its own. Without it, who is below the last cut-off was invited twice as often as
# told (2025 and 2026), and the Brier skill of 90 days was 0.42 in place of 0.46.
_RETURN = 0.2
_SUREST = 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationChance:
    """The chance to be invited within so many days, None where nothing can be said.

    ``left_out`` has the categories that count nothing, for they cannot be told: they may add to it. ``doubtful`` has
    those that count though no cut-off is forecast for them.
    """

    within: Mapping[str, float] | None
    withheld: Withheld | None
    left_out: Mapping[str, Withheld]
    doubtful: Mapping[str, Withheld]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """The chance of a round within a span, and the lowest cut-offs of the drawn paths with one."""

    coming: float
    lowest: Sequence[int]

    def reached_by(self, score: int) -> float:
        """At the cut-off itself, the tie-break decides: half."""
        if not self.lowest:
            return 0.0
        places = bisect_left(self.lowest, score) + bisect_right(self.lowest, score)
        return self.coming * places / 2 / len(self.lowest)


class Chances:
    """The chances of people as of one day; the paths of a category are drawn once."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._levels = levels_of(history)
        self._timing = Timing(history)
        self._drawn: dict[str, Mapping[int, _Span]] = {}

    def chance(self, score: int, categories: Iterable[str]) -> InvitationChance:
        """Return the chance of a score to be invited in one of these categories."""
        asked = sorted(set(categories))
        silent = {slug: why for slug in asked if (why := self._withheld(slug))}
        counted = [slug for slug in asked if slug not in silent]
        if not counted:
            reason = self._first(silent) if silent else None
            return InvitationChance(within=None, withheld=reason, left_out=silent, doubtful={})
        missed = dict.fromkeys(SPANS, 1.0)
        for slug in counted:
            best = 0.0
            for span, found in self._spans(slug).items():
                best = max(best, found.reached_by(score))
                missed[span] *= 1 - best
        return InvitationChance(
            within={str(span): round(1 - chance, 3) for span, chance in missed.items()},
            withheld=None,
            left_out=silent,
            doubtful={slug: why for slug in counted if (why := withheld(slug, self._history))},
        )

    def _withheld(self, slug: str) -> Withheld | None:
        reason = chance_withheld(slug, self._history)
        # The very first rounds of all: there is nothing to draw from.
        return reason or (None if self._spans(slug) else Withheld(why=Silence.FEW))

    def _first(self, silent: Mapping[str, Withheld]) -> Withheld:
        """Choose the reason of the category that was drawn last."""
        active = self._history.active()
        return min(silent.items(), key=lambda s: [*active, s[0]].index(s[0]))[1]

    def _spans(self, slug: str) -> Mapping[int, _Span]:
        if slug not in self._drawn:
            self._drawn[slug] = self._draw(slug)
        return self._drawn[slug]

    def _draw(self, slug: str) -> Mapping[int, _Span]:
        history, rounds = self._history, self._history.rounds[slug]
        surprises = {other: found for other, (_, found) in self._levels.items()}
        level, _ = self._levels[slug]
        deviations = deviations_of(slug, surprises, history.as_of)
        gaps = gaps_to_come(slug, history)
        if deviations is None or gaps is None:
            return {}
        ahead = _Ahead(
            level=level,
            home=None if slug == "pnp" else _home(rounds, history.as_of),
            deviations=deviations,
            gaps=gaps,
            elapsed=(history.as_of - rounds[-1].date).days,
        )
        dice = Random(f"{slug} {history.as_of}")  # noqa: S311 - the same for the same data
        paths = [ahead.path(dice) for _ in range(_PATHS)]
        spans = {}
        for span, base in self._timing.coming(slug, SPANS):
            lowest = sorted(path[span] for path in paths if span in path)
            spans[span] = _Span(coming=_mean_logit(len(lowest) / _PATHS, base), lowest=lowest)
        return spans


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ahead:
    """What the next rounds of a category are drawn from; ``home`` is what cut-offs come back to, None: the level."""

    level: Level
    home: float | None
    deviations: Deviations
    gaps: Gaps
    elapsed: int

    def path(self, dice: Random) -> Mapping[int, int]:
        """Draw rounds to come, and return the lowest cut-off within each span that has one."""
        days = self.gaps.draw(dice.random(), self.elapsed) - self.elapsed
        cutoff = low = self._next(self.level.at, dice)
        lowest: dict[int, int] = {}
        while days < SPANS[-1]:
            low = min(low, cutoff)
            lowest |= {span: round(low) for span in SPANS if days < span}
            days += max(1, self.gaps.draw(dice.random()))
            cutoff = self._next(cutoff, dice)
        return lowest

    def _next(self, cutoff: float, dice: Random) -> float:
        step = self.level.spread * self.deviations.quantile(dice.random())
        if self.home is None:
            return self.level.at + step
        return cutoff + _RETURN * (self.home - cutoff) + step


def _home(rounds: Sequence[PastRound], as_of: date) -> float:
    """Return the mean cut-off of the last year, as far as scores can be compared with those of today."""
    return mean(
        one.cutoff
        for one in rounds
        if (as_of - one.date).days <= ACTIVE_DAYS and not are_incomparable(one.date, as_of)
    )


def _mean_logit(one: float, other: float) -> float:
    return 1 / (1 + exp(-(_logit(one) + _logit(other)) / 2))


def _logit(share: float) -> float:
    kept = min(max(share, 1 - _SUREST), _SUREST)
    return log(kept / (1 - kept))

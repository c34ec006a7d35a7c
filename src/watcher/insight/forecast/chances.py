"""The chance to be invited within some time: rounds to come, drawn many times. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

from watcher.insight.forecast.history import History
from watcher.insight.forecast.levels import Deviations, Level, deviations_of, levels_of
from watcher.insight.forecast.silence import Withheld, withheld
from watcher.insight.forecast.timing import Gaps, base_rate, gaps_to_come

SPANS = (30, 60, 90)
_PATHS = 1500
# Of the surprise of a round, so much is left in the next one; PNP returns to its level.
_STEP = 0.8
_SUREST = 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationChance:
    """The chance to be invited within so many days, None where nothing can be said.

    ``left_out`` has the categories of which nothing can be said beside others: they may add to it.
    """

    within: Mapping[str, float] | None
    withheld: Withheld | None
    left_out: Mapping[str, Withheld]


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
        self._drawn: dict[str, Mapping[int, _Span]] = {}

    def chance(self, score: int, categories: Iterable[str]) -> InvitationChance:
        """Return the chance of a score to be invited in one of these categories."""
        asked = sorted(set(categories))
        silent = {slug: why for slug in asked if (why := withheld(slug, self._history))}
        if len(silent) == len(asked):
            return InvitationChance(within=None, withheld=self._first(silent), left_out=silent)
        missed = dict.fromkeys(SPANS, 1.0)
        for slug in asked:
            best = 0.0
            for span, found in self._spans(slug).items() if slug not in silent else ():
                best = max(best, found.reached_by(score))
                missed[span] *= 1 - best
        within = {str(span): round(1 - chance, 3) for span, chance in missed.items()}
        return InvitationChance(within=within, withheld=None, left_out=silent)

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
            returns=slug == "pnp",
            deviations=deviations,
            gaps=gaps,
            elapsed=(history.as_of - rounds[-1].date).days,
        )
        dice = Random(f"{slug} {history.as_of}")  # noqa: S311 - the same for the same data
        paths = [ahead.path(dice) for _ in range(_PATHS)]
        spans = {}
        for span in SPANS:
            lowest = sorted(path[span] for path in paths if span in path)
            base = base_rate(rounds, history.as_of, span)
            spans[span] = _Span(coming=_mean_logit(len(lowest) / _PATHS, base), lowest=lowest)
        return spans


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ahead:
    """What the next rounds of a category are drawn from; ``returns``: to the level, each on its own."""

    level: Level
    returns: bool
    deviations: Deviations
    gaps: Gaps
    elapsed: int

    def path(self, dice: Random) -> Mapping[int, int]:
        """Draw rounds to come, and return the lowest cut-off within each span that has one."""
        days = self.gaps.draw(dice.random(), self.elapsed) - self.elapsed
        cutoff = low = self.level.at + self._step(dice)
        lowest: dict[int, int] = {}
        while days < SPANS[-1]:
            low = min(low, cutoff)
            lowest |= {span: round(low) for span in SPANS if days < span}
            days += max(1, self.gaps.draw(dice.random()))
            step = self._step(dice)
            cutoff = self.level.at + step if self.returns else cutoff + _STEP * step
        return lowest

    def _step(self, dice: Random) -> float:
        return self.level.spread * self.deviations.quantile(dice.random())


def _mean_logit(one: float, other: float) -> float:
    return 1 / (1 + exp(-(_logit(one) + _logit(other)) / 2))


def _logit(share: float) -> float:
    kept = min(max(share, 1 - _SUREST), _SUREST)
    return log(kept / (1 - kept))

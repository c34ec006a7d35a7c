"""The score card: how good the forecasts were."""

from dataclasses import dataclass
from datetime import timedelta

from watcher.answers.cache import cached
from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import Snapshot
from watcher.core.schedule import OTTAWA
from watcher.insight.score_card import (
    CategoryScore,
    CutoffScore,
    ForecastScores,
    ScoredForecast,
    SoonScore,
    score_forecasts,
)

__all__ = [
    "CategoryScore",
    "CutoffScore",
    "ForecastScores",
    "ScoreCard",
    "ScoredForecast",
    "SoonScore",
    "score_card",
]

_SHOWN_FOR = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """The forecasts that were ``made`` before their rounds, and apart from them those ``reckoned`` afterwards.

    Reckoned ones are what this version of the method says of a day when no watcher ran, by the rounds drawn before it:
    its constants were chosen later, with rounds up to October 2026 in sight. None: there are no such forecasts.
    """

    made: ForecastScores | None
    reckoned: ForecastScores | None


def score_card(snapshot: Snapshot, category: str | None = None) -> ScoreCard:
    """Score the forecasts of the last two years by the rounds as they now stand, of all categories or of one."""
    return cached(snapshot, ("score card", category), lambda: _score_card(snapshot, category))


def _score_card(snapshot: Snapshot, category: str | None) -> ScoreCard:
    today = snapshot.today
    read = snapshot.tx.rounds.last_read(snapshot.now)
    # What came after the last reading of an official page is not known to be without a round.
    until = min(today, read.astimezone(OTTAWA).date()) if read else today
    rounds = [r for r in known_rounds(snapshot, pools=False) if category in {None, r.category}]
    kept = snapshot.tx.forecasts.since(today - _SHOWN_FOR)
    kept = [one for one in kept if category in {None, one.category}]
    made = [one for one in kept if not one.reckoned]
    reckoned = [one for one in kept if one.reckoned]
    # They are reckoned a few days at a time, and end where the others begin.
    last = max((one.as_of for one in reckoned), default=until)
    return ScoreCard(
        made=score_forecasts(made, rounds, until),
        reckoned=score_forecasts(reckoned, rounds, min(until, last)),
    )

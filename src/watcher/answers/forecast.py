"""What may come: the next round of each category, and a person's chance to be invited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import Snapshot
from watcher.core.category import ALL
from watcher.insight.forecast.chances import Chances, InvitationChance
from watcher.insight.forecast.history import History, PastRound, history_of
from watcher.insight.forecast.next_round import CategoryForecast, forecast_next_rounds
from watcher.insight.forecast.silence import Silence, Withheld, by_reason, withheld

__all__ = ["CategoryForecast", "InvitationChance", "Silence", "Withheld", "by_reason"]

_Rounds = tuple[tuple[str, tuple[PastRound, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who waits in the pool: the score, and what it waits for; ``all`` is every category."""

    score: int
    categories: frozenset[str]


def forecasts(
    snapshot: Snapshot, *, as_of: date | None = None, category: str | None = None
) -> tuple[CategoryForecast, ...]:
    """Forecast the next round of each active category, or of one: none where that is not active.

    Only rounds drawn before *as_of* count. Unless given it is today in Ottawa, or tomorrow if today's round is known.
    """
    found = _forecasts(*_content(_history(snapshot, as_of)))
    return tuple(one for one in found if category in {None, one.category})


def why_silent(snapshot: Snapshot, category: str, *, as_of: date | None = None) -> Withheld | None:
    """Say why nothing is forecast of a category, None where something is."""
    return withheld(category, _history(snapshot, as_of))


def invitation_chance(
    snapshot: Snapshot, *, score: int, categories: Iterable[str], as_of: date | None = None
) -> InvitationChance:
    """Return the chance to be invited within 30, 60 and 90 days."""
    candidate = Candidate(score=score, categories=frozenset(categories))
    (found,) = invitation_chances(snapshot, [candidate], as_of=as_of)
    return found


def invitation_chances(
    snapshot: Snapshot, candidates: Iterable[Candidate], *, as_of: date | None = None
) -> tuple[InvitationChance, ...]:
    """Return the chance of each of several people: much is worked out once for all."""
    history = _history(snapshot, as_of)
    chances = _chances(*_content(history))
    return tuple(
        chances.chance(one.score, history.active() if ALL in one.categories else one.categories)
        for one in candidates
    )


# Made once for the same rounds on the same day, whoever asks; no score is kept.
@lru_cache(maxsize=2)
def _forecasts(as_of: date, rounds: _Rounds) -> tuple[CategoryForecast, ...]:
    return forecast_next_rounds(History(as_of=as_of, rounds=dict(rounds)))


@lru_cache(maxsize=2)
def _chances(as_of: date, rounds: _Rounds) -> Chances:
    return Chances(History(as_of=as_of, rounds=dict(rounds)))


def _content(history: History) -> tuple[date, _Rounds]:
    return history.as_of, tuple((slug, tuple(found)) for slug, found in history.rounds.items())


def _history(snapshot: Snapshot, as_of: date | None) -> History:
    every = known_rounds(snapshot, pools=False)
    if as_of is None:
        today = snapshot.today
        is_over = any(r.confirmed and r.date == today for r in every)
        as_of = today + timedelta(days=is_over)
    return history_of(every, as_of)

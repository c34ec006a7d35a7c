"""Pace: when a source is polled next; without ``every`` by when rounds have come, and within a budget. Pure.

The wait is shortest when a round is most likely to appear. How far all waits go up or down is set so that the rounds
of the last months would have cost the budget: nothing is counted or stored, and every process finds the same.
"""

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from statistics import fmean
from typing import Final, Literal

from watcher.core.rhythm import SLOT_MINUTES, SLOTS, RoundDay, RoundTimes, round_days, shares_of_day
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Source

SHORTEST_POLL: Final = timedelta(seconds=20)
LONGEST_POLL: Final = timedelta(minutes=30)
# Blindness has to be noticed, and its end, however quiet the hour is.
_AFTER_FAILURE: Final = timedelta(minutes=10)
# A wait is up to a tenth longer, so that many watchers do not ask at once.
_JITTER = 0.1

# Requests a day; what comes differs by some, and 290 are the most.
_BUDGET = 284
_MEAN_OF = 28  # days
_GAIN = 0.18
_EFFORT, _LEAST_EFFORT, _MOST_EFFORT = 0.016, 0.001, 0.2
# After so many days it no longer matters at which effort they began.
_SETTLED_IN = 240
_SLOT = timedelta(minutes=SLOT_MINUTES)

PollReason = Literal[
    "fixed", "asked to wait", "failed", "known", "unlikely day", "round hours", "other hours"
]
_UNLIKELY = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPace:
    """The pace of one day of Ottawa: ``waits`` has the seconds of each slot.

    ``chance`` is that of a round on it, None where one is known. Four of five rounds appear between the two ``hours``,
    in minutes of the day.
    """

    chance: float | None
    days_since: int | None
    hours: tuple[int, int]
    waits: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """The instant of the next poll, and why then; ``pace`` is today's, None where rounds have no part in it."""

    at: datetime
    reason: PollReason
    pace: DayPace | None = None


def next_poll(
    now: datetime,
    source: Source,
    known: RoundTimes,
    *,
    chance: float,
    failed: bool = False,
    wait: timedelta | None = None,
) -> NextPoll:
    """Return the next poll after one at *now* (UTC), *failed* or not; *wait* is what the server asked for.

    *chance* is a random number in [0, 1) that the caller draws.
    """
    if source.every is not None:
        found = NextPoll(at=now + source.every * (1 + _JITTER * chance), reason="fixed")
    else:
        found = _paced(now, known, chance)
        soon = now + _AFTER_FAILURE * (1 - _JITTER * chance)
        if failed and found.at > soon:
            found = NextPoll(at=soon, reason="failed")
    if wait is not None and found.at < now + wait:
        return NextPoll(at=now + wait, reason="asked to wait")
    return found


@lru_cache(maxsize=4)
def day_pace(day: date, known: RoundTimes) -> DayPace:
    """Work out the pace of a day from the rounds before it: some milliseconds, once for each day and round."""
    before = [held for held in known.days if held < day]
    shares = shares_of_day([seen for seen in known.sightings if seen[0] < day])
    sums = list(accumulate(shares, initial=0.0))
    if day in known.days:
        chance, waits = None, [LONGEST_POLL.total_seconds()] * SLOTS
    else:
        *past, today = round_days(before, day)
        effort = _effort(past[-_SETTLED_IN:], dict(known.sightings), shares, sums)
        chance, waits = today.chance, _waits(today.chance, effort, shares, sums)
    return DayPace(
        chance=chance,
        days_since=(day - before[-1]).days if before else None,
        hours=(_minute_at(0.1, sums), _minute_at(0.9, sums) + SLOT_MINUTES),
        waits=waits,
    )


def _paced(now: datetime, known: RoundTimes, chance: float) -> NextPoll:
    """Wait as long as this time of the day allows, but never past a busier one."""
    local = now.astimezone(OTTAWA)
    today = pace = day_pace(local.date(), known)
    at = now + _wait(local, pace, chance)
    slot = now - timedelta(seconds=now.timestamp() % _SLOT.total_seconds()) + _SLOT
    while slot < at:
        later = slot.astimezone(OTTAWA)
        if later.date() != local.date():
            pace = day_pace(later.date(), known)
        at = min(at, slot + _wait(later, pace, chance))
        slot += _SLOT
    return NextPoll(at=at, reason=_reason(local, today), pace=today)


def _wait(local: datetime, pace: DayPace, chance: float) -> timedelta:
    wait = pace.waits[(local.hour * 60 + local.minute) // SLOT_MINUTES]
    return min(timedelta(seconds=wait * (1 + _JITTER * chance)), LONGEST_POLL)


def _reason(local: datetime, pace: DayPace) -> PollReason:
    if pace.chance is None:
        return "known"
    if pace.chance < _UNLIKELY:
        return "unlikely day"
    begin, end = pace.hours
    return "round hours" if begin <= local.hour * 60 + local.minute < end else "other hours"


def _effort(
    past: Sequence[RoundDay], seen: dict[date, int], shares: Sequence[float], sums: Sequence[float]
) -> float:
    """Follow the past days, asking less after 28 that would have cost more than the budget, and more after less.

    What remains is that the wait squared, times the chance of a round in each second, is twice the effort.
    """
    usual = _minute_at(0.5, sums)
    effort, counts = _EFFORT, deque[float](maxlen=_MEAN_OF)
    for day, chance, held in past:
        asked = seen.get(day, usual) // SLOT_MINUTES if held else SLOTS
        waits = _waits(chance, effort, shares[:asked], sums)
        rest = (SLOTS - asked) / LONGEST_POLL.total_seconds()
        count = (sum(1 / wait for wait in waits) / (1 + _JITTER / 2) + rest) * _SLOT.total_seconds()
        counts.append(count)
        effort *= math.exp(_GAIN * (fmean(counts) / _BUDGET - 1))
        effort = min(max(effort, _LEAST_EFFORT), _MOST_EFFORT)
    return effort


def _waits(
    chance: float, effort: float, shares: Sequence[float], sums: Sequence[float]
) -> list[float]:
    """Return the wait in each slot: a round comes there with the chance that it has not come before."""
    shortest, longest = SHORTEST_POLL.total_seconds(), LONGEST_POLL.total_seconds()
    scale = 2 * effort * _SLOT.total_seconds() / chance
    return [
        min(max(math.sqrt(scale * (1 - chance * before) / share), shortest), longest)
        for share, before in zip(shares, sums, strict=False)
    ]


def _minute_at(share: float, sums: Sequence[float]) -> int:
    """Return the minute of the day in whose slot this share of rounds has appeared."""
    return next((n for n, total in enumerate(sums[1:]) if total >= share), SLOTS - 1) * SLOT_MINUTES

"""Trends of rounds: cut-offs, invitations by month, the pool, and when rounds come. Pure.

Only confirmed rounds count; what is not known is left out, and counted where a sum would be too small without it.
"""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median_high

from watcher.core.model import Round
from watcher.core.pool import Pool
from watcher.core.schedule import OTTAWA
from watcher.insight.scales import months

# Longer ago, rounds came on other days: Wednesdays only, and all programs together.
_LOOKED_BACK = timedelta(days=2 * 365)
_FEWEST_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffPoint:
    """The cut-off of one round on its day."""

    day: date
    cutoff: int
    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The invitations of one month; ``unknown`` counts rounds that do not say how many."""

    first: date
    rounds: int
    invitations: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The usual times of the rounds of a period.

    ``weekdays`` counts rounds from Monday on; ``from_`` to ``until`` is when eight of ten were drawn, Ottawa's wall
    clock to the half hour; ``gap`` is the median of days between round days. ``published_after`` is the median of how
    long after its time a round was first seen here, of ``timed`` rounds, None where none was.
    """

    rounds: int
    since: date
    weekdays: tuple[int, ...]
    from_: time | None
    until: time | None
    gap: int
    published_after: timedelta | None
    timed: int


def cutoffs(
    rounds: Iterable[Round], categories: Collection[str], since: date = date.min
) -> dict[str, list[CutoffPoint]]:
    """Follow the cut-offs of each of the *categories*, in their order, oldest first."""
    points: dict[str, list[CutoffPoint]] = {slug: [] for slug in categories}
    for day, round_ in _dated(rounds, since):
        if round_.cutoff is not None and round_.category in points:
            point = CutoffPoint(day=day, cutoff=round_.cutoff, round=round_)
            points[round_.category].append(point)
    for found in points.values():
        found.sort(key=lambda point: (point.day, point.round.number))
    return points


def by_month(
    rounds: Iterable[Round],
    categories: Collection[str] = (),
    since: date = date.min,
    until: date = date.min,
) -> list[Month]:
    """Add up invitations by month, oldest first; months without a round are there too.

    No *categories* are all of them. It goes on to the month of *until*.
    """
    found: dict[date, list[Round]] = {}
    for day, round_ in _dated(rounds, since):
        if not categories or round_.category in categories:
            found.setdefault(day.replace(day=1), []).append(round_)
    if not found:
        return []
    every = months(min(found), max(*found, until), sys.maxsize)
    return [_month(first, found.get(first, [])) for first in every]


def pools(rounds: Iterable[Round], since: date = date.min) -> dict[date, Pool]:
    """Return the pool of each day on which IRCC counted it, oldest first.

    The same count is published with each round until the next: the one that was
    published last stands, for corrections come with later rounds.
    """
    published = [
        (round_.pool.as_on, round_.date or round_.pool.as_on, round_.number, round_.pool)
        for round_ in rounds
        if round_.confirmed and round_.pool and round_.pool.as_on and round_.pool.as_on >= since
    ]
    return {day: pool for day, *_, pool in sorted(published, key=lambda found: found[:3])}


def active(rounds: Iterable[Round], since: date) -> list[str]:
    """List the categories that had a round since then, the most frequent first."""
    counts = Counter(round_.category for _, round_ in _dated(rounds, since) if round_.category)
    return sorted(counts, key=lambda slug: (-counts[slug], slug))


def rhythm(
    rounds: Iterable[Round], today: date, *, baseline: datetime | None = None
) -> Rhythm | None:
    """Sum up the last two years, None where there are too few rounds; delays leave out rounds of the *baseline*."""
    since = today - _LOOKED_BACK
    recent = [(day, round_) for day, round_ in _dated(rounds, since) if day <= today]
    if len(recent) < _FEWEST_ROUNDS:
        return None
    weekdays = Counter(day.weekday() for day, _ in recent)
    days = sorted({day for day, _ in recent})
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    drawn = [round_.drawn_at.astimezone(OTTAWA) for _, round_ in recent if round_.drawn_at]
    clocks = sorted(at.hour * 60 + at.minute for at in drawn)
    late = [
        round_.first_seen - round_.drawn_at
        for _, round_ in recent
        if round_.drawn_at is not None and round_.first_seen != baseline
    ]
    # Seen days later, a round was not watched for.
    timed = [span for span in late if timedelta() <= span < timedelta(days=1)]
    return Rhythm(
        rounds=len(recent),
        since=since,
        weekdays=tuple(weekdays[day] for day in range(7)),
        from_=_half_hour(clocks[len(clocks) // 10]) if clocks else None,
        until=_half_hour(clocks[-1 - len(clocks) // 10] + 29) if clocks else None,
        gap=median_high(gaps) if gaps else 0,
        published_after=median_high(timed) if timed else None,
        timed=len(timed),
    )


def _dated(rounds: Iterable[Round], since: date) -> Iterator[tuple[date, Round]]:
    """Keep the confirmed rounds since a day, each with its day."""
    for round_ in rounds:
        if round_.confirmed and round_.date is not None and round_.date >= since:
            yield round_.date, round_


def _month(first: date, rounds: Sequence[Round]) -> Month:
    told = [r.invitations for r in rounds if r.invitations is not None]
    return Month(
        first=first, rounds=len(rounds), invitations=sum(told), unknown=len(rounds) - len(told)
    )


def _half_hour(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60 // 30 * 30)

"""Which way things go: cut-offs of categories, invitations by month, the pool. Pure.

Only confirmed rounds count; what is not known is left out, and counted where a sum
would be too small without it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.core.model import Round
from watcher.core.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The cut-off of one round on its day."""

    day: date
    cutoff: int
    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The cut-offs of one category, oldest first."""

    category: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The invitations of one month; ``unknown`` counts rounds that do not say how many."""

    first: date
    rounds: int
    invitations: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOn:
    """The pool as IRCC counted it on one day."""

    day: date
    pool: Pool


def cutoffs(
    rounds: Iterable[Round], categories: Collection[str], since: date | None = None
) -> list[Series]:
    """Follow the cut-offs of each of the *categories*, in their order."""
    points: dict[str, list[Point]] = {slug: [] for slug in categories}
    for round_ in rounds:
        known = round_.confirmed and round_.date is not None
        if not known or round_.cutoff is None or round_.category not in points:
            continue
        if round_.date is not None and (since is None or round_.date >= since):
            point = Point(day=round_.date, cutoff=round_.cutoff, round=round_)
            points[round_.category].append(point)
    return [
        Series(category=slug, points=tuple(sorted(found, key=lambda p: (p.day, p.round.number))))
        for slug, found in points.items()
    ]


def by_month(
    rounds: Iterable[Round],
    categories: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[Month]:
    """Add up invitations by month, oldest first; months without a round are there too.

    No *categories* are all of them. It goes on to the month of *until*.
    """
    months: dict[date, list[Round]] = {}
    for round_ in rounds:
        if not round_.confirmed or round_.date is None:
            continue
        wanted = not categories or round_.category in categories
        if wanted and (since is None or round_.date >= since):
            months.setdefault(round_.date.replace(day=1), []).append(round_)
    if not months:
        return []
    last = max(months)
    if until is not None:
        last = max(last, until.replace(day=1))
    return [_month(first, months.get(first, [])) for first in _every_month(min(months), last)]


def pools(rounds: Iterable[Round], since: date | None = None) -> list[PoolOn]:
    """List the pools, once for each day on which IRCC counted it, oldest first.

    The same count is published with each round until the next: the one that was
    published last stands, for corrections come with later rounds.
    """
    counted: dict[date, tuple[tuple[date, str], Pool]] = {}
    for round_ in rounds:
        pool = round_.pool
        if not round_.confirmed or pool is None or pool.as_on is None:
            continue
        if since is not None and pool.as_on < since:
            continue
        published = (round_.date or pool.as_on, round_.number)
        if pool.as_on not in counted or counted[pool.as_on][0] < published:
            counted[pool.as_on] = published, pool
    return [PoolOn(day=day, pool=pool) for day, (_, pool) in sorted(counted.items())]


def active(rounds: Sequence[Round], since: date) -> list[str]:
    """Name the categories that had a round since then, the busiest first."""
    counts: dict[str, int] = {}
    for round_ in rounds:
        if round_.confirmed and round_.category and round_.date:
            counts.setdefault(round_.category, 0)
            counts[round_.category] += round_.date >= since
    return sorted(
        (slug for slug, count in counts.items() if count), key=lambda slug: (-counts[slug], slug)
    )


def _month(first: date, rounds: Sequence[Round]) -> Month:
    told = [r.invitations for r in rounds if r.invitations is not None]
    return Month(
        first=first, rounds=len(rounds), invitations=sum(told), unknown=len(rounds) - len(told)
    )


def _every_month(first: date, last: date) -> Iterable[date]:
    month = first
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)

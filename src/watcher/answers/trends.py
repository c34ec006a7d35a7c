"""Rounds over time, their usual times, and the verdicts on the latest ones."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from watcher.answers.rounds import ListedRound, baseline_seen_at
from watcher.answers.snapshot import Snapshot
from watcher.core.category import ALL
from watcher.core.model import Round, Verdict
from watcher.core.pool import Pool
from watcher.core.schedule import TWELVE_MONTHS
from watcher.core.scores import DatedScore, score_on
from watcher.core.settings import Subscription
from watcher.core.verdict import judge
from watcher.insight.trends import (
    CutoffPoint,
    Month,
    Rhythm,
    active,
    by_month,
    cutoffs,
    pools,
    rhythm,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """The cut-offs of each category, the invitations of each month, and the pool."""

    points: Mapping[str, Sequence[CutoffPoint]]
    months: Sequence[Month]
    pools: Mapping[date, Pool]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestVerdict:
    """The verdict on a subscription's latest round, None if there is no such round, and the score of its day or today."""

    subscription: Subscription
    score: DatedScore
    round: Round | None = None
    verdict: Verdict | None = None


def trends_of(
    every: Sequence[Round], categories: Collection[str], since: date, today: date
) -> Trends:
    """Sum up rounds, newest first."""
    return Trends(
        points={slug: found for slug, found in cutoffs(every, categories, since).items() if found},
        months=by_month(every, categories, since, today) if categories else (),
        pools=pools(every, since),
    )


def busiest_categories(every: Sequence[Round], today: date) -> tuple[str, ...]:
    """List the categories with rounds in the last year, the busiest first."""
    return tuple(active(every, today - TWELVE_MONTHS))


def rhythm_of(snapshot: Snapshot, confirmed: Sequence[Round]) -> Rhythm | None:
    """Return when rounds are usually held, None if they are too few."""
    return rhythm(confirmed, snapshot.today, baseline=baseline_seen_at(snapshot))


def latest_verdicts(snapshot: Snapshot, latest: Sequence[ListedRound]) -> Iterator[LatestVerdict]:
    """Judge the recent latest rounds that a subscription wants, or else the last of all."""
    newest = sorted((row.round for row in latest), key=lambda r: str(r.date or ""), reverse=True)
    for subscription in snapshot.settings.subscriptions:
        today = score_on(subscription, snapshot.today)
        wanted = [r for r in newest if {ALL, r.category} & subscription.categories]
        for round_ in [r for r in wanted if is_recent(r, snapshot.today)] or wanted[:1]:
            verdict = judge(round_, subscription)
            score = verdict.score or today
            yield LatestVerdict(
                subscription=subscription, score=score, round=round_, verdict=verdict
            )
        if not wanted:
            yield LatestVerdict(subscription=subscription, score=today)


def is_recent(round_: Round, today: date) -> bool:
    """Tell whether a round was held in the last year."""
    return round_.date is not None and today - round_.date <= TWELVE_MONTHS

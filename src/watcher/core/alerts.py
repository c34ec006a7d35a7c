"""Alerts: changes and subscriptions -> what is worth telling, and when it is due. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from enum import IntEnum
from functools import lru_cache

from watcher.core.digests import next_digest
from watcher.core.model import (
    Alert,
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    Round,
    Verdict,
    VerdictKind,
    round_of,
)
from watcher.core.schedule import OTTAWA, TOO_OLD, quiet_until
from watcher.core.scores import score_on, stated
from watcher.core.settings import Early, QuietHours, Subscription
from watcher.core.verdict import judge


class Priority(IntEnum):
    """Who is told first, of all that wait for one server; the values are stored in the database."""

    OPERATOR = 0  # notices, and what somebody waits for at this moment
    INVITED = 1
    AT_CUTOFF = 2
    NEAR = 3  # short by little, missed on the tie-break, cannot be told
    REST = 4


_PRIORITIES = {
    VerdictKind.INVITED: Priority.INVITED,
    VerdictKind.INVITED_ON_TIE_BREAK: Priority.INVITED,
    VerdictKind.AT_CUTOFF: Priority.AT_CUTOFF,
    VerdictKind.MISSED_ON_TIE_BREAK: Priority.NEAR,
    VerdictKind.UNKNOWN: Priority.NEAR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An alert to tell no sooner than ``due_at``."""

    alert: Alert
    due_at: datetime
    priority: Priority


def alerts_of(
    change: Change,
    subscriptions: Iterable[Subscription],
    *,
    since: Mapping[str, datetime],
    previous: Round | None,
    page_url: str,
    now: datetime,
    untold: Collection[str] = (),
    told: Collection[str] = (),
) -> Iterator[Due]:
    """Judge one change for every subscription, and yield what is worth telling.

    *since* has when each subscription was first known. To those *untold*, whose first alert of the round is still
    queued, a correction is sent as a new round; so is a confirmation to all but those *told* of it early.
    """
    if isinstance(change, CorrectedRound) and not is_news(change.before, change.before.first_seen):
        untold = since  # its date, now corrected, had kept it from being told
    change, as_news, previous = _as_told(change, previous, now)
    for subscription in subscriptions:
        name = subscription.name
        if not is_news(as_news.round, since[name]):
            continue
        is_first = name in untold or (isinstance(change, ConfirmedRound) and name not in told)
        change_for = as_news if is_first else change
        verdict, earlier = _verdicts(change_for, subscription)
        if not _is_worth_telling(verdict, earlier):
            continue
        alert = Alert(
            subscription=_as_judged(subscription, verdict, now),
            change=change_for,
            verdict=verdict,
            earlier_verdict=earlier,
            previous=previous,
            page_url=page_url,
            seen_at=now,
        )
        yield Due(alert=alert, due_at=_due_at(alert, now), priority=alert_priority(alert))


def alert_priority(alert: Alert) -> Priority:
    """Say how soon among others one is told: that one is not invited after all is as urgent as that one is."""
    verdicts = alert.verdict, alert.earlier_verdict or alert.verdict
    return min(priority_of(verdict, alert.subscription) for verdict in verdicts)


def waits_for_digest(alert: Alert) -> bool:
    """Tell whether an alert can wait for others, to be told with them."""
    return alert.subscription.digest is not None and alert_priority(alert) is Priority.REST


def _due_at(alert: Alert, now: datetime) -> datetime:
    subscription = alert.subscription
    if subscription.digest is not None and waits_for_digest(alert):
        now = next_digest(now, subscription.digest, subscription.timezone)
    return held_until(alert, now) or now


def priority_of(verdict: Verdict, subscription: Subscription) -> Priority:
    """Say how soon among others one is told of a verdict."""
    near, short = subscription.near, verdict.points
    if verdict.kind is VerdictKind.SHORT and near is not None and short is not None:
        return Priority.NEAR if short <= near else Priority.REST
    return _PRIORITIES.get(verdict.kind, Priority.REST)


def _as_judged(subscription: Subscription, verdict: Verdict, now: datetime) -> Subscription:
    """State the score: a profile is nobody's business but its owner's, and alerts are kept."""
    if subscription.profile is None:
        return subscription
    score = verdict.score or score_on(subscription, now.astimezone(OTTAWA).date())
    return stated(subscription, score.points)


@lru_cache(maxsize=4)
def _as_told(
    change: Change, previous: Round | None, now: datetime
) -> tuple[Change, NewRound, Round | None]:
    """Return a change as it is told, to whom it is a correction and to whom it is news: one object for all batches.

    To somebody newer than the report, a confirmation is news: the official figures were not missed.
    """
    told = _without_pools(change)
    return told, _as_news(told, now), previous and replace(previous, pool=None)


def _without_pools(change: Change) -> Change:
    """Drop the pools, which no alert mentions: 2 KB for each of thousands of people."""
    match change:
        case NewRound(round=round_):
            return NewRound(round=replace(round_, pool=None))
        case ConfirmedRound(confirmed=confirmed):
            return replace(change, confirmed=replace(confirmed, pool=None))
        case CorrectedRound() | ReportedRound():
            return change


def wants_early_alert(early: Early, *, blind: bool) -> bool:
    """Tell whether a subscription wants alerts from unofficial reports (rule 7)."""
    return early == "always" or (early == "when-blind" and blind)


def held_until(
    alert: Alert, now: datetime, *, muted_until: datetime | None = None
) -> datetime | None:
    """Return when what holds *alert* back ends, quiet hours or the mute of its person; None if nothing does."""
    subscription = alert.subscription
    if subscription.wake and priority_of(alert.verdict, subscription) <= Priority.AT_CUTOFF:
        return None
    return rests_until(
        now, subscription.quiet_hours, subscription.timezone, muted_until=muted_until
    )


def rests_until(
    now: datetime, quiet: QuietHours | None, zone: str, *, muted_until: datetime | None = None
) -> datetime | None:
    """Return until when somebody is left alone: the mute, and the quiet hours that it may end in; None if not now."""
    begins = max(now, muted_until or now)
    until = quiet_until(begins, quiet, zone) or begins
    return until if until > now else None


def is_news(round_: Round, since: datetime) -> bool:
    """Tell whether a round was news when first seen, and that not before *since*.

    A correction of a round that was history when first seen is history too.
    """
    if round_.first_seen < since:
        return False
    drawn = round_.drawn_at
    if drawn is None and round_.date is not None:
        drawn = datetime.combine(round_.date, time(), UTC)
    return drawn is None or drawn >= (round_.news_since or round_.first_seen - TOO_OLD)


def _as_news(change: Change, now: datetime) -> NewRound:
    round_ = round_of(change)
    if isinstance(change, ConfirmedRound):
        round_ = replace(round_, first_seen=now)  # what counts is when the official page showed it
    return NewRound(round=round_)


def _verdicts(change: Change, subscription: Subscription) -> tuple[Verdict, Verdict | None]:
    match change:
        case NewRound(round=round_):
            return judge(round_, subscription), None
        case ReportedRound(reported=reported):
            return judge(reported, subscription), None
        case (
            CorrectedRound(before=before, after=after)
            | ConfirmedRound(reported=before, confirmed=after)
        ):
            return judge(after, subscription), judge(before, subscription)


def _is_worth_telling(verdict: Verdict, earlier: Verdict | None) -> bool:
    """Tell a correction to those whose verdict changed, for better or worse.

    Another distance alone is no other verdict, unless it makes the round due (``near``).
    """
    if earlier is None:
        return verdict.due
    if verdict.kind is earlier.kind:
        return verdict.due and not earlier.due
    return verdict.due or earlier.due

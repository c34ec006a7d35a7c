"""The verdict on a round for each subscription, and what was told or why nothing was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from watcher.adapters.database import DeliveryRecord
from watcher.answers.rounds import baseline_seen_at
from watcher.answers.serialize import HIDDEN, local_instant
from watcher.answers.snapshot import Snapshot
from watcher.core.alerts import is_news, wants_early_alert
from watcher.core.model import Clause, Round, Verdict, VerdictKind
from watcher.core.schedule import INVITATION_LIVES, TOO_OLD
from watcher.core.settings import Subscription
from watcher.core.verdict import judge
from watcher.pipeline.recipients import is_blind


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The verdict on a round for a subscription, and what was told.

    ``score`` is that of the round's day; ``rules`` are None where it is stated, ``rules_changed`` is since when others
    hold, of which the points are not known.
    ``would_be_told``: an alert is due by the present rules; ``why_not_told`` is None if
    anything was queued. ``muted_until``: the person is told nothing before.
    """

    subscription: str
    round: str
    confirmed: bool
    verdict: VerdictKind
    score: int | None
    rules: str | None
    rules_changed: date | None
    points: int | None
    margin: timedelta | None
    clauses: tuple[Clause, ...]
    due: bool
    known_since: datetime | None
    would_be_told: bool
    why_not_told: str | None
    deliveries: tuple[DeliveryRecord, ...]
    muted_until: datetime | None
    rule: Subscription = field(metadata=HIDDEN)
    judged: Verdict = field(metadata=HIDDEN)


def explain_round(
    snapshot: Snapshot, found: Round, subscriptions: Iterable[Subscription]
) -> Iterator[Explanation]:
    """Explain a round for each of these subscriptions."""
    tx = snapshot.tx
    blind = is_blind(tx, snapshot.settings, snapshot.now)
    known, baseline = tx.subscriptions.known_since(), baseline_seen_at(snapshot)
    for subscription in subscriptions:
        since = known.get(subscription.name) or _row_known_since(snapshot, subscription)
        verdict = judge(found, subscription)
        score = verdict.score
        held_back = _why_history(found, since, baseline, snapshot.settings.timezone)
        held_back = held_back or _why_too_early(found, subscription, blind=blind)
        told = tx.deliveries.search(subscriptions=[subscription.name], number=found.number)
        yield Explanation(
            subscription=subscription.name,
            round=found.number,
            confirmed=found.confirmed,
            verdict=verdict.kind,
            score=score.points if score else None,
            rules=score.rules if score else None,
            rules_changed=score.outdated if score else None,
            points=verdict.points,
            margin=verdict.margin,
            clauses=verdict.clauses,
            due=verdict.due,
            known_since=since,
            would_be_told=verdict.due and held_back is None,
            why_not_told=None if told else _why_not_told(verdict, held_back),
            deliveries=tuple(reversed(told)),
            muted_until=_muted_until(snapshot, subscription),
            rule=subscription,
            judged=verdict,
        )


def _row_known_since(snapshot: Snapshot, subscription: Subscription) -> datetime | None:
    """Return since when a rule of a person who is a row is known."""
    if subscription.person is None:
        return None
    return snapshot.tx.people.known_since(subscription.person).get(subscription.name)


def _muted_until(snapshot: Snapshot, subscription: Subscription) -> datetime | None:
    person = subscription.person or subscription.name
    until = snapshot.tx.mutes.of([person]).get(person)
    return until if until is not None and until > snapshot.now else None


def _why_not_told(verdict: Verdict, held_back: str | None) -> str:
    if not verdict.due:
        return "not asked for, by the last clause"
    return held_back or (
        "when it was seen, the figures or the subscription were others; "
        "a changed score tells nothing again"
    )


def _why_too_early(found: Round, subscription: Subscription, *, blind: bool) -> str | None:
    """Say why an unconfirmed round is not told to a subscription, None if it is."""
    if found.confirmed or wants_early_alert(subscription.early, blind=blind):
        return None
    if subscription.early == "never":
        return 'early = "never": it is told when IRCC shows the round'
    return 'early = "when-blind", and the official page can be read'


def _why_history(
    found: Round, since: datetime | None, baseline: datetime | None, timezone: str
) -> str | None:
    """Say why a round is no news to a subscription that is known since then, None if it is."""
    if found.confirmed and found.first_seen == baseline:
        return "it was on the first page that was ever read, which tells nobody"
    if since is None:
        return "the subscription is new: the next poll notes it, later rounds are told"
    if is_news(found, since):
        return None
    seen = local_instant(found.first_seen, timezone)
    if found.first_seen < since:
        return f"it was first seen {seen}, before the subscription existed ({local_instant(since, timezone)})"
    return (
        f"it was held over {TOO_OLD.days} days before IRCC's page was last read, or over "
        f"{INVITATION_LIVES.days} before it was first seen, {seen}"
    )

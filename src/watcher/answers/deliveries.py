"""Lists, counts and retries of deliveries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from watcher.adapters.database import DeliveryRecord, DeliveryState
from watcher.answers.serialize import FLAT
from watcher.answers.snapshot import Snapshot
from watcher.answers.subscriptions import named_subscriptions
from watcher.core.model import Round

__all__ = [
    "DeliveryList",
    "DeliveryRecord",
    "DeliveryState",
    "QueueStatus",
    "count_by_channel",
    "has_ended",
    "list_deliveries",
    "queue_status",
    "retry_deliveries",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryList:
    """The newest deliveries that match; ``unconfirmed`` rounds by their provisional number."""

    deliveries: tuple[DeliveryRecord, ...]
    more: bool
    unconfirmed: Mapping[str, Round]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueStatus:
    """Deliveries by state, and since when the longest one waits or is due."""

    counts: Mapping[DeliveryState, int] = field(metadata=FLAT)
    oldest_waiting: datetime | None
    longest_due: datetime | None


def list_deliveries(
    snapshot: Snapshot,
    *,
    states: Collection[DeliveryState] = (),
    subscription: str | None = None,
    number: str | None = None,
    channel: str | None = None,
    limit: int | None = None,
) -> DeliveryList:
    """List deliveries, newest first; every condition given must hold. A person's name means all of their rules."""
    found = snapshot.tx.deliveries.search(
        states=states,
        subscriptions=_named(snapshot, subscription),
        number=number,
        channel=channel,
        limit=None if limit is None else limit + 1,  # one more shows that there are more
    )
    return DeliveryList(
        deliveries=tuple(found[:limit]),
        more=limit is not None and len(found) > limit,
        unconfirmed={r.number: r for r in snapshot.tx.rounds.unconfirmed()},
    )


def _named(snapshot: Snapshot, name: str | None) -> set[str]:
    """Return the names that alerts may have of whom a name means; one that is gone may still have some."""
    return set() if name is None else {name, *(s.name for s in named_subscriptions(snapshot, name))}


def has_ended(delivery: DeliveryRecord) -> bool:
    """Tell whether a delivery was refused or has expired, so that it can be retried."""
    return delivery.state in {DeliveryState.REFUSED, DeliveryState.EXPIRED}


def retry_deliveries(
    snapshot: Snapshot,
    *,
    ids: Collection[int] = (),
    states: Collection[DeliveryState] = (),
    channel: str | None = None,
) -> list[DeliveryRecord]:
    """Queue the ended ones of these deliveries again; return all that match."""
    deliveries = snapshot.tx.deliveries
    chosen = deliveries.search(ids=ids, states=states, channel=channel)
    ended = [delivery for delivery in chosen if has_ended(delivery)]
    deliveries.retry([delivery.id for delivery in ended], snapshot.now)
    for address in {(delivery.channel, delivery.target) for delivery in ended}:
        # Whoever unsubscribed is not written to for that.
        snapshot.tx.suppressions.lift(*address, why="refused")
    return chosen


def queue_status(snapshot: Snapshot) -> QueueStatus:
    """Count deliveries by state, and find the longest waiting."""
    deliveries = snapshot.tx.deliveries
    return QueueStatus(
        counts=deliveries.count_by_state(),
        oldest_waiting=deliveries.oldest_waiting(),
        longest_due=deliveries.longest_due(),
    )


def count_by_channel(snapshot: Snapshot) -> list[tuple[str, DeliveryState, int]]:
    """Count deliveries by channel and state."""
    return snapshot.tx.deliveries.count_by_channel()

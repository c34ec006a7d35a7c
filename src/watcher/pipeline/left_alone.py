"""Left alone: whoever unsubscribed is told nothing, and those who sleep or are muted are told later.

This is looked at when a message is leased, a moment before it is sent: what was queued may be days old.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from watcher.adapters.database import DeliveryState, LeasedDelivery, Transaction, mute_bundle
from watcher.core.alerts import held_until, rests_until
from watcher.core.model import Alert
from watcher.core.suppressions import NOT_SENT
from watcher.pipeline.readers import reader_of


def may_leave(
    tx: Transaction, leased: Sequence[LeasedDelivery], now: datetime
) -> list[LeasedDelivery]:
    """Return those of leased messages that may be sent now; end or put back the others."""
    readers = [reader_of(one) for one in leased]
    to_people = [one for one, reader in zip(leased, readers, strict=True) if reader is not None]
    suppressed = tx.suppressions.among((one.channel, one.target) for one in to_people)
    mutes = tx.mutes.of({name for one in to_people for name in _people(one)})
    leaving = []
    for one, reader in zip(leased, readers, strict=True):
        found = None if reader is None else suppressed.get((one.channel, one.target))
        until = None if reader is None else _held_until(one, mutes, now)
        if reader is None or (found is None and until is None):
            leaving.append(one)
        elif found is not None:
            tx.queue.finish(one, DeliveryState.SUPPRESSED, NOT_SENT[found.why], now)
        elif until is not None and mutes.get(reader.person, now) > now:
            tx.queue.hold(one, until, mute_bundle(reader.person, one))
        elif until is not None:
            # A retry, or the end of an outage, falls into quiet hours.
            tx.queue.postpone(one, until)
    return leaving


def _held_until(
    leased: LeasedDelivery, mutes: Mapping[str, datetime], now: datetime
) -> datetime | None:
    """Return when the first of the alerts, or what is told alone, may be told; None if one may be told now."""
    ends = [held_until(a, now, muted_until=mutes.get(_person(a))) for a in leased.alerts]
    alone = leased.reminder or leased.monthly
    if alone is not None:
        muted_until = mutes.get(_people(leased)[0])
        ends.append(rests_until(now, alone.quiet_hours, alone.timezone, muted_until=muted_until))
    resting = [end for end in ends if end is not None]
    return min(resting) if resting and len(resting) == len(ends) else None


def _people(leased: LeasedDelivery) -> list[str]:
    reader = reader_of(leased)
    return [_person(alert) for alert in leased.alerts] or ([reader.person] if reader else [])


def _person(alert: Alert) -> str:
    return alert.subscription.person or alert.subscription.name

"""Putting alerts on the queue and claiming them, each in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.adapters.database.values import lease_next
from watcher.adapters.database import LeasedDelivery, QueuedAlert, Store

MINUTE = timedelta(minutes=1)
LEASE = 3 * MINUTE


def put(store: Store, now: datetime, *items: QueuedAlert) -> int:
    with store.writing() as tx:
        return tx.alerts.put(items, now)


def claim(
    store: Store, now: datetime, *, owner: str = "one", busy: Sequence[str] = ()
) -> LeasedDelivery | None:
    with store.writing() as tx:
        return lease_next(tx, now, owner=owner, lease=LEASE, busy=busy)


def claimed(store: Store, now: datetime, **how: Any) -> LeasedDelivery:
    found = claim(store, now, **how)
    assert found is not None
    return found


def people(found: LeasedDelivery | None) -> list[str] | None:
    return None if found is None else [a.subscription.name for a in found.alerts]

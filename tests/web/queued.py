"""Queued messages for tests of the web server."""

from datetime import datetime, timedelta

from tests.adapters.database.values import an_alert_to, lease_next
from watcher.adapters.database import DeliveryState, QueuedAlert, Store
from watcher.core.alerts import Priority


def queue(store: Store, at: datetime, channel: str, *names: str) -> None:
    """Queue an alert to each of these, on one channel."""
    with store.writing() as tx:
        tx.alerts.put(
            [
                QueuedAlert(
                    alert=an_alert_to(name),
                    targets=[(channel, "")],
                    due_at=at,
                    priority=Priority.REST,
                )
                for name in names
            ],
            at,
        )


def end_next(store: Store, at: datetime, state: DeliveryState) -> None:
    """Send the next message that is due, with this outcome."""
    with store.writing() as tx:
        claim = lease_next(tx, at, owner="test", lease=timedelta(minutes=1), busy=())
        assert claim is not None
        tx.queue.finish(claim, state, "200 OK", at)

"""Alerts and deliveries as rows of the queue."""

from datetime import datetime

from watcher.adapters.database import codec
from watcher.adapters.database.state import DeliveryState
from watcher.core.model import Alert, ConfirmedRound, CorrectedRound, NewRound, ReportedRound


def alert_row(alert: Alert, now: datetime) -> dict[str, object]:
    """Return the row of an alert, fixed as it now is."""
    return {
        "subscription": alert.subscription.name,
        "number": alert.round.number,
        "change": _kind(alert),
        "revision": alert.round.revision,
        "payload": codec.alert_to_json(alert),
        "created_at": now,
    }


def _kind(alert: Alert) -> str:
    match alert.change:
        case NewRound():
            return "new"
        case CorrectedRound():
            return "corrected"
        case ReportedRound():
            return "reported"
        case ConfirmedRound():
            return "confirmed"


def bundle_of(alert: Alert, channel: str, target: str) -> str:
    """Return what one person's alerts for one change on one channel have in common."""
    subscription = alert.subscription
    return " | ".join(
        (
            f"#{alert.round.number} {_kind(alert)} {alert.round.revision}",
            channel,
            target,
            subscription.language,
            subscription.timezone,
        )
    )


def delivery_row(
    alert: int, channel: str, target: str, *, server: str, bundle: str, now: datetime
) -> dict[str, object]:
    """Return the row of a delivery that is due at once."""
    return {
        "alert": alert,
        "channel": channel,
        "target": target,
        "lane": server,
        "bundle": bundle,
        "state": DeliveryState.QUEUED,
        "urgent": False,
        "attempts": 0,
        "next_attempt_at": now,
        "doubtful": False,
        "created_at": now,
    }

"""Deliveries that ended badly, queued once more."""

from collections.abc import Sequence
from datetime import datetime

from watcher.adapters.database import DeliveryRecord, DeliveryState, Transaction


def has_ended(delivery: DeliveryRecord) -> bool:
    """Tell whether a delivery was refused or given up: what was sent is not sent again."""
    return delivery.state in {DeliveryState.REFUSED, DeliveryState.EXPIRED}


def queue_again(tx: Transaction, ended: Sequence[DeliveryRecord], now: datetime) -> None:
    """Queue ended deliveries as if new; whoever asks has mended their servers."""
    tx.deliveries.retry([delivery.id for delivery in ended], now)

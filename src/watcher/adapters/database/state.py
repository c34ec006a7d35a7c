"""What stands on the queue, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from watcher.core.model import Alert, Message


class DeliveryState(StrEnum):
    """Where a delivery stands; from ``sent`` on they are ends.

    A superseded one was not sent yet when a correction took its place.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedAlert:
    """An alert to put on the queue: to which targets of which channels, and when.

    ``servers`` names those behind channels; a channel not named is its own.
    """

    alert: Alert
    targets: Sequence[tuple[str, str]]
    due_at: datetime
    urgent: bool
    servers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedDelivery:
    """One message that this process alone may now send.

    Either ``alerts`` (one or several subscriptions of one person) or a ``notice``
    to the operator. ``server`` is the server or bot that it goes through, which has
    failed ``failures`` times in a row. ``doubtful``: an earlier attempt may have got
    through. ``lease_until`` tells this claim from a later one of the same message.
    """

    deliveries: tuple[int, ...]
    lease_until: datetime = field(compare=False)
    channel: str
    target: str
    server: str
    failures: int = 0
    attempts: int
    created_at: datetime
    doubtful: bool
    alerts: tuple[Alert, ...] = ()
    notice: Message | None = None

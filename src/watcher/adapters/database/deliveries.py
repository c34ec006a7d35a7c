"""Deliveries: their values and queries: lists, counts, the next to send."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository, in_batches
from watcher.adapters.database.schema import DELIVERIES, LANES, OPEN
from watcher.adapters.database.schema_alerts import ALERTS
from watcher.core.alerts import Priority
from watcher.core.model import Alert, Message
from watcher.core.monthly import MonthlyNote
from watcher.core.reminders import ReminderAlert


class DeliveryState(StrEnum):
    """Where a delivery stands; superseded is what was not sent before its correction.

    Suppressed is what was not sent because its address is left alone.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedAlert:
    """An alert to queue for targets of channels, whose ``servers`` are named where they differ from the channel."""

    alert: Alert
    targets: Sequence[tuple[str, str]]
    due_at: datetime
    priority: Priority
    servers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedDelivery:
    """One message that this process alone may now send: ``alerts`` or a ``reminder``, or a ``notice`` to the operator.

    ``letter_to``: the notice is for somebody who subscribes themselves. ``server`` has failed ``failures`` times in
    a row. ``doubtful``: an earlier attempt may have got through. ``due_at`` is when it was first allowed to leave.
    ``lease_until`` tells this lease from a later one. ``fault``: what is stored of it cannot be read.
    """

    deliveries: tuple[int, ...]
    lease_until: datetime = field(compare=False)
    channel: str
    target: str
    server: str
    failures: int = 0
    attempts: int
    due_at: datetime
    doubtful: bool
    fault: Exception | None = None
    alerts: tuple[Alert, ...] = ()
    notice: Message | None = None
    letter_to: str | None = None
    reminder: ReminderAlert | None = None
    monthly: MonthlyNote | None = None

    @property
    def people(self) -> tuple[str, ...]:
        """The subscriptions that are told; none of a notice."""
        reminded = (self.reminder.subscription,) if self.reminder else ()
        written = [self.letter_to] if self.letter_to else []
        written += [self.monthly.person] if self.monthly else []
        return (*(alert.subscription.name for alert in self.alerts), *reminded, *written)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """One delivery as ``watcher deliveries`` shows it; ``doubtful``: an attempt was cut off, it may arrive twice."""

    id: int
    subscription: str | None
    number: str | None
    change: str
    revision: int
    channel: str
    target: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    ended_at: datetime | None
    doubtful: bool
    answer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBefore:
    """Subscriptions with an alert of a round that was not superseded.

    Of those ``waiting`` nothing has left yet; those ``reached`` were told, or may have been.
    """

    alerted: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()


_WAITING = sa.text(OPEN)
_AT_ONCE = 500
_RECORDS = sa.select(
    *(ALERTS.c[name] for name in ("subscription", "number", "change", "revision")),
    *(DELIVERIES.c[f.name] for f in fields(DeliveryRecord) if f.name in DELIVERIES.c),
).join_from(DELIVERIES, ALERTS, DELIVERIES.c.alert == ALERTS.c.id)


class DeliveryQueries(Repository):
    """Queries of deliveries, within one transaction."""

    def search(
        self,
        *,
        ids: Collection[int] = (),
        states: Collection[DeliveryState] = (),
        subscriptions: Collection[str] = (),
        number: str | None = None,
        channel: str | None = None,
        limit: int | None = None,
    ) -> list[DeliveryRecord]:
        """Return deliveries, newest first; every condition given must hold."""
        conditions: dict[sa.ColumnElement[bool], object] = {
            DELIVERIES.c.id.in_(ids): ids or None,
            DELIVERIES.c.state.in_(states): states or None,
            ALERTS.c.subscription.in_(subscriptions): subscriptions or None,
            ALERTS.c.number == number: number,
            DELIVERIES.c.channel == channel: channel,
        }
        wanted = [condition for condition, value in conditions.items() if value is not None]
        rows = self._db.execute(
            _RECORDS.where(*wanted).order_by(DELIVERIES.c.id.desc()).limit(limit)
        ).mappings()
        return [
            DeliveryRecord(**dict(row) | {"state": DeliveryState(row["state"])}) for row in rows
        ]

    def count_by_state(self) -> dict[DeliveryState, int]:
        """Return how many deliveries are in each state, zeros included."""
        rows = self._db.execute(
            sa.select(DELIVERIES.c.state, sa.func.count()).group_by(DELIVERIES.c.state)
        )
        return dict.fromkeys(DeliveryState, 0) | {DeliveryState(state): n for state, n in rows}

    def count_by_channel(self) -> list[tuple[str, DeliveryState, int]]:
        """Return how many deliveries of each channel are in each state that has any."""
        kinds = DELIVERIES.c.channel, DELIVERIES.c.state
        rows = self._db.execute(sa.select(*kinds, sa.func.count()).group_by(*kinds))
        return [(channel, DeliveryState(state), n) for channel, state, n in rows]

    def oldest_waiting(self) -> datetime | None:
        """Return since when the longest waiting delivery is queued."""
        return self._db.scalar(sa.select(sa.func.min(DELIVERIES.c.created_at)).where(_WAITING))

    def longest_due(self) -> datetime | None:
        """Return since when a delivery has been due that no resting server holds up."""
        at_rest = sa.select(LANES.c.name).where(LANES.c.failures > 0)
        return self._db.scalar(
            sa.select(sa.func.min(DELIVERIES.c.next_attempt_at)).where(
                _WAITING, DELIVERIES.c.lane.not_in(at_rest)
            )
        )

    def told_before(self, number: str, names: Collection[str]) -> ToldBefore:
        """Tell which of these (at most some hundreds) had alerts of a round before, and how far these came."""
        moved = sa.case((DELIVERIES.c.state == DeliveryState.QUEUED, 0), else_=1)
        # Tried once and cut off, it may have arrived: then it was told.
        doubtful = sa.case((DELIVERIES.c.doubtful, 1), else_=0)
        sent = DELIVERIES.c.state.in_([DeliveryState.SENT, DeliveryState.SENDING])
        reached = sa.case((sent, 1), else_=doubtful)
        rows = self._db.execute(
            sa.select(ALERTS.c.subscription, sa.func.sum(moved + doubtful), sa.func.sum(reached))
            .join_from(ALERTS, DELIVERIES, DELIVERIES.c.alert == ALERTS.c.id)
            .where(ALERTS.c.number == number, ALERTS.c.subscription.in_(names))
            .where(DELIVERIES.c.state != DeliveryState.SUPERSEDED)
            .group_by(ALERTS.c.subscription)
        ).all()
        return ToldBefore(
            alerted=frozenset(str(name) for name, _, _ in rows),
            waiting=frozenset(str(name) for name, left, _ in rows if not left),
            reached=frozenset(str(name) for name, _, sent in rows if sent),
        )

    def retry(self, ids: Collection[int], now: datetime) -> int:
        """Queue ended deliveries again, as if new, and end the rest of their servers; return how many that were."""
        # Of a server that was down for days, there may be more than one statement takes.
        return sum(self._retry(some, now) for some in in_batches(ids, _AT_ONCE))

    def _retry(self, ids: Collection[int], now: datetime) -> int:
        theirs = sa.select(DELIVERIES.c.lane).where(DELIVERIES.c.id.in_(ids))
        self._db.execute(sa.update(LANES).where(LANES.c.name.in_(theirs)).values(not_before=None))
        ended = DELIVERIES.c.state.in_([DeliveryState.REFUSED, DeliveryState.EXPIRED])
        again = (
            sa.update(DELIVERIES)
            .where(DELIVERIES.c.id.in_(ids), ended)
            .values(
                state=DeliveryState.QUEUED,
                next_attempt_at=now,
                created_at=now,
                due_at=now,
                ended_at=None,
                attempts=0,
            )
        )
        return len(self._db.scalars(again.returning(DELIVERIES.c.id)).all())


def is_overtaken() -> sa.Exists:
    """Say of a delivery that a later alert of its round was queued for its person."""
    this, later = ALERTS.alias(), ALERTS.alias()
    return (
        sa.exists()
        .where(
            this.c.id == DELIVERIES.c.alert,
            later.c.subscription == this.c.subscription,
            later.c.number == this.c.number,
            later.c.id > this.c.id,
        )
        .correlate(DELIVERIES)
    )

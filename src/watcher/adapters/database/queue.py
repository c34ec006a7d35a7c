"""The queue of deliveries: committed with its round, leased, finished only by an answer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import itemgetter

import sqlalchemy as sa

from watcher.adapters.database.codec import Json
from watcher.adapters.database.deliveries import (
    DeliveryState,
    LeasedDelivery,
    QueuedAlert,
    is_due,
    is_overtaken,
    next_bundle,
)
from watcher.adapters.database.engine import AdvisoryLock, Repository, lock
from watcher.adapters.database.incidents import ServerRepository
from watcher.adapters.database.schema import ALERTS, DELIVERIES, OPEN
from watcher.core.model import (
    Alert,
    ConfirmedRound,
    CorrectedRound,
    Message,
    NewRound,
    ReportedRound,
)
from watcher.core.reminders import ReminderAlert

_NOTICE = "notice"
#: What an alert's ``change`` is called where it is a reminder, and how it is written.
REMINDER, REMINDER_ALERT = "reminder", Json(ReminderAlert)
_CHANGES = {
    NewRound: "new",
    CorrectedRound: "corrected",
    ReportedRound: "reported",
    ConfirmedRound: "confirmed",
}
_ALERT, _MESSAGE = Json(Alert), Json(Message)
_INSERT_ALERTS = sa.insert(ALERTS).returning(ALERTS.c.id, sort_by_parameter_order=True)
_INSERT_DELIVERIES = sa.insert(DELIVERIES).values(
    state=DeliveryState.QUEUED, attempts=0, doubtful=False
)


class DeliveryQueue(Repository):
    """The queue within one transaction."""

    def put(self, queued: Iterable[QueuedAlert], now: datetime) -> int:
        """Queue alerts; return how many deliveries that makes."""
        items = list(queued)
        if not items:
            return 0
        self._supersede_older([item.alert for item in items], now)
        ids = self._insert_alerts([_alert_row(item.alert, now) for item in items])
        rows = [
            _delivery_row(alert, channel, target, item.servers, now)
            | {
                "bundle": _bundle_of(item.alert, channel, target),
                "next_attempt_at": item.due_at,
                "urgent": item.urgent,
            }
            for alert, item in zip(ids, items, strict=True)
            for channel, target in item.targets
        ]
        self._insert_deliveries(rows)
        return len(rows)

    def put_notice(
        self,
        message: Message,
        targets: Sequence[tuple[str, str]],
        now: datetime,
        servers: Mapping[str, str] | None = None,
    ) -> None:
        """Queue a notice to the operator, its words already fixed."""
        payload = _MESSAGE.dump(replace(message, picture=None))
        self._put_alone(None, _NOTICE, payload, targets, now, servers or {})

    def put_reminder(
        self,
        reminder: ReminderAlert,
        targets: Sequence[tuple[str, str]],
        now: datetime,
        servers: Mapping[str, str],
    ) -> int:
        """Queue a reminder to one person; return how many deliveries that makes."""
        payload = REMINDER_ALERT.dump(reminder)
        self._put_alone(reminder.subscription, REMINDER, payload, targets, now, servers)
        return len(targets)

    def supersede(self, number: str, names: Collection[str], now: datetime) -> None:
        """Supersede the waiting deliveries of a round to those named: they would arrive after its correction."""
        older = sa.select(ALERTS.c.id).where(
            ALERTS.c.number == number, ALERTS.c.subscription.in_(list(names))
        )
        self._db.execute(
            sa.update(DELIVERIES)
            .where(DELIVERIES.c.state == DeliveryState.QUEUED, DELIVERIES.c.alert.in_(older))
            .values(state=DeliveryState.SUPERSEDED, ended_at=now)
        )

    def lease_next(
        self,
        now: datetime,
        *,
        owner: str,
        lease: timedelta,
        busy: Collection[str],
        spare: bool = False,
    ) -> LeasedDelivery | None:
        """Lease the next message that is due, in one statement; None if there is none.

        Servers in *busy* and servers at rest are left alone; with *spare*, so are those that failed last. A lease that
        ran out is taken over, and marked doubtful: the channel may have accepted the message.
        """
        # Two at once lock the rows of one bundle in different orders: with four workers
        # and bundles of six, PostgreSQL found 3 to 7 deadlocks in 60 bundles.
        lock(self._db, AdvisoryLock.LEASING)
        rows = self._db.execute(
            sa.update(DELIVERIES)
            # Equal to one bundle, not among those selected: PostgreSQL may select anew
            # for every row that it looks at, and so lease the whole queue at once.
            .where(
                DELIVERIES.c.bundle == next_bundle(now, lease, busy, spare=spare),
                is_due(now, lease),
            )
            .values(
                doubtful=sa.or_(DELIVERIES.c.doubtful, DELIVERIES.c.state == DeliveryState.SENDING),
                state=DeliveryState.SENDING,
                owner=owner,
                lease_until=now + lease,
                attempts=DELIVERIES.c.attempts + 1,
            )
            .returning(DELIVERIES)
        ).mappings()
        found = sorted(rows, key=itemgetter("id"))
        return self._leased(found) if found else None

    def release_leases(self, owner: str) -> int:
        """Give back what an earlier run of *owner* held when it died; return how many."""
        released = (
            sa.update(DELIVERIES)
            .where(DELIVERIES.c.state == DeliveryState.SENDING, DELIVERIES.c.owner == owner)
            .values(state=DeliveryState.QUEUED, doubtful=True, owner=None, lease_until=None)
        )
        return len(self._db.scalars(released.returning(DELIVERIES.c.id)).all())

    def finish(
        self, leased: LeasedDelivery, state: DeliveryState, answer: str, now: datetime
    ) -> None:
        """Record how a leased message ended; that it was sent counts even if another has taken it over meanwhile."""
        late = state is DeliveryState.SENT
        self._release(leased, late=late, state=state, answer=answer, ended_at=now)

    def requeue(
        self,
        leased: LeasedDelivery,
        answer: str,
        at: datetime,
        *,
        doubtful: bool = False,
        yields: bool = False,
    ) -> None:
        """Put a leased message back until *at*, unless a correction was queued meanwhile.

        One that *yields* is urgent no longer: the others of its server are tried first.
        """
        self._release(
            leased,
            state=sa.case((is_overtaken(), DeliveryState.SUPERSEDED), else_=DeliveryState.QUEUED),
            answer=answer,
            next_attempt_at=at,
            urgent=sa.and_(DELIVERIES.c.urgent, sa.literal(not yields)),
            doubtful=sa.or_(DELIVERIES.c.doubtful, sa.literal(doubtful)),
        )

    def postpone(self, leased: LeasedDelivery, at: datetime) -> None:
        """Put a leased message back untried until *at*: the attempt does not count."""
        self._release(
            leased,
            state=DeliveryState.QUEUED,
            next_attempt_at=at,
            attempts=DELIVERIES.c.attempts - 1,
        )

    def count_waiting(self, channel: str | None = None, *, server: str | None = None) -> int:
        """Return how many deliveries wait for a channel, or for a server."""
        of = DELIVERIES.c.lane == server if server else DELIVERIES.c.channel == channel
        wanted = sa.select(sa.func.count()).select_from(DELIVERIES).where(of, sa.text(OPEN))
        return self._db.scalar(wanted) or 0

    def _put_alone(  # noqa: PLR0917 - the columns of one row
        self,
        subscription: str | None,
        change: str,
        payload: str,
        targets: Sequence[tuple[str, str]],
        now: datetime,
        servers: Mapping[str, str],
    ) -> None:
        """Queue what shares its message with nothing else, and is of no round."""
        row = {
            "subscription": subscription,
            "number": None,
            "change": change,
            "revision": 0,
            "payload": payload,
            "created_at": now,
        }
        [alert] = self._insert_alerts([row])
        rows = [
            _delivery_row(alert, channel, target, servers, now)
            | {"bundle": f"{change} {alert} | {channel} | {target}"}
            for channel, target in targets
        ]
        self._insert_deliveries(rows)

    def _insert_alerts(self, rows: Sequence[Mapping[str, object]]) -> Sequence[int]:
        return self._db.scalars(_INSERT_ALERTS, rows).all()

    def _insert_deliveries(self, rows: Sequence[Mapping[str, object]]) -> None:
        if rows:
            self._db.execute(_INSERT_DELIVERIES, rows)

    def _supersede_older(self, alerts: Iterable[Alert], now: datetime) -> None:
        corrected: dict[str, list[str]] = {}
        for alert in alerts:
            if isinstance(alert.change, CorrectedRound | ConfirmedRound):
                corrected.setdefault(alert.round.number, []).append(alert.subscription.name)
        for number, names in corrected.items():
            self.supersede(number, names, now)

    def _leased(self, found: Sequence[sa.RowMapping]) -> LeasedDelivery:
        alerts = self._db.execute(
            sa.select(ALERTS.c.change, ALERTS.c.payload)
            .where(ALERTS.c.id.in_([row["alert"] for row in found]))
            .order_by(ALERTS.c.id)
        ).all()
        first, change, payload = found[0], alerts[0].change, alerts[0].payload
        alone = change in {_NOTICE, REMINDER}
        return LeasedDelivery(
            deliveries=tuple(row["id"] for row in found),
            lease_until=first["lease_until"],
            channel=first["channel"],
            target=first["target"],
            server=first["lane"],
            failures=ServerRepository(self._db).failures(first["lane"]),
            attempts=max(row["attempts"] for row in found),
            created_at=first["created_at"],
            doubtful=any(row["doubtful"] for row in found),
            notice=_MESSAGE.load(payload) if change == _NOTICE else None,
            reminder=REMINDER_ALERT.load(payload) if change == REMINDER else None,
            alerts=() if alone else tuple(_ALERT.load(alert.payload) for alert in alerts),
        )

    def _release(self, leased: LeasedDelivery, *, late: bool = False, **values: object) -> None:
        held = DELIVERIES.c.lease_until == leased.lease_until
        ours = sa.and_(DELIVERIES.c.id.in_(leased.deliveries), sa.or_(held, sa.literal(late)))
        self._db.execute(
            sa.update(DELIVERIES).where(ours).values(owner=None, lease_until=None, **values)
        )


def _alert_row(alert: Alert, now: datetime) -> dict[str, object]:
    """Return the row of an alert, fixed as it now is."""
    return {
        "subscription": alert.subscription.name,
        "number": alert.round.number,
        "change": _CHANGES[type(alert.change)],
        "revision": alert.round.revision,
        "payload": _ALERT.dump(alert),
        "created_at": now,
    }


def _bundle_of(alert: Alert, channel: str, target: str) -> str:
    """Return what one person's alerts for one change on one channel have in common."""
    subscription = alert.subscription
    change = f"#{alert.round.number} {_CHANGES[type(alert.change)]} {alert.round.revision}"
    parts = (change, channel, target, subscription.language, subscription.timezone)
    return " | ".join(parts)


def _delivery_row(
    alert: int, channel: str, target: str, servers: Mapping[str, str], now: datetime
) -> dict[str, object]:
    """Return the row of a delivery that is due at once, its bundle still to be named."""
    return {
        "alert": alert,
        "channel": channel,
        "target": target,
        "lane": servers.get(channel, channel),
        "urgent": False,
        "next_attempt_at": now,
        "created_at": now,
    }

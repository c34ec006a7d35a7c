"""Alerts: what there is to say, queued with its deliveries, and read back when it leaves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.codec import Json
from watcher.adapters.database.deliveries import DeliveryState, QueuedAlert
from watcher.adapters.database.engine import Repository
from watcher.adapters.database.schema import ALERTS, DELIVERIES
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
#: What an alert's ``change`` is called where it is a letter to somebody who subscribes themselves.
LETTER = "letter"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one message says: ``alerts`` or a ``reminder``, or a ``notice`` to the operator, or as letter to somebody."""

    alerts: tuple[Alert, ...] = ()
    notice: Message | None = None
    letter_to: str | None = None
    reminder: ReminderAlert | None = None


class AlertRepository(Repository):
    """Alerts and notices within one transaction."""

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

    def put_letter(
        self,
        message: Message,
        person: str,
        address: tuple[str, str],
        now: datetime,
        servers: Mapping[str, str],
    ) -> None:
        """Queue a letter to somebody about their own subscription, its words already fixed."""
        self._put_alone(person, LETTER, _MESSAGE.dump(message), [address], now, servers)

    def forget_words(self, deliveries: Collection[int]) -> None:
        """Forget what letters said once they have arrived: their links are for their readers alone."""
        alerts = sa.select(DELIVERIES.c.alert).where(DELIVERIES.c.id.in_(deliveries))
        letters = sa.update(ALERTS).where(ALERTS.c.id.in_(alerts), ALERTS.c.change == LETTER)
        self._db.execute(letters.values(payload=_MESSAGE.dump(Message(title="", text="", html=""))))

    def erase(self, names: Collection[str]) -> None:
        """Delete all alerts, reminders and letters of these subscriptions, and what is known of their delivery."""
        self._db.execute(sa.delete(ALERTS).where(ALERTS.c.subscription.in_(names)))

    def rename(self, subscription: str, name: str) -> None:
        """Give what a subscription was told to another name of it."""
        theirs = sa.update(ALERTS).where(ALERTS.c.subscription == subscription)
        self._db.execute(theirs.values(subscription=name))

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

    def contents(self, alerts: Collection[int]) -> Contents:
        """Read what was put in these rows, which make one message."""
        rows = self._db.execute(
            sa.select(ALERTS.c.subscription, ALERTS.c.change, ALERTS.c.payload)
            .where(ALERTS.c.id.in_(alerts))
            .order_by(ALERTS.c.id)
        ).all()
        change, payload = rows[0].change, rows[0].payload
        if change in {_NOTICE, LETTER}:
            return Contents(notice=_MESSAGE.load(payload), letter_to=rows[0].subscription)
        if change == REMINDER:
            return Contents(reminder=REMINDER_ALERT.load(payload))
        return Contents(alerts=tuple(_ALERT.load(row.payload) for row in rows))

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

"""Alerts: what there is to say, queued with its deliveries, and read back when it leaves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.alert_rows import AlertNews, alert_row, change_kind, news_row
from watcher.adapters.database.contents import (
    MESSAGE,
    MONTHLY,
    MONTHLY_NOTE,
    NOTICE,
    REMINDER,
    REMINDER_ALERT,
    Contents,
    read_contents,
)
from watcher.adapters.database.deliveries import DeliveryState, QueuedAlert
from watcher.adapters.database.engine import Repository, insert_many, next_ids
from watcher.adapters.database.schema import DELIVERIES
from watcher.adapters.database.schema_alerts import ALERTS, LETTER, NEWS
from watcher.adapters.database.suppressions import SuppressionRepository
from watcher.core.alerts import Priority, waits_for_digest
from watcher.core.model import Alert, ConfirmedRound, CorrectedRound, Message
from watcher.core.monthly import MonthlyNote
from watcher.core.reminders import ReminderAlert

_INSERT_NEWS = sa.insert(NEWS).returning(NEWS.c.id)


class AlertRepository(Repository):
    """Alerts and notices within one transaction."""

    def __init__(self, db: sa.Connection) -> None:
        super().__init__(db)
        self._written: dict[int, tuple[AlertNews, int]] = {}

    def put(self, queued: Iterable[QueuedAlert], now: datetime) -> int:
        """Queue alerts; return how many deliveries that makes."""
        items = list(queued)
        if not items:
            return 0
        self._supersede_older([item.alert for item in items], now)
        ids = self._insert_alerts(
            [alert_row(item.alert, self._news_of(item.alert, now), now) for item in items]
        )
        rows = [
            _delivery_row(alert, channel, target, item.servers, now)
            | {
                "bundle": _bundle_of(item, channel, target),
                "next_attempt_at": item.due_at,
                "due_at": item.due_at,
                "priority": item.priority,
            }
            for alert, item in zip(ids, items, strict=True)
            for channel, target in item.targets
        ]
        return self._insert_deliveries(rows, now)

    def put_notice(
        self,
        message: Message,
        targets: Sequence[tuple[str, str]],
        now: datetime,
        servers: Mapping[str, str] | None = None,
        *,
        number: str | None = None,
    ) -> None:
        """Queue a notice to the operator, its words already fixed; with *number*, the summary of that round."""
        payload, items = MESSAGE.dump(replace(message, picture=None)), servers or {}
        about = [(None, payload, targets)]
        self._put_alone(NOTICE, about, now, items, Priority.OPERATOR, number=number)

    def put_reminder(
        self,
        reminder: ReminderAlert,
        targets: Sequence[tuple[str, str]],
        now: datetime,
        servers: Mapping[str, str],
    ) -> int:
        """Queue a reminder to one person; return how many deliveries that makes."""
        item = reminder.subscription, REMINDER_ALERT.dump(reminder), targets
        return self._put_alone(REMINDER, [item], now, servers, Priority.REST)

    def put_monthly(
        self,
        notes: Iterable[tuple[MonthlyNote, Sequence[tuple[str, str]]]],
        now: datetime,
        servers: Mapping[str, str],
    ) -> int:
        """Queue the signs of life of many people; return how many deliveries that makes."""
        items = [(note.person, MONTHLY_NOTE.dump(note), targets) for note, targets in notes]
        return self._put_alone(MONTHLY, items, now, servers, Priority.REST)

    def put_letter(
        self,
        message: Message,
        person: str,
        address: tuple[str, str],
        now: datetime,
        servers: Mapping[str, str],
    ) -> None:
        """Queue a letter to somebody about their own subscription, its words already fixed."""
        payload = MESSAGE.dump(message)
        self._put_alone(LETTER, [(person, payload, [address])], now, servers, Priority.OPERATOR)

    def forget_words(self, deliveries: Collection[int]) -> None:
        """Forget what letters said once they have arrived: their links are for their readers alone."""
        alerts = sa.select(DELIVERIES.c.alert).where(DELIVERIES.c.id.in_(deliveries))
        letters = sa.update(ALERTS).where(ALERTS.c.id.in_(alerts), ALERTS.c.change == LETTER)
        self._db.execute(letters.values(payload=MESSAGE.dump(Message(title="", text="", html=""))))

    def erase(self, names: Collection[str]) -> None:
        """Delete all alerts, reminders and letters of these subscriptions, and what is known of their delivery."""
        self._db.execute(sa.delete(ALERTS).where(ALERTS.c.subscription.in_(names)))

    def erase_letters(self, name: str, target: str) -> None:
        """Delete the letters of a person to one address, and what is known of their delivery."""
        there = sa.select(DELIVERIES.c.alert).where(
            DELIVERIES.c.alert == ALERTS.c.id, DELIVERIES.c.target == target
        )
        theirs = sa.delete(ALERTS).where(ALERTS.c.subscription == name, ALERTS.c.change == LETTER)
        self._db.execute(theirs.where(there.exists()))

    def rename(self, person: str, subscriptions: Collection[str], to: str) -> None:
        """Give what a person was told, or is going to be, to another name that nobody had."""
        theirs = ALERTS.c.subscription.in_({person, *subscriptions})
        waiting = DELIVERIES.c.alert.in_(sa.select(ALERTS.c.id).where(theirs))
        # A mute is looked up by the name that stands in what waits for its end.
        for update, names in (
            (sa.update(DELIVERIES).where(waiting), ("bundle",)),
            (sa.update(ALERTS).where(theirs), ("subscription", "person", "payload")),
        ):
            columns = (update.table.c[name] for name in names)
            self._db.execute(update.values({c: sa.func.replace(c, person, to) for c in columns}))

    def supersede(self, number: str, names: Collection[str], now: datetime) -> None:
        """Supersede the waiting deliveries of a round to those named: they would arrive after its correction."""
        self._supersede(
            sa.and_(ALERTS.c.number == number, ALERTS.c.subscription.in_(list(names))), now
        )

    def newest(self) -> int:
        """Return the id of the newest alert, 0 where there is none."""
        return self._db.scalar(sa.select(sa.func.max(ALERTS.c.id))) or 0

    def take_back(self, number: str, up_to: int, now: datetime) -> None:
        """Supersede what waits of a round for those whom no alert of it *up_to* this has reached."""
        older = sa.and_(ALERTS.c.number == number, ALERTS.c.id <= up_to)
        left = sa.or_(DELIVERIES.c.state != DeliveryState.QUEUED, DELIVERIES.c.doubtful)
        reached = (
            sa.select(ALERTS.c.subscription)
            .join_from(ALERTS, DELIVERIES, DELIVERIES.c.alert == ALERTS.c.id)
            .where(older, DELIVERIES.c.state != DeliveryState.SUPERSEDED, left)
        )
        self._supersede(sa.and_(older, ALERTS.c.subscription.not_in(reached)), now)

    def contents(self, messages: Sequence[Collection[int]]) -> list[Contents]:
        """Read what each of many messages says, in one statement: the alerts of these rows."""
        wanted = (
            sa.select(ALERTS, NEWS.c.payload.label("news_payload"))
            .join_from(ALERTS, NEWS, NEWS.c.id == ALERTS.c.news, isouter=True)
            .where(ALERTS.c.id.in_([alert for message in messages for alert in message]))
        )
        rows = {row["id"]: row for row in self._db.execute(wanted).mappings()}
        return [read_contents([rows[alert] for alert in sorted(message)]) for message in messages]

    def _put_alone(
        self,
        change: str,
        items: Sequence[tuple[str | None, str, Sequence[tuple[str, str]]]],
        now: datetime,
        servers: Mapping[str, str],
        priority: Priority,
        *,
        number: str | None = None,
    ) -> int:
        """Queue what shares its message with nothing else and is of no round: to whom, the payload, and the targets."""
        alerts = [
            {
                "subscription": subscription,
                "number": number,
                "change": change,
                "revision": 0,
                "payload": payload,
                "created_at": now,
            }
            for subscription, payload, _ in items
        ]
        rows = [
            _delivery_row(alert, channel, target, servers, now)
            | {"bundle": f"{change} {alert} | {channel} | {target}", "priority": priority}
            for alert, (*_, targets) in zip(self._insert_alerts(alerts), items, strict=True)
            for channel, target in targets
        ]
        # Who signs up, or ends it, asked for these words a moment ago.
        return self._insert_deliveries(rows, now, always=change in {NOTICE, LETTER})

    def _news_of(self, alert: Alert, now: datetime) -> int:
        """Return the row of what an alert has in common with others, written with the first of them."""
        # By identity: to compare rounds for each of a million alerts takes seconds.
        news, id_ = self._written.get(id(alert.change), (None, 0))
        if news is not None and news.previous is alert.previous and news.seen_at == alert.seen_at:
            return id_
        news = AlertNews(
            change=alert.change,
            previous=alert.previous,
            page_url=alert.page_url,
            seen_at=alert.seen_at,
        )
        id_ = self._db.scalars(_INSERT_NEWS, news_row(news, now)).one()
        self._written[id(alert.change)] = news, id_
        return id_

    def _insert_alerts(self, rows: Sequence[Mapping[str, object]]) -> Sequence[int]:
        ids = next_ids(self._db, ALERTS, len(rows))
        insert_many(
            self._db, ALERTS, [{"id": id_, **row} for id_, row in zip(ids, rows, strict=True)]
        )
        return ids

    def _insert_deliveries(
        self, rows: Sequence[Mapping[str, object]], now: datetime, *, always: bool = False
    ) -> int:
        """Queue deliveries, and record those to suppressed addresses as ended; return how many are queued."""
        ended = [] if always else SuppressionRepository(self._db).ended(rows, now)
        left_alone = {(row["channel"], row["target"]) for row in ended}
        queued = [row for row in rows if (row["channel"], row["target"]) not in left_alone]
        for some in filter(None, (queued, ended)):
            insert_many(self._db, DELIVERIES, some)
        return len(queued)

    def _supersede(self, of: sa.ColumnElement[bool], now: datetime) -> None:
        self._db.execute(
            sa.update(DELIVERIES)
            .where(
                DELIVERIES.c.state == DeliveryState.QUEUED,
                DELIVERIES.c.alert.in_(sa.select(ALERTS.c.id).where(of)),
            )
            .values(state=DeliveryState.SUPERSEDED, ended_at=now)
        )

    def _supersede_older(self, alerts: Iterable[Alert], now: datetime) -> None:
        corrected: dict[str, list[str]] = {}
        for alert in alerts:
            if isinstance(alert.change, CorrectedRound | ConfirmedRound):
                corrected.setdefault(alert.round.number, []).append(alert.subscription.name)
        for number, names in corrected.items():
            self.supersede(number, names, now)


def _bundle_of(item: QueuedAlert, channel: str, target: str) -> str:
    """Return what one person's alerts for one change, or one digest, on one channel have in common.

    Who is not named as a person is known by the address alone: all who are told there are one.
    """
    alert, subscription = item.alert, item.alert.subscription
    if waits_for_digest(alert):
        reader = subscription.person or subscription.name
        return f"digest {reader} {item.due_at:%Y-%m-%d %H:%M} | {channel} | {target}"
    change = f"#{alert.round.number} {change_kind(alert.change)} {alert.round.revision}"
    person = () if subscription.person is None else (subscription.person,)
    parts = (change, channel, target, subscription.language, subscription.timezone, *person)
    return " | ".join(parts)


def _delivery_row(
    alert: int, channel: str, target: str, servers: Mapping[str, str], now: datetime
) -> dict[str, object]:
    """Return the row of a delivery that is due at once, its bundle and priority still to be named."""
    return {
        "alert": alert,
        "channel": channel,
        "target": target,
        "lane": servers.get(channel, channel),
        "state": DeliveryState.QUEUED.value,
        "attempts": 0,
        "doubtful": False,
        "next_attempt_at": now,
        "due_at": now,
        "created_at": now,
    }

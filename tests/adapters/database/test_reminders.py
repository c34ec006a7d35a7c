"""Reminders in the database: asked for since when, queued once, and taken from the queue."""

from datetime import date, datetime, time, timedelta

from tests.adapters.database.values import lease_next
from watcher.adapters.database import DeliveryState, LeasedDelivery, Store
from watcher.core.reminders import Reminder, ReminderAlert, ReminderKind
from watcher.core.settings import QuietHours

DAY = timedelta(days=1)
PASSPORT = Reminder(kind=ReminderKind.PASSPORT, day=date(2026, 3, 1), ends=date(2026, 12, 1))
ALERT = ReminderAlert(
    subscription="amara",
    language="fr",
    timezone="Asia/Kolkata",
    quiet_hours=QuietHours(start=time(22), end=time(7)),
    reminder=PASSPORT,
)


def asked_since(store: Store, now: datetime, *names: str) -> dict[str, datetime]:
    with store.writing() as tx:
        tx.subscriptions.register(["amara", "bo"], now)
        return tx.reminders.asked_since(names, now)


def put(store: Store, now: datetime, *channels: str) -> int:
    with store.writing() as tx:
        targets = [(channel, "") for channel in channels]
        return tx.alerts.put_reminder(ALERT, targets, now, {"mail": "mailto a.example"})


def claim(store: Store, now: datetime) -> LeasedDelivery | None:
    with store.writing() as tx:
        return lease_next(tx, now, owner="one", lease=DAY, busy=())


def test_who_asks_is_asking_from_then_on(store: Store, now: datetime) -> None:
    assert asked_since(store, now, "amara") == {"amara": now}
    assert asked_since(store, now + DAY, "amara", "bo") == {"amara": now, "bo": now + DAY}


def test_who_asks_no_longer_asks_anew(store: Store, now: datetime) -> None:
    asked_since(store, now, "amara")
    assert asked_since(store, now + DAY) == {}
    assert asked_since(store, now + 2 * DAY, "amara") == {"amara": now + 2 * DAY}


def test_a_name_that_is_not_known_asks_nothing(store: Store, now: datetime) -> None:
    assert asked_since(store, now, "nobody") == {}


def test_what_a_clock_that_ran_ahead_has_written_silences_nobody(
    store: Store, now: datetime
) -> None:
    asked_since(store, now + 400 * DAY, "amara")

    assert asked_since(store, now, "amara") == {"amara": now}


def test_a_reminder_is_queued_for_each_channel_and_known_by_its_key(
    store: Store, now: datetime
) -> None:
    assert put(store, now, "mail", "phone") == 2

    with store.reading() as tx:
        assert tx.reminders.queued("amara") == {PASSPORT.key}
        assert tx.reminders.queued("bo") == set()
        listed = tx.deliveries.search(subscriptions=["amara"])
    assert [(d.change, d.number, d.channel) for d in listed] == [
        ("reminder", None, "phone"),
        ("reminder", None, "mail"),
    ]


def test_it_is_leased_alone_and_as_it_was_queued(store: Store, now: datetime) -> None:
    put(store, now, "mail")
    put(store, now, "mail")

    leased = claim(store, now)

    assert leased is not None
    assert (leased.reminder, leased.alerts, leased.notice) == (ALERT, (), None)
    assert (leased.people, leased.server, len(leased.deliveries)) == (
        ("amara",),
        "mailto a.example",
        1,
    )


def test_one_that_failed_is_queued_again_and_not_taken_for_overtaken(
    store: Store, now: datetime
) -> None:
    put(store, now, "mail")
    leased = claim(store, now)
    assert leased is not None
    put(store, now, "mail")
    with store.writing() as tx:
        tx.queue.requeue(leased, "busy", now + DAY)

    with store.reading() as tx:
        states = {d.state for d in tx.deliveries.search(subscriptions=["amara"])}
    assert states == {DeliveryState.QUEUED}

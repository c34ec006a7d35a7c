"""A server's rest holds all that goes through it, and is kept by its key."""

from datetime import datetime, timedelta

from tests.adapters.database.values import an_alert_to, lease_next, queued
from watcher.adapters.database import (
    DeliveryState,
    FailingServer,
    LeasedDelivery,
    QueuedAlert,
    Store,
)
from watcher.core.alerts import Priority
from watcher.core.model import Message

HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=4)
CHATS = ("amara", "bo", "chen")
BOT = dict.fromkeys(CHATS, "tgram bot")


def to_chat(name: str, now: datetime) -> QueuedAlert:
    item = queued(an_alert_to(name), now, to=[(name, "")])
    return QueuedAlert(
        alert=item.alert, targets=item.targets, due_at=now, priority=Priority.REST, servers=BOT
    )


def claim(store: Store, now: datetime, *busy: str) -> LeasedDelivery | None:
    with store.writing() as tx:
        return lease_next(tx, now, owner="one", lease=LEASE, busy=busy)


def put(store: Store, now: datetime) -> None:
    """Queue a message to each chat of one bot, and one by mail."""
    with store.writing() as tx:
        tx.alerts.put([to_chat(name, now) for name in CHATS], now)
        tx.alerts.put([queued(an_alert_to("dora"), now)], now)


def test_a_rest_holds_every_channel_of_a_bot_and_no_other(store: Store, now: datetime) -> None:
    put(store, now)
    with store.writing() as tx:
        tx.servers.back_off("tgram bot", failures=1, until=now + HOUR, channel="amara")

    claims = [claim(store, now), claim(store, now)]

    assert [c.channel if c else None for c in claims] == ["mail", None]
    found = claim(store, now + HOUR, "mail")
    assert found is not None
    assert (found.server, found.failures) == ("tgram bot", 1)


def test_a_busy_server_is_left_alone_with_all_its_channels(store: Store, now: datetime) -> None:
    put(store, now)

    assert claim(store, now, "tgram bot", "mail") is None
    found = claim(store, now, "mail")
    assert found is not None
    assert found.server == "tgram bot"


def test_a_notice_waits_for_its_server_too(store: Store, now: datetime) -> None:
    notice = Message(title="blind", text="x", html="x")
    with store.writing() as tx:
        tx.alerts.put_notice(notice, [("ops", "")], now, {"ops": "tgram bot"})
        tx.servers.back_off("tgram bot", failures=1, until=now + HOUR)

    assert claim(store, now) is None


def test_what_waits_follows_its_channel_to_another_server(store: Store, now: datetime) -> None:
    put(store, now)
    with store.writing() as tx:
        sent = lease_next(tx, now, owner="one", lease=LEASE, busy=["mail"])
        assert sent is not None
        tx.queue.finish(sent, DeliveryState.SENT, "200 OK", now)
        tx.servers.back_off("tgram bot", failures=3, until=now + HOUR, channel="bo")

        tx.servers.reassign(lambda name: "tgram new" if name in CHATS else name)

        assert tx.servers.failing() == []
        assert tx.queue.count_waiting(server="tgram bot") == 0
        assert tx.queue.count_waiting(server="tgram new") == 2
        assert tx.queue.count_waiting(server="mail") == 1
        assert tx.queue.count_waiting("bo") == 1


def test_what_is_known_of_a_server_stays_where_nothing_changed(store: Store, now: datetime) -> None:
    put(store, now)
    with store.writing() as tx:
        tx.servers.back_off("tgram bot", failures=3, until=now + HOUR, channel="bo")

        tx.servers.reassign(lambda name: BOT.get(name, name))

        assert tx.servers.failing() == [FailingServer(channel="bo", failures=3, until=now + HOUR)]
        failing, _ = tx.incidents.troubled_among(["tgram bot", "mail"], [])
        assert failing == {"tgram bot": "bo"}
        assert tx.servers.find("mail") is None


def test_messages_of_any_channel_of_a_resting_server_are_not_overdue(
    store: Store, now: datetime
) -> None:
    put(store, now)
    with store.writing() as tx:
        assert tx.deliveries.longest_due() == now
        tx.servers.back_off("tgram bot", failures=1, until=now + HOUR, channel="bo")
        tx.servers.back_off("mail", failures=1, until=now + HOUR)

        assert tx.deliveries.longest_due() is None


def test_what_is_tried_again_by_hand_wakes_its_server(store: Store, now: datetime) -> None:
    put(store, now)
    refused = claim(store, now, "mail")
    assert refused is not None
    with store.writing() as tx:
        tx.queue.finish(refused, DeliveryState.REFUSED, "403", now)
        tx.servers.back_off("tgram bot", failures=2, until=now + HOUR, channel="bo")
        tx.deliveries.retry(refused.deliveries, now)

    found = claim(store, now, "mail")
    assert found is not None
    assert found.failures == 2

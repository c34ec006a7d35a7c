"""How a claimed message ends, or does not, and what the ledger shows of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.adapters.database.values import an_alert_to, lease_next, queued
from watcher.adapters.database import (
    DeliveryRecord,
    DeliveryState,
    LeasedDelivery,
    Store,
    Transaction,
)
from watcher.core.alerts import Priority
from watcher.core.model import Message

MINUTE = timedelta(minutes=1)
LEASE = 3 * MINUTE
YEARS = timedelta(days=3650)
NOTICE = Message(title="ircc is blind", text="HTML instead of data", html="<p>HTML</p>")


def claim(store: Store, now: datetime) -> LeasedDelivery | None:
    with store.writing() as tx:
        return lease_next(tx, now, owner="one", lease=LEASE, busy=())


@pytest.fixture
def claimed(store: Store, now: datetime) -> LeasedDelivery:
    """Claim the two alerts of one message."""
    with store.writing() as tx:
        tx.alerts.put([queued(an_alert_to(n), now) for n in ("home", "work")], now)
    found = claim(store, now)
    assert found is not None
    return found


def listed(store: Store) -> list[DeliveryRecord]:
    with store.reading() as tx:
        return tx.deliveries.search()


@pytest.mark.parametrize(
    "state", [DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.EXPIRED]
)
def test_a_message_that_ended_is_never_claimed_again(
    store: Store, now: datetime, claimed: LeasedDelivery, state: DeliveryState
) -> None:
    with store.writing() as tx:
        tx.queue.finish(claimed, state, "250 2.0.0 OK", now + MINUTE)

    assert claim(store, now + YEARS) is None
    assert {(d.state, d.answer, d.ended_at) for d in listed(store)} == {
        (state, "250 2.0.0 OK", now + MINUTE)
    }


def test_a_message_put_back_waits_until_its_time_with_what_the_channel_said(
    store: Store, now: datetime, claimed: LeasedDelivery
) -> None:
    with store.writing() as tx:
        tx.queue.requeue(claimed, "451 try later", now + MINUTE)

    assert {(d.state, d.answer, d.next_attempt_at) for d in listed(store)} == {
        (DeliveryState.QUEUED, "451 try later", now + MINUTE)
    }
    assert claim(store, now) is None
    assert claim(store, now + MINUTE) == replace(claimed, attempts=2)


@pytest.mark.parametrize(
    "state", [DeliveryState.REFUSED, DeliveryState.EXPIRED, DeliveryState.QUEUED]
)
def test_who_comes_too_late_changes_nothing_of_a_message_that_another_took_over(
    store: Store, now: datetime, claimed: LeasedDelivery, state: DeliveryState
) -> None:
    second = claim(store, now + LEASE)
    assert second is not None
    with store.writing() as tx:
        tx.queue.finish(second, DeliveryState.SENT, "250 OK", now + LEASE)
        if state is DeliveryState.QUEUED:
            tx.queue.requeue(claimed, "timed out", now + LEASE)
        else:
            tx.queue.finish(claimed, state, "no", now + LEASE)

    assert {(d.state, d.answer) for d in listed(store)} == {(DeliveryState.SENT, "250 OK")}


def test_that_it_was_sent_counts_however_late(
    store: Store, now: datetime, claimed: LeasedDelivery
) -> None:
    second = claim(store, now + LEASE)
    assert second is not None
    with store.writing() as tx:
        tx.queue.finish(claimed, DeliveryState.SENT, "250 OK", now + LEASE)
        tx.queue.requeue(second, "timed out", now + LEASE)

    assert {(d.state, d.answer) for d in listed(store)} == {(DeliveryState.SENT, "250 OK")}


def ended(tx: Transaction, claim: LeasedDelivery, now: datetime) -> None:
    tx.queue.finish(claim, DeliveryState.SENT, "OK", now)


def put_back(tx: Transaction, claim: LeasedDelivery, now: datetime) -> None:
    tx.queue.requeue(claim, "later", now)


@pytest.mark.parametrize("settled", [ended, put_back])
def test_a_message_that_is_settled_is_held_by_nobody(
    store: Store,
    now: datetime,
    claimed: LeasedDelivery,
    settled: Callable[[Transaction, LeasedDelivery, datetime], None],
) -> None:
    with store.writing() as tx:
        settled(tx, claimed, now)
        assert tx.queue.release_leases("one") == 0


@pytest.mark.usefixtures("claimed")
def test_a_message_may_have_come_twice_for_good(store: Store, now: datetime) -> None:
    assert not any(d.doubtful for d in listed(store))

    again = claim(store, now + LEASE)
    assert again is not None
    with store.writing() as tx:
        tx.queue.requeue(again, "later", now + LEASE)
    last = claim(store, now + LEASE)
    assert last is not None
    with store.writing() as tx:
        tx.queue.finish(last, DeliveryState.SENT, "OK", now + LEASE)

    assert (again.doubtful, last.doubtful, last.attempts) == (True, True, 3)
    assert all(d.doubtful for d in listed(store))


def test_a_notice_is_claimed_in_its_own_words(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.alerts.put_notice(NOTICE, [("ops", ""), ("mail", "ops@example.org")], now)

    first, second = claim(store, now), claim(store, now)

    assert first is not None
    assert second is not None
    assert (first.notice, first.alerts) == (NOTICE, ())
    assert {(c.channel, c.target) for c in (first, second)} == {
        ("ops", ""),
        ("mail", "ops@example.org"),
    }
    assert claim(store, now) is None


def test_two_notices_of_the_same_words_are_two_messages(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.alerts.put_notice(NOTICE, [("ops", "")], now)
        tx.alerts.put_notice(NOTICE, [("ops", "")], now)

    first, second = claim(store, now), claim(store, now)

    assert first is not None
    assert second is not None
    assert first.deliveries != second.deliveries


def test_a_notice_to_nobody_is_kept_and_not_sent(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.alerts.put_notice(NOTICE, [], now)

    assert claim(store, now) is None
    assert listed(store) == []


def test_a_notice_leaves_before_an_urgent_alert(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.alerts.put_notice(NOTICE, [("ops", "")], now)
        tx.alerts.put([queued(an_alert_to("amara"), now, priority=Priority.INVITED)], now)

    first = claim(store, now)

    assert first is not None
    assert first.notice == NOTICE

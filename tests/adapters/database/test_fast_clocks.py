"""What a clock that ran ahead has written holds nothing up once it is right again."""

from datetime import datetime, timedelta

import pytest

from tests.adapters.database.values import an_alert_to, lease_next, queued
from watcher.adapters.database import LeasedDelivery, QueuedAlert, Store

MICROSECOND = timedelta(microseconds=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LEASE = 4 * MINUTE
# Two machines on one database may differ by so much.
APART = 3 * MINUTE


def put(store: Store, at: datetime, *items: QueuedAlert) -> None:
    with store.writing() as tx:
        tx.alerts.put(items, at)


def claim(store: Store, now: datetime, *, spare: bool = False) -> LeasedDelivery | None:
    with store.writing() as tx:
        return lease_next(tx, now, owner="one", lease=LEASE, busy=(), spare=spare)


def void(store: Store, now: datetime) -> int:
    with store.writing() as tx:
        return tx.queue.void_fast_clocks(now)


def claimed(store: Store, now: datetime) -> LeasedDelivery:
    found = claim(store, now)
    assert found is not None
    return found


def test_a_lease_taken_by_a_fast_clock_is_void(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert_to("amara"), now))
    claimed(store, now + 40 * DAY)

    assert claimed(store, now + MINUTE).doubtful


@pytest.mark.parametrize(("ahead", "void"), [(APART, False), (APART + MINUTE, True)])
def test_a_lease_of_a_machine_whose_clock_is_a_little_fast_holds(
    store: Store, now: datetime, ahead: timedelta, *, void: bool
) -> None:
    put(store, now, queued(an_alert_to("amara"), now))
    claimed(store, now + ahead)

    assert (claim(store, now) is not None) is void


def test_a_retry_set_by_a_fast_clock_is_due_at_once(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert_to("amara"), now))
    failed = claimed(store, now)
    with store.writing() as tx:
        tx.queue.requeue(failed, "503", now + 40 * DAY)
    assert claim(store, now + MINUTE) is None

    assert void(store, now + MINUTE) == 1
    assert claim(store, now + MINUTE) is not None


def test_a_night_of_25_hours_is_waited_for(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert_to("amara"), now + 25 * HOUR))

    assert void(store, now) == 0
    assert claim(store, now) is None
    assert claim(store, now + 25 * HOUR - MICROSECOND) is None
    assert claim(store, now + 25 * HOUR) is not None


def test_what_is_to_wait_for_weeks_is_waited_for(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert_to("amara"), now + 40 * DAY))

    assert void(store, now) == 0
    assert claim(store, now + 40 * DAY - MICROSECOND) is None
    assert claim(store, now + 40 * DAY) is not None


def test_what_was_queued_by_a_fast_clock_is_due_at_once(store: Store, now: datetime) -> None:
    fast = now + 40 * DAY
    put(store, fast, queued(an_alert_to("amara"), fast))

    assert void(store, now) == 1
    assert claim(store, now) is not None


@pytest.mark.parametrize(("ahead", "rests"), [(HOUR, True), (HOUR + APART + MICROSECOND, False)])
def test_a_rest_set_by_a_fast_clock_is_void(
    store: Store, now: datetime, ahead: timedelta, *, rests: bool
) -> None:
    put(store, now, queued(an_alert_to("amara"), now))
    with store.writing() as tx:
        tx.servers.back_off("mail", failures=1, until=now + ahead)

    assert (claim(store, now) is None) is rests


def test_a_server_that_failed_last_is_spared_though_its_rest_is_void(
    store: Store, now: datetime
) -> None:
    put(store, now, queued(an_alert_to("amara"), now))
    with store.writing() as tx:
        tx.servers.back_off("mail", failures=1, until=now + 40 * DAY)

    assert claim(store, now, spare=True) is None
    assert claimed(store, now).failures == 1


def test_a_name_met_under_a_fast_clock_misses_nothing_from_when_the_clock_is_right(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.subscriptions.register(["amara"], now + 40 * DAY)
        tx.subscriptions.register(["bo"], now - DAY)

        known = tx.subscriptions.register(["amara", "bo"], now)

    assert known == {"amara": now, "bo": now - DAY}

"""Servers with work are found and served however many there are, and whatever waits at others."""

from contextlib import closing
from datetime import datetime, timedelta

import pytest

from tests.adapters.database.counting import statements
from tests.adapters.database.values import an_alert_to, queued
from watcher.adapters.database import DueLane, QueuedAlert, Store
from watcher.adapters.database.engine import make_engine
from watcher.core.alerts import Priority
from watcher.core.settings import Secret

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LEASE = 5 * MINUTE


def to(lane: str, name: str, now: datetime, priority: Priority = Priority.REST) -> QueuedAlert:
    return QueuedAlert(
        alert=an_alert_to(name), targets=[(lane, name)], due_at=now, priority=priority
    )


def put(store: Store, now: datetime, *items: QueuedAlert) -> None:
    with store.writing() as tx:
        tx.alerts.put(items, now)


def lanes(store: Store, now: datetime, limit: int = 100, **how: bool) -> list[str]:
    with store.reading() as tx:
        return [lane.name for lane in tx.queue.due_lanes(now, LEASE, limit=limit, **how)]


def leased(store: Store, now: datetime, *names: str, limit: int = 100) -> list[str]:
    """Lease from these servers, and return who is told, in order."""
    with store.writing() as tx:
        due = [lane for name in names if (lane := tx.queue.due_in(name, now, LEASE))]
        found = tx.queue.lease(due, now, owner="one", lease=LEASE, limit=limit)
    return [person for message in found for person in message.people]


def test_a_server_is_found_once_by_its_most_urgent_message(store: Store, now: datetime) -> None:
    put(
        store,
        now,
        to("mail", "amara", now),
        to("mail", "bo", now, Priority.AT_CUTOFF),
        to("tg", "chen", now, Priority.NEAR),
        to("hook", "dora", now + MINUTE, Priority.INVITED),
    )

    with store.reading() as tx:
        found = tx.queue.due_lanes(now, LEASE, limit=100)

    assert found == [DueLane("mail", Priority.AT_CUTOFF), DueLane("tg", Priority.NEAR)]


def test_servers_whose_people_are_most_concerned_come_first(store: Store, now: datetime) -> None:
    put(store, now, to("a", "amara", now), to("b", "bo", now, Priority.INVITED))
    put(store, now, *(to(f"c{n}", f"chen{n}", now, Priority.NEAR) for n in range(5)))

    first, *others = lanes(store, now, limit=3)
    assert first == "b"
    assert len(others) == 2
    assert "a" not in others


def test_messages_of_a_server_are_leased_most_urgent_first_a_priority_at_a_time(
    store: Store, now: datetime
) -> None:
    for n, priority in enumerate([Priority.REST, Priority.NEAR, Priority.INVITED] * 2):
        put(store, now, to("mail", f"p{n}", now, priority))

    found = [leased(store, now, "mail", limit=10) for _ in range(4)]

    assert found == [["p2", "p5"], ["p1", "p4"], ["p0", "p3"], []]


def test_a_batch_has_as_many_of_each_server_as_is_asked(store: Store, now: datetime) -> None:
    put(store, now, *(to("mail", f"m{n}", now) for n in range(5)))
    put(store, now, *(to("tg", f"t{n}", now) for n in range(5)))

    assert sorted(leased(store, now, "mail", "tg", "nobody", limit=2)) == ["m0", "m1", "t0", "t1"]
    assert leased(store, now, "tg") == ["t2", "t3", "t4"]


def test_what_waits_for_the_morning_hides_nothing_that_is_due(store: Store, now: datetime) -> None:
    put(store, now, *(to("mail", f"q{n}", now + HOUR, Priority.INVITED) for n in range(20)))
    put(store, now, to("mail", "amara", now))

    assert leased(store, now, "mail", limit=3) == ["amara"]


def test_one_that_was_released_is_due_again_and_was_never_tried(
    store: Store, now: datetime
) -> None:
    put(store, now, to("mail", "amara", now))
    with store.writing() as tx:
        lane = tx.queue.due_lanes(now, LEASE, limit=1)
        [first] = tx.queue.lease(lane, now, owner="one", lease=LEASE, limit=1)
        tx.queue.release(first)
        [again] = tx.queue.lease(lane, now, owner="two", lease=LEASE, limit=1)

    assert (again.attempts, again.doubtful, again.due_at) == (1, False, now)


def test_a_night_of_quiet_hours_does_not_count_against_a_message(
    store: Store, now: datetime
) -> None:
    put(store, now, to("mail", "amara", now))
    with store.writing() as tx:
        lane = tx.queue.due_lanes(now, LEASE, limit=1)
        [first] = tx.queue.lease(lane, now, owner="one", lease=LEASE, limit=1)
        tx.queue.postpone(first, now + 8 * HOUR)
        [again] = tx.queue.lease(lane, now + 8 * HOUR, owner="one", lease=LEASE, limit=1)
        assert (again.attempts, again.due_at) == (1, now + 8 * HOUR)
        tx.queue.requeue(again, "503", now + 9 * HOUR)
        [retried] = tx.queue.lease(lane, now + 9 * HOUR, owner="one", lease=LEASE, limit=1)
        tx.queue.postpone(retried, now + 20 * HOUR)
        [last] = tx.queue.lease(lane, now + 20 * HOUR, owner="one", lease=LEASE, limit=1)

    assert (last.attempts, last.due_at) == (2, now + 8 * HOUR)


def test_many_that_were_sent_are_recorded_in_one_statement(store: Store, now: datetime) -> None:
    put(store, now, *(to("mail", f"m{n}", now) for n in range(3)))
    with store.writing() as tx:
        lane = tx.queue.due_lanes(now, LEASE, limit=1)
        found = tx.queue.lease(lane, now, owner="one", lease=LEASE, limit=3)
        with statements() as said:
            tx.queue.finish_sent([(m, f"250 {m.target}") for m in found], now + MINUTE)
        ended = tx.deliveries.search()

    assert len(said) == 1
    assert {(d.target, d.answer, d.state, d.ended_at) for d in ended} == {
        (f"m{n}", f"250 m{n}", "sent", now + MINUTE) for n in range(3)
    }


def test_a_server_that_is_well_again_tries_at_once_what_waits_a_moment_longer(
    store: Store, now: datetime
) -> None:
    put(store, now, to("mail", "amara", now), to("mail", "bo", now + MINUTE), to("tg", "c", now))
    with store.writing() as tx:
        due = tx.queue.due_lanes(now, LEASE, limit=9)
        for message in tx.queue.lease(due, now, owner="one", lease=LEASE, limit=9):
            tx.queue.requeue(message, "503", now + MINUTE)

        tx.queue.wake("mail", now, within=2 * MINUTE)

    assert leased(store, now, "mail", "tg") == ["amara"]


@pytest.fixture
def crowd(store: Store, now: datetime) -> Store:
    """Return a database in which much waits: at one server, and at many."""
    put(store, now, *(to("mail", f"m{n}", now) for n in range(400)))
    put(store, now, *(to(f"hook{n}", f"h{n}", now) for n in range(400)))
    return store


def test_a_look_for_servers_stops_when_it_has_found_enough(crowd: Store, now: datetime) -> None:
    assert len(lanes(crowd, now, limit=7)) == 7
    assert len(lanes(crowd, now, limit=1000)) == 401


def plans(database: Secret, now: datetime, explain: str) -> list[str]:
    """Return how the database answers a look for servers and a lease."""
    with closing(Store(database)) as store, statements() as said:
        lanes(store, now)
        leased(store, now, "mail")
    engine = make_engine(database.value)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
        found = []
        for statement, parameters in said:
            if "set_config" in statement:
                connection.exec_driver_sql(statement, parameters)
            elif "LIMIT" in statement:
                plan = connection.exec_driver_sql(f"{explain} {statement}", parameters)
                found += [" ".join(map(str, row)) for row in plan]
    engine.dispose()
    return found


def test_neither_a_look_nor_a_lease_reads_what_others_wait_for(
    sqlite_database: Secret, now: datetime
) -> None:
    with closing(Store(sqlite_database)) as store:
        put(store, now, *(to("mail", f"m{n}", now) for n in range(400)))

    steps = plans(sqlite_database, now, "EXPLAIN QUERY PLAN")

    searched = [s for s in steps if "ix_deliveries_open" in s]
    assert any("(priority=? AND lane>?)" in s for s in searched)
    assert any("(priority=? AND lane=? AND next_attempt_at<?)" in s for s in searched)
    assert not any("SCAN deliveries" in s or "TEMP B-TREE" in s for s in steps), steps


def test_postgresql_reads_no_more(postgresql_database: Secret, now: datetime) -> None:
    with closing(Store(postgresql_database)) as store:
        put(store, now, *(to("mail", f"m{n}", now) for n in range(2000)))
        put(store, now, *(to(f"hook{n % 50}", f"h{n}", now) for n in range(1000)))

    steps = plans(postgresql_database, now, "EXPLAIN")

    assert any("ix_deliveries_open" in s for s in steps)
    assert any("ix_deliveries_bundle" in s for s in steps), "\n".join(steps)
    assert not any("Seq Scan on deliveries" in s or "Sort" in s for s in steps), "\n".join(steps)


def test_nothing_grows_with_the_servers_that_are_busy(crowd: Store, now: datetime) -> None:
    with statements() as said:
        lanes(crowd, now, limit=300)
        leased(crowd, now, "mail", limit=50)

    assert len(said) <= 12  # five priorities, one lease, its alerts; and the transactions
    assert max(len(p) for s, p in said if "alerts.id IN" not in s) < 50


def test_two_messages_of_one_person_leave_as_one_whichever_is_more_urgent(
    store: Store, now: datetime
) -> None:
    put(
        store,
        now,
        queued(an_alert_to("home"), now, priority=Priority.REST),
        queued(an_alert_to("work"), now, priority=Priority.INVITED),
    )

    with store.writing() as tx:
        due = tx.queue.due_lanes(now, LEASE, limit=9)
        [message] = tx.queue.lease(due, now, owner="one", lease=LEASE, limit=9)

    assert message.people == ("home", "work")

"""Many claim at once, on either database: each message goes to one of them."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.adapters.database.counting import statements, updates
from tests.adapters.database.values import an_alert_to, lease_next, queued
from tests.servers.postgresql import PostgreSQL
from watcher.adapters.database import DueLane, LeasedDelivery, QueuedAlert, Store
from watcher.core.alerts import Priority
from watcher.core.settings import Secret

LEASE = timedelta(minutes=3)
WORKERS = 4


def claim(store: Store, now: datetime, owner: str = "one") -> LeasedDelivery | None:
    with store.writing() as tx:
        return lease_next(tx, now, owner=owner, lease=LEASE, busy=())


def bundles(count: int, size: int, now: datetime) -> list[QueuedAlert]:
    """Queue *count* messages, each with the alerts of *size* subscriptions."""
    return [
        queued(an_alert_to(f"{message}-{part}", number=str(message)), now)
        for message in range(1, count + 1)
        for part in range(size)
    ]


def all_claims(addresses: list[Secret], now: datetime) -> list[LeasedDelivery]:
    """Claim until nothing is due, from one thread and one store for each address."""
    start = threading.Barrier(len(addresses))

    def work(name: int) -> list[LeasedDelivery]:
        with closing(Store(addresses[name])) as store:
            start.wait()
            return list(iter(lambda: claim(store, now, f"worker {name}"), None))

    with ThreadPoolExecutor(len(addresses)) as pool:
        return [c for claims in pool.map(work, range(len(addresses))) for c in claims]


def test_workers_that_claim_at_once_never_get_the_same_message(
    store: Store, database: Secret, now: datetime
) -> None:
    with store.writing() as tx:
        tx.alerts.put(bundles(60, 1, now), now)

    claims = all_claims([database] * WORKERS, now)

    assert len(claims) == 60
    assert len({c.deliveries for c in claims}) == 60


def test_workers_that_claim_at_once_never_part_what_makes_one_message(
    store: Store, database: Secret, now: datetime
) -> None:
    with store.writing() as tx:
        tx.alerts.put(bundles(30, 6, now), now)

    claims = all_claims([database] * WORKERS, now)

    assert [len(c.alerts) for c in claims] == [6] * 30
    assert len({row for c in claims for row in c.deliveries}) == 180


def test_workers_that_lease_of_many_servers_at_once_neither_wait_in_a_circle_nor_part_a_message(
    store: Store, database: Secret, now: datetime
) -> None:
    servers = [f"server-{n}" for n in range(6)]
    with store.writing() as tx:
        for server in servers:
            to = [(server, f"person-{n}") for n in range(4)]
            tx.alerts.put(
                [queued(an_alert_to(f"{server} {part}"), now, to=to) for part in range(6)], now
            )
    start = threading.Barrier(8)

    def work(worker: int) -> list[LeasedDelivery]:
        wanted = [DueLane(name, Priority.REST) for name in servers]
        random.Random(worker).shuffle(wanted)  # noqa: S311 - any order
        found: list[LeasedDelivery] = []
        with closing(Store(database)) as mine:
            start.wait()
            for some in (wanted[:3], wanted, wanted[3:]) * 8:
                with mine.writing() as tx:
                    found += tx.queue.lease(some, now, owner=f"{worker}", lease=LEASE, limit=4)
        return found

    with ThreadPoolExecutor(8) as pool:
        claims = [claim for claims in pool.map(work, range(8)) for claim in claims]

    assert [len(c.deliveries) for c in claims] == [6] * 24
    assert len({row for c in claims for row in c.deliveries}) == 6 * 24


def test_a_server_of_which_another_process_leases_holds_up_nobody_who_has_others(
    postgresql_database: Secret, now: datetime
) -> None:
    lanes = [DueLane("mail", Priority.REST), DueLane("sms", Priority.REST)]
    with closing(Store(postgresql_database)) as one, closing(Store(postgresql_database)) as two:
        with one.writing() as tx:
            to = [("mail", "a"), ("mail", "b"), ("sms", "c")]
            tx.alerts.put([queued(an_alert_to("x"), now, to=to)], now)
        with one.writing() as theirs, two.writing() as ours:
            theirs.queue.lease(lanes[:1], now, owner="one", lease=LEASE, limit=1)
            found = ours.queue.lease(lanes, now, owner="two", lease=LEASE, limit=1)

    assert [c.channel for c in found] == ["sms"]


def test_a_part_that_is_being_superseded_is_not_waited_for(
    postgresql_database: Secret, now: datetime
) -> None:
    with closing(Store(postgresql_database)) as one, closing(Store(postgresql_database)) as two:
        with one.writing() as tx:
            tx.alerts.put(bundles(1, 6, now), now)
        with one.writing() as poll, two.writing() as ours:
            poll.alerts.supersede("1", ["1-5"], now)
            lanes = [DueLane("mail", Priority.REST)]
            found = ours.queue.lease(lanes, now, owner="two", lease=LEASE, limit=1)

    assert [c.people for c in found] == [("1-0", "1-1", "1-2", "1-3", "1-4")]


def test_a_lease_is_one_statement_that_skips_what_others_have_locked(
    store: Store, database: Secret, now: datetime
) -> None:
    with store.writing() as tx:
        tx.alerts.put(bundles(1, 1, now), now)
    with statements() as said:
        claim(store, now)

    (statement, _), *more = updates(said, "deliveries")

    on_postgresql = database.value.startswith("postgresql")
    assert more == []
    assert ("FOR UPDATE SKIP LOCKED" in statement) is on_postgresql


def test_a_queue_without_statistics_is_not_read_as_a_whole(
    postgresql_database: Secret, now: datetime
) -> None:
    read = sa.text(
        "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables"
        " WHERE relname = 'deliveries'"
    )
    with closing(Store(postgresql_database)) as store:
        with store.writing() as tx:
            tx.alerts.put(bundles(2000, 1, now), now)
        with store.writing() as tx:
            (lane,) = tx.queue.due_lanes(now, LEASE, limit=9)
            assert tx.queue.due_in("mail", now, LEASE) == lane
            found = tx.queue.lease([lane], now, owner="one", lease=LEASE, limit=4)
            rows = tx.queue._db.scalar(read)  # noqa: SLF001 - it counts of its transaction alone

    assert len(found) == 4
    assert 4 <= rows < 100


PLANS = [
    "",
    "-c enable_hashagg=off -c enable_sort=off -c enable_hashjoin=off",
    "-c enable_nestloop=off",
    "-c enable_indexscan=off -c enable_bitmapscan=off",
    "-c plan_cache_mode=force_generic_plan",
]


@pytest.mark.parametrize("plan", PLANS)
def test_a_claim_is_one_message_whichever_way_the_server_takes(
    postgresql: PostgreSQL, postgresql_database: Secret, now: datetime, plan: str
) -> None:
    with closing(Store(postgresql_database)) as store, store.writing() as tx:
        tx.alerts.put(bundles(20, 2, now), now)

    claims = all_claims([postgresql.at("watcher", plan)], now)

    assert [len(c.alerts) for c in claims] == [2] * 20

"""Many claim at once, on either database: each message goes to one of them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from tests.adapters.database.counting import statements, updates
from tests.adapters.database.values import an_alert_to, lease_next, queued
from tests.servers.postgresql import PostgreSQL
from watcher.adapters.database import LeasedDelivery, QueuedAlert, Store
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

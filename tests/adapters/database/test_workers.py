"""Who shares a database, and which of them polls a source."""

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from watcher.adapters.database import Store
from watcher.core.settings import Secret
from watcher.core.workers import Worker

LEASE = timedelta(seconds=40)


@pytest.fixture
def alpha(now: datetime) -> Worker:
    return Worker(
        name="alpha run 1",
        token="first",
        host="alpha",
        kind="run",
        process=4711,
        version="1.0",
        configuration="f00d",
        started_at=now,
        seen_at=now,
    )


@pytest.fixture
def beta(alpha: Worker) -> Worker:
    return replace(alpha, name="beta run 1", token="second", host="beta")


def lease(store: Store, worker: Worker, *sources: str) -> set[str]:
    with store.writing() as tx:
        return tx.workers.lease(sources, worker, worker.seen_at + LEASE)


def seen(worker: Worker, after: timedelta) -> Worker:
    return replace(worker, seen_at=worker.seen_at + after)


def test_a_worker_that_beats_is_seen_with_what_may_have_changed(
    store: Store, alpha: Worker
) -> None:
    later = replace(
        seen(alpha, timedelta(seconds=10)), configuration="beef", clock_ahead=12.5, process=1
    )
    with store.writing() as tx:
        tx.workers.put(alpha)
        assert tx.workers.beat(later)
        assert tx.workers.all() == [replace(later, process=4711)]


def test_one_whose_name_another_has_learns_it(store: Store, alpha: Worker) -> None:
    with store.writing() as tx:
        tx.workers.put(alpha)
        tx.workers.put(replace(alpha, token="another"))

        assert not tx.workers.beat(alpha)
        assert tx.workers.named("alpha run 1") == replace(alpha, token="another")


def test_one_that_leaves_gives_back_its_sources_and_no_others(
    store: Store, alpha: Worker, beta: Worker
) -> None:
    lease(store, alpha, "ircc")
    lease(store, beta, "news")
    with store.writing() as tx:
        tx.workers.put(alpha)
        tx.workers.put(beta)
        tx.workers.leave(alpha)

        assert tx.workers.all() == [beta]
        assert tx.workers.polled_by(alpha.seen_at) == {"news": "beta run 1"}


def test_a_dead_one_is_forgotten_in_the_end(store: Store, alpha: Worker, now: datetime) -> None:
    with store.writing() as tx:
        tx.workers.put(alpha)
        tx.workers.forget(now)
        assert tx.workers.all() == [alpha]

        tx.workers.forget(now + timedelta(seconds=1))
        assert tx.workers.all() == []


def test_a_source_is_polled_by_the_first_that_asks_until_its_lease_runs_out(
    store: Store, alpha: Worker, beta: Worker
) -> None:
    assert lease(store, alpha, "ircc", "news") == {"ircc", "news"}
    assert lease(store, seen(beta, LEASE - timedelta(seconds=1)), "ircc", "press") == {"press"}
    assert lease(store, seen(beta, LEASE), "ircc", "press") == {"ircc", "press"}
    assert lease(store, seen(alpha, LEASE), "ircc", "news") == {"news"}


def test_whoever_renews_in_time_goes_on(store: Store, alpha: Worker, beta: Worker) -> None:
    lease(store, alpha, "ircc")
    lease(store, seen(alpha, LEASE / 2), "ircc")

    assert lease(store, seen(beta, LEASE), "ircc") == set()


def test_a_worker_that_starts_again_has_its_sources_at_once_and_its_past_self_no_more(
    store: Store, alpha: Worker
) -> None:
    lease(store, alpha, "ircc")
    reborn = replace(alpha, token="reborn")

    assert lease(store, reborn, "ircc") == {"ircc"}
    with store.writing() as tx:
        assert tx.workers.holds("ircc", reborn)
        assert not tx.workers.holds("ircc", alpha)


def test_a_source_that_is_given_back_is_free(store: Store, alpha: Worker, beta: Worker) -> None:
    lease(store, alpha, "ircc", "news")
    with store.writing() as tx:
        tx.workers.release(["ircc"], beta)  # not its own
        tx.workers.release(["ircc"], alpha)

    assert lease(store, beta, "ircc", "news") == {"ircc"}


def test_nobody_takes_a_source_over_before_the_poll_of_its_holder_is_kept(
    postgresql_database: Secret, alpha: Worker, beta: Worker
) -> None:
    with closing(Store(postgresql_database)) as one, closing(Store(postgresql_database)) as two:
        lease(one, alpha, "ircc")

        with one.writing() as polled, two.writing() as other:
            assert polled.workers.holds("ircc", alpha)
            other.workers._db.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")  # noqa: SLF001 - or it would wait
            with pytest.raises(OperationalError, match="lock timeout"):
                other.workers.lease(["ircc"], seen(beta, LEASE), beta.seen_at + 2 * LEASE)

        assert lease(two, seen(beta, LEASE), "ircc") == {"ircc"}


def test_whoever_wants_nothing_gets_nothing(store: Store, alpha: Worker) -> None:
    assert lease(store, alpha) == set()

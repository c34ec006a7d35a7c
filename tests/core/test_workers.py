"""Which workers live, and which one speaks for all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from watcher.core.workers import Worker, leader

NOON = datetime(2025, 12, 11, 12, tzinfo=UTC)
ALPHA = Worker(
    name="alpha run 1",
    token="a",
    host="alpha",
    kind="run",
    process=1,
    version="1.0",
    configuration="f00d",
    started_at=NOON,
    seen_at=NOON,
)


def later(worker: Worker, name: str, minutes: int) -> Worker:
    started = worker.started_at + timedelta(minutes=minutes)
    return replace(worker, name=name, started_at=started)


def test_a_worker_that_was_not_seen_for_a_minute_is_dead() -> None:
    assert ALPHA.lives(NOON + timedelta(seconds=60))
    assert not ALPHA.lives(NOON + timedelta(seconds=61))


def test_the_one_that_runs_longest_leads() -> None:
    assert leader([later(ALPHA, "beta run 1", 1), ALPHA], NOON) == "alpha run 1"


def test_neither_the_dead_lead_nor_those_that_only_deliver() -> None:
    deliverer = replace(ALPHA, kind="deliver")
    dead = replace(ALPHA, seen_at=NOON - timedelta(minutes=2))

    assert leader([dead, deliverer, later(ALPHA, "beta run 1", 1)], NOON) == "beta run 1"
    assert leader([dead, deliverer], NOON) is None

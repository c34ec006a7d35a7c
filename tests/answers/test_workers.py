"""The processes on a database, as status, metrics and programs see them."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cli.installation import Installation, cells, said
from watcher.answers.snapshot import Snapshot
from watcher.answers.workers import WorkerStatus, worker_statuses, workers_remarks, workers_wrong
from watcher.core.workers import BOT_LEASE, Worker

MINUTE = timedelta(minutes=1)


@pytest.fixture
def alpha(installation: Installation) -> Worker:
    now = installation.scene.now
    return Worker(
        name="alpha run 1",
        token="a",
        host="alpha",
        kind="run",
        process=4711,
        version="1.0",
        configuration="f00d",
        started_at=now - timedelta(hours=3),
        seen_at=now,
    )


@pytest.fixture
def beta(alpha: Worker) -> Worker:
    later = alpha.started_at + MINUTE
    return replace(alpha, name="beta deliver 1", host="beta", kind="deliver", started_at=later)


def seen(installation: Installation, *workers: Worker) -> tuple[WorkerStatus, ...]:
    """Put workers on record, the first of which polls, and look at them."""
    scene = installation.scene
    with scene.store.writing() as tx:
        for worker in workers:
            tx.workers.put(worker)
        tx.workers.lease(["ircc", BOT_LEASE], workers[0], scene.now + MINUTE)
    with scene.store.reading() as tx:
        return worker_statuses(
            Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
        )


def test_each_is_listed_with_what_it_polls(
    installation: Installation, alpha: Worker, beta: Worker
) -> None:
    one, two = seen(installation, alpha, beta)

    assert (one.name, one.kind, one.host, one.polls) == (
        "alpha run 1",
        "run",
        "alpha",
        ("ircc", "the bot"),
    )
    assert (two.name, two.kind, two.polls, two.lives) == ("beta deliver 1", "deliver", (), True)
    assert (one.since, one.last_seen) == (alpha.started_at, alpha.seen_at)


def test_one_that_was_not_seen_for_a_minute_is_dead_and_noted(
    installation: Installation, alpha: Worker, beta: Worker
) -> None:
    found = seen(installation, alpha, replace(beta, seen_at=beta.seen_at - 3 * MINUTE))

    assert [worker.lives for worker in found] == [True, False]
    assert list(workers_wrong(found)) == []
    [noted] = workers_remarks(found, installation.scene.now)
    assert noted == (
        "beta deliver 1 (process 4711) has not been seen for 3 minutes, and did not end well: "
        "the others do its work; start it again, or it is forgotten in a day"
    )


def test_different_configurations_are_wrong_but_not_those_of_the_dead(
    installation: Installation, alpha: Worker, beta: Worker
) -> None:
    other = replace(beta, configuration="beef")
    [told] = workers_wrong(seen(installation, alpha, other))
    assert told == (
        "the watchers on this database run with different configurations (alpha run 1 with f00d, "
        "beta deliver 1 with beef): bring their files into line and reload them (`watcher "
        "config` shows what a file says)"
    )

    dead = replace(other, seen_at=beta.seen_at - 3 * MINUTE)
    assert list(workers_wrong(seen(installation, alpha, dead))) == []


def test_clocks_and_versions_that_differ_are_noted(
    installation: Installation, alpha: Worker, beta: Worker
) -> None:
    found = seen(installation, alpha, replace(beta, clock_ahead=-420.0, version="2.0"))

    clock, versions = workers_remarks(found, installation.scene.now)
    assert clock == (
        "the clock of beta is 7 minutes behind the database's, by which everything here goes: "
        "set it right (`timedatectl status`)"
    )
    assert versions == "the watchers on this database are of versions 1.0 and 2.0"


def test_status_has_a_table_of_them(
    installation: Installation, alpha: Worker, beta: Worker
) -> None:
    seen(installation, alpha, replace(beta, seen_at=beta.seen_at - 3 * MINUTE))

    lines = said(installation.run_now("status"))
    table = [cells(line) for line in lines if "alpha run 1" in line or "beta deliver 1  " in line]
    [one, two] = json.loads(installation.run_now("status", "--json").stdout)["workers"]

    assert table == [
        ["alpha run 1", "run", "4711", "3 hours ago", "now", "ircc, the bot"],
        ["beta deliver 1", "deliver", "4711", "2 hours ago", "dead", "-"],
    ]
    assert (one["name"], one["polls"], one["lives"]) == ("alpha run 1", ["ircc", "the bot"], True)
    assert (two["kind"], two["lives"]) == ("deliver", False)

"""Processes that share a PostgreSQL server, started for real."""

import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.pages import a_page, a_row
from tests.running import Running
from tests.servers.http import HttpServer, Line, Request, answer
from watcher.adapters.database import DeliveryState, Store
from watcher.core.settings import Secret
from watcher.service.clock import system_clock

PAGE, HOOK = "/rounds.json", "/hook"
CONFIGURATION = """
[watcher]
database = "{database}"
[web]
enabled = false
[[source]]
name = "ircc"
url = "{page}"
[channels]
hook = "{hook}"
[[subscription]]
name = "amara"
categories = ["cec"]
score = 500
channels = ["hook"]
"""
ON_ALPHA = "import socket; socket.gethostname = lambda: 'alpha'"
# It looks at the queue when it starts, and no more: what the poller queues is the poller's.
IDLE = f"{ON_ALPHA}; import watcher.service.turns as t; t.DELIVER_EVERY *= 1000"


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer() as server:
        publish(server, "437")
        yield server


@pytest.fixture
def config(tmp_path: Path, server: HttpServer, postgresql_database: Secret) -> Path:
    file = tmp_path / "config.toml"
    hook = server.url(HOOK, scheme="json")
    database = postgresql_database.value
    file.write_text(CONFIGURATION.format(database=database, page=server.url(PAGE), hook=hook))
    return file


def publish(server: HttpServer, *numbers: str) -> None:
    yesterday = (system_clock() - timedelta(days=1)).date().isoformat()
    server.at(PAGE, answer(a_page(*(a_row(number, yesterday) for number in numbers))))


def test_one_polls_and_what_was_cut_off_by_a_death_is_its_own_again_at_the_next_start(
    config: Path, server: HttpServer, postgresql_database: Secret
) -> None:
    in_flight: list[Request] = []

    def says_nothing(request: Request, line: Line) -> None:
        in_flight.append(request)
        line.wait_for_the_client_to_leave()

    server.at(HOOK, says_nothing)
    with Running(config, before=ON_ALPHA) as poller:
        poller.wait_for("polled", outcome="baseline")
        with Running(config, before=IDLE, verb="deliver") as deliverer:
            assert deliverer.wait_for("started")["worker"] == "alpha deliver 1"
            publish(server, "438", "437")
            poller.wait_for("polled", outcome="read")
            while not in_flight:
                poller.wait_for("polled", times=len(poller.logged("polled")) + 1)
            poller.signal(signal.SIGKILL)
            poller.exit_status()
            server.at(HOOK, answer(b"taken"))
            with Running(config, before=ON_ALPHA) as reborn:
                assert reborn.wait_for("started")["worker"] == "alpha run 1"
                assert reborn.logged("leases_taken_back")[0]["deliveries"] == 1
                # Its lease is its own again too, at once.
                reborn.wait_for("polled")
                with closing(Store(postgresql_database)) as store:
                    while not (sent := ended(store)):
                        reborn.wait_for("polled", times=len(reborn.logged("polled")) + 1)
                reborn.signal(signal.SIGTERM)
                assert reborn.exit_status() == 0
            assert deliverer.logged("polled") == []
            deliverer.signal(signal.SIGTERM)
            assert deliverer.exit_status() == 0
    assert sent == [("438", True)]


def ended(store: Store) -> list[tuple[str | None, bool]]:
    """Return what was sent, and whether it may have been before."""
    with store.reading() as tx:
        found = tx.deliveries.search(states=[DeliveryState.SENT])
    return [(delivery.number, delivery.doubtful) for delivery in found]

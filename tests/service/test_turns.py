"""The turns of a running service, over a real page and database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from threading import Event

import pytest

from tests.pages import a_page, a_row
from tests.running import PATIENCE
from tests.servers.http import HttpServer, answer
from watcher.adapters.systemd import Systemd
from watcher.bot.supervisor import BotSupervisor
from watcher.core.errors import StoreError
from watcher.core.settings import Secret, Settings, Source, Web
from watcher.service.app import Watcher
from watcher.service.clock import system_clock
from watcher.service.database_health import DatabaseHealth
from watcher.service.membership import Membership
from watcher.service.scheduler import Watchdog
from watcher.service.turns import Turns
from watcher.web.server import WebSupervisor

PAGE = "/rounds.json"


@dataclass(slots=True)
class Stage:
    """Turns over one source, and what came of them."""

    watcher: Watcher
    server: HttpServer
    database: DatabaseHealth
    turns: Turns
    reopened: list[bool] = field(default_factory=list)

    def asked(self) -> int:
        return len(self.server.requests)


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / 0.01)):
        if condition():
            return
        Event().wait(0.01)
    raise AssertionError("waited in vain")


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    reopened: list[bool] = []
    with HttpServer() as server:
        server.at(PAGE, answer(a_page(a_row("437", "2025-12-10"))))
        settings = Settings(
            file=PurePath("config.toml"),
            database=Secret(f"sqlite:///{tmp_path / 'watcher.db'}"),
            sources=(Source(name="ircc", kind="ircc-json", url=server.url(PAGE)),),
            web=Web(enabled=False),
        )
        with Watcher(settings) as watcher:
            database = DatabaseHealth(system_clock, Systemd({}))
            turns = Turns(
                watcher,
                WebSupervisor(watcher.store, lambda: settings, watcher.clock),
                database,
                Watchdog(Systemd({}), None),
                Membership(watcher, "run"),
                bot=BotSupervisor(
                    watcher.store, lambda: settings, watcher.clock, note=lambda _: None
                ),
                reopen=lambda: reopened.append(True),
            )
            turns.start()
            yield Stage(watcher, server, database, turns, reopened)
            turns.pause()
            # APScheduler's thread fails where it is stopped in the middle of a look at its jobs.
            Event().wait(0.05)
            turns.stop(1)
            database.close()


def test_every_source_is_polled_at_the_start_and_again_when_the_clock_was_set(stage: Stage) -> None:
    wait_until(lambda: stage.asked() == 1)

    stage.turns.replan()

    wait_until(lambda: stage.asked() == 2)


def test_only_a_file_that_was_changed_while_in_use_is_opened_anew(stage: Stage) -> None:
    stage.turns.database_failed(StoreError("locked", "locked"))
    assert stage.reopened == []

    stage.turns.database_failed(StoreError("moved", "moved"))
    assert stage.reopened == [True]


def test_what_the_database_fails_is_noted_and_the_service_goes_on(stage: Stage) -> None:
    def fails() -> None:
        raise StoreError("the disk is full", "full")

    with stage.turns.noting_failures():
        fails()

    assert stage.database.trouble is not None
    assert stage.database.trouble.fault == "full"

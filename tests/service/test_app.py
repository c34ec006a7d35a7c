"""A watcher that goes on with other settings, and whose switch or forecasts fail."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

import pytest

from tests.pages import a_page, rows
from tests.servers.http import HttpServer, answer
from watcher.adapters.database import DeliveryState
from watcher.core.errors import StoreError
from watcher.core.incidents import ClockStepped
from watcher.core.settings import Channel, Operator, Secret, Settings, Source
from watcher.pipeline.forecasts import ForecastKeeper
from watcher.service.app import Watcher
from watcher.service.once import poll_once

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
PATH, PING = "/rounds.json", "/ping"


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer() as server:
        server.at(PATH, answer(a_page(*rows(3))))
        yield server


@pytest.fixture
def settings(server: HttpServer, sqlite_database: Secret) -> Settings:
    return Settings(
        file=PurePath("config.toml"),
        database=sqlite_database,
        sources=(Source(name="ircc", kind="ircc-json", url=server.url(PATH)),),
        operator=Operator(ping=Secret(server.url(PING))),
    )


def test_another_database_needs_a_restart(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    other = replace(settings, database=Secret("sqlite:///elsewhere.db"), language="fr")
    with (
        caplog.at_level(logging.WARNING, "watcher.service.app"),
        Watcher(settings, clock=lambda: NOW) as watcher,
    ):
        before = watcher.store.address
        watcher.adopt(other)

        assert (watcher.store.address, watcher.settings.language) == (before, "fr")
    assert "database_kept" in caplog.text


def test_a_dead_mans_switch_that_fails_is_only_logged(
    settings: Settings, server: HttpServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.at(PING, answer(b"", status=500))
    with (
        caplog.at_level(logging.WARNING, "watcher.service.app"),
        Watcher(settings, clock=lambda: NOW, spacing=timedelta()) as watcher,
    ):
        watcher.ping()

    assert [request.path for request in server.requests] == [PING]
    assert "ping_failed" in caplog.text


def test_forecasts_that_cannot_be_kept_cost_nothing_else(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _fail(*_: object, **__: object) -> int:
        raise StoreError("the disk is full")

    monkeypatch.setattr(ForecastKeeper, "keep", _fail)
    with caplog.at_level(logging.WARNING, "watcher.service.app"):
        once = poll_once(settings, as_of=NOW)

    assert not once.failed
    assert "forecasts_not_kept" in caplog.text


@pytest.mark.parametrize(
    ("differ", "state"), [(True, DeliveryState.QUEUED), (False, DeliveryState.REFUSED)]
)
def test_a_channel_that_only_another_process_knows_puts_its_messages_off(
    settings: Settings, *, differ: bool, state: DeliveryState
) -> None:
    hook = Channel(name="hook", url=Secret("json://127.0.0.1:1/hook"))
    knows = replace(settings, channels={"hook": hook}, operator=Operator(channels=("hook",)))
    with Watcher(knows, clock=lambda: NOW) as watcher:
        watcher.notify_operator(ClockStepped(by=timedelta(hours=1)))
        watcher.adopt(settings)
        watcher.channels.others_differ = lambda: differ

        [ended] = watcher.deliver()

    assert ended.state is state

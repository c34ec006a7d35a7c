"""Trouble with the database is told without it: once, and said to be over once."""

import json
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import ParamSpec, TypeVar

import pytest

from tests.servers.http import HttpServer, answer
from watcher.core.errors import StoreError, StoreFault
from watcher.core.incidents import DatabaseWell
from watcher.core.settings import Channel, Operator, Secret, Settings
from watcher.service.database_health import OVER_AFTER, RECURS_WITHIN, TELL_AFTER, Outage

Called = ParamSpec("Called")
Returned = TypeVar("Returned")
BEGAN = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)


class AtOnce(Executor):
    """Runs what it is given before it returns."""

    def submit(
        self, work: Callable[Called, Returned], /, *args: Called.args, **named: Called.kwargs
    ) -> Future[Returned]:
        done: Future[Returned] = Future()
        done.set_result(work(*args, **named))
        return done


class Stage:
    """An operator with two channels, and an outage whose clock we turn."""

    def __init__(self, server: HttpServer) -> None:
        self.server = server
        self.seconds = 0.0
        self.recorded: list[DatabaseWell] = []
        self.outage = Outage(
            lambda: BEGAN + timedelta(seconds=self.seconds), lambda: self.seconds, AtOnce()
        )
        self.outage.settings = Settings(
            file=PurePath("config.toml"),
            database=Secret("sqlite:///watcher.db"),
            sources=(),
            channels={
                name: Channel(name=name, url=Secret(server.url(f"/{name}", scheme="json")))
                for name in ("ops", "boss")
            },
            operator=Operator(channels=("ops", "boss")),
            subscriptions=(),
        )

    def fails(self, fault: StoreFault = "full", *, after: float = 0.0) -> None:
        self.seconds += after
        self.outage.failed(StoreError(f"the database failed: {fault}", fault))

    def works(self, *, after: float = 0.0) -> None:
        self.seconds += after
        self.outage.works(self.recorded.append)

    def told(self) -> list[str]:
        """Wait until all is said that is being said; return what the server was told."""
        self.outage.close()
        return [
            f"{request.path} {json.loads(request.body)['title']}"
            for request in self.server.requests
        ]


@pytest.fixture
def stage() -> Iterator[Stage]:
    with HttpServer() as server:
        for path in ("/ops", "/boss"):
            server.at(path, answer(b"taken"))
        yield Stage(server)


def test_a_full_disk_is_told_at_once_on_every_channel_of_the_operator_and_only_once(
    stage: Stage,
) -> None:
    stage.fails()
    stage.fails(after=5)
    stage.fails(after=4000)

    assert stage.told() == [
        "/boss [watcher] The database: the disk is full",
        "/ops [watcher] The database: the disk is full",
    ]


def test_a_lock_is_told_only_when_it_lasts(stage: Stage) -> None:
    stage.fails("locked")
    stage.fails("locked", after=TELL_AFTER - 1)
    stage.works(after=OVER_AFTER)

    assert stage.told() == []
    assert stage.outage.trouble is None
    assert stage.recorded == []


def test_a_lock_that_lasts_is_told(stage: Stage) -> None:
    stage.fails("locked")
    stage.fails("locked", after=TELL_AFTER)

    assert len(stage.told()) == 2


def test_the_all_clear_comes_when_nothing_has_failed_for_a_while(stage: Stage) -> None:
    stage.fails()
    stage.told()
    stage.works(after=OVER_AFTER - 1)
    assert stage.recorded == []
    assert stage.outage.trouble is not None

    stage.works(after=1)
    stage.works(after=OVER_AFTER)

    assert stage.recorded == [
        DatabaseWell(since=BEGAN, until=BEGAN + timedelta(seconds=OVER_AFTER))
    ]
    assert stage.outage.trouble is None


def test_an_all_clear_that_cannot_be_recorded_is_none(stage: Stage) -> None:
    def refuse(_: DatabaseWell) -> None:
        raise StoreError("full again", "full")

    stage.fails()
    stage.told()
    stage.seconds += OVER_AFTER
    with pytest.raises(StoreError):
        stage.outage.works(refuse)

    assert stage.outage.trouble is not None


def test_trouble_that_is_back_at_once_is_not_told_again_until_it_lasts(stage: Stage) -> None:
    stage.fails("locked")
    stage.works(after=OVER_AFTER)

    stage.fails(after=RECURS_WITHIN - 1)
    stage.works(after=OVER_AFTER)

    assert stage.told() == []


def test_a_channel_that_does_not_take_it_is_tried_again_the_other_is_not(stage: Stage) -> None:
    stage.server.at("/boss", answer(status=503), answer(b"taken"))
    stage.fails()
    stage.fails(after=59)
    stage.fails(after=1)

    assert [line.partition(" ")[0] for line in stage.told()] == ["/boss", "/ops", "/boss"]


def test_a_lasting_failure_is_logged_at_growing_intervals(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "watcher.service.database_health"):
        for _ in range(700):  # an hour of looks and polls
            stage.fails(after=5)
        stage.told()

    assert len(caplog.records) == 6

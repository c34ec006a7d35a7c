"""Fixtures: a watcher that has polled, and a terminal."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.installation import HISTORY, NOW, Installation
from tests.pages import a_page
from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_subscription
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.settings import Secret


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def server() -> Iterator[HttpServer]:
    """Serve a feed."""
    with HttpServer() as running:
        yield running


@pytest.fixture
def installation(
    sqlite_database: Secret, fetcher: Fetcher, tmp_path: Path
) -> Iterator[Installation]:
    """Amara (CEC, 520) and Bo (everything, 500) before a baseline of four rounds."""
    people = [
        a_subscription(
            name="amara",
            categories=frozenset({"cec"}),
            score=520,
            channels=("amara",),
            submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
        ),
        a_subscription(
            name="bo",
            categories=frozenset({"all"}),
            score=500,
            channels=("bo",),
            submitted=None,
            near=25,
        ),
    ]
    store = Store(sqlite_database)
    with HttpServer() as server:
        scene = Scene(store, server, fetcher, NOW, people)
        scene.enroll(*people)
        scene.publish(a_page(*HISTORY))
        scene.poll()
        scene.deliver()
        yield Installation(scene, tmp_path)
    store.close()

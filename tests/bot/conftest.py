"""Fixtures: a chat with the bot of a watcher that has polled."""

from collections.abc import Iterator

import pytest

from tests.bot.talking import Talk, with_bot
from tests.cli.installation import HISTORY, NOW
from tests.pages import a_page
from tests.scene import Scene
from tests.servers.http import HttpServer
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.settings import Secret


@pytest.fixture(scope="module")
def page_fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def scene(sqlite_database: Secret, page_fetcher: Fetcher) -> Iterator[Scene]:
    """Poll a baseline of four rounds, with the bot switched on and nobody subscribed."""
    store = Store(sqlite_database)
    with HttpServer() as server:
        scene = with_bot(Scene(store, server, page_fetcher, NOW))
        scene.publish(a_page(*HISTORY))
        scene.poll()
        yield scene
    store.close()


@pytest.fixture
def talk(scene: Scene) -> Talk:
    return Talk(scene)

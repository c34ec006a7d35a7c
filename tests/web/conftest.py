"""A watcher that has polled, and somebody who looks at its pages."""

from collections.abc import Iterator

import pytest

from tests.cli.desk import HISTORY, NOW
from tests.parse.pages import a_page
from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_subscription
from tests.web.looking import Visitor
from tests.web.stage import Stage
from watcher.fetch import Fetcher
from watcher.settings import Secret
from watcher.store import Store


@pytest.fixture(scope="module")
def page_fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def unpolled(sqlite_database: Secret, page_fetcher: Fetcher) -> Iterator[Scene]:
    """Amara (CEC, 521) and Bo (everything, 500), and nothing polled yet."""
    people = [
        a_subscription(
            name="amara",
            categories=frozenset({"cec"}),
            score=521,
            channels=("amara-tg",),
        ),
        a_subscription(
            name="bo", categories=frozenset({"all"}), score=500, channels=("bo-mail",)
        ),
    ]
    store = Store(sqlite_database)
    with HttpServer() as server:
        scene = Scene(store, server, page_fetcher, NOW, people)
        scene.enroll(*people)
        yield scene
    store.close()


@pytest.fixture
def scene(unpolled: Scene) -> Scene:
    """Poll a baseline of four rounds."""
    unpolled.publish(a_page(*HISTORY))
    unpolled.poll()
    unpolled.deliver()
    return unpolled


@pytest.fixture
def visitor(scene: Scene) -> Visitor:
    return Visitor(scene)


@pytest.fixture
def stage(scene: Scene) -> Iterator[Stage]:
    """Serve the scene on loopback."""
    with Stage(scene) as stage:
        yield stage

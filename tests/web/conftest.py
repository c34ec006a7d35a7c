"""Fixtures: a watcher that has polled, and a visitor of its pages."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.installation import HISTORY, NOW
from tests.pages import a_page
from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_subscription
from tests.web.looking import Visitor
from tests.web.stage import Stage
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.settings import Secret
from watcher.demo.published import feed_bytes, published_rounds
from watcher.insight.score_card import forecasts_to_keep


@pytest.fixture(scope="module")
def page_fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def unpolled(sqlite_database: Secret, page_fetcher: Fetcher) -> Iterator[Scene]:
    """Amara (CEC, 521) and Bo (everything, 500), and nothing polled yet."""
    with _a_scene(sqlite_database, page_fetcher) as scene:
        yield scene


@contextmanager
def _a_scene(database: Secret, fetcher: Fetcher) -> Iterator[Scene]:
    people = [
        a_subscription(
            name="amara", categories=frozenset({"cec"}), score=521, channels=("amara-tg",)
        ),
        a_subscription(name="bo", categories=frozenset({"all"}), score=500, channels=("bo-mail",)),
    ]
    store = Store(database)
    with HttpServer() as server:
        scene = Scene(store, server, fetcher, NOW, people)
        scene.enroll(*people)
        yield scene
    store.close()


@pytest.fixture
def scene(unpolled: Scene) -> Scene:
    """Poll a baseline of four rounds."""
    return _polled(unpolled)


def _polled(scene: Scene) -> Scene:
    scene.publish(a_page(*HISTORY))
    scene.poll()
    scene.deliver()
    return scene


@pytest.fixture
def visitor(scene: Scene) -> Visitor:
    return Visitor(scene)


@pytest.fixture
def stage(scene: Scene) -> Iterator[Stage]:
    """Serve the scene on loopback."""
    with Stage(scene) as stage:
        yield stage


@pytest.fixture(scope="module")
def standing(
    _template: Path, page_fetcher: Fetcher, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Serve one for all tests of a module that leave it as it is."""
    file = shutil.copy(_template, tmp_path_factory.mktemp("standing") / "watcher.db")
    database = Secret(f"sqlite:///{file}")
    with _a_scene(database, page_fetcher) as scene, Stage(_polled(scene)) as stage:
        yield stage


@pytest.fixture(scope="session")
def years(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Serve the published rounds of two years, to August 2026."""
    file = shutil.copy(_template, tmp_path_factory.mktemp("years") / "watcher.db")
    rounds = [r for r in published_rounds() if date(2024, 6, 1) < r.day < date(2026, 8, 20)]
    database = Secret(f"sqlite:///{file}")
    with (
        Fetcher(contact="ops@example.org", version="0") as fetcher,
        _a_scene(database, fetcher) as scene,
    ):
        scene.now = datetime(2026, 8, 20, 15, 30, tzinfo=UTC)
        scene.publish(feed_bytes(rounds))
        scene.poll()
        _forecast_weekly(scene)
        with Stage(scene) as stage:
            yield stage


def _forecast_weekly(scene: Scene) -> None:
    """Keep forecasts of half a year: the first half reckoned, the others as if made in time."""
    days = [scene.now.date() - timedelta(days=n) for n in range(180, 0, -6)]
    with scene.store.writing() as tx:
        rounds = tx.rounds.all(pools=False)
        for day in days:
            made_at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
            reckoned = day < days[len(days) // 2]
            tx.forecasts.keep(forecasts_to_keep(rounds, day, made_at=made_at, reckoned=reckoned))

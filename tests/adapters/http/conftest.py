import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.servers.http import HttpServer
from watcher.adapters.http import Fetcher


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer() as server:
        yield server


@pytest.fixture(scope="session")
def _fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0.1", spacing=timedelta()) as fetcher:
        yield fetcher


@pytest.fixture(scope="session")
def _hasty() -> Iterator[Fetcher]:
    with Fetcher(
        contact="",
        version="0.1",
        total=timedelta(seconds=0.4),
        connect=timedelta(seconds=20),
        read=timedelta(seconds=20),
    ) as fetcher:
        yield fetcher


@pytest.fixture
def fetcher(_fetcher: Fetcher) -> Iterator[Fetcher]:
    """Fetch as the service does, but without rests, leaving no thread behind."""
    yield _fetcher
    assert "fetch-deadline" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def hasty(_hasty: Fetcher) -> Iterator[Fetcher]:
    """Fetch with no short limit but the one for the whole, leaving no thread behind."""
    yield _hasty
    assert "fetch-deadline" not in {thread.name for thread in threading.enumerate()}

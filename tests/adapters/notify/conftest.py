from collections.abc import Iterator

import pytest

from tests.servers.http import HttpServer
from tests.servers.telegram import TelegramServer


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def http() -> Iterator[HttpServer]:
    with HttpServer() as server:
        yield server

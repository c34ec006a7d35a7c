"""The server on its socket."""

import asyncio
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

from tests.scene import Scene
from watcher.core.settings import Settings, Web
from watcher.web.app import WebApp
from watcher.web.metrics import Metrics
from watcher.web.server import DeadlineProtocol, ListenError, WebServer


def settings(scene: Scene, **web: object) -> Settings:
    values = {"port": 0, **web}
    return Settings(
        file=scene.settings.file,
        database=scene.settings.database,
        sources=scene.settings.sources,
        web=Web(**values),  # type: ignore[arg-type]  # as the test names them
    )


def get(face: WebServer, address: str) -> str:
    there = urlsplit(face.url)
    connection = HTTPConnection(there.hostname or "", there.port or 0)
    connection.request("GET", address)
    answer = connection.getresponse()
    assert answer.status == 200
    body = answer.read().decode()
    connection.close()
    return body.lstrip()


@pytest.fixture
def face(scene: Scene) -> Iterator[WebServer]:
    served = settings(scene)
    face = WebServer(WebApp(scene.store, lambda: served, lambda: scene.now, Metrics(scene.now)))
    yield face
    face.stop()


class Noting(DeadlineProtocol):
    """A connection that notes whether Nagle's delay is off."""

    off: ClassVar[list[bool]] = []

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own does
        there: socket.socket = transport.get_extra_info("socket")
        delay = there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        self.off.append(bool(delay))
        super().connection_made(transport)


def test_answers_on_one_connection_are_not_held_back(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watcher.web.server.DeadlineProtocol", Noting)
    served = settings(scene)
    face = WebServer(WebApp(scene.store, lambda: served, lambda: scene.now, Metrics(scene.now)))
    try:
        assert get(face, "/").startswith("<!doctype html>")
    finally:
        face.stop()

    assert Noting.off == [True]


def test_a_place_that_is_taken_is_told(scene: Scene, face: WebServer) -> None:
    taken = settings(scene, port=urlsplit(face.url).port)

    with pytest.raises(ListenError, match="Address already in use"):
        WebServer(WebApp(scene.store, lambda: taken, lambda: scene.now, Metrics(scene.now)))


def test_a_face_that_was_stopped_is_gone(scene: Scene) -> None:
    served = settings(scene)
    face = WebServer(WebApp(scene.store, lambda: served, lambda: scene.now, Metrics(scene.now)))
    port = urlsplit(face.url).port or 0
    face.stop()

    assert not face.is_alive
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", port).connect()


def test_it_listens_on_ipv6_too(scene: Scene) -> None:
    served = settings(scene, host="::1")
    face = WebServer(WebApp(scene.store, lambda: served, lambda: scene.now, Metrics(scene.now)))
    try:
        assert face.url.startswith("http://[::1]:")
        assert get(face, "/").startswith("<!doctype html>")
    finally:
        face.stop()

"""The loopback server, asked over a real connection."""

from collections.abc import Iterator

import httpx
import pytest

from watcher.demo.server import LoopbackServer, Posted


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as server:
        server.show(b"one", "application/json")
        yield server


def get(server: LoopbackServer, tag: str = "") -> httpx.Response:
    headers = {"If-None-Match": tag} if tag else {}
    return httpx.get(f"http://{server.address}/rounds", headers=headers)


def post(server: LoopbackServer) -> int:
    alert = {"title": "#385", "message": "invited"}
    return httpx.post(f"http://{server.address}/devraj", json=alert).status_code


def test_the_page_that_is_known_is_answered_304_without_a_body(
    server: LoopbackServer,
) -> None:
    first = get(server)
    again = get(server, first.headers["ETag"])

    assert (first.status_code, first.content) == (200, b"one")
    assert first.headers["Content-Type"] == "application/json"
    assert (again.status_code, again.content) == (304, b"")
    assert server.not_modified == 1


def test_another_page_has_another_tag(server: LoopbackServer) -> None:
    tag = get(server).headers["ETag"]
    server.show(b"two", "text/html")
    answer = get(server, tag)

    assert (answer.status_code, answer.content) == (200, b"two")
    assert answer.headers["Content-Type"] == "text/html"


def test_the_webhook_hands_over_each_message_once(server: LoopbackServer) -> None:
    assert post(server) == 200
    assert server.taken() == [Posted(title="#385", text="invited")]
    assert server.taken() == []


def test_a_webhook_that_is_down_answers_503_and_keeps_nothing(
    server: LoopbackServer,
) -> None:
    server.webhook_down = True

    assert post(server) == 503
    assert server.taken() == []


def test_it_listens_on_loopback_alone_and_no_more_once_it_is_left() -> None:
    with LoopbackServer() as server:
        assert server.address.startswith("127.0.0.1:")
    with pytest.raises(httpx.ConnectError):
        get(server)

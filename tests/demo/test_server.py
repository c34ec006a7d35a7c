"""The loopback server over real connections."""

import socket
import struct
from collections.abc import Iterator
from http import HTTPStatus

import httpx
import pytest

from watcher.demo.server import LoopbackServer, ServedPage

ONE = ServedPage(body=b"one", content_type="application/json")


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as server:
        server.pages["/rounds"] = ONE
        yield server


def get(server: LoopbackServer, tag: str = "", path: str = "/rounds") -> httpx.Response:
    headers = {"If-None-Match": tag} if tag else {}
    return httpx.get(f"http://{server.address}{path}", headers=headers)


def post(server: LoopbackServer) -> int:
    alert = {"title": "#385", "message": "invited"}
    return httpx.post(f"http://{server.address}/devraj", json=alert).status_code


def test_the_page_that_is_known_is_answered_304_without_a_body(server: LoopbackServer) -> None:
    first = get(server)
    again = get(server, first.headers["ETag"])

    assert (first.status_code, first.content) == (200, b"one")
    assert first.headers["Content-Type"] == "application/json"
    assert (again.status_code, again.content) == (304, b"")
    assert server.not_modified == 1


def test_another_page_has_another_tag(server: LoopbackServer) -> None:
    tag = get(server).headers["ETag"]
    server.pages["/rounds"] = ServedPage(body=b"two", content_type="text/html")
    answer = get(server, tag)

    assert (answer.status_code, answer.content) == (200, b"two")
    assert answer.headers["Content-Type"] == "text/html"


def test_each_address_has_a_page_of_its_own_and_the_others_none(server: LoopbackServer) -> None:
    server.pages["/news"] = ServedPage(body=b"news", content_type="application/rss+xml")

    assert (get(server).content, get(server, path="/news").content) == (b"one", b"news")
    assert get(server, path="/elsewhere").status_code == 404


def test_a_page_that_is_down_says_so_even_to_whoever_has_it(server: LoopbackServer) -> None:
    tag = get(server).headers["ETag"]
    status = HTTPStatus.BAD_GATEWAY
    server.pages["/rounds"] = ServedPage(body=b"one", content_type="text/html", status=status)

    assert get(server, tag).status_code == 502


def test_whoever_hangs_up_is_no_news(
    server: LoopbackServer, capfd: pytest.CaptureFixture[str]
) -> None:
    host, port = server.address.split(":")
    with socket.create_connection((host, int(port))) as visitor:
        visitor.sendall(b"GET /rounds HTTP/1.1\r\nHost: demo\r\n\r\n")
        assert visitor.recv(1) == b"H"
        # Gone without a goodbye, with the rest of the answer unread.
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    assert get(server).status_code == 200
    assert capfd.readouterr().err == ""


def test_the_webhook_hands_over_each_message_once(server: LoopbackServer) -> None:
    assert post(server) == 200
    assert server.new_messages() == [{"title": "#385", "message": "invited"}]
    assert server.new_messages() == []


def test_a_webhook_that_is_down_answers_503_and_keeps_nothing(server: LoopbackServer) -> None:
    server.webhook_down = True

    assert post(server) == 503
    assert server.new_messages() == []


def test_it_listens_on_loopback_alone_and_no_more_once_it_is_left() -> None:
    with LoopbackServer() as server:
        assert server.address.startswith("127.0.0.1:")
    with pytest.raises(httpx.ConnectError):
        get(server)

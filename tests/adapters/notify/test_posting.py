"""HTTP over connections that stay."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from tests.adapters.notify.letters import LETTER, SOON
from watcher.adapters import notify
from watcher.adapters.notify.connections import close_kept
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import Secret


class Staying(ThreadingHTTPServer):
    """A server that keeps its connections, and answers each request with what ``next`` holds."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.connections = 0
        self.next: list[tuple[int, dict[str, str], bytes] | None] = []
        self.heard: list[dict[str, str]] = []
        self.hangs_up = False
        self.hung_up = Event()

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.hung_up.set()

    def channel(self, more: str = "", scheme: str = "json") -> Secret:
        login, _, path = more.rpartition("@")
        at = f"{login}@" if login else ""
        return Secret(f"{scheme}://{at}127.0.0.1:{self.server_port}/{path}")


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Staying

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append({k.lower(): v for k, v in self.headers.items()})
        said = self.server.next.pop(0) if self.server.next else (200, {}, b"ok")
        if said is None:
            self.close_connection = True
            return
        status, headers, body = said
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.close_connection or self.server.hangs_up

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Staying]:
    with Staying() as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        close_kept()
        running.shutdown()
        thread.join()


def post(channel: Secret) -> str:
    return notify.send_message(channel, "", LETTER, deadline=SOON)


@pytest.mark.parametrize("scheme", ["json", "form", "xml"])
def test_messages_to_one_server_go_over_one_connection(server: Staying, scheme: str) -> None:
    for path in ("a", "a", "b"):
        assert post(server.channel(path, scheme)) == "200 OK"

    assert (server.connections, len(server.heard)) == (1, 3)


@pytest.mark.parametrize("scheme", ["json", "xml"])
def test_what_one_channel_knows_does_not_reach_another_of_the_server(
    server: Staying, scheme: str
) -> None:
    server.next = [(200, {"Set-Cookie": "session=s3cr3t; Path=/"}, b"ok")]

    post(server.channel("u:s3cr3t@a?+X-Key=s3cr3t&-token=s3cr3t", scheme))
    post(server.channel("b", scheme))

    first, second = server.heard
    assert "s3cr3t" in first["x-key"]
    assert "authorization" in first
    assert not {"authorization", "cookie", "x-key"} & second.keys()


@pytest.mark.parametrize("closing", [{"Connection": "close"}, {"Keep-Alive": "timeout=1"}])
def test_a_connection_that_the_server_does_not_keep_is_not_used_again(
    server: Staying, closing: dict[str, str]
) -> None:
    server.next = [(200, closing, b"ok")]

    assert [post(server.channel()), post(server.channel())] == ["200 OK", "200 OK"]

    assert server.connections == 2


def test_a_connection_that_the_server_closed_meanwhile_leaves_no_doubt(server: Staying) -> None:
    server.hangs_up = True
    post(server.channel())
    assert server.hung_up.wait(10)

    assert post(server.channel()) == "200 OK"

    assert (server.connections, len(server.heard)) == (2, 2)


def test_a_connection_that_breaks_over_a_message_leaves_doubt_and_repeats_nothing(
    server: Staying,
) -> None:
    server.next = [(200, {}, b"ok"), None]
    post(server.channel())

    with pytest.raises(DeliveryError) as caught:
        post(server.channel())

    assert caught.value.doubtful
    assert (server.connections, len(server.heard)) == (1, 2)
    assert post(server.channel()) == "200 OK"


def test_an_answer_that_is_packed_is_read(server: Staying) -> None:
    body = gzip.compress(b'{"message": "no such hook"}')
    server.next = [(404, {"Content-Encoding": "gzip"}, body)]

    with pytest.raises(DeliveryRefused, match=r"^404 Not Found: no such hook$"):
        post(server.channel())
    post(server.channel())

    assert server.connections == 1


def test_an_answer_in_pieces_ends_where_it_ends(server: Staying) -> None:
    body = b"3\r\nfor\r\n6\r\nbidden\r\n0\r\n\r\n"
    server.next = [(403, {"Transfer-Encoding": "chunked"}, body)]

    with pytest.raises(DeliveryRefused, match=r"^403 Forbidden: forbidden$"):
        post(server.channel())
    post(server.channel())

    assert server.connections == 1

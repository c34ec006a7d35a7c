"""A web server on loopback: the pages that are polled, and a webhook for alerts."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that the webhook accepted."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands at an address."""

    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK


_NOTHING = Shown(body=b"", content_type="text/plain", status=HTTPStatus.NOT_FOUND)


class LoopbackServer:
    """Serves on a free port of 127.0.0.1 from a thread, until it is left.

    A GET is answered with what is shown there, or 304 to whoever has it already; a
    POST is taken, or refused with 503 while ``webhook_down``.
    """

    def __init__(self) -> None:
        self.webhook_down = False
        self.not_modified = 0
        self._shown: dict[str, Shown] = {}
        self._posted: list[Posted] = []
        self._server = _Server(self)
        self._thread = Thread(
            target=self._server.serve_forever,
            # Closing waits for this pause at the longest.
            kwargs={"poll_interval": 0.05},
            name="demo-server",
            daemon=True,
        )

    @property
    def address(self) -> str:
        """Where it listens, as ``host:port``."""
        return f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def show(self, path: str, page: Shown) -> None:
        """Answer with this page from now on."""
        self._shown[path] = page

    def at(self, path: str) -> Shown:
        """Return what is to be answered now."""
        return self._shown.get(path, _NOTHING)

    def taken(self) -> list[Posted]:
        """Return what the webhook accepted since this was last asked."""
        posted, self._posted = self._posted, []
        return posted

    def take(self, body: bytes) -> HTTPStatus:
        """Accept a message for the webhook, or refuse it for now."""
        if self.webhook_down:
            return HTTPStatus.SERVICE_UNAVAILABLE
        said = json.loads(body)
        self._posted.append(Posted(title=said["title"], text=said["message"]))
        return HTTPStatus.OK


class _Server(ThreadingHTTPServer):
    # A connection that hangs must not hold up the end.
    daemon_threads = True

    def __init__(self, face: LoopbackServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.face = face


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # Header and body go out in two writes: the second would wait 40 ms for the first.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Serve one connection; whoever hangs up on it may."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer with the page, or that it is the one they have."""
        face = self.server.face
        page = face.at(self.path)
        tag = f'"{hashlib.blake2b(page.body, digest_size=8).hexdigest()}"'
        if page.status is not HTTPStatus.OK:
            self._answer(page.status, {"Content-Type": page.content_type}, page.body)
        elif self.headers.get("If-None-Match") == tag:
            face.not_modified += 1
            self._answer(HTTPStatus.NOT_MODIFIED, {"ETag": tag})
        else:
            kind = {"ETag": tag, "Content-Type": page.content_type}
            self._answer(HTTPStatus.OK, kind, page.body)

    def do_POST(self) -> None:
        """Take an alert, or not, as the story has it."""
        length = int(self.headers.get("Content-Length", "0"))
        self._answer(self.server.face.take(self.rfile.read(length)), {})

    def log_message(self, *_: object) -> None:
        """Say nothing: the demo tells the story."""

    def _answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

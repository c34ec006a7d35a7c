"""A web server on loopback: the pages that are polled, and a webhook for alerts."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookMessage:
    """A message that the webhook accepted."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    """The answer to a GET of one path."""

    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK


_NO_PAGE = ServedPage(body=b"", content_type="text/plain", status=HTTPStatus.NOT_FOUND)


class LoopbackServer(ThreadingHTTPServer):
    """Serves on a free port of 127.0.0.1 from a thread, until it is left.

    A GET is answered with the page at its path, or 304 where its ETag is sent; a
    POST is taken, or refused with 503 while ``webhook_down``.
    """

    # A connection that hangs must not hold up the end.
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, ServedPage] = {}
        self.webhook_down = False
        self.not_modified = 0
        self._messages: list[WebhookMessage] = []

    @property
    def address(self) -> str:
        """Where it listens, as ``host:port``."""
        return f"127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        # Closing waits for this pause at the longest.
        Thread(target=self.serve_forever, args=[0.05], name="demo-server", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def take(self, body: bytes) -> HTTPStatus:
        """Accept a message for the webhook, or refuse it for now."""
        if self.webhook_down:
            return HTTPStatus.SERVICE_UNAVAILABLE
        said = json.loads(body)
        self._messages.append(WebhookMessage(title=said["title"], text=said["message"]))
        return HTTPStatus.OK

    def new_messages(self) -> list[WebhookMessage]:
        """Return what the webhook accepted since this was last asked."""
        messages, self._messages = self._messages, []
        return messages


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    # Header and body go out in two writes: the second would wait 40 ms for the first.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Serve one connection; whoever hangs up on it may."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer with the page, or that it is the one they have."""
        page = self.server.pages.get(self.path, _NO_PAGE)
        tag = f'"{hashlib.blake2b(page.body, digest_size=8).hexdigest()}"'
        if page.status is not HTTPStatus.OK:
            self._answer(page.status, {"Content-Type": page.content_type}, page.body)
        elif self.headers.get("If-None-Match") == tag:
            self.server.not_modified += 1
            self._answer(HTTPStatus.NOT_MODIFIED, {"ETag": tag})
        else:
            kind = {"ETag": tag, "Content-Type": page.content_type}
            self._answer(HTTPStatus.OK, kind, page.body)

    def do_POST(self) -> None:
        """Take an alert, or not, as the story has it."""
        length = int(self.headers.get("Content-Length", "0"))
        self._answer(self.server.take(self.rfile.read(length)), {})

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

"""A loopback web server: pages to poll, and a webhook for alerts."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage:
    """The answer to a GET of one path."""

    body: bytes
    content_type: str
    status: HTTPStatus = HTTPStatus.OK


_NO_PAGE = ServedPage(body=b"", content_type="text/plain", status=HTTPStatus.NOT_FOUND)


class LoopbackServer(ThreadingHTTPServer):
    """Serves ``pages`` with ETags, and takes POSTs unless ``webhook_down``; a context manager."""

    daemon_threads = True  # an open connection must not delay the end

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, ServedPage] = {}
        self.webhook_down = False
        self.not_modified = 0
        self._messages: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        """The ``host:port`` that it listens at."""
        return f"127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        # shutdown() waits for one poll interval.
        Thread(target=self.serve_forever, args=[0.05], name="demo-server", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def take(self, body: bytes) -> HTTPStatus:
        """Accept a message for the webhook, or refuse it."""
        if self.webhook_down:
            return HTTPStatus.SERVICE_UNAVAILABLE
        self._messages.append(json.loads(body))
        return HTTPStatus.OK

    def new_messages(self) -> list[dict[str, str]]:
        """Return the messages accepted since the last call."""
        messages, self._messages = self._messages, []
        return messages


class _Handler(BaseHTTPRequestHandler):
    server: LoopbackServer
    protocol_version = "HTTP/1.1"
    # Head and body are two writes: with Nagle's algorithm the second takes 40 ms.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Serve one connection; the client may close it at any time."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Send the page, or 304."""
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
        """Pass a message to the webhook."""
        length = int(self.headers.get("Content-Length", "0"))
        self._answer(self.server.take(self.rfile.read(length)), {})

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def _answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

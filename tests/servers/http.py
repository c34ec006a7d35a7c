"""A real HTTP server on loopback that answers, or misbehaves, as it was told.

    with HttpServer() as server:
        url = server.at("/feed", answer(b"one"), reset(), conditional(b"two", etag='"2"'))

Each path has its steps: the first request gets the first one, and the last one
stays. A step is any function of the request and the line, which is a raw socket:
``answer``, ``redirect`` and ``conditional`` keep to HTTP, the others do not.
"""

import socket
import ssl
import struct
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

NOTHING: Mapping[str, str] = {}
NOBODY_ENDED_IT = "the client waited for the end of what has none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request as it came; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


class Line:
    """The connection of one request, closed after its step unless that did it."""

    def __init__(self, connection: socket.socket, stopped: Event) -> None:
        self._connection = connection
        self._stopped = stopped

    def send(self, data: bytes) -> None:
        """Send these bytes as they are; fails once the client has gone."""
        self._connection.sendall(data)

    def pause(self, seconds: float) -> None:
        """Wait, or fail at once where the server is being closed."""
        if self._stopped.wait(seconds):
            raise ConnectionAbortedError("the server is being closed")

    def wait_for_the_client_to_leave(self) -> None:
        """Say nothing more until the other side ends the connection."""
        while self._connection.recv(65536):
            pass

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        at_once = struct.pack("ii", 1, 0)
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self._connection.close()


Step = Callable[[Request, Line], None]


def answer(body: bytes = b"", *, status: int = 200, headers: Mapping[str, str] = NOTHING) -> Step:
    """Answer with a whole body; a length given in the headers replaces the true one."""
    given = {"Content-Length": str(len(body)), "Connection": "close", **headers}
    data = _head(status, given) + body
    return lambda _, line: line.send(data)


def redirect(to: str, *, status: int = 302) -> Step:
    """Send the client elsewhere."""
    return answer(status=status, headers={"Location": to})


def conditional(
    body: bytes, *, etag: str = "", last_modified: str = "", gzipped: bool = False
) -> Step:
    """Answer 304 to a request that names these validators, else the whole body."""
    headers = {"ETag": etag, "Last-Modified": last_modified}
    headers |= {"Content-Encoding": "gzip"} if gzipped else {}
    headers = {name: value for name, value in headers.items() if value}
    whole, unchanged = answer(body, headers=headers), _head(304, headers)

    def step(request: Request, line: Line) -> None:
        asked = request.headers.get
        same_tag = bool(etag) and asked("if-none-match") == etag
        same_time = bool(last_modified) and asked("if-modified-since") == last_modified
        if same_tag or same_time:
            line.send(unchanged)
        else:
            whole(request, line)

    return step


def raw(data: bytes) -> Step:
    """Send these bytes, whatever they are, and close."""
    return lambda _, line: line.send(data)


def reset() -> Step:
    """Take the request, then reset the connection."""
    return lambda _, line: line.reset()


def hang() -> Step:
    """Take the request and never say anything."""
    return lambda _, line: line.wait_for_the_client_to_leave()


def slow_headers(*, pause: float = 0.02, at_most: int = 500) -> Step:
    """Send header after header; fails the test unless the client ends it."""

    def step(_: Request, line: Line) -> None:
        line.send(b"HTTP/1.1 200 OK\r\n")
        for number in range(at_most):
            line.send(b"X-Slow-%d: 1\r\n" % number)
            line.pause(pause)
        raise AssertionError(NOBODY_ENDED_IT)

    return step


def drip(*, pause: float = 0.02, at_most: int = 500, headers: Mapping[str, str] = NOTHING) -> Step:
    """Send the headers, then a little now and then; fails unless the client ends it."""

    def step(_: Request, line: Line) -> None:
        line.send(_head(200, headers))
        for number in range(at_most):
            line.send(b"%d " % number)
            line.pause(pause)
        raise AssertionError(NOBODY_ENDED_IT)

    return step


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


class HttpServer:
    """Serves the scripted paths on a free port of 127.0.0.1; else 404.

    ``requests`` holds every request in the order in which they came, ``connections``
    counts those who came at all. Closing it ends its connections and waits for its
    threads.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._tls = tls
        self._steps: dict[str, deque[Step]] = {}
        self._lock = Lock()
        self._stopped = Event()
        self._open: set[socket.socket] = set()
        self._threads: list[Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def at(self, path: str, *steps: Step) -> str:
        """Script a path anew, and give its address."""
        with self._lock:
            self._steps[path] = deque(steps)
        return self.url(path)

    def url(self, path: str, *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Name a path of this server from outside."""
        return f"{scheme}://{host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes accept()
        self._listener.close()
        self._threads[0].join()  # from here on no connection is added
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[[], None]) -> None:
        thread = Thread(target=work, name="http-server", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._open.add(connection)
            self._start(partial(self._serve, connection))

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            # The client may leave at any time: that is what many tests are about.
            with suppress(ConnectionError, ssl.SSLError):
                if self._tls is None:
                    self._talk(connection)
                else:
                    with self._tls.wrap_socket(connection, server_side=True) as inside:
                        self._talk(inside)
            with self._lock:
                self._open.discard(connection)

    def _talk(self, connection: socket.socket) -> None:
        request = _read(connection)
        if request is not None:
            self._next_step(request)(request, Line(connection, self._stopped))

    def _next_step(self, request: Request) -> Step:
        with self._lock:
            self.requests.append(request)
            steps = self._steps.get(request.path)
            if not steps:
                return answer(status=404)
            return steps.popleft() if len(steps) > 1 else steps[0]


def _read(connection: socket.socket) -> Request | None:
    """Read one request; None where the other side left before it was whole."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (more := connection.recv(65536)):
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in rest)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    while len(body) < int(headers.get("content-length", "0")):
        if not (more := connection.recv(65536)):
            return None
        body += more
    return Request(method=method, target=target, headers=headers, body=body)

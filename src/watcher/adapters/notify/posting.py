"""HTTP requests over connections that are kept and used again, with an end to the time for all of one.

A request that was not sent in any part goes through a new connection; one whose answer stays away leaves doubt: it is
not repeated.
"""

import functools
import http.client
import io
import os
import socket
import ssl
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import cast

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH, select_proxy
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from watcher.adapters.notify import recorder, waiting
from watcher.adapters.notify.connections import KeptConnections
from watcher.adapters.notify.network import connect, has_something_to_read
from watcher.adapters.notify.recorder import LONGEST_BODY
from watcher.adapters.notify.responses import HttpReply, ResponseKind, ServerResponse
from watcher.adapters.notify.waiting import DeadlinePassed, SendDeadline

# Less than the 5 s after which many servers close what waits.
_IDLE_SECONDS = 4.0
_MOST_WAITING = 32
_PIECE = 16_384
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpServerKey:
    """A server, and whose certificates are taken there: what its connections have in common."""

    scheme: str
    host: str
    port: int
    authorities: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpTarget:
    """Where requests of one kind go: their head without a body's length, and the times to wait."""

    server: HttpServerKey
    head: bytes
    method: str
    connect_seconds: float
    read_seconds: float


def target_of(
    prepared: requests.PreparedRequest, *, verify: bool, seconds: tuple[float, float]
) -> HttpTarget | None:
    """Make a target of a request as ``requests`` would send it; None where a proxy has to be asked."""
    url, method = prepared.url or "", prepared.method or "POST"
    with requests.Session() as session:
        settings = session.merge_environment_settings(url, {}, None, verify, None)
    if select_proxy(url, settings["proxies"]) or settings["cert"]:
        return None
    parts = requests.compat.urlparse(url)
    scheme, host = parts.scheme, parts.hostname or ""
    port = parts.port or _PORTS[scheme]
    authorities = settings["verify"]
    if authorities is True:
        authorities = DEFAULT_CA_BUNDLE_PATH
    server = HttpServerKey(
        scheme=scheme, host=host, port=port, authorities=str(authorities) if authorities else None
    )
    name = f"[{host}]" if ":" in host else host
    named = name if port == _PORTS[scheme] else f"{name}:{port}"
    headers = {"Host": named, **dict(prepared.headers)}
    headers.pop("Content-Length", None)
    lines = [f"{method} {prepared.path_url} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items())]
    if any("\r" in line or "\n" in line for line in lines):
        return None
    return HttpTarget(
        server=server,
        head="\r\n".join(lines).encode("latin-1"),
        method=method,
        connect_seconds=seconds[0],
        read_seconds=seconds[1],
    )


def exchange(target: HttpTarget, body: bytes, end: SendDeadline) -> HttpReply | ServerResponse:
    """Send one request, and return the server's reply, or why there is none."""
    request = b"%b\r\nContent-Length: %d\r\n\r\n%b" % (target.head, len(body), body)
    connection = _waiting(target.server)
    try:
        if connection is None or not connection.sends(request, target, end):
            connection = _opened(target, end)
            connection.sends(request, target, end, is_new=True)
        reply = connection.reply(target, end)
    except DeadlinePassed:
        text = f"no answer within {end.seconds:g} s"
        return _failed(connection, ServerResponse(ResponseKind.LATER, text))
    except (OSError, http.client.HTTPException) as error:
        if isinstance(error, TimeoutError) and end.is_over:
            text = f"no answer within {end.seconds:g} s"
            return _failed(connection, ServerResponse(ResponseKind.LATER, text))
        return _failed(connection, recorder.connection_failure(error))
    if connection.stays_open:
        _connections.keep(target.server, connection, idle=connection.patience)
    else:
        connection.close()
    return reply


class HttpConnection:
    """One connection to a server, in one message's hands."""

    def __init__(self, plain: socket.socket) -> None:
        self._socket = plain
        self.is_sent = False
        self.stays_open = False
        self.patience: float | None = None

    def has_ended(self) -> bool:
        """Whether the server has closed it while it waited."""
        return has_something_to_read(self._socket)

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def sends(
        self, request: bytes, target: HttpTarget, end: SendDeadline, *, is_new: bool = False
    ) -> bool:
        """Send all of a request; False if nothing of it was, as the server has closed an old connection."""
        self.is_sent = self.stays_open = False
        left = memoryview(request)
        try:
            while left:
                self._socket.settimeout(end.left(target.read_seconds))
                left = left[self._socket.send(left) :]
        except OSError as error:
            is_untouched = len(left) == len(request) and not isinstance(error, TimeoutError)
            if is_new or not is_untouched:
                raise
            self.close()
            return False
        self.is_sent = True
        return True

    def reply(self, target: HttpTarget, end: SendDeadline) -> HttpReply:
        """Wait for the reply; its body is read for a moment only."""
        bounded = _BoundedSocket(self._socket, target.read_seconds, end)
        answer = http.client.HTTPResponse(cast("socket.socket", bounded), method=target.method)
        answer.begin()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        reply = HttpReply(answer.status, answer.reason or "", headers, b"")
        body, is_whole, is_cut = _body(answer, end)
        self.stays_open = is_whole and not answer.will_close
        self.patience = _patience(headers.get("keep-alive", ""))
        return replace(reply, body=body, is_cut=is_cut)


class _BoundedSocket:
    """A socket to http.client, of which each read ends in time."""

    def __init__(self, inner: socket.socket, seconds: float, end: SendDeadline) -> None:
        self._raw = _Raw(inner, seconds, end)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Give http.client its file."""
        return io.BufferedReader(self._raw)


class _Raw(io.RawIOBase):
    def __init__(self, inner: socket.socket, seconds: float, end: SendDeadline) -> None:
        super().__init__()
        self._inner, self._seconds, self._end = inner, seconds, end

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # typeshed has Buffer
        """Read what has come in, or wait for it."""
        self._inner.settimeout(self._end.left(self._seconds))
        return self._inner.recv_into(buffer)


def _body(answer: http.client.HTTPResponse, end: SendDeadline) -> tuple[bytes, bool, bool]:
    """Read a body up to 64 KB; tell whether that was all, and whether it broke off."""
    source = _unpacked(answer)
    body = bytearray()
    until = time.monotonic() + max(end.remaining - end.seconds / 2, end.seconds / 20)
    try:
        while len(body) < LONGEST_BODY:
            piece = source.read1(min(_PIECE, LONGEST_BODY - len(body)))
            if not piece:
                return bytes(body), True, bool(answer.length)
            body += piece
            if time.monotonic() > until:
                break
    except (OSError, http.client.HTTPException, HTTPError):
        return bytes(body), False, True
    return bytes(body), False, False


def _unpacked(answer: http.client.HTTPResponse) -> http.client.HTTPResponse | HTTPResponse:
    packed = answer.headers.get("Content-Encoding")
    if packed is None:
        return answer
    return HTTPResponse(
        body=cast("io.IOBase", answer), headers=dict(answer.getheaders()), preload_content=False
    )


def _patience(keep_alive: str) -> float | None:
    """Return how long the server keeps the connection, less a second for the way."""
    for piece in keep_alive.split(","):
        name, _, value = piece.strip().partition("=")
        if name.lower() == "timeout" and value.isdecimal():
            return max(float(value) - 1, 0.0)
    return None


def _failed(connection: HttpConnection | None, response: ServerResponse) -> ServerResponse:
    is_sent = connection is not None and connection.is_sent
    if connection is not None:
        connection.close()
    return replace(response, doubtful=is_sent)


def _waiting(server: HttpServerKey) -> HttpConnection | None:
    while connection := _connections.take(server):
        if not connection.has_ended():
            return connection
        connection.close()
    return None


def _opened(target: HttpTarget, end: SendDeadline) -> HttpConnection:
    """Connect, in a thread that can be left behind: names may be looked up for minutes."""

    def _open() -> HttpConnection:
        server = target.server
        plain = connect(server.host, server.port, end.left(target.connect_seconds))
        if server.scheme == "http":
            return HttpConnection(plain)
        with ExitStack() as on_failure:
            on_failure.callback(plain.close)
            inside = _tls(server.authorities).wrap_socket(plain, server_hostname=server.host)
            on_failure.pop_all()
        return HttpConnection(inside)

    return waiting.open_within(end, _open, HttpConnection.close)


@functools.cache
def _tls(authorities: str | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if authorities is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif os.path.isdir(authorities):  # noqa: PTH112 - as requests asks
        context.load_verify_locations(capath=authorities)
    else:
        context.load_verify_locations(cafile=authorities)
    return context


_connections: KeptConnections[HttpConnection] = KeptConnections(
    idle=_IDLE_SECONDS, most=_MOST_WAITING
)

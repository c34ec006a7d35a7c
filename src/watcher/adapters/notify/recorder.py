"""Recording of servers' responses to Apprise, which itself returns only yes or no.

A wrapper around ``HTTPAdapter.send`` of ``requests`` records every response for the message of the same context.
"""

import functools
import http.client
import logging
import socket
import ssl
import time
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field, replace
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from watcher.adapters.notify.connections import KeptConnections
from watcher.adapters.notify.network import NoConnectionInTime
from watcher.adapters.notify.responses import HttpReply, ResponseKind, ServerResponse

LONGEST_BODY = 65_536

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(slots=True)
class Exchange:
    """One HTTP response whose body is still coming in."""

    response: requests.Response
    body: bytearray = field(default_factory=bytearray)
    is_truncated: bool = False

    def read(self, read: Callable[[HttpReply], ServerResponse]) -> ServerResponse:
        """Read what has come in so far; a yes whose body broke off is doubtful."""
        status, reason = self.response.status_code, self.response.reason or ""
        headers = {k.lower(): v for k, v in self.response.headers.items()}
        response = read(HttpReply(status, reason, headers, bytes(self.body)))
        is_yes = response.kind is ResponseKind.ACCEPTED
        return replace(response, doubtful=True) if is_yes and self.is_truncated else response


@dataclass(slots=True)
class Recording:
    """The recording of one message; ``warnings`` are Apprise's own, and may hold secrets.

    Bodies are read until ``until`` (monotonic), those that begin later for ``late`` seconds.
    """

    until: float
    late: float = 0
    entries: list[Exchange | ServerResponse] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    adapters: dict[str, HTTPAdapter] = field(default_factory=dict)

    def adapter(self, url: str) -> HTTPAdapter:
        """Return what keeps connections to a server, for this message alone until it is done."""
        server = "://".join(urlsplit(url)[:2])
        if server not in self.adapters:
            kept = _adapters.take(server)
            self.adapters[server] = kept or HTTPAdapter(pool_connections=1, pool_maxsize=1)
        return self.adapters[server]

    def done(self) -> None:
        """Leave the connections to the next message."""
        for server, adapter in self.adapters.items():
            _adapters.keep(server, adapter)

    def responses(self, read: Callable[[HttpReply], ServerResponse]) -> list[ServerResponse]:
        """Return the responses in order, ``read`` telling what an HTTP reply means."""
        return [e.read(read) if isinstance(e, Exchange) else e for e in self.entries]


# Less than the 5 s after which many servers close what waits.
_adapters: KeptConnections[HTTPAdapter] = KeptConnections(idle=4.0, most=8)
_recording: ContextVar[Recording | None] = ContextVar("watcher_recording", default=None)


def recorded(recording: Recording, work: Callable[[], _T]) -> Callable[[], _T]:
    """Return ``work`` so that, in whichever thread it runs, its exchanges are recorded."""
    context = copy_context()
    context.run(_recording.set, recording)
    return functools.partial(context.run, work)


def record_response(response: ServerResponse) -> None:
    """Add a response to the recording of the message under way, if there is one."""
    if recording := _recording.get():
        recording.entries.append(response)


def connection_failure(error: BaseException) -> ServerResponse:
    """Describe why no response came, without the address; doubtful if an HTTP request had been sent."""
    if isinstance(error, requests.ConnectTimeout | NoConnectionInTime):
        text = "no connection in time"
    elif isinstance(error, requests.Timeout | TimeoutError):
        text = "no answer in time"
    else:
        text = f"no connection: {_cause(error)}"
    return ServerResponse(ResponseKind.LATER, text, doubtful=_was_sent(error))


def _install() -> None:
    # Apprise offers no hook.
    HTTPAdapter.send = _recorded_send(HTTPAdapter.send)  # type: ignore[method-assign,assignment] # its keywords
    # Its log quotes tokens.
    logging.getLogger("apprise").addFilter(_record_warning)
    for name in ("apprise", "urllib3", "requests", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _recorded_send(
    send: Callable[Concatenate[HTTPAdapter, requests.PreparedRequest, _P], requests.Response],
) -> Callable[Concatenate[HTTPAdapter, requests.PreparedRequest, _P], requests.Response]:
    def _send(
        adapter: HTTPAdapter,
        request: requests.PreparedRequest,
        /,
        *args: _P.args,
        **kwargs: _P.kwargs,
    ) -> requests.Response:
        recording = _recording.get()
        if recording is None:
            return send(adapter, request, *args, **kwargs)
        try:
            # Not Apprise's own, which ends with the one request.
            response = send(recording.adapter(request.url or ""), request, *args, **kwargs)
        except requests.RequestException as error:
            recording.entries.append(connection_failure(error))
            raise
        exchange = Exchange(response)
        until = max(recording.until, time.monotonic() + recording.late)
        response.raw = _BoundedBody(response.raw, exchange, until)
        recording.entries.append(exchange)
        return response

    return _send


class _BoundedBody:
    """A body that is recorded, and ends at 64 KB or at its deadline."""

    def __init__(self, raw: BaseHTTPResponse, exchange: Exchange, until: float) -> None:
        self._raw, self._exchange, self._until = raw, exchange, until

    def stream(self, amt: int, *, decode_content: bool) -> Iterator[bytes]:
        """Yield pieces as they come in, unlike urllib3, which waits for ``amt``."""
        while (left := LONGEST_BODY - len(self._exchange.body)) > 0:
            try:
                piece = self._raw.read1(min(amt, left), decode_content=decode_content)
            except HTTPError:
                self._exchange.is_truncated = True
                raise
            if not piece:
                return
            self._exchange.body += piece
            yield piece
            if time.monotonic() > self._until:
                break
        self._raw.close()

    def __getattr__(self, name: str) -> object:
        value: object = getattr(self._raw, name)
        return value


def _record_warning(record: logging.LogRecord) -> bool:
    """Add what Apprise warns of to the recording of the message under way; log nothing."""
    if recording := _recording.get():
        recording.warnings.append(record.getMessage())
    return False


def _cause(error: BaseException) -> str:
    # The system's words name no address, unlike those of requests and urllib3.
    best = type(error).__name__
    for e in _wrapped(error):
        if isinstance(e, ssl.SSLCertVerificationError):
            return f"certificate not accepted: {e.verify_message}"
        if isinstance(e, socket.gaierror):
            return "the name of the server is not known"
        if isinstance(e, OSError) and e.strerror:
            best = e.strerror
    return best


def _was_sent(error: BaseException) -> bool:
    # By its class a handshake that took too long is a ReadTimeout, and a reset while connecting is what a reset while
    # waiting is. But only a request that has been sent has its answer waited for.
    waiting = http.client.HTTPConnection.getresponse.__code__
    return any(
        frame.f_code is waiting
        for e in _wrapped(error)
        for frame, _ in traceback.walk_tb(e.__traceback__)
    )


def _wrapped(error: BaseException) -> list[BaseException]:
    """Unwrap all: requests wraps urllib3 wraps the system."""
    seen = [error]
    for e in seen:
        inner = (e.__cause__, e.__context__, getattr(e, "reason", None), *e.args)
        seen += [i for i in inner if isinstance(i, BaseException) and i not in seen]
    return seen


_install()  # once for the process: a module is imported once

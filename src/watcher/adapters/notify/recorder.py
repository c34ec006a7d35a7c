"""Hears what servers answer while Apprise, which keeps it to itself, talks to them.

Apprise sends with ``requests`` and says only yes or no. One wrapper around
``HTTPAdapter.send`` notes every answer for whoever listens in the same context, and
leaves everybody else alone.
"""

import functools
import http.client
import logging
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field, replace
from typing import ParamSpec, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from watcher.adapters.notify.types import Answer, Reply, Sense

LONGEST_BODY = 65_536

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Record:
    """All that was heard during one message.

    ``until`` (on the monotonic clock) is when the reading of bodies ends, but for
    ``late`` seconds that are left to an answer that begins when it is over;
    ``complaints`` are Apprise's own warnings, which may hold secrets.
    """

    until: float
    late: float = 0
    heard: list["Exchange | Answer"] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def answers(self, read: Callable[[Reply], Answer]) -> list[Answer]:
        """Give the answers in order, ``read`` telling what an HTTP reply means."""
        return [h if isinstance(h, Answer) else h.answer(read) for h in self.heard]


@dataclass(slots=True)
class Exchange:
    """One HTTP answer whose body is still coming in."""

    response: requests.Response
    body: bytearray = field(default_factory=bytearray)
    is_torn: bool = False

    def answer(self, read: Callable[[Reply], Answer]) -> Answer:
        """Understand it; a yes whose body broke off leaves in doubt what became of it."""
        answer = read(self.reply())
        is_yes = answer.sense is Sense.ACCEPTED
        return replace(answer, doubtful=True) if is_yes and self.is_torn else answer

    def reply(self) -> Reply:
        """Freeze what has come in so far."""
        return Reply(
            status=self.response.status_code,
            reason=self.response.reason or "",
            headers={k.lower(): v for k, v in self.response.headers.items()},
            body=bytes(self.body),
        )


_installing = threading.Lock()
_record: ContextVar[Record | None] = ContextVar("watcher_record", default=None)


def listening(record: Record, work: Callable[[], T]) -> Callable[[], T]:
    """Return ``work`` so that, in whichever thread it runs, ``record`` hears it."""
    install()
    context = copy_context()
    context.run(_record.set, record)
    return functools.partial(context.run, work)


def note(answer: Answer) -> None:
    """Add an answer to the record of the message under way, if there is one."""
    record = _record.get()
    if record is not None:
        record.heard.append(answer)


def trouble(error: BaseException) -> Answer:
    """Say why no answer came, without the address that such errors quote.

    In doubt is what failed after an HTTP request had been sent.
    """
    if isinstance(error, requests.ConnectTimeout):
        text = "no connection in time"
    elif isinstance(error, requests.Timeout | TimeoutError):
        text = "no answer in time"
    else:
        text = f"no connection: {_cause(error)}"
    return Answer(sense=Sense.LATER, text=text, doubtful=_was_sent(error))


def install() -> None:
    """Start to listen, and keep Apprise's own log, which quotes tokens, to ourselves."""
    with _installing:
        _install_once()


@functools.cache
def _install_once() -> None:
    HTTPAdapter.send = _heard(HTTPAdapter.send)  # type: ignore[method-assign] # Apprise offers no hook
    logging.getLogger("apprise").addFilter(_overhear)
    for name in ("apprise", "urllib3", "requests", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _heard(send: Callable[P, requests.Response]) -> Callable[P, requests.Response]:
    @functools.wraps(send)
    def _hear(*args: P.args, **kwargs: P.kwargs) -> requests.Response:
        record = _record.get()
        if record is None:
            return send(*args, **kwargs)
        try:
            response = send(*args, **kwargs)
        except requests.RequestException as error:
            record.heard.append(trouble(error))
            raise
        exchange = Exchange(response)
        until = max(record.until, time.monotonic() + record.late)
        response.raw = _Tap(response.raw, exchange, until)
        record.heard.append(exchange)
        return response

    return _hear


class _Tap:
    """A body that ends at 64 KB or when its time is up, and is remembered.

    A webhook is a stranger: without an end it could fill the memory, or hold its
    thread by one byte a second.
    """

    def __init__(self, raw: BaseHTTPResponse, heard: Exchange, until: float) -> None:
        self._raw, self._heard, self._until = raw, heard, until

    def stream(self, amt: int, *, decode_content: bool) -> Iterator[bytes]:
        """Yield pieces as they come in, unlike urllib3, which waits for ``amt``."""
        while (left := LONGEST_BODY - len(self._heard.body)) > 0:
            try:
                piece = self._raw.read1(min(amt, left), decode_content=decode_content)
            except HTTPError:
                self._heard.is_torn = True
                raise
            if not piece:
                return
            self._heard.body += piece
            yield piece
            if time.monotonic() > self._until:
                break
        self._raw.close()

    def __getattr__(self, name: str) -> object:
        value: object = getattr(self._raw, name)
        return value


def _overhear(record: logging.LogRecord) -> bool:
    """Add what Apprise warns of to the record of the message under way; log nothing."""
    listener = _record.get()
    if listener is not None:
        listener.complaints.append(record.getMessage())
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
    # By its class a handshake that took too long is a ReadTimeout, and a reset while
    # connecting is what a reset while waiting is. But only a request that has been
    # sent has its answer waited for.
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

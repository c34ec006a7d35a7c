"""A deadline for a whole fetch: httpx bounds single reads only, so a slow server could hold one for ever."""

import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Lock, Timer
from typing import Self

import httpcore


class Deadline:
    """Shuts the watched connection down when the time is over.

    ``passed`` is set first, so that a truncated body is never taken for a whole one. Name lookup and connecting are not
    interrupted; a connection that comes too late is shut down at once.
    """

    def __init__(self, total: timedelta, clock: Callable[[], float] = time.monotonic) -> None:
        self.passed = False
        self._left = total.total_seconds()
        self._clock = clock
        self._held: socket.socket | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._hold(None)

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Pause the deadline, while waiting in a site's queue."""
        self._stop()
        try:
            yield
        finally:
            self._start()

    def watch(self, event: str, info: Mapping[str, object]) -> None:
        """Learn of each new connection: httpcore's ``trace`` extension calls this."""
        stream = info.get("return_value")
        if event.endswith(".connect_tcp.complete") and isinstance(stream, httpcore.NetworkStream):
            # A copy of the handle: TLS takes the socket's own away (SSLSocket detaches
            # it), and a closed number might by now belong to another connection.
            self._hold(stream.get_extra_info("socket").dup())

    def _start(self) -> None:
        self._since = self._clock()
        self._timer = Timer(max(self._left, 0.0), self._expire)
        self._timer.name = "fetch-deadline"
        self._timer.daemon = True  # an interrupted process need not wait for it
        self._timer.start()

    def _stop(self) -> None:
        self._timer.cancel()
        self._timer.join()
        self._left -= self._clock() - self._since

    def _hold(self, new: socket.socket | None) -> None:
        with self._lock:
            old, self._held = self._held, new
            if self.passed:
                _shut_down(new)
        if old is not None:
            old.close()

    def _expire(self) -> None:
        with self._lock:
            self.passed = True
            _shut_down(self._held)


def _shut_down(connection: socket.socket | None) -> None:
    if connection is not None:
        # Already down, by the other side: then there is nothing that could hang.
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)

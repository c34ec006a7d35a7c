"""Waiting with an end: deadlines of messages, and threads for work that nothing can stop.

A server may hold a connection for ever, and a name may be looked up for as long. What is ours to wait for gives up
by itself; the rest is done in threads that are used again, and left behind where they hang.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from watcher.core.errors import catch_unexpected

T = TypeVar("T")

# A thread that has had nothing to do for so many seconds ends.
_IDLE_SECONDS = 20.0


class DeadlinePassed(TimeoutError):
    """The time for all of a message is over."""


class SendDeadline:
    """The end of the time for one message."""

    __slots__ = ("_until", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds

    def left(self, at_most: float) -> float:
        """Return the seconds that are left, but no more than that; raises DeadlinePassed."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise DeadlinePassed
        return min(left, at_most)

    @property
    def remaining(self) -> float:
        """The seconds that are left; negative when it is over."""
        return self._until - time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether the time is over, or as good as."""
        return self.remaining < 1e-3  # noqa: PLR2004 - a timeout ends a little early


class BackgroundCall(Generic[T]):
    """Work in a thread that is not waited for longer than its deadline."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._result: Future[T] = Future()

    def run(self) -> None:
        """Do the work, and keep how it ended."""
        with catch_unexpected() as caught:
            self._result.set_result(self._work())
        if caught.error is not None:
            self._result.set_exception(caught.error)

    @property
    def is_done(self) -> bool:
        """Whether the work has ended."""
        return self._result.done()

    def wait(self, seconds: float) -> T:
        """Return the result, or raise the error; raises DeadlinePassed when the time is over first."""
        try:
            return self._result.result(timeout=seconds)
        except TimeoutError:
            if self._result.done():
                raise  # the work's own
            raise DeadlinePassed from None

    def abandon(self, discard: Callable[[T], None]) -> None:
        """Throw away what it may yet bring."""

        def _end(result: Future[T]) -> None:
            if result.exception() is None:
                discard(result.result())

        self._result.add_done_callback(_end)


def start(work: Callable[[], T]) -> BackgroundCall[T]:
    """Begin some work in a thread that has nothing to do, or in a new one."""
    call = BackgroundCall(work)
    with _lock:
        spare = _idle.pop() if _idle else None
    (spare or _SpareThread()).give(call.run)
    return call


def open_within(end: SendDeadline, opening: Callable[[], T], discard: Callable[[T], None]) -> T:
    """Open something in such a thread; what comes after the deadline is discarded."""
    call = start(opening)
    try:
        return call.wait(end.left(float("inf")))
    except DeadlinePassed:
        call.abandon(discard)
        raise


class _SpareThread:
    """A thread that does one thing after another."""

    def __init__(self) -> None:
        self._given: SimpleQueue[Callable[[], None]] = SimpleQueue()
        # One that hangs must not hold up the end of the process.
        threading.Thread(target=self._serve, name="watcher-send", daemon=True).start()

    def give(self, work: Callable[[], None]) -> None:
        """Let it do this next."""
        self._given.put(work)

    def _serve(self) -> None:
        while work := self._next():
            work()
            del work
            with _lock:
                _idle.append(self)

    def _next(self) -> Callable[[], None] | None:
        with suppress(Empty):
            return self._given.get(timeout=_IDLE_SECONDS)
        with _lock:
            if self in _idle:
                _idle.remove(self)
                return None
        return self._given.get()  # it was given something just now


_idle: list[_SpareThread] = []
_lock = threading.Lock()

"""Kept connections: what a message leaves open, the next one to the same account goes through."""

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from weakref import WeakSet


class Closable(Protocol):
    """A connection, or what holds some."""

    def close(self) -> None:
        """Close it."""


C = TypeVar("C", bound=Closable)

# In all: a thousand servers in turn must not use up the process's file handles.
_MOST_IN_ALL = 200


@dataclass(frozen=True, slots=True)
class _Kept(Generic[C]):
    connection: C
    until: float


class KeptConnections(Generic[C]):
    """Connections that wait for their next message, by account: each is in one message's hands at a time.

    Each is closed, by *end* where that is given, when it was not wanted for so many seconds; of one account at most so
    many wait.
    """

    def __init__(
        self,
        *,
        idle: float,
        most: int,
        end: Callable[[C], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._idle, self._most, self._clock, self._end = idle, most, clock, end
        self._kept: dict[Hashable, deque[_Kept[C]]] = {}
        self._count = 0
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        _every.add(self)

    def take(self, account: Hashable) -> C | None:
        """Take the one that was used last, if any still waits."""
        with self._lock:
            waiting = self._kept.get(account)
            if not waiting:
                return None
            kept = waiting.pop()
            self._count -= 1
            if not waiting:
                del self._kept[account]
        if kept.until > self._clock():
            return kept.connection
        self._leave(kept.connection)
        return self.take(account)

    def keep(self, account: Hashable, connection: C, *, idle: float | None = None) -> None:
        """Keep one for the next message, for less than the usual time where its server says so."""
        patience = self._idle if idle is None else min(idle, self._idle)
        with self._lock:
            waiting = self._kept.get(account, ())
            is_wanted = len(waiting) < self._most and self._count < _MOST_IN_ALL
            if is_wanted:
                kept = _Kept(connection, self._clock() + patience)
                self._kept.setdefault(account, deque()).append(kept)
                self._count += 1
                if self._timer is None:
                    self._wake()
        if not is_wanted:
            self._leave(connection)

    def close(self) -> None:
        """Close all that wait."""
        self._close_until(float("inf"))

    def __len__(self) -> int:
        """Count those that wait."""
        with self._lock:
            return self._count

    def _leave(self, connection: C) -> None:
        with suppress(OSError):
            if self._end is None:
                connection.close()
            else:
                self._end(connection)

    def _wake(self) -> None:
        self._timer = threading.Timer(self._idle, self._close_unwanted)
        self._timer.name = "watcher-connections"
        self._timer.daemon = True
        self._timer.start()

    def _close_unwanted(self) -> None:
        self._close_until(self._clock())
        with self._lock:
            self._timer = None
            if self._kept:
                self._wake()

    def _close_until(self, now: float) -> None:
        with self._lock:
            over = [kept for kept in self._all() if kept.until <= now]
            left = {
                a: deque(k for k in waiting if k.until > now) for a, waiting in self._kept.items()
            }
            self._kept = {account: waiting for account, waiting in left.items() if waiting}
            self._count -= len(over)
        for kept in over:
            self._leave(kept.connection)

    def _all(self) -> list[_Kept[C]]:
        return [kept for waiting in self._kept.values() for kept in waiting]


def close_kept() -> None:
    """Close every connection that waits for a next message."""
    for kept in list(_every):
        kept.close()


_every: WeakSet[Closable] = WeakSet()

"""The clocks: the system's, read only here, everything else is given the time; and a steady one, to see steps of it.

Processes that share a database go by its server's.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def system_clock() -> datetime:
    """Return the instant by this machine's clock, in UTC."""
    return datetime.now(UTC)


def steady_clock() -> float:
    """Read a monotonic clock, one that counts suspended time where there is one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ServerClock:
    """The clock of a database's server, carried on by this machine's steady one between two looks at it.

    So that machines which share a database agree on every instant in it, however their own clocks are set.
    """

    def __init__(
        self, look: Callable[[], datetime], steady: Callable[[], float] = steady_clock
    ) -> None:
        self._look = look
        self._steady = steady
        self._epoch = self._measure()

    def __call__(self) -> datetime:
        """Return the instant by the server's clock."""
        return self._epoch + timedelta(seconds=self._steady())

    def adjust(self) -> None:
        """Look at the server's clock again."""
        self._epoch = self._measure()

    def _measure(self) -> datetime:
        """Return the instant at which the steady clock was zero."""
        before = self._steady()
        said = self._look()
        # The answer was on its way for half of the time, more or less.
        return said - timedelta(seconds=(before + self._steady()) / 2)


class ClockSteps:
    """Detects steps of the clock over *least*; within *every* seconds they are added up and reported once."""

    def __init__(
        self, *, least: timedelta, every: float, read: Callable[[], float] = steady_clock
    ) -> None:
        self._least = least.total_seconds()
        self._every = every
        self._read = read
        self._ahead: float | None = None
        self._not_before = 0.0

    def since_last(self, now: datetime) -> timedelta | None:
        """Return by how much the clock was set since the last report; else None."""
        steady_now = self._read()
        ahead = now.timestamp() - steady_now
        by = 0.0 if self._ahead is None else ahead - self._ahead
        if abs(by) <= self._least:
            self._ahead = ahead
            return None
        if steady_now < self._not_before:
            return None
        self._ahead = ahead
        self._not_before = steady_now + self._every
        return timedelta(seconds=by)

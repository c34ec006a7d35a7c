"""The clocks: the system's, read only here, everything else is given the time; and a steady one, to see steps of it."""

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

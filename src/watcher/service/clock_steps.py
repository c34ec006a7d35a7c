"""Notices that this machine's clock was set, by a clock that nobody sets."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


def steady() -> float:
    """Read a clock that nobody sets; where there is one, also while the machine sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class ClockSteps:
    """Says by how much the clock was set, where by more than *least*.

    It says so at most once every so many seconds: what comes in between is added up, so
    that a clock that is set all the time makes neither a flood of polls nor of messages.
    """

    def __init__(
        self, *, least: timedelta, every: float, read: Callable[[], float] = steady
    ) -> None:
        self._least = least.total_seconds()
        self._every = every
        self._read = read
        self._ahead: float | None = None
        self._not_before = 0.0

    def since_last(self, now: datetime) -> timedelta | None:
        """Return by how much the clock was set since it was last said; else None."""
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

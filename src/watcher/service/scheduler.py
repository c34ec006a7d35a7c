"""The scheduler: jobs that run once at an instant, and steps of the clock that shift instants."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

ThreadPoolName = Literal["default", "secondary", "checks"]
# Sites that are slow, or asked politely, must not hold up the official page; reading the
# whole database takes seconds, and must hold up nobody.
_THREADS: dict[ThreadPoolName, int] = {"default": 4, "secondary": 2, "checks": 1}


class JobScheduler:
    """Runs named jobs, each at its instant; a job plans its own next run, so that it never overlaps itself."""

    def __init__(self) -> None:
        self._pools = {name: ThreadPoolExecutor(count) for name, count in _THREADS.items()}
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors=self._pools,
            job_defaults={
                "misfire_grace_time": None,  # the default drops what is 1 s late
                "coalesce": True,
                "max_instances": 2,  # a turn still ends when the next one begins
            },
        )
        self._scheduler.start()

    def run_at(
        self, name: str, turn: Callable[[], None], at: datetime, pool: ThreadPoolName = "default"
    ) -> None:
        """Run a job at an instant; it replaces a waiting one of the same name."""
        self._scheduler.add_job(
            turn, "date", run_date=at, id=name, replace_existing=True, executor=pool
        )

    def pause(self) -> None:
        """Begin no more jobs."""
        self._scheduler.pause()

    def stop(self) -> None:
        """Wait until every job that runs has ended."""
        # Not wait=True, which holds the lock that a turn needs to plan the next one.
        self._scheduler.shutdown(wait=False)
        for pool in self._pools.values():
            pool.shutdown(wait=True)


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

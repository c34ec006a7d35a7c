"""Jobs that run once at an instant, and systemd's watchdog, which completed polls feed: not a live process."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from watcher.adapters.logs import event
from watcher.adapters.systemd import Systemd
from watcher.core.settings import Source
from watcher.service.clock import system_clock

log = logging.getLogger(__name__)

# A source is hanging when it has not been polled for twice its pace and this on top.
SLACK = timedelta(minutes=5)

ThreadPoolName = Literal["default", "secondary", "checks", "beats"]
# Sites that are slow, or asked politely, must not hold up the official page; reading the
# whole database takes seconds, and must hold up nobody; and nothing may hold up the sign that
# this process lives.
_THREADS: dict[ThreadPoolName, int] = {"default": 4, "secondary": 2, "checks": 1, "beats": 1}


class JobScheduler:
    """Runs named jobs, each at its instant by *clock*; a job plans its own next run, so that it never overlaps itself."""

    def __init__(self, clock: Callable[[], datetime] = system_clock) -> None:
        self._clock = clock
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
        # APScheduler goes by this machine's clock.
        run_date = system_clock() + (at - self._clock())
        self._scheduler.add_job(
            turn, "date", run_date=run_date, id=name, replace_existing=True, executor=pool
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


class Watchdog:
    """Keeps when each source was last polled and its pace; *interval* is systemd's, None where it has none."""

    def __init__(
        self,
        systemd: Systemd,
        interval: timedelta | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._systemd = systemd
        self._interval = interval
        self._clock = clock
        self._completed: dict[str, float] = {}
        self._pace: dict[str, timedelta] = {}

    def restart(self, sources: Sequence[Source]) -> None:
        """Expect these sources to be polled from now on."""
        self._pace = {source.name: timedelta() for source in sources}
        self._completed = dict.fromkeys(self._pace, self._clock())

    def begin(self, name: str) -> None:
        """Expect a source to be polled from now on."""
        self._pace[name] = timedelta()
        self._completed[name] = self._clock()

    def expect(self, name: str, pace: timedelta) -> None:
        """Note how long after this poll of a source the next one is due."""
        self._pace[name] = pace

    def completed(self, name: str, sources: Sequence[Source]) -> None:
        """Feed the watchdog after a poll, unless a source hangs.

        Where one of the configured *sources* is official, the others do not count: a slow pace of a news site must not
        make the watchdog as slow.
        """
        self._completed[name] = self._clock()
        official = [source for source in sources if source.trust == "official"]
        polled = {source.name for source in official or sources}
        if name not in polled:
            return
        hanging = self.hanging(polled)
        if hanging:
            event(log, "hanging", level=logging.ERROR, sources=", ".join(hanging))
            return
        if self._interval is not None:
            self._systemd.watchdog_limit(max(self._interval, *self._limits(polled).values()))
        self._systemd.watchdog()

    def idle(self) -> None:
        """Feed the watchdog where all is well and there is nothing to poll."""
        self._systemd.watchdog()

    def hanging(self, polled: Iterable[str]) -> list[str]:
        """Name the sources among those that are *polled* whose last poll ended too long ago."""
        now = self._clock()
        return [
            source
            for source, limit in self._limits(polled).items()
            if now - self._completed[source] > limit.total_seconds()
        ]

    def _limits(self, polled: Iterable[str]) -> dict[str, timedelta]:
        return {
            source: 2 * self._pace[source] + SLACK
            for source in polled
            if source in self._completed and source in self._pace
        }

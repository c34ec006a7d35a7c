"""Feeds systemd's watchdog with completed polls, not with a live process."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

from watcher.adapters.logs import event
from watcher.adapters.systemd import Systemd
from watcher.core.settings import Source

log = logging.getLogger(__name__)

# A source is hanging when it has not been polled for twice its pace and this on top.
SLACK = timedelta(minutes=5)


class Watchdog:
    """Knows when each source was last polled, and how soon its next poll is due.

    *interval* is how soon systemd wants to be told, None where it does not ask. *clock* is monotonic, in seconds.
    """

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

    def expect(self, name: str, pace: timedelta) -> None:
        """Note how long after this poll of a source the next one is due."""
        self._pace[name] = pace

    def completed(self, name: str, sources: Sequence[Source]) -> None:
        """Feed the watchdog after a poll, unless an official source hangs.

        *sources* are those of the configuration as it is now. Where there is an official one, polls of the others do
        not count: a news site that is asked once an hour must not make the watchdog as patient.
        """
        now = self._clock()
        self._completed[name] = now
        official = [source for source in sources if source.trust == "official"]
        polled = {source.name for source in official or sources}
        if name not in polled:
            return
        limits = {
            source: 2 * pace + SLACK
            for source, pace in list(self._pace.items())
            if source in self._completed and source in polled
        }
        hanging = [
            source
            for source, limit in limits.items()
            if now - self._completed[source] > limit.total_seconds()
        ]
        if hanging:
            event(log, "hanging", level=logging.ERROR, sources=", ".join(hanging))
            return
        if self._interval is not None:
            self._systemd.watchdog_limit(max(self._interval, *limits.values()))
        self._systemd.watchdog()

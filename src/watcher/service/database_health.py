"""Whether the database of a service is well: what fails, and what is looked for.

Word of it goes to the operator, to systemd, and into the lock for ``watcher status``.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from watcher.adapters.database import CheckTimeout, Store
from watcher.adapters.lock import ServiceLock
from watcher.adapters.logs import event
from watcher.adapters.systemd import Systemd
from watcher.core.errors import StoreError
from watcher.core.incidents import DatabaseTrouble, DatabaseWell
from watcher.core.settings import Settings
from watcher.service.outage import Outage

log = logging.getLogger(__name__)

Record = Callable[[DatabaseWell], None]
# Not mended by starting again: the watchdog must not try.
_OUTLASTS_A_RESTART = frozenset({"full", "read-only", "io"})


class DatabaseHealth:
    """What is wrong with the database, for as long as the process lives."""

    def __init__(self, clock: Callable[[], datetime], systemd: Systemd) -> None:
        self._failure = Outage(clock)
        self._damage = Outage(clock)
        self._systemd = systemd
        self._lock: ServiceLock | None = None
        self._said: str | None = None
        self._to_poll: set[str] = set()
        self._saying = Lock()

    @property
    def trouble(self) -> DatabaseTrouble | None:
        """What is wrong now; None: it is well."""
        return self._failure.trouble or self._damage.trouble

    def use(self, settings: Settings) -> None:
        """Tell the operator of these settings from now on."""
        self._failure.settings = self._damage.settings = settings
        self._to_poll &= {source.name for source in settings.sources}

    def leave_word_in(self, lock: ServiceLock | None) -> None:
        """Say what is wrong in this lock from now on."""
        self._lock, self._said = lock, None
        self._say()

    def failed(self, error: StoreError, source: str | None = None) -> None:
        """Note that the database did not do as asked, where it was in the poll of *source*.

        Damage is over when the file was read whole, all else when that source is polled.
        """
        if error.fault == "damaged":
            self._damage.failed(error, source)
        else:
            self._failure.failed(error, source)
            self._to_poll |= {source} if source else set()
        self._say()

    def polled(self, source: str) -> None:
        """Note that the database has taken a poll."""
        self._to_poll.discard(source)

    def look(self, store: Store, record: Record) -> None:
        """Look at the file and its disk; raises StoreError where they are not well."""
        store.check()
        if not self._to_poll:
            self._failure.works(record)
        self._say()

    def keep_alive(self) -> None:
        """Feed the watchdog while the trouble is one that a restart does not mend."""
        trouble = self._failure.trouble
        if trouble is not None and trouble.fault in _OUTLASTS_A_RESTART:
            self._systemd.watchdog()

    def check_integrity(self, store: Store, record: Record) -> None:
        """Read the whole file; tell where it is damaged, and once when it is no more."""
        try:
            store.check_integrity()
            self._damage.works(record)
        except CheckTimeout:
            event(log, "integrity_check_too_long", level=logging.WARNING)
        except StoreError as error:
            self.failed(error)
        self._say()

    def close(self) -> None:
        """Wait until the operator has been told."""
        self._failure.close()
        self._damage.close()

    def _say(self) -> None:
        trouble = self.trouble
        words = (
            "" if trouble is None else f"since {trouble.since:%Y-%m-%dT%H:%M:%SZ}: {trouble.detail}"
        )
        with self._saying:
            if words == self._said:
                return
            self._said = words
            if self._lock is not None:
                self._lock.report(words)
            self._systemd.status(words or "running")

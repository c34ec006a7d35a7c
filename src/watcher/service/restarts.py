"""Restarts within the process: when a disk can be written again, or the database file was changed."""

import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from queue import Empty, SimpleQueue

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.adapters.systemd import Systemd
from watcher.core.errors import StoreError
from watcher.core.settings import Settings
from watcher.service.database_health import DatabaseHealth

log = logging.getLogger(__name__)

# How long until a database that cannot be opened is tried again, in seconds.
DATABASE_RETRY_SECONDS = 30.0
# Among the signals: the file of the database was changed, begin anew with what it is now.
REOPEN = 0
_WAITED_FOR = frozenset({"full", "io", "read-only"})


class Restarts:
    """Serves until stopped, and restarts where only the database is the reason."""

    def __init__(
        self, database: DatabaseHealth, systemd: Systemd, signals: SimpleQueue[int]
    ) -> None:
        self._database = database
        self._systemd = systemd
        self._signals = signals

    def serve(self, load: Callable[[], Settings], once: Callable[[Settings], bool]) -> None:
        """Call *once* with what *load* reads, for as long as it returns True.

        Raises ConfigError, or StoreError where waiting does not mend the database.
        """
        try:
            again = True
            while again:
                settings = load()
                try:
                    again = once(settings)
                except StoreError as error:
                    self._database.use(settings)
                    again = self._waits_out(error)
        finally:
            self._database.close()

    def rescue(self, store: Store, now: datetime) -> bool:
        """Save the data of a changed file, retrying until that succeeds; False if stopped meanwhile."""
        while True:
            try:
                copy = store.rescue(now)
            except StoreError as error:
                if not self._waits_out(error):
                    return False
            else:
                event(log, "database_rescued", level=logging.WARNING, copy=copy)
                return True

    def _waits_out(self, error: StoreError) -> bool:
        """Report a database that cannot be used, and wait a while; False if stopped meanwhile."""
        if error.fault == "refused":
            raise error
        self._database.failed(error)
        if error.fault not in _WAITED_FOR:
            raise error
        self._systemd.ready()  # up, though it waits: systemd must not give it up
        self._database.keep_alive()
        with suppress(Empty):
            return self._signals.get(timeout=DATABASE_RETRY_SECONDS) in {signal.SIGHUP, REOPEN}
        return True

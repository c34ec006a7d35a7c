"""A database transaction with settings and time, the argument of every question."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from watcher.adapters.database import Store, Transaction, database_problem
from watcher.adapters.lock import lock_holder
from watcher.core.errors import NothingFound, StoreError
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Settings

__all__ = [
    "ServiceStatus",
    "Snapshot",
    "Store",
    "Transaction",
    "by_servers_clock",
    "database_problem",
    "fingerprint",
    "open_snapshot",
    "open_store",
    "service_status",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A transaction, and what else an answer depends on."""

    store: Store
    tx: Transaction
    settings: Settings
    now: datetime

    @property
    def today(self) -> date:
        """The day in Ottawa, by which rounds are held."""
        return self.now.astimezone(OTTAWA).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStatus:
    """Whether a watcher runs on the database, None if unknown."""

    running: bool | None
    process: str | None = None


@contextmanager
def open_store(settings: Settings) -> Iterator[Store]:
    """Open the database, never creating or migrating it; raises NothingFound if there is none."""
    _, sqlite, file = settings.database.value.partition("sqlite:///")
    try:
        store = Store.open_existing(settings.database)
    except StoreError as error:
        raise _with_running_watcher(error, file) if sqlite else error from error
    if store is None:
        missing = f"there is no {file}" if sqlite else "the database is empty"
        raise NothingFound(
            f"nothing has been polled yet: {missing}; "
            "`watcher poll` polls once, `watcher run` for good"
        )
    try:
        yield store
    finally:
        store.close()


@contextmanager
def open_snapshot(settings: Settings, now: datetime) -> Iterator[Snapshot]:
    """Open the database for reading."""
    with open_store(settings) as store, store.reading() as tx:
        yield Snapshot(store=store, tx=tx, settings=settings, now=now)


def by_servers_clock(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot at the present by its database's clock: on PostgreSQL, its server's."""
    return replace(snapshot, now=snapshot.tx.workers.servers_time() or snapshot.now)


def fingerprint(store: Store) -> Hashable:
    """Return a value that changes whenever a public answer may."""
    with store.reading() as tx:
        return tx.incidents.fingerprint()


def service_status(file: str | None) -> ServiceStatus:
    """Find the process that holds the lock of an SQLite database."""
    if file is None:
        return ServiceStatus(running=None)
    try:
        process = lock_holder(file)
    except PermissionError:
        return ServiceStatus(running=None)
    return ServiceStatus(running=process is not None, process=process)


def _with_running_watcher(error: StoreError, file: str) -> StoreError:
    """Add that a running watcher may still hold data that the file has lost."""
    running = service_status(file)
    if error.fault not in {"lost", "moved", "io"} or not running.running:
        return error
    return StoreError(
        f"a watcher (process {running.process}) runs on {file}, but the file is not "
        "what it has open any more: it was deleted, emptied or replaced, or its -wal "
        "was. Within seconds that watcher saves what it still holds, and opens the file "
        f"anew: look again before you mend anything. Found now: {error}",
        error.fault,
    )

"""The database of verbs that look: opened as it is, never created, never migrated."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from watcher.cli.frame import FAILED, NOTHING, end

if TYPE_CHECKING:
    from watcher.adapters.database import Store
    from watcher.core.errors import StoreError
    from watcher.core.settings import Settings


@contextmanager
def opened(settings: "Settings") -> "Iterator[Store]":
    """Open the database that polls have filled; ends with 3 where none has yet."""
    from watcher.adapters.database import Store
    from watcher.core.errors import StoreError

    try:
        store = Store.look(settings.database)
    except StoreError as error:
        end(_while_it_runs(error, settings), FAILED)
    if store is None:
        end(
            f"nothing has been polled yet: {_missing(settings)}; "
            "`watcher poll` polls once, `watcher run` for good",
            NOTHING,
        )
    try:
        yield store
    finally:
        store.close()


def instant_of(as_of: datetime | None) -> datetime:
    """Take the time that was given, else that of this machine's clock."""
    if as_of is not None:
        return as_of
    from watcher.service.app import system_clock

    return system_clock()


def _missing(settings: "Settings") -> str:
    _, sqlite, file = settings.database.value.partition("sqlite:///")
    return f"there is no {file}" if sqlite else "the database is empty"


def _while_it_runs(error: "StoreError", settings: "Settings") -> str:
    """Say that a running watcher may hold what the file does not show any more."""
    from watcher.answers.condition import service_on

    _, sqlite, file = settings.database.value.partition("sqlite:///")
    running = service_on(file) if sqlite else None
    if error.fault not in {"lost", "moved", "io"} or not (running and running.running):
        return str(error)
    return (
        f"a watcher (process {running.process}) runs on {file}, but the file is not "
        "what it has open any more: it was deleted, emptied or replaced, or its -wal "
        "was. Within seconds that watcher saves what it still holds, and opens the file "
        f"anew: look again before you mend anything. Found now: {error}"
    )

"""The database of verbs that look: opened as it is, never created, never migrated."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from watcher.cli.frame import NOTHING, end

if TYPE_CHECKING:
    from watcher.settings import Settings
    from watcher.store import Store


@contextmanager
def opened(settings: "Settings") -> "Iterator[Store]":
    """Open the database that polls have filled; ends with 3 where none has yet."""
    from watcher.store import Store

    store = Store.look(settings.database)
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
    from watcher.app import system_clock

    return system_clock()


def _missing(settings: "Settings") -> str:
    _, sqlite, file = settings.database.value.partition("sqlite:///")
    return f"there is no {file}" if sqlite else "the database is empty"

"""What is wrong with the database, though it can be read."""

from contextlib import suppress

from watcher.adapters.database import Store
from watcher.adapters.lock import reported_trouble
from watcher.core.errors import StoreError


def trouble_of(store: Store) -> str | None:
    """Ask who runs on the database what is wrong with it, then look at its disk."""
    if store.file is not None:
        with suppress(PermissionError):  # only its owner can tell
            said = reported_trouble(store.file)
            if said is not None:
                return f"the database is in trouble {said}"
    try:
        store.check()
    except StoreError as error:
        return str(error)
    return None

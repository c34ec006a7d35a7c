"""Keeping the file of an SQLite database: putting a copy in its place, and giving room back to the disk."""

from datetime import datetime

from watcher.adapters.database import give_back_room, restore, spare_room
from watcher.core.errors import StoreError
from watcher.core.settings import Settings

_SQLITE = "sqlite:///"


def restore_copy(settings: Settings, copy: str, now: datetime) -> tuple[str, str | None]:
    """Put a copy in the place of the database; return its file, and where what was there is kept."""
    file = _file(settings, "pg_restore restores a PostgreSQL database")
    return file, restore(file, copy, now)


def vacuum(settings: Settings) -> int:
    """Give unused room of the file back; return how many bytes that were."""
    return give_back_room(_file(settings, "PostgreSQL does that itself (autovacuum)"))


def unused_bytes(settings: Settings) -> int:
    """Return how much of the file holds nothing; 0 where that is not ours to know."""
    url = settings.database.value
    return spare_room(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else 0


def _file(settings: Settings, otherwise: str) -> str:
    url = settings.database.value
    if not url.startswith(_SQLITE):
        raise StoreError(otherwise)
    return url.removeprefix(_SQLITE).partition("?")[0]

"""A file beside the database that knows that there was one.

SQLite takes a file that is gone or empty for a new database: without it a watcher would
begin a new history and say that all is well.
"""

from contextlib import suppress
from pathlib import Path

from watcher.adapters.database.faults import lost

_SAYS = """\
The database beside this file holds the history of a watcher. Where that is gone or empty,
watcher does not start: restore a copy of it, or remove this file to start afresh.
"""


def marker_of(file: str) -> Path:
    """Name the file that stands for the history in *file*."""
    return Path(f"{file}.marker")


def mark(file: str) -> None:
    """Note that *file* has a history from now on."""
    marker = marker_of(file)
    # Where it cannot be written, only the protection is missing.
    with suppress(OSError):
        if not marker.exists():
            marker.touch(mode=0o600)
            marker.write_text(_SAYS, encoding="utf-8")


def refuse_lost(file: str) -> None:
    """Raise StoreError where *file* had a history, and is gone or empty."""
    path, marker = Path(file), marker_of(file)
    if not marker.exists():
        return
    if not path.exists():
        raise lost(file, "is gone", str(marker))
    if path.stat().st_size == 0:
        raise lost(file, "is empty", str(marker))


def refuse_tableless(file: str) -> None:
    """Raise StoreError where *file*, found without our tables, had them before."""
    marker = marker_of(file)
    if marker.exists():
        raise lost(file, "has no tables any more", str(marker))

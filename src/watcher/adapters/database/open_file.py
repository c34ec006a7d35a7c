"""The file of a database as a service holds it open: what becomes of it, and its rescue.

SQLite holds files by their descriptors: one that is deleted, moved or replaced is written
on unseen, while a new connection opens whatever stands at the path. Two connections of
one process on two such files would mix them, so a new one is refused.
"""

import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from watcher.adapters.database.faults import fault_of, full, lost, moved, read_only
from watcher.adapters.database.marker import marker_of

# A poll that brings a new page writes a tenth of it.
ROOM = 1 << 20

_Identity = tuple[int, int] | None


class OpenFile:
    """One SQLite file, held open from now on."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._parts = [Path(f"{file}{end}") for end in ("", "-wal", "-shm")]
        # Never opened otherwise: closing any descriptor of the file would drop the
        # locks that SQLite holds on it.
        self._held = sqlite3.connect(
            file, check_same_thread=False, isolation_level=None, timeout=10
        )
        for statement in ("PRAGMA journal_mode=WAL", "SELECT 1 FROM sqlite_master"):
            self._held.execute(statement).fetchone()  # the second opens the WAL
        self._were = [_identity(part) for part in self._parts]

    def check(self) -> None:
        """Raise StoreError where the file is not the one that was opened."""
        path, wal, _ = self._parts
        was, wal_was, _ = self._were
        if _identity(path) is None:
            raise moved(self._file, "it was deleted or moved away")
        if _identity(path) != was:
            raise moved(self._file, "another file stands in its place")
        if path.stat().st_size == 0:
            raise lost(self._file, "was emptied", str(marker_of(self._file)))
        if _identity(wal) != wal_was:
            raise moved(self._file, f"{wal} was deleted or replaced")

    def rescue(self, now: datetime) -> str | None:
        """Save what only our descriptors still reach; return the copy made of it, if any.

        Where nothing stands at the path, ``put_back`` puts it there. Of a file that was
        emptied there may be nothing to save: then it is gone.
        """
        path = self._parts[0]
        emptied = path.exists() and path.stat().st_size == 0
        if emptied:
            path.unlink()  # else what is left in the WAL would make half a file of it
        if _identity(path) == self._were[0]:
            # What was committed into the WAL that is gone goes into the file itself.
            self._held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return None
        copy = Path(f"{self._file}.rescued-{now:%Y%m%dT%H%M%SZ}")
        copy.unlink(missing_ok=True)  # half of one, from a try that failed
        copy.touch(mode=0o600)
        try:
            self._held.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.DatabaseError as error:
            copy.unlink(missing_ok=True)
            if emptied and fault_of(error) in {"damaged", "io"}:
                return None
            raise
        return str(copy)

    def close(self) -> None:
        """Let go of the file."""
        self._held.close()

    def put_back(self, copy: str) -> bool:
        """Put a rescued copy at the path if nothing is there; everything is closed by now.

        What is left of our WAL goes: it would be played into whatever stands there.
        """
        path, *siblings = self._parts
        for sibling, was in zip(siblings, self._were[1:], strict=True):
            if was is not None and _identity(sibling) == was:
                sibling.unlink(missing_ok=True)
        if path.exists() and path.stat().st_size > 0:
            return False
        Path(copy).replace(path)
        return True


def check_writable(file: str) -> None:
    """Raise StoreError where the disk is read-only, or has no room for a poll."""
    if not (os.access(file, os.W_OK) and os.access(Path(file).absolute().parent, os.W_OK)):
        raise read_only(file)
    free = shutil.disk_usage(Path(file).absolute().parent).free
    if free < ROOM:
        raise full(file, free)


def _identity(path: Path) -> _Identity:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino

"""The file of an SQLite database: its marker, being held open, its integrity, and copies.

Connections that are open go on with a file that was deleted, moved or replaced, while a new one opens whatever is at
the path; so the file is checked. SQLite takes a missing or empty file for a new database; the marker file tells.
"""

import hashlib
import os
import shutil
import sqlite3
import time
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from pathlib import Path

import zstandard

from watcher.adapters.database.errors import fault_of, file_error, lost_error, moved_error
from watcher.core.errors import StoreError

# A poll that brings a new page writes a tenth of it.
ROOM = 1 << 20
# Checking the integrity holds back nobody, but the WAL grows meanwhile.
MAX_CHECK_SECONDS = 120.0

_MARKER_SAYS = """\
The database beside this file holds the history of a watcher. Where that is gone or empty,
watcher does not start: restore a copy of it, or remove this file to start afresh.
"""
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
            raise moved_error(self._file, "it was deleted or moved away")
        if _identity(path) != was:
            raise moved_error(self._file, "another file stands in its place")
        if path.stat().st_size == 0:
            raise lost_error(self._file, "was emptied", str(marker_of(self._file)))
        if _identity(wal) != wal_was:
            raise moved_error(self._file, f"{wal} was deleted or replaced")

    def rescue(self, now: datetime) -> str | None:
        """Save the data that only our open descriptors still reach; return the copy, if there is any."""
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
        """Put a rescued copy at the path if nothing is there; everything is closed by now, and our WAL goes."""
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
        raise file_error(file, "read-only", f"the database {file} cannot be written")
    free = shutil.disk_usage(Path(file).absolute().parent).free
    if free < ROOM:
        full = f"the disk of the database {file} is full: {free} bytes are free"
        raise file_error(file, "full", full)


def _identity(path: Path) -> _Identity:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


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
            marker.write_text(_MARKER_SAYS, encoding="utf-8")


def refuse_lost(file: str) -> None:
    """Raise StoreError where *file* had a history, and is gone or empty."""
    path = Path(file)
    if not path.exists():
        _refuse_marked(file, "is gone")
    elif path.stat().st_size == 0:
        _refuse_marked(file, "is empty")


def refuse_tableless(file: str) -> None:
    """Raise StoreError where *file*, found without our tables, had them before."""
    _refuse_marked(file, "has no tables any more")


def _refuse_marked(file: str, what: str) -> None:
    if marker_of(file).exists():
        raise lost_error(file, what, str(marker_of(file)))


class CheckTimeout(Exception):
    """The check took too long, and was stopped: nothing is known."""


def damage_in(file: str, *, seconds: float = MAX_CHECK_SECONDS) -> str | None:
    """Say what is broken in the file, read on a connection of its own; raises CheckTimeout after *seconds*."""
    escaped = file.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    with closing(sqlite3.connect(f"file:{escaped}?mode=ro", uri=True)) as opened:
        until = time.monotonic() + seconds
        opened.set_progress_handler(lambda: time.monotonic() > until, 1000)
        opened.execute("PRAGMA cache_size=-1024")
        try:
            found = [line for (line,) in opened.execute("PRAGMA integrity_check(3)")]
            return _damaged_page(opened) if found == ["ok"] else "; ".join(found)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname == "SQLITE_INTERRUPT":
                raise CheckTimeout from error
            if error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
                return str(error)
            raise


def refuse_damaged(file: str, *, seconds: float = MAX_CHECK_SECONDS) -> None:
    """Raise StoreError where the file is damaged."""
    found = damage_in(file, seconds=seconds)
    if found is not None:
        raise file_error(file, "damaged", f"the database {file} is damaged: {found}")


def _damaged_page(opened: sqlite3.Connection) -> str | None:
    """Compare each stored page with its hash."""
    if not opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'pages'").fetchone():
        return None
    for digest, body in opened.execute("SELECT hash, body FROM pages"):
        if _hash_of(body) != digest:
            return f"a page that was kept ({digest.hex()[:12]}) cannot be read any more"
    return None


def _hash_of(packed: bytes) -> bytes | None:
    try:
        body = zstandard.ZstdDecompressor().decompress(packed)
    except zstandard.ZstdError:
        return None
    return hashlib.sha1(body, usedforsecurity=False).digest()  # as ``retrieve`` names it


def back_up(file: str, to: str) -> None:
    """Copy a database as one consistent file; refuses to overwrite, and to copy damage."""
    try:
        _copy(file, Path(to))
    except FileExistsError as error:
        raise StoreError(f"{to} exists; name another file, or move it away") from error
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{to} cannot be written: {error}") from error


def _copy(file: str, to: Path) -> None:
    refuse_damaged(file)
    if shutil.disk_usage(to.absolute().parent).free < 2 * Path(file).stat().st_size:
        raise StoreError(f"there is not enough room beside {to} for a copy of {file}")
    to.touch(mode=0o600, exist_ok=False)
    with ExitStack() as unfinished:
        unfinished.callback(to.unlink)  # half a copy must not be taken for one
        with closing(sqlite3.connect(file, timeout=10)) as opened:
            # Not a copy of the file: the newest commits may still be in the WAL.
            opened.execute("VACUUM INTO ?", (str(to),))
        # A disk may keep less than it was given.
        found = damage_in(str(to), seconds=10 * MAX_CHECK_SECONDS)
        if found is not None:
            raise StoreError(f"{to} did not become a whole copy: {found}; look at its disk")
        unfinished.pop_all()

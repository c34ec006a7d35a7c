"""Putting a copy in the place of an SQLite database: looked at before and after, and what was there is kept."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from watcher.adapters.database.schema import REVISION
from watcher.adapters.database.sqlite_file import MAX_CHECK_SECONDS, CheckTimeout, damage_in, mark
from watcher.adapters.lock import ServiceLock
from watcher.core.errors import StoreError

_WAL = ("-wal", "-shm")


def restore(file: str, copy: str, now: datetime) -> str | None:
    """Put a copy in the place of *file*; return where what was there is kept, if anything was.

    Raises StoreError where a watcher runs on it, or the copy is none of ours, damaged, or does not arrive whole.
    """
    Path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _failing_as_one(file), ServiceLock(file):
        _check_copy(copy)
        fresh = f"{file}.restoring"
        with ExitStack() as unfinished:
            unfinished.callback(Path(fresh).unlink, missing_ok=True)
            _copy_checked(copy, fresh)
            kept = _put_aside(file, now)
            Path(fresh).replace(file)
            unfinished.pop_all()
        _settle(Path(file).absolute().parent)
        mark(file)
    return kept


def give_back_room(file: str) -> int:
    """Make the file as small as its content, and return by how many bytes; nobody else may use it meanwhile."""
    before = Path(file).stat().st_size
    with (
        _failing_as_one(file),
        ServiceLock(file),
        closing(sqlite3.connect(file, timeout=10)) as opened,
    ):
        opened.execute("VACUUM")
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return before - Path(file).stat().st_size


def spare_room(file: str) -> int:
    """Return how many bytes of the file hold nothing: what comes next fills them before it grows."""
    with _failing_as_one(file), closing(sqlite3.connect(file, timeout=10)) as opened:
        [pages] = opened.execute("PRAGMA freelist_count").fetchone()
        [size] = opened.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(size)


def _check_copy(copy: str) -> None:
    if not Path(copy).is_file():
        raise StoreError(f"there is no file {copy}")
    _refuse_damaged(copy)
    with closing(sqlite3.connect(f"file:{_escaped(copy)}?mode=ro", uri=True)) as opened:
        named = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
        found = opened.execute(named).fetchone()
        version = found and opened.execute("SELECT version_num FROM alembic_version").fetchone()
    if not version:
        raise StoreError(f"{copy} is no database of watcher; nothing was changed")
    if version[0] > REVISION:
        raise StoreError(
            f"{copy} was written by a newer watcher (schema {version[0]}, this one knows "
            f"{REVISION}); install that version"
        )


def _copy_checked(copy: str, fresh: str) -> None:
    Path(fresh).unlink(missing_ok=True)
    Path(fresh).touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"file:{_escaped(copy)}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(fresh)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE").fetchone()
    _refuse_damaged(fresh)
    with Path(fresh).open("rb+") as written:
        os.fsync(written.fileno())


def _refuse_damaged(file: str) -> None:
    try:
        found = damage_in(file, seconds=10 * MAX_CHECK_SECONDS)
    except sqlite3.DatabaseError as error:
        found = str(error)
    except CheckTimeout:
        raise StoreError(f"{file} could not be checked in time; nothing was changed") from None
    if found is not None:
        raise StoreError(f"{file} is damaged: {found}; nothing was changed")


def _put_aside(file: str, now: datetime) -> str | None:
    """Move what is there away, with what its write-ahead log still holds."""
    if not Path(file).exists():
        return None
    # Where it is too damaged for that, the log is kept beside it.
    with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=10)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    kept = f"{file}.replaced-{now:%Y%m%dT%H%M%SZ}"
    for end in ("", *_WAL):
        if Path(f"{file}{end}").exists():
            Path(f"{file}{end}").replace(f"{kept}{end}")
    return kept


def _settle(folder: Path) -> None:
    """Make names last, should the power fail now."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _escaped(file: str) -> str:
    return file.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


@contextmanager
def _failing_as_one(file: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{file}: {error}; what was there is as it was, or beside it") from error

"""One service on one SQLite database: a second would send again what the first sends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from watcher.errors import StoreError


class OnlyOne:
    """Holds the lock beside an SQLite file; without a file (PostgreSQL) does nothing.

    The kernel lets go of it when the process ends, however it ends. Raises StoreError
    when another process holds it.
    """

    def __init__(self, file: str | None) -> None:
        self._path = None if file is None else Path(f"{file}.lock")
        self._held: int | None = None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._held = _take(self._path)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._held is not None:
            os.close(self._held)


def holder(file: str) -> str | None:
    """Name the process that runs on an SQLite file; None where none does.

    Raises PermissionError where only its owner can tell.
    """
    try:
        seen = os.open(f"{file}.lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(seen, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _process(seen)
    finally:
        os.close(seen)
    return None


def _take(path: Path) -> int:
    try:
        held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"the lock beside the database cannot be had: {error}; see that {path} "
            "and its folder belong to the user that runs watcher"
        ) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        process = _process(held)
        os.close(held)
        raise StoreError(
            f"another watcher (process {process}) runs on this database; "
            f"stop it first, or give this one a database of its own"
        ) from error
    os.truncate(held, 0)
    os.write(held, str(os.getpid()).encode())
    return held


def _process(lock: int) -> str:
    return os.read(lock, 20).decode(errors="replace").strip() or "unknown"

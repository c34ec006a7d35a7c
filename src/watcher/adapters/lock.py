"""A lock that lets one service run on an SQLite database: a second would send all again."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from watcher.core.errors import StoreError

# Of the lock: the process that holds it, and a line of what it says.
_SIZE = 2048


class ServiceLock:
    """Holds the lock beside an SQLite file; without a file (PostgreSQL) does nothing.

    The kernel lets go of it when the process ends, however it ends. Raises StoreError when another process holds it.
    """

    def __init__(self, file: str | None) -> None:
        self._path = None if file is None else Path(f"{file}.lock")
        self._held: int | None = None

    def report(self, trouble: str | None) -> None:
        """Write the database's trouble for ``status``, over the old text: that needs no room on a full disk."""
        if self._held is not None:
            # Where even that fails, `status` says nothing of it.
            with suppress(OSError):
                _write(self._held, trouble or "")

    def __enter__(self) -> Self:
        if self._path is not None:
            self._held = _take(self._path)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._held is not None:
            os.close(self._held)


def lock_holder(file: str) -> str | None:
    """Return the process that runs on an SQLite file, if any; raises PermissionError for other users."""
    state = _state(file)
    return None if state is None else state[0]


def reported_trouble(file: str) -> str | None:
    """Return the trouble that the process on an SQLite file reports; raises PermissionError for other users."""
    state = _state(file)
    return None if state is None else state[1] or None


def _state(file: str) -> tuple[str, str] | None:
    with suppress(FileNotFoundError), Path(f"{file}.lock").open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(lock.fileno())
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
        process, _ = _read(held)
        os.close(held)
        raise StoreError(
            f"another watcher (process {process}) runs on this database; "
            "stop it first, or give this one a database of its own (several processes share "
            "one only on PostgreSQL)"
        ) from error
    with suppress(OSError):  # a full disk: it is held all the same
        _write(held, "")
    return held


def _write(lock: int, trouble: str) -> None:
    """Overwrite the file with the process and its trouble, always in as many bytes."""
    text = f"{os.getpid()}\n{' '.join(trouble.split())}".encode()[: _SIZE - 1]
    os.pwrite(lock, text.ljust(_SIZE - 1) + b"\n", 0)


def _read(lock: int) -> tuple[str, str]:
    text = os.pread(lock, _SIZE, 0).decode(errors="replace")
    process, _, trouble = text.partition("\n")
    return process.strip() or "unknown", trouble.strip()

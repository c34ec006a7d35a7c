"""Errors of the database, each as a sentence with its remedy, in commands that can be copied."""

import sqlite3
from pathlib import Path
from shlex import quote

from watcher.core.errors import StoreError, StoreFault

_FAULTS: tuple[tuple[str, StoreFault], ...] = (
    ("SQLITE_FULL", "full"),
    ("SQLITE_READONLY_DBMOVED", "moved"),
    ("SQLITE_READONLY", "read-only"),
    ("SQLITE_CANTOPEN", "read-only"),
    ("SQLITE_PERM", "read-only"),
    ("SQLITE_IOERR", "io"),
    ("SQLITE_CORRUPT", "damaged"),
    ("SQLITE_NOTADB", "damaged"),
    ("SQLITE_BUSY", "locked"),
    ("SQLITE_LOCKED", "locked"),
)
_REMEDIES: dict[StoreFault, str] = {
    "full": "; make room on the disk (df -h {folder}; copies that may go: "
    "ls {file}.before-*): a running watcher goes on by itself",
    "read-only": "; see that the file and its folder belong to the user that runs "
    "watcher, and that the disk is not read-only: ls -la {folder}",
    "io": "; look at the disk and its quotas: df -h {folder}; dmesg",
    "locked": "; another program holds it for long: see which one, and end it",
}


def store_error(error: BaseException, address: str, file: str | None) -> StoreError:
    """Say what went wrong with the database at *address*, and what to do about it."""
    fault = fault_of(error)
    remedy = "" if file is None else _remedy(fault, file)
    return StoreError(f"the database {address} failed: {error}; nothing was saved{remedy}", fault)


def fault_of(error: BaseException) -> StoreFault:
    """Tell which kind of trouble an error of SQLite is; PostgreSQL's are one kind."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if isinstance(error, sqlite3.Error) and "no such table" in str(error):
        return "damaged"
    return next((fault for begins, fault in _FAULTS if name.startswith(begins)), "failing")


def file_error(file: str, fault: StoreFault, what: str) -> StoreError:
    """Say what is wrong with the file of a database, and what to do about it."""
    return StoreError(f"{what}{_remedy(fault, file)}", fault)


def lost_error(file: str, what: str, marker: str) -> StoreError:
    """Say that the history is gone; ``marker`` is the file that knows that there was one."""
    return StoreError(
        f"the database {file} {what}, though a watcher has kept its history there; "
        f"stop watcher, and {_restore(file)}; or, to start afresh without it: "
        f"rm -f {quote(file)} {_siblings(file)} {quote(marker)}",
        "lost",
    )


def moved_error(file: str, what: str) -> StoreError:
    """Say that the file was changed under a service that has it open."""
    return StoreError(
        f"the database {file} was changed while watcher runs on it: {what}; "
        "a running watcher saves what it still holds and opens the file anew; "
        "stop watcher before you move, restore or delete its files",
        "moved",
    )


def _remedy(fault: StoreFault, file: str) -> str:
    folder = quote(str(Path(file).absolute().parent))
    if fault == "damaged":
        aside = f"mv {quote(file)} {quote(f'{file}.damaged')}"
        return f"; stop watcher, move it aside ({aside}), and {_restore(file)}"
    return _REMEDIES.get(fault, "").format(folder=folder, file=quote(file))


def _restore(file: str) -> str:
    """Give the commands that put a copy in the place of a database."""
    return (
        f"restore a copy: rm -f {_siblings(file)}; cp COPY {quote(file)} (a copy is "
        f"what `watcher backup` wrote, or one of {quote(file)}.before-* and "
        f"{quote(file)}.rescued-*); docs/operating.md says more"
    )


def _siblings(file: str) -> str:
    # A WAL that is left would be played into whatever is put beside it.
    return f"{quote(f'{file}-wal')} {quote(f'{file}-shm')}"

"""Whether a service could start on a database, as far as that shows without a network."""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from watcher.adapters.database.engine import make_engine
from watcher.adapters.database.migrate import Outdated, is_ours
from watcher.core.errors import StoreError
from watcher.core.settings import Secret

_LAST_PORT = 65535

MayUse = Callable[[Path, int], bool]
"""Tells whether this user may use a path so, as os.access does."""


def problem(database: Secret, *, may: MayUse = os.access) -> str | None:
    """Say why ``run`` would refuse a database, None where it would not.

    No file or folder is made; whether a PostgreSQL server answers is not tried.
    """
    try:
        url = make_url(database.value)
    except (ArgumentError, ValueError):
        return (
            "cannot be understood; in a name or password / is written %2F, "
            "@ %40, : %3A, and a port is a number"
        )
    if not url.drivername.startswith("sqlite"):
        return _server(database.value, url.port)
    file = Path(url.database or "")
    try:
        file.lstat()
    except PermissionError:
        return f"{file} {_NOT_READABLE}"
    except OSError:  # not there, or below what is no folder
        return _folder(file.parent, may)
    return _file(file, may) or _content(database.value, file)


def _server(url: str, port: int | None) -> str | None:
    if port is not None and not 0 < port <= _LAST_PORT:
        return f"names the port {port}; ports go from 1 to {_LAST_PORT}"
    try:
        make_engine(url).dispose()
    except StoreError as error:
        return str(error)
    return None


def _folder(folder: Path, may: MayUse) -> str | None:
    """Look at the folder of a new file, or the nearest one that it would be made in."""
    there = next(
        above
        for above in (folder, *folder.absolute().parents)
        if os.path.exists(above)  # noqa: PTH110 - of a forbidden one it raises nothing
    )
    if not there.is_dir():
        return f"{folder} cannot be made: {there} is a file, not a folder"
    if not may(there, os.W_OK | os.X_OK):
        return f"{there} {_NOT_WRITABLE}"
    return None


def _file(file: Path, may: MayUse) -> str | None:
    if not file.is_file():
        return f"{file} is no file; name one in it: {file / 'watcher.db'}"
    if not may(file, os.R_OK | os.W_OK):
        return f"{file} {_NOT_WRITABLE}"
    # SQLite and the lock keep files beside it.
    if not may(file.absolute().parent, os.W_OK | os.X_OK):
        return f"{file.absolute().parent} {_NOT_WRITABLE}"
    return None


_NOT_READABLE = (
    "may not be looked at by this user; run watcher as the user it belongs to, "
    "or name another place"
)
_NOT_WRITABLE = (
    "may not be written by this user; run watcher as the user it belongs to, or name another place"
)


def _content(url: str, file: Path) -> str | None:
    engine = make_engine(url)
    try:
        is_ours(engine)
    except Outdated:
        return None  # the service brings it up to date
    except StoreError as error:
        return str(error)
    except SQLAlchemyError as error:
        why = getattr(error, "orig", None) or error
        return (
            f"{file} cannot be used ({why}); put a copy from `watcher backup` in its "
            "place, or move it away and a new one is made"
        )
    finally:
        engine.dispose()
    return None

"""Migrations of the schema, and a check without changes whether they would work."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from watcher.adapters.database.engine import AdvisoryLock, lock, make_engine
from watcher.adapters.database.schema import REVISION, metadata
from watcher.adapters.database.sqlite_file import back_up, refuse_tableless
from watcher.core.errors import StoreError
from watcher.core.settings import Secret

_SCRIPTS = Path(__file__).parent / "migrations"
# Alembic's own table, as Alembic makes it.
_VERSION = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
_LAST_PORT = 65535
_NOT_READABLE = (
    "may not be looked at by this user; run watcher as the user it belongs to, "
    "or name another place"
)
_NOT_WRITABLE = (
    "may not be written by this user; run watcher as the user it belongs to, or name another place"
)

MayUse = Callable[[Path, int], bool]
"""Tells whether this user may use a path so, as os.access does."""


class Outdated(StoreError):
    """The database is older than this watcher: the next poll brings it up to date."""


def upgrade(
    engine: sa.Engine,
    file: str | None,
    now: datetime,
    *,
    scripts: Path = _SCRIPTS,
    head: str = REVISION,
) -> str | None:
    """Apply the migrations of *scripts* up to *head*, the newest; return the copy made before, if any.

    A database written by a newer watcher is refused, not touched.
    """
    current = _current(engine)
    if current == head:
        return None
    if current is None:
        _create(engine, file, head)
        return None
    # Importing Alembic takes 0.8 s: only a database that needs it pays.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(scripts))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current not in known:
        raise StoreError(_newer(current))
    copy = None
    if file is not None:
        copy = f"{file}.before-{head}.{now:%Y%m%dT%H%M%SZ}"
        back_up(file, copy)
    with engine.begin() as connection:
        lock(connection, AdvisoryLock.MIGRATING)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return copy


def is_ours(engine: sa.Engine) -> bool:
    """Tell whether the database has our tables; one of another schema is refused."""
    current = _current(engine)
    if current is None or current == REVISION:
        return current is not None
    # Migrations are numbered; to ask Alembic for their order costs 0.8 s.
    if current > REVISION:
        raise StoreError(_newer(current))
    raise Outdated(
        f"the database has schema {current}, which is older than this watcher's "
        f"{REVISION}: `watcher poll` or `watcher run` brings it up to date"
    )


def _newer(current: str) -> str:
    return (
        f"the database was written by a newer watcher (schema {current}, "
        f"this one knows {REVISION}); install that version, or use another database"
    )


def _current(engine: sa.Engine) -> str | None:
    with engine.connect() as opened:
        # A reader must not wait for a writer.
        connection = opened.execution_options(sqlite_begin="DEFERRED")
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return revision


def _create(engine: sa.Engine, file: str | None, head: str) -> None:
    """Make today's tables at once: migrating nothing to them takes Alembic all the same."""
    with engine.begin() as connection:
        lock(connection, AdvisoryLock.MIGRATING)
        if sa.inspect(connection).has_table(_VERSION.name):
            return  # another watcher that started with us was quicker
        if file is not None:
            refuse_tableless(file)
        metadata.create_all(connection)
        _VERSION.create(connection)
        connection.execute(sa.insert(_VERSION).values(version_num=head))


def database_problem(database: Secret, *, may: MayUse = os.access) -> str | None:
    """Say why ``run`` would refuse a database; makes no file or folder, and asks no PostgreSQL server."""
    try:
        url = sa.make_url(database.value)
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

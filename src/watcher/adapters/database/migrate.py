"""Migrations and copies of the database."""

import shutil
import sqlite3
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    text,
)

from watcher.adapters.database.faults import damaged
from watcher.adapters.database.integrity import damage_in
from watcher.adapters.database.marker import refuse_tableless
from watcher.adapters.database.schema import REVISION, metadata
from watcher.core.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
# Alembic's own table, as Alembic makes it.
_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def upgrade(
    engine: Engine,
    file: str | None,
    now: datetime,
    *,
    scripts: Path = _SCRIPTS,
    head: str = REVISION,
) -> str | None:
    """Apply the migrations that are missing; return the copy made before, if any.

    A database written by a newer watcher is refused, not touched. *head* is the
    newest migration in the folder *scripts*: to ask Alembic for it costs 0.8 s.
    """
    current = _current(engine)
    if current == head:
        return None
    if current is None:
        if file is not None:
            refuse_tableless(file)
        _create(engine, head)
        return None
    # Alembic costs 10 MiB and 0.8 s: only a database that needs it pays.
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
        back_up(engine, file, copy)
    _apply(engine, config)
    return copy


class Outdated(StoreError):
    """The database is older than this watcher: the next poll brings it up to date."""


def is_ours(engine: Engine) -> bool:
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


def back_up(engine: Engine, file: str | None, to: str) -> None:
    """Copy an SQLite database as one consistent file; refuses to overwrite."""
    if file is None:
        raise StoreError("a PostgreSQL database is backed up with pg_dump")
    try:
        _copy(engine, file, Path(to))
    except FileExistsError as error:
        raise StoreError(f"{to} exists; name another file, or move it away") from error
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{to} cannot be written: {error}") from error


def _copy(engine: Engine, file: str, to: Path) -> None:
    # A damaged one makes a copy that is damaged too, and is taken for a good one.
    found = damage_in(file)
    if found is not None:
        raise damaged(file, found)
    if shutil.disk_usage(to.absolute().parent).free < 2 * Path(file).stat().st_size:
        raise StoreError(f"there is not enough room beside {to} for a copy of {file}")
    to.touch(mode=0o600, exist_ok=False)
    with ExitStack() as unfinished:
        unfinished.callback(to.unlink)  # half a copy must not be taken for one
        with closing(engine.raw_connection()) as connection:
            # Not a copy of the file: the newest commits may still be in the WAL.
            connection.execute("VACUUM INTO ?", (str(to),))
        unfinished.pop_all()


def _newer(current: str) -> str:
    return (
        f"the database was written by a newer watcher (schema {current}, "
        f"this one knows {REVISION}); install that version, or use another database"
    )


def _current(engine: Engine) -> str | None:
    with engine.connect() as opened:
        # Whoever only looks must not wait for whoever writes.
        connection = opened.execution_options(sqlite_begin="DEFERRED")
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def _create(engine: Engine, head: str) -> None:
    """Make today's tables at once: migrating nothing to them takes Alembic all the same."""
    with engine.begin() as connection:
        _lock(connection)
        if inspect(connection).has_table(_VERSION.name):
            return  # another watcher that started with us was quicker
        metadata.create_all(connection)
        _VERSION.create(connection)
        connection.execute(insert(_VERSION).values(version_num=head))


def _apply(engine: Engine, config: "Config") -> None:
    from alembic import command  # noqa: PLC0415 - only a database that needs it pays

    with engine.begin() as connection:
        _lock(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(3852025)"))

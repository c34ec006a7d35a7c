"""Migrations and copies of the database."""

import shutil
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from watcher.errors import StoreError
from watcher.store.schema import REVISION

if TYPE_CHECKING:
    from alembic.config import Config

_VERSIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, file: str | None, now: datetime) -> str | None:
    """Apply the migrations that are missing; return the copy made before, if any.

    A database written by a newer watcher is refused, not touched.
    """
    current = _current(engine)
    if current == REVISION:
        return None
    # Alembic costs 10 MiB and 0.8 s: only a database that needs it pays.
    from alembic.config import Config  # noqa: PLC0415 - see above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_VERSIONS))
    known = {
        script.revision
        for script in ScriptDirectory.from_config(config).walk_revisions()
    }
    if current is not None and current not in known:
        raise StoreError(
            f"the database was written by a newer watcher (schema {current}, "
            f"this one knows {REVISION}); install that version, or use another database"
        )
    copy = None
    if current is not None and file is not None:
        copy = f"{file}.before-{REVISION}.{now:%Y%m%dT%H%M%SZ}"
        back_up(engine, file, copy)
    _apply(engine, config)
    return copy


def back_up(engine: Engine, file: str | None, to: str) -> None:
    """Copy an SQLite database as one consistent file; refuses to overwrite."""
    if file is None:
        raise StoreError("a PostgreSQL database is backed up with pg_dump")
    target = Path(to)
    if target.exists():
        raise StoreError(f"{to} exists; name another file, or move it away")
    room = shutil.disk_usage(target.absolute().parent).free
    if room < 2 * Path(file).stat().st_size:
        raise StoreError(f"there is not enough room beside {to} for a copy of {file}")
    with closing(engine.raw_connection()) as connection:
        # Not a copy of the file: the newest commits may still be in the WAL.
        connection.execute("VACUUM INTO ?", (to,))
    target.chmod(0o600)


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def _apply(engine: Engine, config: "Config") -> None:
    from alembic import command  # noqa: PLC0415 - only a database that needs it pays

    with engine.begin() as connection:
        _lock(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(3852025)"))

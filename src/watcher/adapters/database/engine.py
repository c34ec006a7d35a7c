"""The differences between SQLite and PostgreSQL: connecting, locks, and upserts.

Measured: with pysqlite's own transactions two writers lost 974 of 1455 updates, with ``BEGIN IMMEDIATE`` none;
``synchronous=FULL`` makes a commit durable before an alert goes out, at no cost at this load.
"""

import errno
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from enum import IntEnum
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from watcher.adapters.database.sqlite_file import refuse_lost
from watcher.adapters.extras import how_to_install
from watcher.core.errors import StoreError, StoreFault

_T = TypeVar("_T")

_PRAGMAS = (
    "PRAGMA busy_timeout=10000",  # first: switching to WAL may have to wait
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_size_limit=16777216",
    # 2 MB for each of a handful of connections is a tenth of what the service may take;
    # the kernel has the pages as well.
    "PRAGMA cache_size=-256",
)
# A server, or the way to it, that is gone is noticed within 20 seconds, not within hours.
_LIBPQ: Mapping[str, object] = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
# The same from the server's side; and a process that stops within a transaction (paused, its
# machine gone) must neither hold up the others nor write once it goes on.
_SERVER_SETTINGS = (
    "SET idle_in_transaction_session_timeout = '30s'; SET tcp_keepalives_idle = 10; "
    "SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2"
)
_FAULTS: dict[int, StoreFault] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read-only",
}
_DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}


class AdvisoryLock(IntEnum):
    """Locks of PostgreSQL by number; all watchers on one database take the same ones."""

    MIGRATING = 385_2025
    POLLING = 385_2026
    LEASING = 385_2027
    SIGNING_UP = 385_2040
    WORKER = 385_2028


_NUMBER, _NAME = sa.bindparam("number", type_=sa.Integer()), sa.column("name", sa.Text())
_WAIT_FOR_LOCK = sa.select(
    sa.func.pg_advisory_xact_lock(_NUMBER, sa.func.hashtext(sa.bindparam("name", type_=sa.Text())))
)
_TRY_LOCKS = (
    sa.select(_NAME)
    .select_from(
        sa.func.unnest(sa.bindparam("names", type_=postgresql.ARRAY(sa.Text)))
        .table_valued("name")
        .render_derived()
    )
    .where(sa.func.pg_try_advisory_xact_lock(_NUMBER, sa.func.hashtext(_NAME)))
)


class Repository:
    """Base of those that read and write some tables, within one transaction."""

    def __init__(self, db: sa.Connection) -> None:
        self._db = db


def in_batches(items: Iterable[_T], size: int) -> Iterator[tuple[_T, ...]]:
    """Yield items so many at a time: one statement takes a bounded number of parameters."""
    left = iter(items)
    while some := tuple(islice(left, size)):
        yield some


def insert_many(
    connection: sa.Connection,
    table: sa.Table[sa.TypedColumns],
    rows: Sequence[Mapping[str, object]],
) -> None:
    """Insert rows that name the same columns: thousands of them in a third of the time that executing takes."""
    if not rows:
        return
    dialect = connection.dialect
    columns = [table.c[name] for name in rows[0]]
    processors = [(c.name, c.type.dialect_impl(dialect).bind_processor(dialect)) for c in columns]
    values = zip(*(_processed(rows, name, process) for name, process in processors), strict=True)
    into = f"{table.name} ({', '.join(rows[0])})"
    if dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", list(values))  # noqa: S608 - our own names
        return
    cursor, statement = connection.connection.cursor(), f"COPY {into} FROM STDIN"
    try:
        with closing(cursor), cursor.copy(statement) as copy:
            for row in values:
                copy.write_row(row)
    except dialect.loaded_dbapi.Error as error:
        raise sa.exc.DBAPIError(statement, None, error) from error  # as executing would


def _processed(
    rows: Iterable[Mapping[str, object]], name: str, process: Callable[[object], object] | None
) -> Iterator[object]:
    """Yield one column as the driver takes it; instants, which rows have in common, are written once."""
    if process is None:
        return (row[name] for row in rows)
    return map(lru_cache(maxsize=1024)(process), (row[name] for row in rows))


def next_ids(
    connection: sa.Connection, table: sa.Table[sa.TypedColumns], count: int
) -> Sequence[int]:
    """Reserve ids for as many new rows; on SQLite for a transaction that writes, as there is but one."""
    if connection.dialect.name == "sqlite":
        last = connection.scalar(sa.select(sa.func.max(table.c["id"]))) or 0
        return range(last + 1, last + 1 + count)
    sequence = sa.func.pg_get_serial_sequence(table.name, "id")
    taken = sa.select(sa.func.nextval(sequence)).select_from(sa.func.generate_series(1, count))
    return connection.scalars(taken).all()


def lock(connection: sa.Connection, number: AdvisoryLock) -> None:
    """Wait for a lock until the transaction ends; a writer on SQLite has it already."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def lock_free(connection: sa.Connection, number: AdvisoryLock, names: Iterable[str]) -> set[str]:
    """Lock those of *names* that nobody else has, until the transaction ends, and return them.

    Where others have all of them, wait for one: whoever waits holds nothing here, so nobody waits in a circle.
    """
    wanted = list(names)
    if connection.dialect.name == "sqlite" or not wanted:
        return set(wanted)  # a writer has everything
    free = connection.scalars(_TRY_LOCKS, {"number": int(number), "names": wanted}).all()
    if not free:
        connection.execute(_WAIT_FOR_LOCK, {"number": int(number), "name": wanted[0]})
    return set(free or wanted[:1])


def upsert(
    connection: sa.Connection,
    table: sa.Table[sa.TypedColumns],
    rows: Sequence[Mapping[str, object]],
    *,
    keep: Collection[str] = (),
) -> None:
    """Write *rows*, which name the same columns, by primary key; of a row that exists, columns in *keep* stay."""
    if rows:
        changed = tuple(name for name in rows[0] if name not in keep)
        connection.execute(_upsert(connection.dialect.name, table, changed), rows)


def insert_into(
    dialect: str, table: sa.Table[sa.TypedColumns]
) -> sqlite.Insert | postgresql.Insert:
    """Begin an INSERT that may say what to do ON CONFLICT."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)


@cache
def _upsert(
    dialect: str, table: sa.Table[sa.TypedColumns], changed: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    statement = insert_into(dialect, table)
    keys = [column.name for column in table.primary_key]
    values = {name: statement.excluded[name] for name in changed if name not in keys}
    if not values:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def make_engine(url: str) -> sa.Engine:
    """Return an engine for an SQLAlchemy URL; raises StoreError for a database that is not supported."""
    try:
        parsed = sa.make_url(url)
    except (ArgumentError, ValueError):
        # Unchained: what could not be read may be a piece of the password.
        raise StoreError("the database address is not an SQLAlchemy URL") from None
    backend, _, driver = parsed.drivername.partition("+")
    if backend not in _DRIVERS:
        raise StoreError(f"the database is {backend}; sqlite or postgresql are spoken here")
    if driver not in {"", _DRIVERS[backend]}:
        raise StoreError(
            f"{backend} is spoken as {backend}:// or {backend}+{_DRIVERS[backend]}:// "
            f"here, not through {driver}"
        )
    if backend == "sqlite":
        return _sqlite(url, parsed.database)
    try:
        engine = sa.create_engine(
            url,
            pool_pre_ping=True,
            connect_args={k: v for k, v in _LIBPQ.items() if k not in parsed.query},
        )
    except ModuleNotFoundError as error:
        raise StoreError(f"PostgreSQL needs its driver: {how_to_install('postgres')}") from error
    sa.event.listen(engine, "connect", _on_connect_to_server)
    return engine


def _sqlite(url: str, file: str | None) -> sa.Engine:
    if not file or file == ":memory:":
        raise StoreError("an SQLite database needs a file: sqlite:////path/watcher.db")
    refuse_lost(file)
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # It holds people's addresses and scores. SQLite takes an empty file for a new one.
        Path(file).touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"{file} cannot be made: {error}; see that its folder belongs to the user "
            "that runs watcher, and that its disk has room",
            _FAULTS.get(error.errno or 0, "refused"),
        ) from error
    engine = sa.create_engine(url)
    sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # pysqlite must not BEGIN and COMMIT on its own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _on_connect_to_server(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(_SERVER_SETTINGS)
    cursor.close()
    connection.commit()


def _on_begin(connection: sa.Connection) -> None:
    # A reader that begins IMMEDIATE would wait behind a writer (0.7 s measured).
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")

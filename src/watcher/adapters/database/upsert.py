"""Insert rows, or change those that have their keys: one statement on each database."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Table, TypedColumns
from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


def upsert(
    connection: Connection,
    table: Table[TypedColumns],
    rows: Sequence[Mapping[str, object]],
    *,
    keep: Collection[str] = (),
) -> None:
    """Write *rows* by primary key; of a row that exists, columns in *keep* stay.

    All rows name the same columns. Two processes may write the same new key at once:
    the second changes what the first inserted, where INSERT alone would fail.
    """
    if not rows:
        return
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    changed = {
        name: statement.excluded[name] for name in rows[0] if name not in keys and name not in keep
    }
    if changed:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, rows)


def _insert(
    connection: Connection, table: Table[TypedColumns]
) -> "sqlite.Insert | postgresql.Insert":
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    # 2 MiB that a small machine with SQLite need not hold.
    from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - see above

    return insert(table)

"""Insert rows, or change those that have their keys: one statement on each database."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, Table, TypedColumns
from sqlalchemy.dialects import postgresql, sqlite


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
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    changed = {
        name: statement.excluded[name]
        for name in rows[0]
        if name not in keys and name not in keep
    }
    if changed:
        statement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, rows)

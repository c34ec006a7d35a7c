"""An official number takes the place of a provisional one, with all that hangs on it.

Revisions, tellings, alerts and their deliveries stay what they were, under the number
that the round now has.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, update

from watcher.adapters.database.schema import alerts, revisions, rounds, tellings


def take_over(connection: Connection, provisional: str, row: Mapping[str, object]) -> None:
    """Put *row*, a round under its official number, where *provisional* was."""
    # Before its children move: their foreign key asks for it.
    connection.execute(insert(rounds).values(row))
    for table in (revisions, tellings, alerts):
        connection.execute(
            update(table).where(table.c.number == provisional).values(number=row["number"])
        )
    connection.execute(delete(rounds).where(rounds.c.number == provisional))

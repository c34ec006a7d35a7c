"""Repository of targets that became others."""

from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository, upsert
from watcher.adapters.database.schema_moves import MOVES


class MoveRepository(Repository):
    """Where messages to targets that moved go now, within one transaction."""

    def put(self, server: str, target: str, moved_to: str, now: datetime) -> bool:
        """Record that a target has become another; tell whether that is news."""
        known = sa.select(MOVES.c.moved_to).where(
            MOVES.c.server == server, MOVES.c.target == target
        )
        if self._db.scalar(known) == moved_to:
            return False
        row = {"server": server, "target": target, "moved_to": moved_to, "since": now}
        upsert(self._db, MOVES, [row])
        return True

    def all(self) -> dict[tuple[str, str], str]:
        """Return every move, by server and target."""
        rows = self._db.execute(sa.select(MOVES.c.server, MOVES.c.target, MOVES.c.moved_to))
        return {(row.server, row.target): row.moved_to for row in rows}

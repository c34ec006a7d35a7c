"""The table of targets that became others."""

from datetime import datetime

from sqlalchemy import Column, Named, Table, Text, TypedColumns

from watcher.adapters.database.codec import UtcDateTime
from watcher.adapters.database.schema import metadata


class _Moves(TypedColumns):
    """A target of a server (of one account there) that is another from now on."""

    server: Named[str] = Column(Text, primary_key=True)
    target: Named[str] = Column(Text, primary_key=True)
    moved_to: Named[str] = Column(Text)
    since: Named[datetime] = Column(UtcDateTime)


MOVES = Table("moves", metadata, _Moves)

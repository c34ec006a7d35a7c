"""The tables of what is told: what changed, once for all, and what it means for each who is told."""

from datetime import datetime

from sqlalchemy import Column, Double, Integer, Named, Table, Text, TypedColumns, UniqueConstraint

from watcher.adapters.database.codec import UtcDateTime
from watcher.adapters.database.schema import RowId, metadata

#: What an alert's ``change`` is called where it is a letter to somebody who subscribes themselves.
LETTER = "letter"


class _News(TypedColumns):
    """One change as it is told to everybody; ``payload`` is all of it as JSON."""

    id: Named[int] = Column(RowId, primary_key=True)
    number: Named[str] = Column(Text, index=True)
    kind: Named[str] = Column(Text)
    revision: Named[int] = Column(Integer)
    payload: Named[str] = Column(Text)
    created_at: Named[datetime] = Column(UtcDateTime)


class _Alerts(TypedColumns):
    """One thing to say to one subscription of ``person``, fixed when it was queued.

    ``payload`` is the subscription as it was judged, or a notice or reminder as a whole; ``margin`` is in seconds.
    """

    # Not a foreign key of PostgreSQL, which would look at the row of the news for each of a million alerts.
    id: Named[int] = Column(RowId, primary_key=True)
    subscription: Named[str | None] = Column(Text)
    number: Named[str | None] = Column(Text, index=True)
    change: Named[str] = Column(Text)
    revision: Named[int] = Column(Integer)
    payload: Named[str] = Column(Text)
    created_at: Named[datetime] = Column(UtcDateTime)
    news: Named[int | None] = Column(RowId)
    person: Named[str | None] = Column(Text)
    verdict: Named[str | None] = Column(Text)
    points: Named[int | None] = Column(Integer)
    margin: Named[float | None] = Column(Double)
    score: Named[int | None] = Column(Integer)


NEWS = Table("news", metadata, _News)
ALERTS = Table(
    "alerts", metadata, _Alerts, UniqueConstraint("subscription", "number", "change", "revision")
)

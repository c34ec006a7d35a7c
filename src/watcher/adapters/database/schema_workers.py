"""The tables of the processes that share a database."""

from datetime import datetime

from sqlalchemy import Column, Float, Integer, Named, Table, Text, TypedColumns

from watcher.adapters.database.codec import UtcDateTime
from watcher.adapters.database.schema import metadata


class _Workers(TypedColumns):
    """A process that shares the work; ``token`` tells it from an earlier one of its name."""

    name: Named[str] = Column(Text, primary_key=True)
    token: Named[str] = Column(Text)
    host: Named[str] = Column(Text)
    kind: Named[str] = Column(Text)
    process: Named[int] = Column(Integer)
    version: Named[str] = Column(Text)
    configuration: Named[str] = Column(Text)
    clock_ahead: Named[float] = Column(Float)
    started_at: Named[datetime] = Column(UtcDateTime)
    seen_at: Named[datetime] = Column(UtcDateTime)


class _SourceLeases(TypedColumns):
    """Which worker polls a source; whoever renews it in time goes on."""

    source: Named[str] = Column(Text, primary_key=True)
    owner: Named[str] = Column(Text)
    token: Named[str] = Column(Text)
    until: Named[datetime] = Column(UtcDateTime)


WORKER_PROCESSES = Table("workers", metadata, _Workers)
SOURCE_LEASES = Table("source_leases", metadata, _SourceLeases)

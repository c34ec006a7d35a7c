"""The tables of being left alone: who must not be written to, or not now, and what they were told by the month."""

from datetime import datetime

from sqlalchemy import Column, Index, Integer, LargeBinary, Named, Table, Text, TypedColumns, text

from watcher.adapters.database.codec import UtcDateTime
from watcher.adapters.database.schema import metadata
from watcher.adapters.database.schema_people import PEOPLE


class _Suppressions(TypedColumns):
    """An address that is never written to until it is renewed; ``target`` is in lower case."""

    channel: Named[str] = Column(Text, primary_key=True)
    target: Named[str] = Column(Text, primary_key=True)
    why: Named[str] = Column(Text)
    since: Named[datetime] = Column(UtcDateTime)
    detail: Named[str] = Column(Text)


class _Mutes(TypedColumns):
    """Until when somebody of the configuration file is told nothing; a person who is a row has it there."""

    person: Named[str] = Column(Text, primary_key=True)
    until: Named[datetime] = Column(UtcDateTime)


class _Keys(TypedColumns):
    """Secret keys, each made once."""

    name: Named[str] = Column(Text, primary_key=True)
    secret: Named[bytes] = Column(LargeBinary)


class _MonthlyNotes(TypedColumns):
    """The last month (``202612``) that somebody had their monthly message of."""

    person: Named[str] = Column(Text, primary_key=True)
    month: Named[int] = Column(Integer)


# Those who want a monthly message, by zone: few of many people.
_IS_WANTED = text("monthly")
Index(
    "ix_people_monthly",
    PEOPLE.c.timezone,
    PEOPLE.c.name,
    sqlite_where=_IS_WANTED,
    postgresql_where=_IS_WANTED,
)
SUPPRESSIONS = Table("suppressions", metadata, _Suppressions)
MUTES = Table("mutes", metadata, _Mutes)
SECRET_KEYS = Table("keys", metadata, _Keys)
MONTHLY_NOTES = Table("monthly_notes", metadata, _MonthlyNotes)

"""The tables of those who subscribe themselves."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Named, Table, Text, TypedColumns

from watcher.adapters.database.codec import Json, UtcDateTime
from watcher.adapters.database.schema import metadata
from watcher.core.people import Person


class _Signups(TypedColumns):
    """A mail that a stranger caused; ``token`` is the hash of the secret in its link."""

    token: Named[bytes] = Column(LargeBinary, primary_key=True)
    channel: Named[str] = Column(Text)
    target: Named[str] = Column(Text)
    mailbox: Named[str] = Column(Text)
    wording: Named[str] = Column(Text)
    asked_at: Named[datetime] = Column(UtcDateTime, index=True)
    wanted: Named[Person | None] = Column(Json(Person, sparse=True))
    changes: Named[str | None] = Column(Text)
    confirmed: Named[str | None] = Column(Text)


class _Consents(TypedColumns):
    """That a person agreed to be written to at an address, in which words and when."""

    person: Named[str] = Column(Text, primary_key=True)
    channel: Named[str] = Column(Text, primary_key=True)
    target: Named[str] = Column(Text, primary_key=True)
    wording: Named[str] = Column(Text)
    asked_at: Named[datetime] = Column(UtcDateTime)
    confirmed_at: Named[datetime] = Column(UtcDateTime)


SIGNUPS = Table("signups", metadata, _Signups)
CONSENTS = Table("consents", metadata, _Consents)
Index("ix_signups_mailbox", SIGNUPS.c.mailbox, SIGNUPS.c.asked_at)

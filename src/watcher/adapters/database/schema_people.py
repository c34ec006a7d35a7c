"""The tables of people who are rows: each with rules, and what these are found by."""

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Named, Table, Text, TypedColumns
from sqlalchemy import UniqueConstraint as Unique

from watcher.adapters.database.codec import Json, UtcDateTime
from watcher.adapters.database.schema import RowId, metadata
from watcher.core.crs.profile import Profile
from watcher.core.settings import Digest, QuietHours


class _People(TypedColumns):
    """Somebody who is told, and how; ``channels`` are references to channels, in their order."""

    id: Named[int] = Column(RowId, primary_key=True)
    name: Named[str] = Column(Text, unique=True)
    language: Named[str] = Column(Text)
    timezone: Named[str] = Column(Text)
    quiet_hours: Named[QuietHours | None] = Column(Json(QuietHours))
    wake: Named[bool] = Column(Boolean)
    picture: Named[bool] = Column(Boolean)
    digest: Named[Digest | None] = Column(Json(Digest))
    monthly: Named[bool] = Column(Boolean)
    muted_until: Named[datetime | None] = Column(UtcDateTime)
    channels: Named[tuple[str, ...]] = Column(Json(tuple[str, ...]))
    origin: Named[str] = Column(Text)
    consented_at: Named[datetime | None] = Column(UtcDateTime)
    created_at: Named[datetime] = Column(UtcDateTime)
    updated_at: Named[datetime] = Column(UtcDateTime)


class _Addresses(TypedColumns):
    """Whom a reference to a channel leads to: who writes from a chat, or clicks in a mail."""

    reference: Named[str] = Column(Text, primary_key=True)
    person: Named[int] = Column(
        RowId, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class _Rules(TypedColumns):
    """What one person is told of; nothing before ``known_since``."""

    id: Named[int] = Column(RowId, primary_key=True)
    person: Named[int] = Column(RowId, ForeignKey("people.id", ondelete="CASCADE"))
    name: Named[str] = Column(Text)
    categories: Named[frozenset[str]] = Column(Json(frozenset[str]))
    score: Named[int | None] = Column(Integer)
    profile: Named[Profile | None] = Column(Json(Profile))
    submitted: Named[datetime | None] = Column(UtcDateTime)
    tell_when: Named[str] = Column(Text)
    near: Named[int | None] = Column(Integer)
    early: Named[str] = Column(Text)
    reminders: Named[bool] = Column(Boolean)
    known_since: Named[datetime] = Column(UtcDateTime)
    reminded_since: Named[datetime | None] = Column(UtcDateTime)


class _RuleCategories(TypedColumns):
    """The highest cut-off (``reach``) of a category that a rule may be told of; in this order it finds them."""

    category: Named[str] = Column(Text, primary_key=True)
    reach: Named[int] = Column(Integer, primary_key=True)
    rule: Named[int] = Column(
        RowId, ForeignKey("rules.id", ondelete="CASCADE"), primary_key=True, index=True
    )


PEOPLE = Table("people", metadata, _People)
ADDRESSES = Table("addresses", metadata, _Addresses, sqlite_with_rowid=False)
RULES = Table("rules", metadata, _Rules, Unique("person", "name"))
RULE_CATEGORIES = Table("rule_categories", metadata, _RuleCategories, sqlite_with_rowid=False)

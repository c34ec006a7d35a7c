"""The tables, as the newest migration leaves them (a test compares the two)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    SmallInteger,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    text,
    true,
)

from watcher.adapters.database.codec import Json, UtcDateTime
from watcher.core.documents import YearClaim
from watcher.core.model import Day, Figures, Report
from watcher.core.pool import Pool

#: The migration that this code works with; a test holds it to Alembic's head.
REVISION = "0015"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# SQLite gives ids again after a delete unless told otherwise; BIGINT has no rowid alias there.
RowId = BigInteger().with_variant(Integer(), "sqlite")


class _Sources(TypedColumns):
    """A polled page: ``page`` is the hash of the last one read, ``watermark`` what was asked for."""

    name: Named[str] = Column(Text, primary_key=True)
    url: Named[str] = Column(Text)
    etag: Named[str | None] = Column(Text)
    last_modified: Named[str | None] = Column(Text)
    page: Named[bytes | None] = Column(LargeBinary)
    polled_at: Named[datetime | None] = Column(UtcDateTime)
    good_at: Named[datetime | None] = Column(UtcDateTime)
    changed_at: Named[datetime | None] = Column(UtcDateTime)
    not_before: Named[datetime | None] = Column(UtcDateTime)
    stale: Named[bool] = Column(Boolean)
    watermark: Named[datetime | None] = Column(UtcDateTime)
    age: Named[int | None] = Column(Integer)
    longest_age: Named[int | None] = Column(Integer)
    cache_control: Named[str | None] = Column(Text)


class _Pages(TypedColumns):
    """Raw pages, zstd-compressed, once per content."""

    hash: Named[bytes] = Column(LargeBinary, primary_key=True)
    source: Named[str] = Column(Text)
    body: Named[bytes] = Column(LargeBinary)
    size: Named[int] = Column(Integer)
    seen_at: Named[datetime] = Column(UtcDateTime, index=True)


class _Rounds(TypedColumns):
    """Every round as it now stands; a number that is not ``confirmed`` is provisional."""

    number: Named[str] = Column(Text, primary_key=True)
    ordinal: Named[int] = Column(Integer)
    date: Named[Day | None] = Column(Date)
    drawn_at: Named[datetime | None] = Column(UtcDateTime)
    name: Named[str | None] = Column(Text)
    category: Named[str | None] = Column(Text)
    version: Named[str | None] = Column(Text)
    cutoff: Named[int | None] = Column(Integer)
    invitations: Named[int | None] = Column(Integer)
    tie_break: Named[datetime | None] = Column(UtcDateTime)
    pool: Named[Pool | None] = Column(Json(Pool))
    url: Named[str | None] = Column(Text)
    revision: Named[int] = Column(Integer)
    first_seen: Named[datetime] = Column(UtcDateTime)
    source: Named[str] = Column(Text)
    page: Named[bytes] = Column(LargeBinary)
    confirmed: Named[bool] = Column(Boolean, server_default=true())
    claimed: Named[str | None] = Column(Text)
    news_since: Named[datetime | None] = Column(UtcDateTime)


class _Revisions(TypedColumns):
    """One changed figure of one revision; ``before`` and ``after`` are JSON."""

    number: Named[str] = Column(
        Text, ForeignKey("rounds.number", ondelete="CASCADE"), primary_key=True
    )
    revision: Named[int] = Column(Integer, primary_key=True)
    figure: Named[str] = Column(Text, primary_key=True)
    before: Named[str] = Column(Text)
    after: Named[str] = Column(Text)
    source: Named[str] = Column(Text)
    page: Named[bytes] = Column(LargeBinary)
    seen_at: Named[datetime] = Column(UtcDateTime)


class _Reports(TypedColumns):
    """What a source last said of a round; ``digest`` is that of its settled row."""

    source: Named[str] = Column(Text, primary_key=True)
    number: Named[str] = Column(Text, primary_key=True)
    digest: Named[bytes | None] = Column(LargeBinary)
    said: Named[Figures] = Column(Json(Figures, sparse=True))
    page: Named[bytes] = Column(LargeBinary)
    first_seen: Named[datetime] = Column(UtcDateTime)
    seen_at: Named[datetime] = Column(UtcDateTime)


class _Pieces(TypedColumns):
    """One text of a secondary source; ``awaited``: the page at ``link`` is still to be read."""

    source: Named[str] = Column(Text, primary_key=True)
    piece: Named[str] = Column(Text, primary_key=True)
    kind: Named[str] = Column(Text)
    digest: Named[bytes] = Column(LargeBinary)
    link: Named[str | None] = Column(Text)
    title: Named[str | None] = Column(Text)
    published: Named[datetime | None] = Column(UtcDateTime)
    origins: Named[frozenset[str]] = Column(Json(frozenset[str]))
    wording: Named[tuple[int, ...]] = Column(Json(tuple[int, ...]))
    awaited: Named[bool] = Column(Boolean)
    page: Named[bytes] = Column(LargeBinary)
    first_seen: Named[datetime] = Column(UtcDateTime)
    seen_at: Named[datetime] = Column(UtcDateTime)
    years: Named[tuple[YearClaim, ...]] = Column(
        Json(tuple[YearClaim, ...], sparse=True), server_default=text("'[]'")
    )


class _Tellings(TypedColumns):
    """What one piece says of one round: ``number`` is the one it is joined to, ``why`` how."""

    source: Named[str] = Column(Text, primary_key=True)
    piece: Named[str] = Column(Text, primary_key=True)
    position: Named[int] = Column(Integer, primary_key=True)
    report: Named[Report] = Column(Json(Report, sparse=True))
    number: Named[str | None] = Column(Text, index=True)
    why: Named[str] = Column(Text)


class _Holds(TypedColumns):
    """A value that went back to an earlier one, not yet believed."""

    source: Named[str] = Column(Text, primary_key=True)
    number: Named[str] = Column(Text, primary_key=True)
    figure: Named[str] = Column(Text, primary_key=True)
    value: Named[str] = Column(Text)
    since: Named[datetime] = Column(UtcDateTime)
    polls: Named[int] = Column(Integer)


class _Subscriptions(TypedColumns):
    """Since when a subscription's name is known, and reminders are asked for; nothing earlier is told to it."""

    name: Named[str] = Column(Text, primary_key=True)
    known_since: Named[datetime] = Column(UtcDateTime)
    reminded_since: Named[datetime | None] = Column(UtcDateTime)


class _Deliveries(TypedColumns):
    """One alert on one target of a channel, not to be told before ``due_at``; rows of one ``bundle`` make one message."""

    id: Named[int] = Column(RowId, primary_key=True)
    alert: Named[int] = Column(RowId, ForeignKey("alerts.id", ondelete="CASCADE"))
    channel: Named[str] = Column(Text)
    target: Named[str] = Column(Text)
    bundle: Named[str] = Column(Text, index=True)
    state: Named[str] = Column(Text)
    priority: Named[int] = Column(SmallInteger)
    attempts: Named[int] = Column(Integer)
    next_attempt_at: Named[datetime] = Column(UtcDateTime)
    due_at: Named[datetime] = Column(UtcDateTime)
    lease_until: Named[datetime | None] = Column(UtcDateTime)
    owner: Named[str | None] = Column(Text)
    doubtful: Named[bool] = Column(Boolean)
    created_at: Named[datetime] = Column(UtcDateTime)
    ended_at: Named[datetime | None] = Column(UtcDateTime)
    answer: Named[str | None] = Column(Text)
    lane: Named[str] = Column(Text, server_default=text("''"))


class _Lanes(TypedColumns):
    """A server or bot that failed: ``channel`` met the first of its ``failures`` in a row."""

    name: Named[str] = Column(Text, primary_key=True)
    channel: Named[str] = Column(Text)
    failures: Named[int] = Column(Integer)
    not_before: Named[datetime | None] = Column(UtcDateTime)


class _Episodes(TypedColumns):
    """A spell of trouble of one subject (``source ircc``, ``channel amara-tg``)."""

    id: Named[int] = Column(RowId, primary_key=True)
    subject: Named[str] = Column(Text, index=True)
    trouble: Named[str] = Column(Text)
    detail: Named[str] = Column(Text)
    since: Named[datetime] = Column(UtcDateTime)
    told_at: Named[datetime | None] = Column(UtcDateTime)
    ended_at: Named[datetime | None] = Column(UtcDateTime)


class _Forecasts(TypedColumns):
    """What was forecast of a category's next round, of rounds drawn before ``as_of``."""

    as_of: Named[Day] = Column(Date, primary_key=True)
    category: Named[str] = Column(Text, primary_key=True)
    made_at: Named[datetime] = Column(UtcDateTime)
    reckoned: Named[bool] = Column(Boolean)
    quantiles: Named[Mapping[str, int] | None] = Column(Json(dict[str, int]))
    withheld: Named[str | None] = Column(Text)
    within: Named[Mapping[str, float] | None] = Column(Json(dict[str, float]))


class _Oddities(TypedColumns):
    """What the operator has been told of once: unread fields, unknown names."""

    source: Named[str] = Column(Text, primary_key=True)
    place: Named[str] = Column(Text, primary_key=True)
    printed: Named[str] = Column(Text, primary_key=True)
    why: Named[str] = Column(Text)
    seen_at: Named[datetime] = Column(UtcDateTime)


SOURCES = Table("sources", metadata, _Sources)
PAGES = Table("pages", metadata, _Pages)
ROUNDS = Table("rounds", metadata, _Rounds)
REVISIONS = Table("revisions", metadata, _Revisions)
REPORTS = Table("reports", metadata, _Reports)
PIECES = Table("pieces", metadata, _Pieces)
CLAIMS = Table(
    "tellings",
    metadata,
    _Tellings,
    ForeignKeyConstraint(
        ["source", "piece"], ["pieces.source", "pieces.piece"], ondelete="CASCADE"
    ),
)
HOLDS = Table("holds", metadata, _Holds)
SUBSCRIPTIONS = Table("subscriptions", metadata, _Subscriptions)
DELIVERIES = Table(
    "deliveries", metadata, _Deliveries, UniqueConstraint("alert", "channel", "target")
)
LANES = Table("lanes", metadata, _Lanes)
EPISODES = Table("episodes", metadata, _Episodes)
ODDITIES = Table("oddities", metadata, _Oddities)
FORECASTS = Table("forecasts", metadata, _Forecasts)

#: What the queue is looked through for; SQLite knows its index by these very words.
OPEN = "state IN ('queued', 'sending')"

# The servers with work of one priority are found by it one after the other, and a server's
# messages in the order in which they leave: neither what is done nor what waits slows it down.
Index(
    "ix_deliveries_open",
    DELIVERIES.c.priority,
    DELIVERIES.c.lane,
    DELIVERIES.c.next_attempt_at,
    DELIVERIES.c.id,
    sqlite_where=text(OPEN),
    postgresql_where=text(OPEN),
)
# Of two processes that meet the same trouble at once, one tells it.
_open = EPISODES.c.ended_at.is_(None)
Index("ix_episodes_open", EPISODES.c.subject, unique=True, sqlite_where=_open, postgresql_where=_open)  # fmt: skip
# Asked at every changed page: which round was seen last, which one of its category before.
Index("ix_rounds_seen", ROUNDS.c.first_seen, ROUNDS.c.ordinal)
Index("ix_rounds_category", ROUNDS.c.category, ROUNDS.c.date, ROUNDS.c.ordinal)

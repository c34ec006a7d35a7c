"""Which message is next: the conditions of the claim."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    func,
    or_,
    select,
    text,
)

from watcher.store.schema import OPEN, channels, deliveries

# Any number will do, as long as all who claim on this database take the same one.
_CLAIMING = 385_2027


def take_turn(connection: Connection) -> None:
    """Wait until nobody else claims; the turn ends with the transaction.

    Two claims at once lock the rows of one bundle in different orders: with four
    workers and bundles of six, PostgreSQL found 3 to 7 deadlocks in 60 bundles.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_CLAIMING)))


def is_due(now: datetime) -> ColumnElement[bool]:
    """Say of a delivery that it may be sent: its time has come, and nobody holds it."""
    waits = deliveries.c.state == "queued"
    ran_out = and_(deliveries.c.state == "sending", deliveries.c.lease_until <= now)
    return and_(deliveries.c.next_attempt_at <= now, or_(waits, ran_out))


def next_bundle(now: datetime, busy: Collection[str]) -> ScalarSelect[str]:
    """Select the bundle to send next: urgent before others, then the longest due."""
    resting = select(channels.c.name).where(channels.c.not_before > now)
    return (
        select(deliveries.c.bundle)
        .where(
            text(OPEN),  # word for word, or SQLite does not use the index
            is_due(now),
            deliveries.c.channel.not_in(list(busy)),
            deliveries.c.channel.not_in(resting),
        )
        .order_by(
            deliveries.c.urgent.desc(), deliveries.c.next_attempt_at, deliveries.c.id
        )
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )

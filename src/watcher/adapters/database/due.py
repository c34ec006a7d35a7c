"""Which message is next: the conditions of the claim."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, or_, select, text

from watcher.adapters.database.schema import OPEN, deliveries, lanes
from watcher.core.schedule import LONGEST_QUIET, LONGEST_REST

# Any number will do, as long as all who claim on this database take the same one.
_CLAIMING = 385_2027
# What the clocks of two machines on one database may differ by. What lies further ahead
# than it could be set was set by a clock that ran ahead, and is void.
CLOCKS_DIFFER = timedelta(minutes=3)


def take_turn(connection: Connection) -> None:
    """Wait until nobody else claims; the turn ends with the transaction.

    Two claims at once lock the rows of one bundle in different orders: with four
    workers and bundles of six, PostgreSQL found 3 to 7 deadlocks in 60 bundles.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_CLAIMING)))


def is_due(now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Say of a delivery that it may be sent: its time has come, and nobody holds it.

    A time that no clock could have set is no time: the delivery is due.
    """
    at, held = deliveries.c.next_attempt_at, deliveries.c.lease_until
    came = or_(at <= now, at > now + LONGEST_QUIET + CLOCKS_DIFFER)
    ran_out = or_(held <= now, held > now + lease + CLOCKS_DIFFER)
    waits = deliveries.c.state == "queued"
    return and_(came, or_(waits, and_(deliveries.c.state == "sending", ran_out)))


def next_bundle(
    now: datetime, lease: timedelta, busy: Collection[str], *, spare: bool
) -> ScalarSelect[str]:
    """Select the bundle to send next: urgent before others, then the longest due.

    Lanes in *busy* and those at rest are left alone; with *spare*, so are those that
    failed last.
    """
    return (
        select(deliveries.c.bundle)
        .where(
            text(OPEN),  # word for word, or SQLite does not use the index
            is_due(now, lease),
            deliveries.c.lane.not_in(list(busy)),
            deliveries.c.lane.not_in(
                select(lanes.c.name).where(lanes.c.failures > 0 if spare else _rests(now))
            ),
        )
        .order_by(deliveries.c.urgent.desc(), deliveries.c.next_attempt_at, deliveries.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


def _rests(now: datetime) -> ColumnElement[bool]:
    until = lanes.c.not_before
    return and_(until > now, until <= now + LONGEST_REST + CLOCKS_DIFFER)

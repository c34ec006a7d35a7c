"""Which servers have work, and which messages they get next: two walks along one index.

Each server or bot behind a channel is a lane, a key on the row of each delivery.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from watcher.adapters.database.codec import UtcDateTime
from watcher.adapters.database.deliveries import DeliveryState
from watcher.adapters.database.schema import DELIVERIES, LANES, OPEN
from watcher.core.alerts import Priority
from watcher.core.schedule import LONGEST_REST

# The clocks of two machines on one database may differ by so much. An instant further
# ahead than it could be set came from a clock that ran ahead, and is void.
CLOCKS_DIFFER = timedelta(minutes=3)
#: Word for word, or SQLite does not use the index.
IS_OPEN = sa.text(OPEN)


@dataclass(frozen=True, slots=True)
class DueLane:
    """A server with messages that are due: the priority of the most urgent, and how often it failed in a row."""

    name: str
    priority: Priority
    failures: int = 0


# Statements are built once: to build one takes longer than to ask it.
_NOW = sa.bindparam("at_now", type_=UtcDateTime())
_LEASED_AHEAD = sa.bindparam("at_leased_ahead", type_=UtcDateTime())
_RESTING_AHEAD = sa.bindparam("at_resting_ahead", type_=UtcDateTime())
_LIMIT: sa.BindParameter[int] = sa.bindparam("at_most", type_=sa.Integer())


def instants(now: datetime, lease: timedelta) -> dict[str, object]:
    """Return the values that statements about what is due are asked with."""
    return {
        "at_now": now,
        "at_leased_ahead": now + lease + CLOCKS_DIFFER,
        "at_resting_ahead": now + LONGEST_REST + CLOCKS_DIFFER,
    }


def is_due(table: sa.FromClause[sa.TypedColumns]) -> sa.ColumnElement[bool]:
    """Return the condition that an open delivery is due, and not leased (or by a clock that ran ahead)."""
    held = table.c.lease_until
    ran_out = sa.or_(held <= _NOW, held > _LEASED_AHEAD)
    return sa.and_(
        table.c.next_attempt_at <= _NOW, sa.or_(table.c.state == DeliveryState.QUEUED, ran_out)
    )


@functools.cache
def lanes_of_priority(*, spare: bool) -> sa.Select[str, int | None]:
    """Select the servers with messages of one priority that are due, walking from one to the next in the index."""
    walked = DELIVERIES.alias()
    priority = sa.bindparam("of_priority", type_=sa.SmallInteger())
    of_it = sa.and_(IS_OPEN, walked.c.priority == priority)
    least = sa.select(sa.func.min(walked.c.lane)).where(of_it)
    lanes = sa.select(least.scalar_subquery().label("lane")).cte("walk", recursive=True)
    following = least.where(walked.c.lane > lanes.c.lane).scalar_subquery()
    lanes = lanes.union_all(sa.select(following).where(lanes.c.lane.is_not(None)))
    # Not EXISTS, which PostgreSQL makes a join of, and reads all that is due.
    first_due = sa.select(walked.c.id).where(of_it, walked.c.lane == lanes.c.lane, is_due(walked))
    due = first_due.limit(1).scalar_subquery().is_not(None)
    until = LANES.c.not_before
    at_rest = sa.and_(until > _NOW, until <= _RESTING_AHEAD)
    spared = LANES.c.failures > 0 if spare else at_rest
    return (
        sa.select(lanes.c.lane, LANES.c.failures)
        .join_from(lanes, LANES, LANES.c.name == lanes.c.lane, isouter=True)
        .where(lanes.c.lane.is_not(None), due, sa.func.coalesce(spared, sa.false()).is_(sa.false()))
        .limit(_LIMIT)
    )


def wanted_bundles(
    dialect: str, wanted: Sequence[tuple[str, int]], limit: int
) -> dict[str, object]:
    """Return the values that a choice of bundles is asked with: servers and priorities."""
    if dialect == "postgresql":
        named, ranked = ([pair[n] for pair in wanted] for n in (0, 1))
        return {"wanted_lanes": named, "wanted_priorities": ranked, "at_most": limit}
    return {"wanted": json.dumps(wanted), "at_most": limit}


def bundles_of(dialect: str) -> sa.Select[str]:
    """Choose what to lease: of each server and priority that is wanted the messages that are due longest."""
    row = DELIVERIES.alias()
    theirs = (
        sa.select(row.c.id, row.c.bundle)
        .where(IS_OPEN, is_due(row))
        .order_by(row.c.next_attempt_at, row.c.id)
        .limit(_LIMIT)
    )
    if dialect == "postgresql":
        lanes = (
            sa.func.unnest(
                sa.bindparam("wanted_lanes", type_=ARRAY(sa.Text)),
                sa.bindparam("wanted_priorities", type_=ARRAY(sa.SmallInteger)),
            )
            .table_valued("lane", "priority")
            .render_derived()
        )
        theirs = theirs.where(row.c.priority == lanes.c.priority, row.c.lane == lanes.c.lane)
        chosen = theirs.with_for_update(skip_locked=True).lateral()
        return sa.select(chosen.c.bundle).join_from(lanes, chosen, sa.true())
    # SQLite knows no LATERAL, and needs no locks.
    lanes = sa.func.json_each(sa.bindparam("wanted", type_=sa.Text())).table_valued("value")
    name, priority = (sa.func.json_extract(lanes.c.value, f"$[{n}]") for n in (0, 1))
    ids = theirs.with_only_columns(row.c.id).where(row.c.priority == priority, row.c.lane == name)
    found = DELIVERIES.alias()
    return sa.select(found.c.bundle).join_from(lanes, found, found.c.id.in_(ids.correlate(lanes)))

"""Deliveries and alerts looked at from outside: lists, counts, trying again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text, update

from watcher.adapters.database.schema import OPEN, alerts, deliveries, lanes
from watcher.adapters.database.state import DeliveryState


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRecord:
    """One delivery as ``watcher deliveries`` shows it; a notice has no subscription.

    ``doubtful``: an attempt was cut off, so the channel may have it twice.
    """

    id: int
    subscription: str | None
    number: str | None
    change: str
    revision: int
    channel: str
    target: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime
    ended_at: datetime | None
    doubtful: bool
    answer: str | None


class DeliveryQueries:
    """What was queued, sent and refused, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def search(
        self,
        *,
        ids: Collection[int] = (),
        states: Collection[DeliveryState] = (),
        subscription: str | None = None,
        number: str | None = None,
        channel: str | None = None,
        limit: int | None = None,
    ) -> list[DeliveryRecord]:
        """Return deliveries, newest first; every condition given must hold."""
        wanted = (
            select(
                alerts.c.subscription,
                alerts.c.number,
                alerts.c.change,
                alerts.c.revision,
                *(deliveries.c[name] for name in _SHOWN),
            )
            .join_from(deliveries, alerts, deliveries.c.alert == alerts.c.id)
            .order_by(deliveries.c.id.desc())
        )
        if ids:
            wanted = wanted.where(deliveries.c.id.in_(ids))
        if states:
            wanted = wanted.where(deliveries.c.state.in_(states))
        for column, value in (
            (alerts.c.subscription, subscription),
            (alerts.c.number, number),
            (deliveries.c.channel, channel),
        ):
            if value is not None:
                wanted = wanted.where(column == value)
        if limit is not None:
            wanted = wanted.limit(limit)
        return [
            DeliveryRecord(**row | {"state": DeliveryState(row["state"])})
            for row in map(dict, self._connection.execute(wanted).mappings())
        ]

    def count_by_state(self) -> dict[DeliveryState, int]:
        """Return how many deliveries are in each state, zeros included."""
        rows = self._connection.execute(
            select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        )
        return dict.fromkeys(DeliveryState, 0) | {DeliveryState(state): n for state, n in rows}

    def count_by_channel(self) -> list[tuple[str, DeliveryState, int]]:
        """Return how many deliveries of each channel are in each state that has any."""
        rows = self._connection.execute(
            select(deliveries.c.channel, deliveries.c.state, func.count()).group_by(
                deliveries.c.channel, deliveries.c.state
            )
        )
        return [(channel, DeliveryState(state), n) for channel, state, n in rows]

    def oldest_waiting(self) -> datetime | None:
        """Return since when the longest waiting delivery is queued."""
        return self._connection.scalar(select(func.min(deliveries.c.created_at)).where(_WAITING))

    def longest_due(self) -> datetime | None:
        """Return since when a delivery has been due that no resting channel holds up."""
        at_rest = select(lanes.c.name).where(lanes.c.failures > 0)
        return self._connection.scalar(
            select(func.min(deliveries.c.next_attempt_at)).where(
                _WAITING, deliveries.c.lane.not_in(at_rest)
            )
        )

    def retry(self, ids: Collection[int], now: datetime) -> int:
        """Queue ended deliveries again, as if new; return how many that were.

        Their servers are tried at once: their failures still count, the rest is over.
        """
        theirs = select(deliveries.c.lane).where(deliveries.c.id.in_(ids))
        self._connection.execute(
            update(lanes).where(lanes.c.name.in_(theirs)).values(not_before=None)
        )
        return len(
            self._connection.scalars(
                update(deliveries)
                .where(
                    deliveries.c.id.in_(ids),
                    deliveries.c.state.in_([DeliveryState.REFUSED, DeliveryState.EXPIRED]),
                )
                .values(
                    state=DeliveryState.QUEUED,
                    next_attempt_at=now,
                    created_at=now,
                    ended_at=None,
                    attempts=0,
                )
                .returning(deliveries.c.id)
            ).all()
        )


_WAITING = text(OPEN)
_SHOWN = (
    "id",
    "channel",
    "target",
    "state",
    "attempts",
    "created_at",
    "next_attempt_at",
    "ended_at",
    "doubtful",
    "answer",
)

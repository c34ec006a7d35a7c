"""The servers and bots behind channels: how often each failed, and until when it rests."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from watcher.adapters.database.schema import deliveries, lanes
from watcher.adapters.database.state import State
from watcher.adapters.database.upsert import upsert


class Lanes:
    """The lanes of deliveries within one transaction: a rest holds all of a server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rest(
        self, lane: str, failures: int, until: datetime | None, *, channel: str | None = None
    ) -> None:
        """Note how often a server failed in a row, and let it rest until then.

        ``channel`` is the one that met the first failure, its own lane if not given.
        """
        row = {"name": lane, "failures": failures, "not_before": until}
        upsert(self._connection, lanes, [row | {"channel": channel or lane}])

    def failures(self, lane: str) -> int:
        """Return how often in a row the server has failed."""
        found = select(lanes.c.failures).where(lanes.c.name == lane)
        return self._connection.scalar(found) or 0

    def failing(self, lane: str) -> str | None:
        """Return the channel that met the first failure of a server that fails."""
        return self._connection.scalar(
            select(lanes.c.channel).where(lanes.c.name == lane, lanes.c.failures > 0)
        )

    def follow(self, lane_of: Callable[[str], str]) -> None:
        """Go by the servers of the configuration as it now is.

        What may still be sent follows its channel to another server; what is noted of
        a server that the channel no longer leads to is forgotten.
        """
        may_leave = deliveries.c.state.not_in([State.SENT, State.SUPERSEDED])
        waiting = select(deliveries.c.channel, deliveries.c.lane).where(may_leave)
        for channel, lane in self._connection.execute(waiting.distinct()).all():
            if lane_of(channel) != lane:
                self._connection.execute(
                    update(deliveries)
                    .where(deliveries.c.channel == channel, may_leave)
                    .values(lane=lane_of(channel))
                )
        for name, channel in self._connection.execute(
            select(lanes.c.name, lanes.c.channel).where(lanes.c.failures > 0)
        ).all():
            if lane_of(channel) != name:
                self._connection.execute(delete(lanes).where(lanes.c.name == name))

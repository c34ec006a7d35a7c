"""The servers and bots behind channels: how often each failed, and until when it rests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from watcher.adapters.database.schema import deliveries, lanes
from watcher.adapters.database.state import DeliveryState
from watcher.adapters.database.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingServer:
    """A server that failed last: how often in a row, and until when it is left alone.

    ``channel`` is the one that met the first failure; others may share its server.
    """

    channel: str
    failures: int
    until: datetime | None


class ServerRepository:
    """The lanes of deliveries within one transaction: a rest holds all of a server."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def back_off(
        self, server: str, failures: int, until: datetime | None, *, channel: str | None = None
    ) -> None:
        """Note how often a server failed in a row, and let it rest until then.

        ``channel`` is the one that met the first failure, its own lane if not given.
        """
        row = {"name": server, "failures": failures, "not_before": until}
        upsert(self._connection, lanes, [row | {"channel": channel or server}])

    def failures(self, server: str) -> int:
        """Return how often in a row the server has failed."""
        found = select(lanes.c.failures).where(lanes.c.name == server)
        return self._connection.scalar(found) or 0

    def failing_channel(self, server: str) -> str | None:
        """Return the channel that met the first failure of a server that fails."""
        return self._connection.scalar(
            select(lanes.c.channel).where(lanes.c.name == server, lanes.c.failures > 0)
        )

    def failing(self) -> list[FailingServer]:
        """Return the servers whose last message failed in passing."""
        rows = self._connection.execute(
            select(lanes).where(lanes.c.failures > 0).order_by(lanes.c.channel)
        )
        return [
            FailingServer(channel=row.channel, failures=row.failures, until=row.not_before)
            for row in rows
        ]

    def reassign(self, server_of: Callable[[str], str]) -> None:
        """Go by the servers of the configuration as it now is.

        What may still be sent follows its channel to another server; what is noted of
        a server that the channel no longer leads to is forgotten.
        """
        may_leave = deliveries.c.state.not_in([DeliveryState.SENT, DeliveryState.SUPERSEDED])
        waiting = select(deliveries.c.channel, deliveries.c.lane).where(may_leave)
        for channel, server in self._connection.execute(waiting.distinct()).all():
            if server_of(channel) != server:
                self._connection.execute(
                    update(deliveries)
                    .where(deliveries.c.channel == channel, may_leave)
                    .values(lane=server_of(channel))
                )
        for name, channel in self._connection.execute(
            select(lanes.c.name, lanes.c.channel).where(lanes.c.failures > 0)
        ).all():
            if server_of(channel) != name:
                self._connection.execute(delete(lanes).where(lanes.c.name == name))

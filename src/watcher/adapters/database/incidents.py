"""Trouble: episodes, oddities told once, servers that fail; since when a name is known."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from watcher.adapters.database.deliveries import DeliveryState
from watcher.adapters.database.engine import upsert
from watcher.adapters.database.schema import (
    DELIVERIES,
    EPISODES,
    LANES,
    ODDITIES,
    PIECES,
    ROUNDS,
    SOURCES,
    SUBSCRIPTIONS,
    TELLINGS,
)
from watcher.core.incidents import Episode, IncidentSubject
from watcher.core.model import Oddity


class IncidentRepository:
    """What the operator is told of, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_episode(self, subject: IncidentSubject) -> Episode | None:
        """Return the episode of *subject* that is not over."""
        return self._latest(subject, over=False)

    def last_episode(self, subject: IncidentSubject) -> Episode | None:
        """Return the episode of *subject* that was over last."""
        return self._latest(subject, over=True)

    def open_episodes(self) -> list[Episode]:
        """Return every episode that is not over, the longest first."""
        rows = self._connection.execute(
            select(EPISODES)
            .where(EPISODES.c.ended_at.is_(None))
            .order_by(EPISODES.c.since, EPISODES.c.id)
        ).mappings()
        return [_episode(row) for row in rows]

    def open(self, episode: Episode) -> None:
        """Begin an episode."""
        values = dataclasses.asdict(episode)
        values["subject"] = str(episode.subject)
        self._connection.execute(insert(EPISODES).values(values))

    def close(self, subject: IncidentSubject, now: datetime) -> None:
        """End the episode of *subject* that is not over."""
        running = (EPISODES.c.subject == str(subject)) & EPISODES.c.ended_at.is_(None)
        self._connection.execute(update(EPISODES).where(running).values(ended_at=now))

    def record_oddities(self, source: str, seen: Iterable[Oddity], now: datetime) -> list[Oddity]:
        """Keep the oddities not met before, and return them; each is told once."""
        distinct = {(o.where, o.printed): o for o in seen}
        if not distinct:
            return []
        known = self._connection.execute(
            select(ODDITIES.c.place, ODDITIES.c.printed).where(
                ODDITIES.c.source == source, ODDITIES.c.place.in_([where for where, _ in distinct])
            )
        )
        for place, printed in known:
            distinct.pop((place, printed), None)
        fresh = list(distinct.values())
        if fresh:
            self._connection.execute(
                insert(ODDITIES),
                [
                    {
                        "source": source,
                        "place": o.where,
                        "printed": o.printed,
                        "why": o.why,
                        "seen_at": now,
                    }
                    for o in fresh
                ],
            )
        return fresh

    def fingerprint(self) -> tuple[object, ...]:
        """Return what changes whenever anything does that everybody may see."""
        row = self._connection.execute(
            select(
                select(func.max(SOURCES.c.polled_at)).scalar_subquery(),
                select(func.count()).select_from(ROUNDS).scalar_subquery(),
                select(func.sum(ROUNDS.c.revision)).scalar_subquery(),
                select(func.max(PIECES.c.seen_at)).scalar_subquery(),
                select(func.count(TELLINGS.c.number)).scalar_subquery(),
                select(func.max(EPISODES.c.id)).scalar_subquery(),
                select(func.count(EPISODES.c.ended_at)).scalar_subquery(),
            )
        ).one()
        return tuple(row)

    def _latest(self, subject: IncidentSubject, *, over: bool) -> Episode | None:
        ended = EPISODES.c.ended_at
        row = (
            self._connection.execute(
                select(EPISODES)
                .where(
                    EPISODES.c.subject == str(subject),
                    ended.is_not(None) if over else ended.is_(None),
                )
                .order_by(EPISODES.c.id.desc())
                .limit(1)
            )
            .mappings()
            .first()
        )
        return None if row is None else _episode(row)


class SubscriptionRepository:
    """Since when each subscription is known, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def register(self, names: Sequence[str], now: datetime) -> dict[str, datetime]:
        """Return since when each subscription is known; new names are known from now."""
        rows = self._connection.execute(select(SUBSCRIPTIONS.c.name, SUBSCRIPTIONS.c.known_since))
        known = {name: since for name, since in rows}  # noqa: C416 - rows, not pairs, to the type checker
        new = [{"name": n, "known_since": now} for n in names if n not in known]
        upsert(self._connection, SUBSCRIPTIONS, new, keep={"known_since"})
        # A clock that ran ahead when it was written must not silence a person now.
        return {name: min(known.get(name, now), now) for name in names}

    def known_since(self) -> dict[str, datetime]:
        """Return since when each subscription is known, and learn no new name."""
        rows = self._connection.execute(select(SUBSCRIPTIONS.c.name, SUBSCRIPTIONS.c.known_since))
        return {row.name: row.known_since for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingServer:
    """A server that failed last: how often in a row, and until when it is left alone.

    ``channel`` is the one that met the first failure; others may share its server.
    """

    channel: str
    failures: int
    until: datetime | None


class ServerRepository:
    """The servers and bots behind channels, within one transaction.

    It knows how often each failed, and until when it rests: that holds for all that
    goes through it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def back_off(
        self, server: str, failures: int, until: datetime | None, *, channel: str | None = None
    ) -> None:
        """Note how often a server failed in a row, and let it rest until then.

        ``channel`` is the one that met the first failure, of the server's name if not given.
        """
        row = {"name": server, "failures": failures, "not_before": until}
        upsert(self._connection, LANES, [row | {"channel": channel or server}])

    def failures(self, server: str) -> int:
        """Return how often in a row the server has failed."""
        return self._connection.scalar(select(LANES.c.failures).where(LANES.c.name == server)) or 0

    def failing_channel(self, server: str) -> str | None:
        """Return the channel that met the first failure of a server that fails."""
        return self._connection.scalar(
            select(LANES.c.channel).where(LANES.c.name == server, LANES.c.failures > 0)
        )

    def failing(self) -> list[FailingServer]:
        """Return the servers whose last message failed in passing."""
        rows = self._connection.execute(
            select(LANES.c.channel, LANES.c.failures, LANES.c.not_before.label("until"))
            .where(LANES.c.failures > 0)
            .order_by(LANES.c.channel)
        ).mappings()
        return [FailingServer(**row) for row in rows]

    def reassign(self, server_of: Callable[[str], str]) -> None:
        """Go by the servers of the configuration as it now is.

        What may still be sent follows its channel to another server; what is noted of
        a server that the channel no longer leads to is forgotten.
        """
        may_leave = DELIVERIES.c.state.not_in([DeliveryState.SENT, DeliveryState.SUPERSEDED])
        waiting = select(DELIVERIES.c.channel, DELIVERIES.c.lane).where(may_leave)
        for channel, server in self._connection.execute(waiting.distinct()).all():
            if server_of(channel) != server:
                self._connection.execute(
                    update(DELIVERIES)
                    .where(DELIVERIES.c.channel == channel, may_leave)
                    .values(lane=server_of(channel))
                )
        failing = select(LANES.c.name, LANES.c.channel).where(LANES.c.failures > 0)
        for name, channel in self._connection.execute(failing).all():
            if server_of(channel) != name:
                self._connection.execute(delete(LANES).where(LANES.c.name == name))


def _episode(row: RowMapping) -> Episode:
    values = {key: value for key, value in row.items() if key != "id"}
    return Episode(**{**values, "subject": IncidentSubject.parse(row["subject"])})

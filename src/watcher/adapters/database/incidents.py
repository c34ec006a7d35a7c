"""Repositories of incidents, oddities, failing servers and known subscriptions."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.deliveries import DeliveryState
from watcher.adapters.database.engine import Repository, insert_into, insert_many, upsert
from watcher.adapters.database.schema import (
    CLAIMS,
    DELIVERIES,
    EPISODES,
    FORECASTS,
    LANES,
    ODDITIES,
    PIECES,
    ROUNDS,
    SOURCES,
    SUBSCRIPTIONS,
)
from watcher.core.incidents import Episode, IncidentSubject
from watcher.core.model import Oddity

_LATEST = (
    sa.select(EPISODES)
    .where(EPISODES.c.subject == sa.bindparam("about"))
    .order_by(EPISODES.c.id.desc())
    .limit(1)
)
_OPEN = _LATEST.where(EPISODES.c.ended_at.is_(None))
_OVER = _LATEST.where(EPISODES.c.ended_at.is_not(None))
_KNOWN_SINCE = sa.select(SUBSCRIPTIONS.c.name, SUBSCRIPTIONS.c.known_since)


class IncidentRepository(Repository):
    """The episodes and oddities, within one transaction."""

    def open_episode(self, subject: IncidentSubject) -> Episode | None:
        """Return the episode of *subject* that is not over."""
        return self._latest(subject, over=False)

    def last_episode(self, subject: IncidentSubject) -> Episode | None:
        """Return the episode of *subject* that was over last."""
        return self._latest(subject, over=True)

    def open_episodes(self) -> list[Episode]:
        """Return every episode that is not over, the longest first."""
        rows = self._db.execute(
            sa.select(EPISODES)
            .where(EPISODES.c.ended_at.is_(None))
            .order_by(EPISODES.c.since, EPISODES.c.id)
        ).mappings()
        return [_episode(row) for row in rows]

    def troubled_among(
        self, servers: Collection[str], subjects: Collection[IncidentSubject]
    ) -> tuple[dict[str, str], set[IncidentSubject]]:
        """Return the servers that failed last, with the channel that did so first, and the subjects that are not well."""
        named = {str(subject): subject for subject in subjects}
        asked = {"servers": list(servers), "subjects": list(named)}
        found = self._db.execute(_TROUBLED_AMONG, asked).all()
        failing = {row.name: row.channel for row in found if row.channel is not None}
        return failing, {named[row.name] for row in found if row.channel is None}

    def open(self, episode: Episode) -> bool:
        """Begin an episode; False where another process has just begun one of its subject."""
        values = dataclasses.asdict(episode)
        values["subject"] = str(episode.subject)
        begun = insert_into(self._db.dialect.name, EPISODES).values(values)
        begun = begun.on_conflict_do_nothing(
            index_elements=["subject"], index_where=EPISODES.c.ended_at.is_(None)
        )
        return self._db.scalar(begun.returning(EPISODES.c.id)) is not None

    def close(self, subject: IncidentSubject, now: datetime) -> bool:
        """End the episode of *subject* that is not over; False where another process just has."""
        running = (EPISODES.c.subject == str(subject)) & EPISODES.c.ended_at.is_(None)
        ended = sa.update(EPISODES).where(running).values(ended_at=now)
        return self._db.scalar(ended.returning(EPISODES.c.id)) is not None

    def record_oddities(self, source: str, seen: Iterable[Oddity], now: datetime) -> list[Oddity]:
        """Keep the oddities not met before, and return them; each is told once."""
        distinct = {(o.where, o.printed): o for o in seen}
        if not distinct:
            return []
        known = self._db.execute(
            sa.select(ODDITIES.c.place, ODDITIES.c.printed).where(
                ODDITIES.c.source == source, ODDITIES.c.place.in_([where for where, _ in distinct])
            )
        )
        for place, printed in known:
            distinct.pop((place, printed), None)
        rows = [
            {"source": source, "place": o.where, "printed": o.printed, "why": o.why, "seen_at": now}
            for o in distinct.values()
        ]
        if not rows:
            return []
        # Another process may be keeping the same.
        kept = insert_into(self._db.dialect.name, ODDITIES).values(rows).on_conflict_do_nothing()
        fresh = self._db.execute(kept.returning(ODDITIES.c.place, ODDITIES.c.printed)).all()
        return [distinct[place, printed] for place, printed in fresh]

    def fingerprint(self) -> tuple[object, ...]:
        """Return a value that changes whenever any public data do."""
        figures = (
            sa.func.max(SOURCES.c.polled_at),
            sa.func.count(ROUNDS.c.number),
            sa.func.sum(ROUNDS.c.revision),
            sa.func.max(PIECES.c.seen_at),
            sa.func.count(CLAIMS.c.number),
            sa.func.max(EPISODES.c.id),
            sa.func.count(EPISODES.c.ended_at),
            sa.func.max(FORECASTS.c.made_at),
        )
        wanted = sa.select(*(sa.select(figure).scalar_subquery() for figure in figures))
        return tuple(self._db.execute(wanted).one())

    def _latest(self, subject: IncidentSubject, *, over: bool) -> Episode | None:
        wanted = _OVER if over else _OPEN
        row = self._db.execute(wanted, {"about": str(subject)}).mappings().first()
        return None if row is None else _episode(row)


class SubscriptionRepository(Repository):
    """Since when each subscription is known, within one transaction."""

    def register(self, names: Sequence[str], now: datetime) -> dict[str, datetime]:
        """Return since when each subscription is known; new names are known from now."""
        known = self.known_since()
        new = [{"name": n, "known_since": now} for n in names if n not in known]
        upsert(self._db, SUBSCRIPTIONS, new, keep={"known_since"})
        # A clock that ran ahead when it was written must not silence a person now.
        return {name: min(known.get(name, now), now) for name in names}

    def known_since(self) -> dict[str, datetime]:
        """Return since when each subscription is known, and learn no new name."""
        rows = self._db.execute(_KNOWN_SINCE)
        return {row.name: row.known_since for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class FailingServer:
    """A server that failed last, how often in a row; ``channel`` met the first failure, others may share it."""

    channel: str
    failures: int
    until: datetime | None


# One statement, built once: it is asked for each message that was taken, and to build or send it takes longer than
# to find that all is well.
_TROUBLED_AMONG = (
    sa.select(LANES.c.name, sa.func.coalesce(LANES.c.channel, LANES.c.name).label("channel"))
    .where(LANES.c.name.in_(sa.bindparam("servers", expanding=True)), LANES.c.failures > 0)
    .union_all(
        sa.select(EPISODES.c.subject, sa.null()).where(
            EPISODES.c.subject.in_(sa.bindparam("subjects", expanding=True)),
            EPISODES.c.ended_at.is_(None),
        )
    )
)
_SERVERS = sa.select(LANES.c.channel, LANES.c.failures, LANES.c.not_before.label("until"))

# With an index, which SQLite does not make for a list of values.
_MOVES: sa.Table[sa.TypedColumns] = sa.Table(  # type: ignore[assignment] # columns of its own
    "moved_channels",
    sa.MetaData(),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("lane", sa.Text),
    prefixes=["TEMPORARY"],
)


class ServerRepository(Repository):
    """The failures of each server or bot behind channels, and its back-off."""

    def back_off(
        self, server: str, failures: int, until: datetime | None, *, channel: str | None = None
    ) -> None:
        """Note how often a server failed in a row, first on *channel*, and let it rest until then."""
        row = {"name": server, "failures": failures, "not_before": until}
        upsert(self._db, LANES, [row | {"channel": channel or server}])

    def find(self, server: str) -> FailingServer | None:
        """Return what is known of a server that failed once; it may be well again."""
        row = self._db.execute(_SERVERS.where(LANES.c.name == server)).mappings().first()
        return None if row is None else FailingServer(**row)

    def failures(self, server: str) -> int:
        """Return how often in a row the server has failed."""
        found = self.find(server)
        return 0 if found is None else found.failures

    def failing(self) -> list[FailingServer]:
        """Return the servers whose last message failed in passing."""
        rows = self._db.execute(
            _SERVERS.where(LANES.c.failures > 0).order_by(LANES.c.channel)
        ).mappings()
        return [FailingServer(**row) for row in rows]

    def reassign(self, server_of: Callable[[str], str]) -> None:
        """Move what may still be sent to the servers that channels now lead to; forget failures of others."""
        may_leave = DELIVERIES.c.state.not_in([DeliveryState.SENT, DeliveryState.SUPERSEDED])
        waiting = sa.select(DELIVERIES.c.channel, DELIVERIES.c.lane).where(may_leave)
        moved: dict[str, str] = {}
        for channel, server in self._db.execute(waiting.distinct()):
            if (new := server_of(channel)) != server:
                moved[channel] = new
        if moved:
            self._move(moved, may_leave)
        failing = sa.select(LANES.c.name, LANES.c.channel).where(LANES.c.failures > 0)
        for name, channel in self._db.execute(failing).all():
            if server_of(channel) != name:
                self._db.execute(sa.delete(LANES).where(LANES.c.name == name))

    def _move(self, lanes: Mapping[str, str], what: sa.ColumnElement[bool]) -> None:
        """Write the new lanes of channels in one statement: one for each would read the whole queue each time."""
        _MOVES.create(self._db)
        insert_many(self._db, _MOVES, [{"channel": c, "lane": lane} for c, lane in lanes.items()])
        theirs = _MOVES.c.channel == DELIVERIES.c.channel
        self._db.execute(sa.update(DELIVERIES).where(theirs, what).values(lane=_MOVES.c.lane))
        _MOVES.drop(self._db)


def _episode(row: sa.RowMapping) -> Episode:
    values = {key: value for key, value in row.items() if key != "id"}
    return Episode(**{**values, "subject": IncidentSubject.parse(row["subject"])})

"""Episodes of trouble, oddities told once, and since when a name is known."""

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from watcher.adapters.database.schema import (
    episodes,
    oddities,
    pieces,
    rounds,
    sources,
    subscriptions,
    tellings,
)
from watcher.adapters.database.upsert import upsert
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
            select(episodes)
            .where(episodes.c.ended_at.is_(None))
            .order_by(episodes.c.since, episodes.c.id)
        ).mappings()
        return [_episode(row) for row in rows]

    def open(self, episode: Episode) -> None:
        """Begin an episode."""
        values = dataclasses.asdict(episode)
        values["subject"] = str(episode.subject)
        self._connection.execute(insert(episodes).values(values))

    def close(self, subject: IncidentSubject, now: datetime) -> None:
        """End the episode of *subject* that is not over."""
        running = (episodes.c.subject == str(subject)) & episodes.c.ended_at.is_(None)
        self._connection.execute(update(episodes).where(running).values(ended_at=now))

    def record_oddities(self, source: str, seen: Iterable[Oddity], now: datetime) -> list[Oddity]:
        """Keep the oddities not met before, and return them; each is told once."""
        distinct = {(o.where, o.printed): o for o in seen}
        if not distinct:
            return []
        known = self._connection.execute(
            select(oddities.c.place, oddities.c.printed).where(
                oddities.c.source == source, oddities.c.place.in_([where for where, _ in distinct])
            )
        )
        for place, printed in known:
            distinct.pop((place, printed), None)
        fresh = list(distinct.values())
        if fresh:
            self._connection.execute(
                insert(oddities),
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
                select(func.max(sources.c.polled_at)).scalar_subquery(),
                select(func.count()).select_from(rounds).scalar_subquery(),
                select(func.sum(rounds.c.revision)).scalar_subquery(),
                select(func.max(pieces.c.seen_at)).scalar_subquery(),
                select(func.count(tellings.c.number)).scalar_subquery(),
                select(func.max(episodes.c.id)).scalar_subquery(),
                select(func.count(episodes.c.ended_at)).scalar_subquery(),
            )
        ).one()
        return tuple(row)

    def _latest(self, subject: IncidentSubject, *, over: bool) -> Episode | None:
        ended = episodes.c.ended_at
        row = (
            self._connection.execute(
                select(episodes)
                .where(
                    episodes.c.subject == str(subject),
                    ended.is_not(None) if over else ended.is_(None),
                )
                .order_by(episodes.c.id.desc())
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
        rows = self._connection.execute(select(subscriptions.c.name, subscriptions.c.known_since))
        known = {name: since for name, since in rows}  # noqa: C416 - rows, not pairs, to the type checker
        new = [{"name": n, "known_since": now} for n in names if n not in known]
        upsert(self._connection, subscriptions, new, keep={"known_since"})
        # A clock that ran ahead when it was written must not silence a person now.
        return {name: min(known.get(name, now), now) for name in names}

    def known_since(self) -> dict[str, datetime]:
        """Return since when each subscription is known, and learn no new name."""
        rows = self._connection.execute(select(subscriptions.c.name, subscriptions.c.known_since))
        return {row.name: row.known_since for row in rows}


def _episode(row: RowMapping) -> Episode:
    values = {key: value for key, value in row.items() if key != "id"}
    return Episode(**{**values, "subject": IncidentSubject.parse(row["subject"])})

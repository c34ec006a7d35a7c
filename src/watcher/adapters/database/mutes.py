"""Repository of mutes: until when people are told nothing, and what waits for that."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.deliveries import DeliveryState, LeasedDelivery
from watcher.adapters.database.engine import Repository, upsert
from watcher.adapters.database.schema import DELIVERIES, OPEN
from watcher.adapters.database.schema_alone import MUTES
from watcher.adapters.database.schema_people import PEOPLE

_MARK = "\n"  # stands in no name


# Asked at every lease, and built once: that takes longer.
_NAMES: sa.BindParameter[str] = sa.bindparam("names", expanding=True)
_MUTES_OF: sa.CompoundSelect[str, datetime] = sa.union_all(
    sa.select(MUTES.c.person, MUTES.c.until).where(MUTES.c.person.in_(_NAMES)),
    sa.select(PEOPLE.c.name, PEOPLE.c.muted_until).where(
        PEOPLE.c.name.in_(_NAMES), PEOPLE.c.muted_until.is_not(None)
    ),
)


class MuteRepository(Repository):
    """The mutes of people in the configuration file and of those who are rows, within one transaction."""

    def put(self, person: str, until: datetime | None) -> None:
        """Mute somebody until an instant; with None they are told again."""
        is_row = sa.update(PEOPLE).where(PEOPLE.c.name == person).values(muted_until=until)
        if self._db.execute(is_row).rowcount:
            return
        if until is None:
            self._db.execute(sa.delete(MUTES).where(MUTES.c.person == person))
        else:
            upsert(self._db, MUTES, [{"person": person, "until": until}])

    def of(self, people: Collection[str]) -> dict[str, datetime]:
        """Return until when those of *people* who were muted are, or were."""
        rows = self._db.execute(_MUTES_OF, {"names": list(people)})
        return {row.person: row.until for row in rows}

    def count(self, now: datetime) -> int:
        """Return how many people are muted at *now*."""
        every = _muted(now).subquery()
        return self._db.scalar(sa.select(sa.func.count()).select_from(every)) or 0

    def current(self, now: datetime, limit: int | None = None) -> list[tuple[str, datetime]]:
        """List who is muted at *now*, and until when, those first whose mute ends first."""
        every = _muted(now).subquery()
        rows = self._db.execute(sa.select(every).order_by(every.c.until, every.c.name).limit(limit))
        return [(row.name, row.until) for row in rows]

    def waiting(self, person: str) -> int:
        """Return how many deliveries wait for the end of somebody's mute."""
        counted = sa.select(sa.func.count()).select_from(DELIVERIES)
        return self._db.scalar(counted.where(_waits(person))) or 0

    def release(self, person: str, at: datetime) -> int:
        """Have what waits for the end of a mute leave at another time; return how many deliveries that are."""
        moved = sa.update(DELIVERIES).where(_waits(person)).values(next_attempt_at=at, due_at=at)
        return len(self._db.scalars(moved.returning(DELIVERIES.c.id)).all())


def _muted(now: datetime) -> sa.CompoundSelect[str, datetime]:
    of_file = sa.select(MUTES.c.person.label("name"), MUTES.c.until.label("until"))
    of_rows = sa.select(PEOPLE.c.name, PEOPLE.c.muted_until)
    return sa.union_all(
        of_file.where(MUTES.c.until > now), of_rows.where(PEOPLE.c.muted_until > now)
    )


def mute_bundle(person: str, leased: LeasedDelivery) -> str:
    """Return what all alerts have in common that wait for one person's mute on one target: one message.

    A reminder, and a monthly message, stays one of its own.
    """
    alone = "" if leased.alerts else f"{_MARK}{leased.deliveries[0]}"
    return f"{_mute_of(person)}{leased.channel}{_MARK}{leased.target}{alone}"


def _mute_of(person: str) -> str:
    return f"muted{_MARK}{person}{_MARK}"


def _waits(person: str) -> sa.ColumnElement[bool]:
    begins = DELIVERIES.c.bundle.startswith(_mute_of(person), autoescape=True)
    return sa.and_(sa.text(OPEN), DELIVERIES.c.state == DeliveryState.QUEUED, begins)

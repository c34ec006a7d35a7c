"""Repository of monthly messages: who wants them, and of which month each had the last."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository, upsert
from watcher.adapters.database.people import PeopleRepository
from watcher.adapters.database.schema_alone import MONTHLY_NOTES
from watcher.adapters.database.schema_people import PEOPLE
from watcher.core.people import Person

# Word for word, or SQLite does not use the index.
_WANTED = sa.text("monthly")


class MonthlyRepository(Repository):
    """The monthly messages within one transaction."""

    def zones(self) -> list[str]:
        """Return the zones of the people who want one, those who are rows."""
        return list(self._db.scalars(sa.select(PEOPLE.c.timezone).where(_WANTED).distinct()))

    def due(
        self, zone: str, month: date, *, came_by: datetime, after: str, limit: int
    ) -> list[Person]:
        """Return the next people of a zone, by name, who had none of this month yet: *limit* at most, those behind *after*."""
        told = _told(month).where(MONTHLY_NOTES.c.person == PEOPLE.c.name)
        names = self._db.scalars(
            sa.select(PEOPLE.c.name)
            .where(_WANTED, PEOPLE.c.timezone == zone, PEOPLE.c.name > after)
            .where(PEOPLE.c.created_at <= came_by, sa.not_(told.exists()))
            .order_by(PEOPLE.c.name)
            .limit(limit)
        )
        return list(PeopleRepository(self._db).of_names(list(names)).values())

    def untold(self, names: Collection[str], month: date) -> set[str]:
        """Return those of these who had none of this month yet."""
        return set(names) - set(
            self._db.scalars(_told(month).where(MONTHLY_NOTES.c.person.in_(names)))
        )

    def note(self, names: Iterable[str], month: date) -> None:
        """Note that people have the message of this month."""
        rows = [{"person": name, "month": _key(month)} for name in names]
        upsert(self._db, MONTHLY_NOTES, rows)

    def rename(self, person: str, to: str) -> None:
        """Keep what is noted of a person under another name."""
        theirs = sa.update(MONTHLY_NOTES).where(MONTHLY_NOTES.c.person == person)
        self._db.execute(theirs.values(person=to))

    def forget(self, person: str) -> None:
        """Forget what is noted of a person."""
        self._db.execute(sa.delete(MONTHLY_NOTES).where(MONTHLY_NOTES.c.person == person))


def _told(month: date) -> sa.Select[str]:
    return sa.select(MONTHLY_NOTES.c.person).where(MONTHLY_NOTES.c.month >= _key(month))


def _key(month: date) -> int:
    return month.year * 100 + month.month

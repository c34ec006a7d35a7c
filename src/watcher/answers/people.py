"""People who are rows: a page of them, and all that is known of one."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from watcher.answers.left_alone import PersonLeftAlone, person_left_alone
from watcher.answers.serialize import FLAT
from watcher.answers.snapshot import Snapshot, open_snapshot
from watcher.core.errors import NothingFound, StoreError
from watcher.core.people import Person, PersonOrigin
from watcher.core.people_changes import Difference, differences
from watcher.core.settings import Settings
from watcher.pipeline.people import PlannedPerson, refuse_twins

_PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """Some people by name; ``count`` is how many match, ``more`` whether any come after these."""

    people: tuple[Person, ...]
    count: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """A person, since when each subscription of theirs is known, and how they are left alone."""

    person: Person = field(metadata=FLAT)
    known_since: Mapping[str, datetime]
    left_alone: PersonLeftAlone


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What an import does to one person."""

    name: str
    fate: str
    differences: tuple[Difference, ...]


def list_people(
    snapshot: Snapshot,
    *,
    limit: int,
    after: str = "",
    origin: PersonOrigin | None = None,
    having: str = "",
    channel: str | None = None,
) -> PeoplePage:
    """List people by name, those behind *after*; at one *channel* all that are told there."""
    people = snapshot.tx.people
    if channel is not None:
        found = people.by_channel(channel)
        return PeoplePage(people=tuple(found[:limit]), count=len(found), more=len(found) > limit)
    found = people.page(after=after, limit=limit + 1, origin=origin, having=having)
    count = people.count(origin=origin, having=having)
    return PeoplePage(people=tuple(found[:limit]), count=count, more=len(found) > limit)


def every_person(snapshot: Snapshot, origin: PersonOrigin | None = None) -> Iterator[Person]:
    """Yield everybody by name, holding no more than a page of them."""
    after = ""
    while some := snapshot.tx.people.page(after=after, limit=_PAGE, origin=origin):
        yield from some
        after = some[-1].name


def person_record(snapshot: Snapshot, name: str) -> PersonRecord | None:
    """Return what is known of a person."""
    person = snapshot.tx.people.get(name)
    if person is None:
        return None
    return PersonRecord(
        person=person,
        known_since=snapshot.tx.people.known_since(name),
        left_alone=person_left_alone(snapshot, name, person.channels),
    )


def known_among(snapshot: Snapshot, names: Sequence[str]) -> list[str]:
    """Return those of these names that people have."""
    return snapshot.tx.people.known_names(names)


def rows_beside_file(settings: Settings, now: datetime) -> int | None:
    """Count the people in an SQLite database; raises ConfigError where one stands in the file, too.

    None where that cannot be told without asking a server or bringing the tables up to date.
    """
    if not settings.database.value.startswith("sqlite"):
        return None
    with suppress(NothingFound, StoreError), open_snapshot(settings, now) as snapshot:
        refuse_twins(snapshot.tx, settings)
        return snapshot.tx.people.count()
    return None


def near_names(snapshot: Snapshot, name: str) -> list[str]:
    """Return names that begin alike; all names of thousands would be no help."""
    begins = name[:2]
    return [p.name for p in snapshot.tx.people.page(limit=200, having=begins)] if begins else []


def planned_change(planned: PlannedPerson) -> PersonChange:
    """Say what an import does to one person."""
    found = () if planned.after is None else tuple(differences(planned.before, planned.after))
    return PersonChange(name=planned.name, fate=planned.fate, differences=found)

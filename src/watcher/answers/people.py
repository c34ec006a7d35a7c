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
from watcher.pipeline.people import PlannedPerson, refuse_duplicate_names

_PAGE = 500
# A name that is near: one slip away, or one of so many that begin alike.
_BEGIN_ALIKE = 20
_LONGEST = 40
_KEYS = "abcdefghijklmnopqrstuvwxyz0123456789-_. @"


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
        refuse_duplicate_names(snapshot.tx, settings)
        return snapshot.tx.people.count()
    return None


def near_names(snapshot: Snapshot, name: str) -> list[str]:
    """Return names one slip away, and some that begin alike: looked up, so that a million cost no more."""
    people, typed = snapshot.tx.people, name[:_LONGEST]
    cases = {typed, typed.casefold(), typed.title()}
    found = people.known_names({slip for case in cases for slip in _slips(case)})
    for begin in dict.fromkeys((typed[: len(typed) // 2], typed[:2])):
        some = people.page(after=begin, limit=_BEGIN_ALIKE) if begin else ()
        found += [person.name for person in some if person.name.startswith(begin)]
    return sorted(set(found))


def _slips(name: str) -> Iterator[str]:
    """Yield a name and all that differ from it by one letter, or by two that changed places."""
    yield name
    for at in range(len(name) + 1):
        before, behind = name[:at], name[at:]
        yield before + behind[1:]
        yield before + behind[1:2] + behind[:1] + behind[2:]
        for key in _KEYS:
            yield before + key + behind
            yield before + key + behind[1:]


def planned_change(planned: PlannedPerson) -> PersonChange:
    """Say what an import does to one person."""
    found = () if planned.after is None else tuple(differences(planned.before, planned.after))
    return PersonChange(name=planned.name, fate=planned.fate, differences=found)

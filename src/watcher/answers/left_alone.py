"""Who is left alone: muted people, and addresses that are not written to."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from watcher.adapters.database import Store
from watcher.answers.snapshot import Snapshot
from watcher.core.settings import Settings
from watcher.core.suppressions import ChannelTarget, Suppression
from watcher.pipeline.channels import AddressBook, Channels

_NAMED = 3  # of all who are muted


@dataclass(frozen=True, slots=True, kw_only=True)
class MutedPerson:
    """Somebody who is told nothing until then."""

    name: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """How many are left alone; ``next_to_end`` has the first mutes to end."""

    muted: int
    next_to_end: tuple[MutedPerson, ...]
    unsubscribed: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLeftAlone:
    """How one person is left alone; ``waiting`` deliveries wait for the end of the mute."""

    muted_until: datetime | None
    waiting: int
    suppressed: tuple[Suppression, ...]


def left_alone(snapshot: Snapshot) -> LeftAlone:
    """Count who is left alone now."""
    tx = snapshot.tx
    first = tx.mutes.current(snapshot.now, _NAMED)
    suppressed = tx.suppressions.count()
    return LeftAlone(
        muted=tx.mutes.count(snapshot.now),
        next_to_end=tuple(MutedPerson(name=name, until=until) for name, until in first),
        unsubscribed=suppressed["unsubscribed"],
        refused=suppressed["refused"],
    )


def told_at(snapshot: Snapshot, name: str) -> list[ChannelTarget] | None:
    """Return the addresses of a person, of the configuration or a row; None if nobody has that name."""
    person = snapshot.tx.people.get(name)
    theirs = [s for s in snapshot.settings.subscriptions if (s.person or s.name) == name]
    if person is None and not theirs:
        return None
    references = [reference for rule in theirs for reference in rule.channels]
    references += [] if person is None else person.channels
    return _addresses(snapshot, references)


def person_left_alone(
    snapshot: Snapshot, person: str, references: Iterable[str]
) -> PersonLeftAlone:
    """Say how a person is left alone who is told at these references to channels."""
    tx = snapshot.tx
    until = tx.mutes.of([person]).get(person)
    muted = until is not None and until > snapshot.now
    return PersonLeftAlone(
        muted_until=until if muted else None,
        waiting=tx.mutes.waiting(person) if muted else 0,
        suppressed=tuple(tx.suppressions.among(_addresses(snapshot, references)).values()),
    )


def mails_without_sender(settings: Settings) -> bool:
    """Tell whether people who are rows, or subscribe themselves, have mail that does not say who sends it."""
    book = AddressBook(settings=settings, targets=lambda _: ())
    channels = [name for name in settings.channels if book.is_mail(name)]
    if settings.sender is not None or not channels:
        return False
    return settings.signup.enabled or not channels_of_people(settings).isdisjoint(channels)


def channels_of_people(settings: Settings) -> frozenset[str]:
    """Name the channels on which people who are rows are told, of an SQLite database that is there."""
    if not settings.database.value.startswith("sqlite"):
        return frozenset()  # a server is asked by verbs that are not offline
    store = Store.open_existing(settings.database)
    if store is None:
        return frozenset()
    with closing(store), store.reading() as tx:
        return frozenset(filter(tx.people.any_at, settings.channels))


def _addresses(snapshot: Snapshot, references: Iterable[str]) -> list[ChannelTarget]:
    channels = Channels(snapshot.settings, lambda: 0.0)
    book = AddressBook(settings=snapshot.settings, targets=channels.targets)
    return book.addresses(references)

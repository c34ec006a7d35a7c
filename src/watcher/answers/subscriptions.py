"""Whom a typed name means: a subscription of the file, or a person who is a row, found without reading the others."""

from watcher.answers.people import near_names
from watcher.answers.snapshot import Snapshot
from watcher.core.people import RULE_MARK, subscriptions_of
from watcher.core.settings import Settings, Subscription


def named_in_file(settings: Settings, name: str) -> tuple[Subscription, ...]:
    """Return the subscription of the file with this name, else all of the person of this name."""
    exactly = tuple(one for one in settings.subscriptions if one.name == name)
    return exactly or tuple(one for one in settings.subscriptions if one.person == name)


def named_subscriptions(snapshot: Snapshot, name: str) -> tuple[Subscription, ...]:
    """Return whom a name means: those of the file, else one rule of a person or all of them."""
    in_file = named_in_file(snapshot.settings, name)
    if in_file:
        return in_file
    person = snapshot.tx.people.get(name.partition(RULE_MARK)[0])
    every = () if person is None else subscriptions_of(person)
    return tuple(one for one in every if name in {one.person, one.name})


def near_subscriptions(snapshot: Snapshot, name: str) -> list[str]:
    """Return names of people and their rules that may be meant by one that nobody has."""
    whose = name.partition(RULE_MARK)[0]
    near = snapshot.tx.people.of_names([whose, *near_names(snapshot, whose)])
    named = [[person.name, *(s.name for s in subscriptions_of(person))] for person in near.values()]
    return list(dict.fromkeys(name for names in named for name in names))


def count_people(snapshot: Snapshot) -> int:
    """Count the people who are rows."""
    return snapshot.tx.people.count()

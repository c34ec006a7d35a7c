"""Muting: somebody is told nothing for a while; what comes meanwhile waits, and is told then in one message."""

from dataclasses import dataclass
from datetime import datetime

from watcher.adapters.database import Transaction
from watcher.core.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Somebody who can be muted, of the configuration file or a row; ``wake``: what is urgent passes."""

    name: str
    timezone: str
    wake: bool
    muted_until: datetime | None = None


def addressee(tx: Transaction, settings: Settings, name: str) -> Addressee | None:
    """Find who is told under a name: a person, who may have several rules."""
    muted = tx.mutes.of([name]).get(name)
    person = tx.people.get(name)
    if person is not None:
        return Addressee(name=name, timezone=person.timezone, wake=person.wake, muted_until=muted)
    theirs = [s for s in settings.subscriptions if (s.person or s.name) == name]
    if not theirs:
        return None
    return Addressee(
        name=name, timezone=theirs[0].timezone, wake=any(s.wake for s in theirs), muted_until=muted
    )


def mute(tx: Transaction, person: str, until: datetime) -> int:
    """Tell somebody nothing before an instant; return how many messages of an earlier mute wait for it as well."""
    tx.mutes.put(person, until)
    return tx.mutes.release(person, until)


def unmute(tx: Transaction, person: str, now: datetime) -> int:
    """Tell somebody again; return how many deliveries that waited are due now."""
    tx.mutes.put(person, None)
    return tx.mutes.release(person, now)

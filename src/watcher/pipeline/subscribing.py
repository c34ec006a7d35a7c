"""People who subscribe themselves: found, subscribed, changed, moved, muted, ended and erased.

The page and the bot both come here. Each function is given its transaction: what it does happens as a whole.
"""

import secrets
from dataclasses import replace
from datetime import datetime

from watcher.adapters.database import Transaction
from watcher.core.people import TARGET_MARK, Person, PersonOrigin, subscriptions_of
from watcher.core.settings import SignupSettings
from watcher.core.signups import Consent
from watcher.pipeline.unsubscribing import end_address

#: Origins of those who came by themselves: what is stored of them is theirs to change and to delete.
THEMSELVES: tuple[PersonOrigin, ...] = ("page", "bot")


def own_address(channel: str, target: str) -> str:
    """Refer to one target of a channel of the configuration."""
    return f"{channel}{TARGET_MARK}{target}"


def addresses_of(person: Person) -> list[tuple[str, str]]:
    """Return the addresses of somebody who subscribed themselves, as (channel, target)."""
    parts = (reference.partition(TARGET_MARK) for reference in person.channels)
    return [(channel, target) for channel, mark, target in parts if mark]


def new_name(origin: PersonOrigin) -> str:
    """Make up the name of somebody who gave none; it tells nothing of them, and is not to be guessed."""
    return f"{origin}-{secrets.token_hex(8)}"


def find_person(tx: Transaction, channel: str, target: str) -> Person | None:
    """Return who subscribed themselves at an address; whom the operator imported is not found by it."""
    known = tx.people.by_channel(own_address(channel, target))
    return next((person for person in known if person.origin in THEMSELVES), None)


def has_room(tx: Transaction, settings: SignupSettings) -> bool:
    """Tell whether one more may subscribe themselves."""
    came = sum(tx.people.count(origin=origin) for origin in THEMSELVES)
    return came < settings.most_people


def subscribe_person(tx: Transaction, person: Person, consent: Consent) -> Person:
    """Subscribe somebody at the one address that they proved to be theirs; return them as they now are.

    Who is subscribed there keeps their name, so that nothing is told twice. If the address was left alone, that ends.
    """
    known = find_person(tx, consent.channel, consent.target)
    return _put(tx, person if known is None else replace(person, name=known.name), consent)


def change_person(tx: Transaction, person: Person, now: datetime) -> Person | None:
    """Change all but the address of somebody who subscribed themselves; return them as they now are, None if gone."""
    tx.signups.queue_up()
    known = tx.people.get(person.name)
    if known is None or known.origin not in THEMSELVES:
        return None
    kept = replace(
        person, channels=known.channels, origin=known.origin, consented_at=known.consented_at
    )
    tx.people.put(kept, now)
    return kept


def move_person(tx: Transaction, person: Person, consent: Consent) -> Person:
    """Have somebody told at another address that they proved to be theirs, in place of whoever was told there."""
    there = find_person(tx, consent.channel, consent.target)
    if there is not None and there.name != person.name:
        _forget(tx, there)
    tx.signups.forget_consents(person.name)
    return _put(tx, person, consent)


def mute_person(tx: Transaction, name: str, until: datetime | None, now: datetime) -> None:
    """Tell somebody nothing before an instant, whoever set them up; with None they are told again, at once of what waits."""
    tx.mutes.put(name, until)
    tx.mutes.release(name, until or now)


def end_person(tx: Transaction, person: Person, now: datetime) -> None:
    """End all for somebody who subscribed themselves.

    What stays is that their address is left alone, and the record of what was sent.
    """
    tx.signups.queue_up()
    for channel, target in addresses_of(person):
        end_address(tx, channel, target, now)
        tx.signups.forget(channel, target)
    _forget(tx, person)


def erase_person(tx: Transaction, person: Person) -> None:
    """Delete all that is stored of somebody who subscribed themselves: also what was sent, and that they were left alone.

    Nothing needs to remember them: nobody but they can confirm a sign-up of their address.
    """
    tx.signups.queue_up()
    for channel, target in addresses_of(person):
        tx.suppressions.lift(channel, target)
        tx.signups.forget(channel, target)
    tx.alerts.erase([person.name, *(one.name for one in subscriptions_of(person))])
    _forget(tx, person)


def rename_person(tx: Transaction, person: Person) -> Person:
    """Give somebody who subscribed themselves another name: links made for the old one then show nothing any more."""
    tx.signups.queue_up()
    renamed = replace(person, name=new_name(person.origin))
    tx.people.rename(person.name, renamed.name)
    tx.signups.rename(person.name, renamed.name)
    tx.monthly.rename(person.name, renamed.name)
    subscriptions = [one.name for one in subscriptions_of(person)]
    tx.alerts.rename(person.name, subscriptions, renamed.name)
    return renamed


def _put(tx: Transaction, person: Person, consent: Consent) -> Person:
    person = replace(
        person,
        channels=(own_address(consent.channel, consent.target),),
        consented_at=consent.confirmed_at,
    )
    tx.people.put(person, consent.confirmed_at)
    tx.suppressions.lift(consent.channel, consent.target)
    tx.signups.keep_consent(person.name, consent)
    return person


def _forget(tx: Transaction, person: Person) -> None:
    tx.people.remove(person.name)
    tx.monthly.forget(person.name)
    tx.signups.forget_consents(person.name)

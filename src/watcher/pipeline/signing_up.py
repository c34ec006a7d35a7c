"""Signing up on the page: asked by anybody, confirmed by whoever reads the mail of the address.

What a stranger can cause is one mail an hour to one mailbox, and so many an hour in all. The answer to them is the
same whatever is known of an address: only its mail tells.
"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from watcher.adapters.database import Transaction
from watcher.adapters.links import AddressLink, LinkSigner
from watcher.core.mail_addresses import mailbox_of
from watcher.core.model import Message
from watcher.core.people import Person
from watcher.core.signups import CONFIRM_WITHIN, Consent, Signup
from watcher.messages.letters import LetterKind, compose_letter
from watcher.pipeline import subscribing
from watcher.pipeline.channels import AddressBook

#: Why an address is suppressed whose owner wants nobody to ask for it again.
NOBODY_MAY_ASK = "nobody may ask"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
# Who mistypes has another try; nobody is bothered.
_MOST_A_DAY = 3
_TOKEN_BYTES = 24


class SignupsFull(Exception):
    """More asked than mails may be caused; nobody else is let in before ``again``."""

    def __init__(self, again: timedelta) -> None:
        super().__init__("as many sign-ups as are let in")
        self.again = again


class Signups:
    """Sign-ups within one transaction that writes."""

    def __init__(
        self, tx: Transaction, address_book: AddressBook, signer: LinkSigner, now: datetime
    ) -> None:
        self._tx = tx
        self._address_book = address_book
        self._settings = address_book.settings.signup
        self._signer = signer
        self._now = now

    def ask(self, wanted: Person, target: str, wording: str, *, changes: str | None = None) -> None:
        """Have an address asked whether it wants to be subscribed so; raises SignupsFull for whomever.

        Where it is subscribed already, its mail says that. With *changes*, it takes the place of that person's address.
        """
        self._tx.signups.queue_up()
        forget_unconfirmed(self._tx, self._now)
        if self._tx.signups.count(self._now - _HOUR) >= self._settings.per_hour:
            raise SignupsFull(_HOUR)
        known = subscribing.find_person(self._tx, self._settings.channel, target)
        if known is None and changes is None and not subscribing.has_room(self._tx, self._settings):
            raise SignupsFull(_DAY)
        if changes is None:
            wanted = self._by_the_name_that_waits(wanted, target)
        signup = Signup(
            channel=self._settings.channel,
            target=target,
            mailbox=mailbox_of(target),
            wording=wording,
            asked_at=self._now,
            wanted=wanted,
            changes=changes,
        )
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        kind: LetterKind = "confirm" if changes is None else "confirm address"
        reader, link = wanted, f"{self._site}/subscribe/confirm/{token}"
        if known is not None and changes is None:
            kind, reader, link = "known", known, self._link(known, target)
            signup = replace(signup, wanted=None)
        letter = self._compose(kind, reader, link)
        if self._is_to_be_spared(signup):
            # Composed and written all the same: it counts, and takes as long.
            signup = replace(signup, target="", mailbox="", wanted=None)
        else:
            self._send(letter, reader, (signup.channel, target))
        self._tx.signups.put(signup, _digest(token))

    def confirm(self, token: str) -> Person | None:
        """Subscribe who asked; return them, None where a token is unknown or too old. Twice is the same as once."""
        self._tx.signups.queue_up()
        signup = pending(self._tx, token, self._now)
        if signup is None:
            return None
        if signup.confirmed is not None:
            return self._tx.people.get(signup.confirmed)
        person = self._subscribed(signup)
        if person is not None:
            self._tx.signups.confirm(_digest(token), person.name)
            letter = self._compose("welcome", person, self._link(person, signup.target))
            self._send(letter, person, (signup.channel, signup.target))
        return person

    def refuse(self, token: str) -> bool:
        """See to it that nobody asks again for the address of a sign-up; False where the token is unknown or too old."""
        signup = pending(self._tx, token, self._now)
        if signup is None or signup.confirmed is not None:
            return False
        self._tx.suppressions.add(
            signup.channel, signup.target, "unsubscribed", self._now, detail=NOBODY_MAY_ASK
        )
        if signup.wanted is not None:
            name = signup.changes or signup.wanted.name
            self._tx.alerts.erase_letters(name, signup.target)
        self._tx.signups.forget(signup.channel, signup.target)
        return True

    def _subscribed(self, signup: Signup) -> Person | None:
        if signup.wanted is None:
            return None
        consent = Consent(
            channel=signup.channel,
            target=signup.target,
            wording=signup.wording,
            asked_at=signup.asked_at,
            confirmed_at=self._now,
        )
        if signup.changes is None:
            return subscribing.subscribe_person(self._tx, signup.wanted, consent)
        person = self._tx.people.get(signup.changes)
        if person is None:
            return None
        for address in subscribing.addresses_of(person):
            self._send(self._compose("moved", person), person, address)
        return subscribing.move_person(self._tx, person, consent)

    def _is_to_be_spared(self, signup: Signup) -> bool:
        """Tell whether a mailbox has had enough; one that ended all by itself, after one mail."""
        counted = self._tx.signups
        address = signup.channel, signup.target
        suppressed = self._tx.suppressions.among([address]).get(address)
        if suppressed is not None:
            return suppressed.detail == NOBODY_MAY_ASK or bool(
                counted.count(self._now - CONFIRM_WITHIN, mailbox=signup.mailbox)
            )
        return (
            counted.count(self._now - _HOUR, mailbox=signup.mailbox) >= 1
            or counted.count(self._now - _DAY, mailbox=signup.mailbox) >= _MOST_A_DAY
        )

    def _by_the_name_that_waits(self, wanted: Person, target: str) -> Person:
        """Return who is wanted by the name of an earlier sign-up of the address: one name for all that is written."""
        waiting = self._tx.signups.waiting(self._settings.channel, target)
        if waiting is None or waiting.wanted is None or waiting.changes is not None:
            return wanted
        return replace(wanted, name=waiting.wanted.name)

    def _compose(self, kind: LetterKind, person: Person, link: str = "") -> Message:
        sender = self._address_book.settings.sender
        return compose_letter(kind, person, link=link, within=CONFIRM_WITHIN, sender=sender)

    def _send(self, letter: Message, person: Person, address: tuple[str, str]) -> None:
        servers = self._address_book.servers([address[0]])
        self._tx.alerts.put_letter(letter, person.name, address, self._now, servers)

    def _link(self, person: Person, target: str) -> str:
        link = AddressLink(person=person.name, channel=self._settings.channel, target=target)
        return f"{self._site}/s/{self._signer.sign(link)}"

    @property
    def _site(self) -> str:
        return self._address_book.settings.web.url or ""


def forget_unconfirmed(tx: Transaction, now: datetime) -> None:
    """Forget the sign-ups that can be confirmed no more, with their letters: nobody agreed to anything."""
    for signup in tx.signups.prune(now - CONFIRM_WITHIN):
        if signup.wanted is not None:
            tx.alerts.erase_letters(signup.changes or signup.wanted.name, signup.target)


def pending(tx: Transaction, token: str, now: datetime) -> Signup | None:
    """Return the sign-up of a token, also one that is confirmed; None where it is unknown or too old."""
    found = tx.signups.get(_digest(token))
    return found if found is not None and now - found.asked_at < CONFIRM_WITHIN else None


def _digest(token: str) -> bytes:
    return sha256(token.encode(errors="replace")).digest()

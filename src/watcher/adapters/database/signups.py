"""Repository of sign-ups that wait for their confirmation, and of consents."""

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa

from watcher.adapters.database.engine import AdvisoryLock, Repository, lock, upsert
from watcher.adapters.database.schema_signups import CONSENTS, SIGNUPS
from watcher.core.signups import Consent, Signup

_SIGNUP = [SIGNUPS.c[field.name] for field in fields(Signup)]
_CONSENT = [CONSENTS.c[field.name] for field in fields(Consent)]


class SignupRepository(Repository):
    """Sign-ups within one transaction; of two that put or confirm at once, one waits."""

    def queue_up(self) -> None:
        """Wait for whoever signs up or confirms now: what they count and find must not change meanwhile."""
        lock(self._db, AdvisoryLock.SIGNING_UP)

    def count(self, since: datetime, *, mailbox: str | None = None) -> int:
        """Return how many mails were caused after an instant, at all or to one mailbox."""
        wanted = sa.select(sa.func.count()).select_from(SIGNUPS).where(SIGNUPS.c.asked_at > since)
        if mailbox is not None:
            wanted = wanted.where(SIGNUPS.c.mailbox == mailbox)
        return self._db.scalar(wanted) or 0

    def put(self, signup: Signup, token: bytes) -> None:
        """Keep a sign-up under the hash of its token."""
        values = {field.name: getattr(signup, field.name) for field in fields(Signup)}
        self._db.execute(sa.insert(SIGNUPS).values(token=token, **values))

    def get(self, token: bytes) -> Signup | None:
        """Return the sign-up of a hashed token."""
        row = self._db.execute(sa.select(*_SIGNUP).where(SIGNUPS.c.token == token)).mappings()
        found = row.one_or_none()
        return None if found is None else Signup(**found)

    def confirm(self, token: bytes, name: str) -> None:
        """Note by which name a sign-up was confirmed, and forget what it asked for."""
        done = sa.update(SIGNUPS).where(SIGNUPS.c.token == token)
        self._db.execute(done.values(confirmed=name, wanted=None))

    def prune(self, before: datetime) -> list[Signup]:
        """Forget the sign-ups that were asked for before an instant; return those that nobody confirmed."""
        old = sa.delete(SIGNUPS).where(SIGNUPS.c.asked_at <= before).returning(*_SIGNUP)
        forgotten = (Signup(**row) for row in self._db.execute(old).mappings())
        return [one for one in forgotten if one.wanted is not None]

    def waiting(self, channel: str, target: str) -> Signup | None:
        """Return the latest sign-up of an address that is not confirmed yet."""
        theirs = sa.select(*_SIGNUP).where(
            SIGNUPS.c.channel == channel, SIGNUPS.c.target == target, SIGNUPS.c.wanted.is_not(None)
        )
        row = self._db.execute(theirs.order_by(SIGNUPS.c.asked_at.desc()).limit(1)).mappings()
        found = row.one_or_none()
        return None if found is None else Signup(**found)

    def forget(self, channel: str, target: str) -> None:
        """Forget all sign-ups of an address."""
        theirs = SIGNUPS.c.channel == channel, SIGNUPS.c.target == target
        self._db.execute(sa.delete(SIGNUPS).where(*theirs))

    def keep_consent(self, person: str, consent: Consent) -> None:
        """Keep the consent of a person, in place of an earlier one to the same address."""
        values = {field.name: getattr(consent, field.name) for field in fields(Consent)}
        upsert(self._db, CONSENTS, [{"person": person, **values}])

    def count_consents(self, channel: str, since: datetime) -> int:
        """Count those who agreed to be written to by a channel after an instant."""
        lately = sa.and_(CONSENTS.c.channel == channel, CONSENTS.c.confirmed_at > since)
        return self._db.scalar(sa.select(sa.func.count()).select_from(CONSENTS).where(lately)) or 0

    def consents(self, person: str) -> tuple[Consent, ...]:
        """Return the consents of a person, the oldest first."""
        mine = sa.select(*_CONSENT).where(CONSENTS.c.person == person)
        rows = self._db.execute(mine.order_by(CONSENTS.c.confirmed_at)).mappings()
        return tuple(Consent(**row) for row in rows)

    def rename(self, person: str, name: str) -> None:
        """Keep what is a person's under another name."""
        theirs = sa.update(CONSENTS).where(CONSENTS.c.person == person)
        self._db.execute(theirs.values(person=name))
        for column in SIGNUPS.c.changes, SIGNUPS.c.confirmed:
            asked = sa.update(SIGNUPS).where(column == person)
            self._db.execute(asked.values({column: name}))

    def forget_consents(self, person: str) -> None:
        """Forget all consents of a person."""
        self._db.execute(sa.delete(CONSENTS).where(CONSENTS.c.person == person))

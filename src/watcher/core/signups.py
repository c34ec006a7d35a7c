"""Sign-ups: what somebody asked for on a page and has not confirmed yet, and the consent that is kept of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.core.people import Person

#: Until then a sign-up can be confirmed; then nothing of it is kept.
CONFIRM_WITHIN = timedelta(hours=48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signup:
    """A mail that a stranger caused: ``wanted`` is what its link confirms, None where it confirms nothing.

    ``changes`` names the person whose address it changes. Once ``confirmed``, by that name, ``wanted`` is forgotten.
    ``wording`` is the version of the words that were agreed to.
    """

    channel: str
    target: str
    mailbox: str
    wording: str
    asked_at: datetime
    wanted: Person | None = None
    changes: str | None = None
    confirmed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That a person agreed to be written to at an address: asked in which words, and confirmed, when."""

    channel: str
    target: str
    wording: str
    asked_at: datetime
    confirmed_at: datetime

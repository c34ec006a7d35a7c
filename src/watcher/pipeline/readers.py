"""Readers: who is told by a message that was claimed, in which language, and when not."""

from dataclasses import dataclass

from watcher.adapters.database import LeasedDelivery
from watcher.core.settings import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The person that a message is for."""

    person: str
    language: Language


def reader_of(leased: LeasedDelivery) -> Reader | None:
    """Return who reads a message; None where it is a notice to the operator, or to whoever asked for it."""
    if leased.alerts:
        told = leased.alerts[-1].subscription
        return Reader(person=told.person or told.name, language=told.language)
    if leased.reminder is not None:
        reminded = leased.reminder
        return Reader(person=reminded.person or reminded.subscription, language=reminded.language)
    if leased.monthly is not None:
        return Reader(person=leased.monthly.person, language=leased.monthly.language)
    return None

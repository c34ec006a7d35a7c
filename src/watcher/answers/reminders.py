"""What people are reminded of, and when: of subscriptions with a profile, or of a profile alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from watcher.adapters.profiles import read_profile
from watcher.answers.serialize import HIDDEN
from watcher.core.reminders import Reminder, ReminderAlert, ReminderKind, reminder_time
from watcher.core.settings import Subscription
from watcher.messages import compose_reminder
from watcher.pipeline.reminding import reminders_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRecord:
    """One reminder in the words of the day on which it is told; ``asked``: whether it is sent.

    ``ends`` is what it is about: the first day on which a paper is void, or the day of a change by ``points``.
    """

    subscription: str
    asked: bool
    kind: ReminderKind
    at: datetime
    ends: date
    points: int | None
    title: str
    text: str
    reminder: Reminder = field(metadata=HIDDEN)


def reminder_list(
    people: Iterable[Subscription], now: datetime, ahead: timedelta
) -> list[ReminderRecord]:
    """List the reminders from *now* on, and those before it that are still of use, the last of each subject."""
    return [
        _record(person, reminder) for person in people for reminder in _of_use(person, now, ahead)
    ]


def somebody(file: Path) -> Subscription:
    """Read the profile of somebody without a subscription; raises ProfileError."""
    profile = read_profile(file)
    return Subscription(
        name=profile.name or file.stem, categories=frozenset(), channels=(), profile=profile
    )


def _of_use(person: Subscription, now: datetime, ahead: timedelta) -> Iterator[Reminder]:
    listed = reminders_of(person, now, ahead)
    today = now.astimezone(ZoneInfo(person.timezone)).date()
    last = {r.subject: r for r in listed if r.day < today and r.is_useful(today)}
    return (r for r in listed if r.day >= today or last.get(r.subject) is r)


def _record(person: Subscription, reminder: Reminder) -> ReminderRecord:
    at = reminder_time(reminder, person.timezone)
    message = compose_reminder(ReminderAlert.to(person, reminder), now=at)
    return ReminderRecord(
        subscription=person.name,
        asked=person.reminders,
        kind=reminder.kind,
        at=at,
        ends=reminder.ends,
        points=reminder.points or None,
        title=message.title,
        text=message.text,
        reminder=reminder,
    )

"""Reminders: a paper that runs out, a birthday, a year of work, and when each is told. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.core.settings import Language, QuietHours, Subscription

# When a reminder is told, by the clock of its reader.
_REMIND_AT = time(9)
# What has changed a score is still worth telling for so long.
_CHANGE_IS_NEWS = timedelta(days=30)


class ReminderKind(StrEnum):
    """What a reminder is about; each has words of its own."""

    INVITATION = "invitation"
    PROFILE = "profile"
    LANGUAGE = "language test"
    TOO_SHORT = "language test, too short for an application"
    CREDENTIAL = "credential assessment"
    PASSPORT = "passport"
    NOMINATION = "nomination"
    BIRTHDAY = "birthday"
    CANADIAN_WORK = "work in Canada"
    FOREIGN_WORK = "work abroad"
    CEC_WINDOW = "three years of CEC"
    FSW_WINDOW = "ten years of FSW"


_CHANGES = frozenset({ReminderKind.BIRTHDAY, ReminderKind.CANADIAN_WORK, ReminderKind.FOREIGN_WORK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something to be reminded of on ``day``: ``ends`` is the first day on which it is over, or the day of a change.

    ``began`` is when the paper was made, ``name`` which test it was, ``partner``: the partner's. A change of the score
    has its ``points`` by the rules ``rules`` and, in ``years``, the age or the years of work since then.
    """

    kind: ReminderKind
    day: date
    ends: date
    began: date | None = None
    name: str | None = None
    partner: bool = False
    points: int = 0
    years: int = 0
    rules: str | None = None

    @property
    def subject(self) -> str:
        """What the reminders of one paper or change have in common."""
        whose = "of the partner " if self.partner else ""
        return f"{self.kind} {whose}{self.name or ''} {self.began or ''} {self.ends}"

    @property
    def key(self) -> str:
        """What is told once."""
        return f"{self.subject}: {self.day}"

    def is_useful(self, today: date) -> bool:
        """Tell whether it is worth telling: while there is time, or while a change is news."""
        if self.kind in _CHANGES:
            return today < self.ends + _CHANGE_IS_NEWS
        return today < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderAlert:
    """A reminder for one subscription (of ``person``, where that is another name), with what its message needs."""

    subscription: str
    language: Language
    timezone: str
    quiet_hours: QuietHours | None
    reminder: Reminder
    person: str | None = None

    @classmethod
    def to(cls, person: Subscription, reminder: Reminder) -> "ReminderAlert":
        """Make the alert of a subscription."""
        return cls(
            subscription=person.name,
            language=person.language,
            timezone=person.timezone,
            quiet_hours=person.quiet_hours,
            reminder=reminder,
            person=person.person,
        )


def reminder_time(reminder: Reminder, zone: str) -> datetime:
    """Return when a reminder is told (UTC): at the same local hour whatever the clocks did."""
    return datetime.combine(reminder.day, _REMIND_AT, ZoneInfo(zone)).astimezone(UTC)


def due_reminders(
    reminders: Iterable[Reminder],
    *,
    zone: str,
    since: datetime,
    told: Collection[str],
    now: datetime,
) -> list[Reminder]:
    """Choose what is to be told now: what came due since *since*, was not told and is of use, the last of each subject.

    *told* has the keys of those that were queued.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    came = [r for r in reminders if since <= reminder_time(r, zone) <= now]
    latest = {r.subject: r for r in sorted(came, key=lambda reminder: reminder.day)}
    return [r for r in latest.values() if r.key not in told and r.is_useful(today)]


def next_reminder(reminders: Iterable[Reminder], *, zone: str, now: datetime) -> datetime | None:
    """Return when the next reminder after *now* is told."""
    return min((at for r in reminders if (at := reminder_time(r, zone)) > now), default=None)

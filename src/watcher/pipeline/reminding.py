"""Reminding: what has come due of people's dates goes into the queue, each once, within one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.adapters.database import Transaction
from watcher.core.reminders import Reminder, ReminderAlert, due_reminders, next_reminder
from watcher.core.settings import Subscription
from watcher.insight.reminders import reminders
from watcher.pipeline.channels import AddressBook

#: How far back an outage is made up for.
LOOKED_BACK = timedelta(days=60)
#: Reminders are looked for at least so often.
LOOK_AGAIN = timedelta(hours=1)
ComingReminders = Sequence[tuple[Subscription, Sequence[Reminder]]]


def coming_reminders(everybody: Iterable[Subscription], now: datetime) -> ComingReminders:
    """List the reminders of all who ask, up to a day ahead: on a new day, 20 ms for each, in no transaction."""
    return [(s, reminders_of(s, now, timedelta(days=1))) for s in everybody if s.reminders]


def queue_reminders(
    tx: Transaction, address_book: AddressBook, coming: ComingReminders, now: datetime
) -> datetime:
    """Queue every reminder that came due since it was asked for; return when to look again."""
    since = tx.reminders.asked_since([s.name for s, _ in coming], now)
    looks = [now + LOOK_AGAIN]
    for subscription, listed in coming:
        due = due_reminders(
            listed,
            zone=subscription.timezone,
            since=since.get(subscription.name, now),
            told=tx.reminders.queued(subscription.name),
            now=now,
        )
        for reminder in due:
            tx.alerts.put_reminder(
                ReminderAlert.to(subscription, reminder),
                address_book.addresses(subscription.channels),
                now,
                address_book.servers(subscription.channels),
            )
        following = next_reminder(listed, zone=subscription.timezone, now=now)
        looks += [] if following is None else [following]
    return min(looks)


def reminders_of(
    subscription: Subscription, now: datetime, ahead: timedelta
) -> tuple[Reminder, ...]:
    """List the reminders of a subscription's profile, from the days that are still made up for to those ahead."""
    if subscription.profile is None:
        return ()
    zone = ZoneInfo(subscription.timezone)
    today = now.astimezone(zone).date()
    submitted = subscription.submitted or subscription.profile.submitted
    return reminders(
        subscription.profile,
        today - LOOKED_BACK,
        today + ahead,
        submitted=None if submitted is None else submitted.astimezone(zone).date(),
    )

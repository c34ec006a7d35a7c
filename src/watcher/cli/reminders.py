"""``reminders``: which papers, birthdays and years of work are told of, and when."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer

from watcher.answers.reminders import ReminderRecord, reminder_list, somebody
from watcher.answers.snapshot import open_snapshot
from watcher.answers.subscriptions import named_in_file
from watcher.cli import output
from watcher.cli.context import chosen_subscriptions, refuse_name, settings_of, time_of
from watcher.cli.group import (
    NOTHING,
    JsonOption,
    SubscriptionOption,
    end,
    parse_day_option,
    parse_instant_option,
)
from watcher.core.errors import NothingFound, StoreError
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Settings, Subscription
from watcher.web.reminders import reminder_calendar

_File = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="A profile, for somebody without a subscription."),
]
_Days = Annotated[
    int, typer.Option(metavar="N", min=1, max=3660, help="How many days ahead to look.")
]


def _parse_time(text: str) -> datetime:
    """Parse an instant, or a day as its beginning in Ottawa."""
    if len(text) > len("2026-08-19"):
        return parse_instant_option(text)
    return datetime.combine(parse_day_option(text), time(), OTTAWA).astimezone(UTC)


_AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        parser=_parse_time,
        metavar="DAY",
        help="As of this day, or of an instant with its zone.",
    ),
]
_Ics = Annotated[bool, typer.Option("--ics", help="Print a calendar, as iCalendar.")]


def reminders_command(
    ctx: typer.Context,
    file: _File = None,
    *,
    subscription: SubscriptionOption = None,
    days: _Days = 365,
    ics: _Ics = False,
    as_of: _AsOf = None,
    as_json: JsonOption = False,
) -> None:
    """List what people are reminded of, and when.

    From the dates of a profile: the 60 days of an invitation, the year of the
    profile, language tests, the assessment of education, passport and
    nomination, birthdays and years of work that change the score, and the
    years after which work counts no longer. They are sent to subscriptions
    with profile = "..." and reminders = true, at nine by their clock.

    [bold]Examples[/]
      watcher reminders
      watcher reminders amara.toml --days 90 --as-of 2027-03-01
      watcher reminders --subscription amara --ics > amara.ics
    """
    now = time_of(as_of)
    people = _people(ctx, file, subscription)
    if not ics:  # a calendar is for the person, in their language
        people = [replace(person, language="en") for person in people]
    found = reminder_list(people, now, timedelta(days=days))
    if ics:
        sys.stdout.buffer.write(reminder_calendar(found, now))
    elif as_json:
        output.print_json(found)
    elif found:
        _print_reminders(found, now)
    if not found:
        end(_why_none(people, days), NOTHING)


def _why_none(people: Sequence[Subscription], days: int) -> str:
    if any(person.profile is not None for person in people):
        return f"nothing in the next {days} days; --days N looks further"
    return 'no subscription has a profile: give one profile = "FILE", or name a FILE here'


def _people(ctx: typer.Context, file: Path | None, name: str | None) -> Sequence[Subscription]:
    if file is None:
        return _subscriptions(settings_of(ctx), name)
    if name is not None:
        raise typer.BadParameter("a FILE has no subscription", param_hint="--subscription")
    return [somebody(file)]


def _subscriptions(settings: Settings, name: str | None) -> Sequence[Subscription]:
    """Choose subscriptions; those of the file are found without a database, too."""
    in_file = settings.subscriptions if name is None else named_in_file(settings, name)
    try:
        with open_snapshot(settings, time_of(None)) as snapshot:
            return chosen_subscriptions(snapshot, name)
    except (NothingFound, StoreError) as error:
        if name is None or in_file:
            return in_file
        if isinstance(error, StoreError):
            raise
        refuse_name(
            "subscription", name, [s.name for s in settings.subscriptions], "--subscription"
        )


def _print_reminders(found: list[ReminderRecord], now: datetime) -> None:
    columns = ("day", "to", "sent", "about", "until")
    rows = [
        (
            record.reminder.day.isoformat(),
            record.subscription,
            ("was due" if record.at <= now else "yes") if record.asked else "no",
            record.title,
            record.ends.isoformat(),
        )
        for record in sorted(found, key=lambda record: record.at)
    ]
    output.print_table(columns, rows)
    if not all(record.asked for record in found):
        typer.echo("not sent: reminders = true in a subscription has them sent", err=True)

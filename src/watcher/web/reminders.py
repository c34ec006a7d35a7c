"""Reminders as iCalendar: a file for the terminal, and a private one for who is signed in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from watcher.answers.reminders import ReminderRecord, reminder_list
from watcher.web.feeds import CALENDAR
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_A_YEAR = timedelta(days=365)


def reminders_file(context: RequestContext, request: WebRequest) -> WebResponse:
    """Write the reminders of the coming year, of one subscription or of all that have a profile."""
    wanted = request.parameter("subscription")
    people = [s for s in context.settings.subscriptions if wanted in {"", s.name}]
    return WebResponse(
        body=reminder_calendar(reminder_list(people, context.now, _A_YEAR), context.now),
        media=CALENDAR,
        headers={"Content-Disposition": 'inline; filename="reminders.ics"'},
        private=True,
    )


def reminder_calendar(records: Iterable[ReminderRecord], now: datetime) -> bytes:
    """Make a calendar with an event of the whole day for each reminder; its key makes it the same one each time."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//watcher//reminders//EN")
    made.add("calscale", "GREGORIAN")
    for record in records:
        event, day = Event(), record.reminder.day
        event.add("uid", str(uuid5(NAMESPACE_URL, f"{record.subscription} {record.reminder.key}")))
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", record.title)
        event.add("description", record.text)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical(sorted=False))

"""Rounds as a calendar: RFC 5545, written by hand, read back by icalendar in the tests.

The library would take 3 MiB of the 100 that the service has, for lines and folds.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from watcher.answers.serialize import utc
from watcher.messages.figures import dates_disagree
from watcher.web.entries import FeedEntry, round_feed
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

CALENDAR = "text/calendar; charset=utf-8"
# Octets of a line, its end not counted; a longer one goes on in the next.
_LONGEST = 75
_AN_EVENT = timedelta(minutes=30)


def calendar(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with an event for each round that the query chooses."""
    told = round_feed(context, request)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//watcher//rounds//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(told.title)}",
        f"X-WR-CALNAME:{_text(told.title)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *(line for entry in told.entries for line in _event(entry)),
        "END:VCALENDAR",
    ]
    body = "".join(f"{_folded(line)}\r\n" for line in lines)
    return WebResponse(
        body=body.encode(),
        media=CALENDAR,
        headers={"Content-Disposition": 'inline; filename="rounds.ics"'},
    )


def _event(entry: FeedEntry) -> Iterator[str]:
    when = list(_when(entry))
    if not when:
        return  # of no day that is known
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.key.removeprefix('urn:uuid:')}"
    yield f"DTSTAMP:{_instant(entry.updated)}"
    yield f"CREATED:{_instant(entry.published)}"
    yield f"LAST-MODIFIED:{_instant(entry.updated)}"
    yield f"SEQUENCE:{entry.round.revision - 1}"
    yield from when
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"DESCRIPTION:{_text(entry.text)}"
    yield f"URL:{entry.link}"
    if entry.category:
        yield f"CATEGORIES:{_text(entry.category)}"
    yield f"STATUS:{'CONFIRMED' if entry.round.confirmed else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(entry: FeedEntry) -> Iterator[str]:
    """Say when: the printed instant, or the whole day where that is doubtful."""
    round_ = entry.round
    if round_.drawn_at is not None and not dates_disagree(round_):
        yield f"DTSTART:{_instant(round_.drawn_at)}"
        yield f"DTEND:{_instant(round_.drawn_at + _AN_EVENT)}"
    elif round_.date is not None:
        yield f"DTSTART;VALUE=DATE:{round_.date:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{round_.date + timedelta(days=1):%Y%m%d}"


def _instant(at: datetime) -> str:
    return utc(at.astimezone(UTC)).replace("-", "").replace(":", "")


def _text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text.replace("\r", "")


def _folded(line: str) -> str:
    """Cut a line where it is too long, never within a character."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        # The space that a further line begins with counts.
        if size + octets > _LONGEST:
            parts.append("")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n ".join(parts)

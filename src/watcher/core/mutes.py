"""Mutes: until when somebody is told nothing, as people write it. Pure."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# When a day begins for somebody who is told again from then on.
_MORNING = time(9)
#: Long enough for anybody; longer is a slip of the pen, or better ended by unsubscribing.
LONGEST_MUTE = timedelta(days=366)
_DAYS = {"day": 1, "week": 7, "month": 30}
_SPAN = re.compile(r"(?P<count>[0-9]{1,3}) ?(?P<unit>hour|day|week|month)s?")
HOW_TO_MUTE = (
    'a day such as 2026-12-24, a time such as 2026-12-24T18:00, or a span such as "2 weeks"'
)


class MuteError(ValueError):
    """What was written is no end of a mute; says what it may be."""


def mute_end(written: str, now: datetime, zone: str) -> datetime:
    """Return when a mute ends (UTC) that was written as a day, a time by the clock of *zone*, or a span from now.

    A day alone means its morning, nine o'clock: nobody asks to be woken at midnight. A span of days ends at the same
    time of the day, whatever the clocks did. Raises MuteError.
    """
    text = written.strip()
    local = _span_end(text.lower(), now.astimezone(ZoneInfo(zone))) or _written_time(text, zone)
    end = local.astimezone(UTC)
    if end <= now:
        raise MuteError(f'"{written}" is over already; {HOW_TO_MUTE}')
    if end - now > LONGEST_MUTE:
        raise MuteError(f'"{written}" is more than a year away; a mute is for a year at most')
    return end


def _span_end(text: str, now: datetime) -> datetime | None:
    span = _SPAN.fullmatch(text)
    if span is None:
        return None
    count, unit = int(span["count"]), span["unit"]
    if unit == "hour":
        return now.astimezone(UTC) + timedelta(hours=count)
    return now + timedelta(days=count * _DAYS[unit])


def _written_time(text: str, zone: str) -> datetime:
    try:
        if len(text) == len("2026-12-24"):
            day = datetime.fromisoformat(text).date()
            return datetime.combine(day, _MORNING, ZoneInfo(zone))
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise MuteError(f'"{text}" is no end of a mute; write {HOW_TO_MUTE}') from error
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))

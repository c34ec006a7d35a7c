"""When to poll next, when to try a delivery again, when quiet hours end. Pure.

``chance`` is a number in [0, 1) that the caller draws; so every choice can be tested.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from watcher.settings import QuietHours

OTTAWA = ZoneInfo("America/Toronto")
# First sightings of rounds 322-437 (2024-11 .. 2026-08): all on weekdays, between
# 09:57 and 18:29 Toronto time.
OPENS = time(9, 30)
CLOSES = time(18, 30)
IN_HOURS = timedelta(minutes=1)
OFF_HOURS = timedelta(minutes=10)
POLL_JITTER = 0.1

FIRST_RETRY = timedelta(seconds=30)
LAST_RETRY = timedelta(hours=1)
RETRY_JITTER = 0.25


def next_poll(now: datetime, *, every: timedelta | None, chance: float) -> datetime:
    """Say when to poll after a poll at *now* (UTC): fixed, or by the hours of rounds."""
    if every is not None:
        return now + _later(every, chance, POLL_JITTER)
    if in_round_hours(now):
        return now + _later(IN_HOURS, chance, POLL_JITTER)
    slow = now + _later(OFF_HOURS, chance, POLL_JITTER)
    return min(slow, _next_opening(now) + IN_HOURS * chance)


def in_round_hours(now: datetime) -> bool:
    """Tell whether rounds appear at this time: weekdays, 9:30 to 18:30 in Toronto."""
    local = now.astimezone(OTTAWA)
    return local.weekday() < 5 and OPENS <= local.time() < CLOSES  # noqa: PLR2004 - Saturday is 5


def retry_delay(attempts: int, *, chance: float) -> timedelta:
    """Return how long to wait after the *attempts*-th failure: 30 s doubling to 1 h."""
    doubled = FIRST_RETRY * 2 ** min(attempts - 1, 10)
    return min(_later(doubled, chance, RETRY_JITTER), LAST_RETRY)


def quiet_until(now: datetime, quiet: QuietHours | None, zone: str) -> datetime | None:
    """Return the end of the quiet hours that *now* falls into (UTC), else None.

    The end is a wall-clock time: a night with a change of the clocks is an hour
    longer or shorter, the person still sleeps until seven.
    """
    if quiet is None:
        return None
    local = now.astimezone(ZoneInfo(zone))
    wall = local.time()
    overnight = quiet.start > quiet.end
    inside = (
        wall >= quiet.start or wall < quiet.end
        if overnight
        else quiet.start <= wall < quiet.end
    )
    if not inside:
        return None
    day = local.date()
    if overnight and wall >= quiet.start:
        day += timedelta(days=1)
    end = datetime.combine(day, quiet.end, tzinfo=local.tzinfo)
    return end.astimezone(now.tzinfo)


def _later(span: timedelta, chance: float, share: float) -> timedelta:
    return span * (1 + share * chance)


def _next_opening(now: datetime) -> datetime:
    local = now.astimezone(OTTAWA)
    day = local.date()
    if local.time() >= OPENS:
        day += timedelta(days=1)
    while day.weekday() >= 5:  # noqa: PLR2004 - Saturday is 5
        day += timedelta(days=1)
    return datetime.combine(day, OPENS, tzinfo=OTTAWA).astimezone(now.tzinfo)

"""Digests: what can wait is told in one message, at an hour of choice. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.core.settings import Digest

_WEEK = 7
#: A week, and the hour that the clocks may go back in it: no digest waits longer.
LONGEST_DIGEST = timedelta(days=_WEEK, hours=1)


def next_digest(now: datetime, digest: Digest, zone: str) -> datetime:
    """Return when the first digest after *now* is told (UTC), by the clock on the wall.

    Where the clocks skip that time, it counts by the old time (02:30 is 03:30); where they show it twice, the first
    counts.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    # One more day than a week: today's may be over.
    days = (today + timedelta(days=ahead) for ahead in range(_WEEK + 2))
    wanted = (day for day in days if digest.weekday in {None, day.weekday()})
    times = (datetime.combine(day, digest.at, ZoneInfo(zone)).astimezone(UTC) for day in wanted)
    return next(at for at in times if at > now)

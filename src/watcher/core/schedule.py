"""Schedule: what is news, when to try again, when quiet hours end. Pure.

``chance`` is a random number in [0, 1) that the caller draws.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from watcher.core.settings import OTTAWA_ZONE, QuietHours

#: Rounds are held, and their days counted, by this clock.
OTTAWA = ZoneInfo(OTTAWA_ZONE)
# How far a clock may be off, or an instant ahead of it, unnoticed.
TOLERANCE = timedelta(minutes=5)

# A round held longer ago than this when an official page was last read is history: the
# page has added it since as an older one. It is kept, not told.
TOO_OLD = timedelta(days=10)
# An invitation is valid for so long.
INVITATION_LIVES = timedelta(days=60)
#: "The last twelve months", wherever rounds are looked back on.
TWELVE_MONTHS = timedelta(days=365)
# And a profile: no tie-break is older (the oldest of 440 rounds was 357 days old).
PROFILE_LIVES = timedelta(days=366)

# However long a site asks us to wait, it is asked again after this.
LONGEST_WAIT = timedelta(hours=1)

FIRST_RETRY = timedelta(seconds=30)
LAST_RETRY = timedelta(hours=1)
RETRY_JITTER = 0.25
#: The longest that a server is left alone, also where it asks for more.
LONGEST_REST = LAST_RETRY
# A whole day of quiet hours, and the hour that the clocks may go back in it.
LONGEST_QUIET = timedelta(hours=25)


def news_since(last_read: datetime | None, now: datetime) -> datetime | None:
    """Return the instant since which a round counts as news when first seen at *now*.

    *last_read* is when an official page was last read well (None: never): what an outage hid is news while its
    invitations are valid.
    """
    if last_read is None:
        return None
    # By whole days: of the sixtieth, hours are left at most, too few to apply in.
    lived = (now - INVITATION_LIVES).replace(hour=0, minute=0, second=0, microsecond=0)
    return max(last_read - TOO_OLD, lived + timedelta(days=1))


def plausible(until: datetime, now: datetime, at_most: timedelta) -> bool:
    """Tell whether *until* is at most *at_most* ahead; anything later was set while the clock ran ahead, and is void."""
    return until - now <= at_most


def lasted(since: datetime, now: datetime) -> timedelta:
    """Return how long something has lasted: ``timedelta.max`` if *since* is ahead, as after a clock was set back."""
    return now - since if since <= now + TOLERANCE else timedelta.max


def clock_error(now: datetime, said: datetime | None) -> timedelta:
    """Return how far a clock is ahead of a server's (behind: negative); zero within the tolerance, or if unknown."""
    if said is None or abs(now - said) <= TOLERANCE:
        return timedelta()
    return now - said


def retry_delay(attempts: int, *, chance: float) -> timedelta:
    """Return how long to wait after the *attempts*-th failure: 30 s doubling to 1 h."""
    doubled: timedelta = FIRST_RETRY * 2 ** min(attempts - 1, 10)
    return min(doubled * (1 + RETRY_JITTER * chance), LAST_RETRY)


# Thousands of people have the same hours in the same zone, and are told at the same time.
@lru_cache(maxsize=512)
def quiet_until(now: datetime, quiet: QuietHours | None, zone: str) -> datetime | None:
    """Return the end of the quiet hours that *now* falls into (UTC), else None.

    Start and end are wall-clock times. On a night when the clocks change, an end that occurs twice counts each time,
    one that is skipped counts by the old time (02:30 is 03:30). None also where the zone skips the only minutes of a
    day that are not quiet: nothing waits two days.
    """
    if quiet is None or not _is_quiet(now, quiet, zone):
        return None
    today = now.astimezone(ZoneInfo(zone)).date()
    ends = (
        datetime.combine(today + timedelta(days=day), quiet.end, tzinfo=ZoneInfo(zone)).replace(
            fold=fold
        )
        for day in (0, 1, 2)  # the day between may be one that the zone has skipped
        for fold in (0, 1)
    )
    instants = (end.astimezone(UTC) for end in ends)
    later = [end for end in instants if now < end <= now + LONGEST_QUIET]
    return min((e for e in later if not _is_quiet(e, quiet, zone)), default=None)


def _is_quiet(now: datetime, quiet: QuietHours, zone: str) -> bool:
    wall = now.astimezone(ZoneInfo(zone)).time()
    if quiet.start > quiet.end:
        return wall >= quiet.start or wall < quiet.end
    return quiet.start <= wall < quiet.end

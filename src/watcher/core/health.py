"""Facts + now -> what the operator is told: one alarm an episode, one all-clear. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from watcher.core.model import Trouble
from watcher.core.schedule import lasted

# A stale copy is read, and a newer page that follows is told at once: caches catch up.
STALE_LASTS = timedelta(hours=1)
# A source that had trouble in the last day is flapping: it is told again only once its
# trouble has lasted, and well only once it has been so for long.
FLAPPING = timedelta(days=1)
LASTS = timedelta(minutes=15)
WELL_FOR = timedelta(hours=6)
# The longest time between two round days 2024-2026 was 36 days (438 rounds published
# up to 2026-08-20); before that 49 (2022-11-23 to 2023-01-11).
LONGEST_GAP = timedelta(days=36)
SEASON = timedelta(days=3 * 365)
# A channel that only fails in passing is called dead after so many failures in a row.
DEAD_AFTER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A spell of trouble. ``told_at`` None: the operator has not been told of it yet."""

    subject: str
    trouble: str
    detail: str
    since: datetime
    told_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Trouble has begun; ``tell`` at once, or wait whether it lasts."""

    trouble: str
    detail: str
    tell: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Trouble is over; ``tell`` if the operator knows of it."""

    episode: Episode
    tell: bool


Step = Open | Close


def is_worth_telling(trouble: str, *, since: datetime, last: Episode | None, now: datetime) -> bool:
    """Tell whether trouble that began at *since* is to be told, which it was not yet.

    *last* is the trouble that was told before, and is over.
    """
    wait = STALE_LASTS if trouble == Trouble.STALE else timedelta()
    if last is not None and _is_flap(last, now):
        wait = max(wait, LASTS)
    return lasted(since, now) >= wait


def is_over(told: Episode, *, last: Episode | None, well_since: datetime, now: datetime) -> bool:
    """Tell whether the all-clear of the *told* trouble is due; *last* as above."""
    if last is None or not _is_flap(last, told.since):
        return True
    return lasted(well_since, now) >= WELL_FOR


def _is_flap(last: Episode, now: datetime) -> bool:
    ended = last.ended_at
    return ended is not None and timedelta() <= now - ended < FLAPPING


def out_of_trouble(running: Episode | None) -> Step | None:
    """Decide what a success means."""
    if running is None:
        return None
    return Close(episode=running, tell=running.told_at is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """How long no round has come, and the longest that ever was, in days."""

    days: int
    longest: int


def lateness(drawn: Sequence[datetime], now: datetime) -> Lateness | None:
    """Say whether no round has come for longer than the season ever saw, else None.

    *drawn* has the instants of all rounds, oldest first; the last three years count.
    """
    # A round of a day that is yet to come (two were printed so) hides no silence.
    drawn = [at for at in drawn if at <= now + timedelta(days=1)]
    if not drawn:
        return None
    season = [at for at in drawn if now - at <= SEASON]
    gaps = [later - earlier for earlier, later in pairwise(season)]
    longest = max([LONGEST_GAP, *gaps])
    waited = now - drawn[-1]
    if waited <= longest + timedelta(days=1):  # the day of the next round itself
        return None
    return Lateness(days=waited.days, longest=longest.days)

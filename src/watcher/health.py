"""Facts + now -> what the operator is told: one alarm an episode, one all-clear. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

# A source that goes blind again so soon after its all-clear is flapping: the second
# alarm waits until the new spell has lasted as long, so that an edge that answers
# every other request makes two messages an hour at most, not sixty.
FLAPPING = timedelta(minutes=15)
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
class Tell:
    """Trouble that was not told has lasted: tell now."""

    trouble: str
    detail: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Trouble is over; ``tell`` if the operator knows of it."""

    episode: Episode
    tell: bool


Step = Open | Tell | Close


def in_trouble(
    trouble: str,
    detail: str,
    *,
    running: Episode | None,
    last: Episode | None,
    now: datetime,
) -> Step | None:
    """Decide what one more failure means; None: the operator knows already.

    *running* is the episode that is open, *last* the one that ended last.
    """
    if running is None:
        flapping = (
            last is not None
            and last.ended_at is not None
            and now - last.ended_at < FLAPPING
        )
        return Open(trouble=trouble, detail=detail, tell=not flapping)
    if running.told_at is None and now - running.since >= FLAPPING:
        return Tell(trouble=trouble, detail=detail, since=running.since)
    return None


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
    if not drawn:
        return None
    season = [at for at in drawn if now - at <= SEASON]
    gaps = [later - earlier for earlier, later in pairwise(season)]
    longest = max([LONGEST_GAP, *gaps])
    waited = now - drawn[-1]
    if waited <= longest + timedelta(days=1):  # the day of the next round itself
        return None
    return Lateness(days=waited.days, longest=longest.days)

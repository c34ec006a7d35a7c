"""When rounds usually come: days of the week, hours, how far apart. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from watcher.core.model import Round
from watcher.core.schedule import OTTAWA

# Longer ago, rounds came on other days: Wednesdays only, and all programs together.
LOOKED_BACK = timedelta(days=2 * 365)
# Fewer say nothing.
_FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The habits of the rounds of a time.

    ``weekdays`` counts rounds from Monday on; ``from_`` to ``until`` is when eight of
    ten were drawn, Ottawa's wall clock to the half hour; ``gap`` is the median of days
    between round days. ``published_after`` is the median of how long after its time a
    round was first seen here, of ``timed`` rounds, None where none was.
    """

    rounds: int
    since: date
    weekdays: tuple[int, ...]
    from_: time | None
    until: time | None
    gap: int
    published_after: timedelta | None
    timed: int


def rhythm(
    rounds: Iterable[Round], today: date, *, baseline: datetime | None = None
) -> Rhythm | None:
    """Sum up the last two years; None where there are too few rounds to tell.

    Rounds first seen at *baseline* were history already: they say nothing of how long
    publishing takes.
    """
    since = today - LOOKED_BACK
    recent = [r for r in rounds if r.confirmed and r.date and since <= r.date <= today]
    if len(recent) < _FEWEST:
        return None
    days = sorted({r.date for r in recent if r.date})
    weekdays = [0] * 7
    for round_ in recent:
        if round_.date:
            weekdays[round_.date.weekday()] += 1
    clocks = sorted(_clock(r.drawn_at) for r in recent if r.drawn_at)
    late = _lateness(recent, baseline)
    return Rhythm(
        rounds=len(recent),
        since=since,
        weekdays=tuple(weekdays),
        from_=_half_hour(clocks[len(clocks) // 10]) if clocks else None,
        until=_half_hour(clocks[-1 - len(clocks) // 10] + 29) if clocks else None,
        gap=_median([(later - earlier).days for earlier, later in pairwise(days)]),
        published_after=late[len(late) // 2] if late else None,
        timed=len(late),
    )


def _clock(at: datetime) -> int:
    local = at.astimezone(OTTAWA)
    return local.hour * 60 + local.minute


def _half_hour(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60 // 30 * 30)


def _lateness(rounds: Sequence[Round], baseline: datetime | None) -> list[timedelta]:
    """Say how long after its time each round was seen, of those watched for; sorted."""
    return sorted(
        round_.first_seen - round_.drawn_at
        for round_ in rounds
        if round_.drawn_at is not None
        and round_.first_seen != baseline
        # Seen days later, it was not watched for.
        and timedelta() <= round_.first_seen - round_.drawn_at < timedelta(days=1)
    )


def _median(counts: Sequence[int]) -> int:
    return sorted(counts)[len(counts) // 2] if counts else 0

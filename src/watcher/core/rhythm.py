"""Rhythm: how likely a round is on a day, and at which hours one appears, learned from the rounds so far. Pure.

Days are Ottawa's. Where the figures come from: docs/decisions/0033.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from watcher.core.schedule import OTTAWA, TOO_OLD

#: Parts of a day: ten minutes each.
SLOTS: Final = 144
SLOT_MINUTES: Final = 10

# Rounds by category began then; before, they had another rhythm.
_SINCE = date(2023, 7, 1)
_HALF_LIFE = 200  # days
# No weekend since 2021-03 had a round, nor any of 118 federal holidays since 2015.
_DAY_OFF = 0.002
_FIXED = ((1, 1), (7, 1), (9, 30), (11, 11), (12, 25), (12, 26))
# Victoria, Civic, Labour and Thanksgiving Day, each a Monday between two days.
_MONDAYS = (((5, 18), (5, 24)), ((8, 1), (8, 7)), ((9, 1), (9, 7)), ((10, 8), (10, 14)))
# What is known of a kind of day before the first one: as much as of so many days.
_PRIOR = 1.5
# Rounds follow each other within days, and clusters of them every two weeks.
_CLUSTER, _SOON, _RHYTHM = 5, 12, 14

# A sighting counts where the page had been read so shortly before.
_WATCHED = timedelta(hours=1)
_NEWEST, _HALVE_PER = 60, 15
_SPREAD = 28  # minutes
_REACH = 30  # slots
# The share that may come at any time, as none has yet.
_ANY_TIME = 0.02


# Day and time in Toronto of the first commit that shows the round, in any of twelve public
# archives of the feed on GitHub, read in November 2026. The next archive followed 10 minutes
# later (median): the page had shown it for about as long already.
_LATE = 10  # minutes
_FIRST_SHOWN = {
    "2025-11": "12@16:37 14@11:56 25@11:50 26@11:45 28@11:00",
    "2025-12": "08@14:43 10@09:57 11@11:19 15@14:35 16@14:51 17@11:51",
    "2026-01": "05@12:19 07@12:14 20@11:57 21@13:06",
    "2026-02": "03@12:11 06@10:25 16@13:52 17@11:09 19@13:38 20@13:31",
    "2026-03": "02@14:12 03@10:25 04@10:24 05@12:58 16@11:17 17@14:12 18@12:52 30@10:27 31@14:04",
    "2026-04": "02@14:10 13@14:47 14@13:21 15@12:00 27@16:37 28@14:50 29@13:20",
    "2026-05": "11@11:44 25@14:27 27@11:54 28@12:07",
    "2026-06": "22@14:52 23@11:59 24@13:25 25@14:37",
    "2026-07": "06@14:29 07@12:17 09@11:17 10@10:34 20@11:25 21@10:31 22@12:41 23@11:48",
    "2026-08": "04@10:57 05@11:03 06@18:29 07@10:28 17@10:39 18@11:16 19@11:46",
}


def _sighting(month: str, entry: str) -> tuple[date, int]:
    """Return the day, and the minute of it at which the round probably appeared."""
    day, _, clock = entry.partition("@")
    hour, _, minute = clock.partition(":")
    return date.fromisoformat(f"{month}-{day}"), int(hour) * 60 + int(minute) - _LATE


#: When the rounds 378 to 437 appeared on IRCC's page: what a new database begins with.
ARCHIVED: Final = tuple(
    _sighting(month, entry) for month, entries in _FIRST_SHOWN.items() for entry in entries.split()
)


class RoundSeen(NamedTuple):
    """The day of a round, when it was first seen, and since when it had to be held to be news (None: a baseline)."""

    day: date
    first_seen: datetime
    news_since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTimes:
    """The days on which rounds were held; days and minutes of the day when they were seen to appear, oldest first."""

    days: tuple[date, ...] = ()
    sightings: tuple[tuple[date, int], ...] = ARCHIVED


class RoundDay(NamedTuple):
    """A day, the chance of a round on it by what was known the day before, and whether there was one."""

    day: date
    chance: float
    held: bool


def round_times(rounds: Iterable[RoundSeen]) -> RoundTimes:
    """Sum up what a database knows; its own sightings stand beside the archived ones, which a new one begins with.

    A sighting counts only where the page had been read shortly before: after an outage it tells when the outage ended.
    """
    days, minutes = set[date](), dict(ARCHIVED)
    for day, first_seen, news_since in rounds:
        if day >= _SINCE:
            days.add(day)
        local = first_seen.astimezone(OTTAWA)
        unread = None if news_since is None else first_seen - (news_since + TOO_OLD)
        if unread is not None and timedelta() <= unread <= _WATCHED and local.date() == day:
            minutes[day] = local.hour * 60 + local.minute
    return RoundTimes(days=tuple(sorted(days)), sightings=tuple(sorted(minutes.items())))


def shares_of_day(sightings: Sequence[tuple[date, int]]) -> list[float]:
    """Return the share of rounds that appear in each slot of a day; the newest sightings count most."""
    weights = [0.0] * SLOTS
    for age, (_, minute) in enumerate(reversed(sightings[-_NEWEST:])):
        slot = minute // SLOT_MINUTES
        for at in range(max(slot - _REACH, 0), min(slot + _REACH, SLOTS)):
            away = ((at + 0.5) * SLOT_MINUTES - minute) / _SPREAD
            weights[at] += 0.5 ** (age / _HALVE_PER) / math.cosh(away)
    total = sum(weights)
    if not total:
        return [1 / SLOTS] * SLOTS
    return [_ANY_TIME / SLOTS + (1 - _ANY_TIME) * weight / total for weight in weights]


def round_days(held: Sequence[date], last: date) -> Iterator[RoundDay]:
    """Follow the days up to *last*, each with the chance by what was known before it; *held* are those of rounds."""
    rounds = set(held)
    began = min(max(_SINCE, min(held, default=last)), last)
    tried, hit = defaultdict[object, float](float), defaultdict[object, float](float)
    weight, cluster = 1.0, _Cluster()
    for day in _days(began, last):
        kind = cluster.kind_of(day)
        chance = _DAY_OFF
        if kind is not None:
            # A quarter of workdays, until it is known better.
            base = (hit[()] + weight) / (tried[()] + 4 * weight)
            chance = (hit[kind] + _PRIOR * weight * base) / (tried[kind] + _PRIOR * weight)
            for key in (kind, ()):
                tried[key] += weight
                hit[key] += weight * (day in rounds)
        yield RoundDay(day, chance, day in rounds)
        cluster.add(day, held=day in rounds)
        weight *= 2 ** (1 / _HALF_LIFE)


def is_day_off(day: date) -> bool:
    """Tell whether it is a weekend or a holiday of Canada's public service in Ottawa."""
    if day.weekday() >= 5:  # noqa: PLR2004 - Saturday is 5
        return True
    year, monday = day.year, day.weekday() == 0
    easter = _easter(year)
    if day in {easter - timedelta(days=2), easter + timedelta(days=1)}:
        return True
    # Where it falls on a weekend, the Monday is off.
    if any(
        timedelta() <= day - date(year, *fixed) <= timedelta(days=2 * monday) for fixed in _FIXED
    ):
        return True
    return monday and any(date(year, *begin) <= day <= date(year, *end) for begin, end in _MONDAYS)


@dataclass(slots=True)
class _Cluster:
    """The rounds that follow each other within days: the first and last of the latest such, and how many."""

    first: date = date.min
    last: date = date.min
    rounds: int = 0
    workdays: int = 0

    def kind_of(self, day: date) -> object | None:
        """Name the kind of a workday, by which chances are learned; None for a day off."""
        if is_day_off(day):
            return None
        if (day - self.last).days < _CLUSTER:
            return min(self.workdays, 2), min(self.rounds - 1, 3)
        since = (day - self.first).days
        if since < _SOON:
            return "soon"
        if day.weekday() < 2 and min(since % _RHYTHM, -since % _RHYTHM) <= 1:  # noqa: PLR2004 - Monday or Tuesday
            return "in rhythm"
        return "Monday" if day.weekday() == 0 else "other"

    def add(self, day: date, *, held: bool) -> None:
        """Go on to the next day."""
        if not held:
            self.workdays += not is_day_off(day)
            return
        if (day - self.last).days >= _CLUSTER:
            self.first, self.rounds = day, 0
        self.last, self.workdays = day, 0
        self.rounds += 1


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _easter(year: int) -> date:
    """Return Easter Sunday, valid from 1900 to 2199 (Gauss)."""
    moon = (19 * (year % 19) + 24) % 30
    moon -= moon == 29 or (moon == 28 and year % 19 > 10)  # noqa: PLR2004 - Gauss's two exceptions
    to_sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    return date(year, 3, 22) + timedelta(days=moon + to_sunday)

"""The days of a sentence, as they are when the publication day is known."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest

from watcher.core.schedule import OTTAWA
from watcher.press.days import find_days, resolved


@dataclass(frozen=True, slots=True)
class Day:
    """A printed day; the year may be missing. ``relative``: "today", "on Thursday"."""

    day: int
    month: int
    year: int | None
    start: int
    end: int
    relative: bool = False

    @property
    def full(self) -> date | None:
        """The date, if the year is known and has such a day."""
        try:
            return date(self.year, self.month, self.day) if self.year else None
        except ValueError:
            return None


def days_of(text: str, published: datetime | None) -> tuple[Day, ...]:
    """Find days; relative ones are left out where it is not known when they are said."""
    days: list[Day] = []
    for found in find_days(text):
        if found.day is None or found.month is None:
            on = resolved(found, published)
            if on is not None and not _ALWAYS.search(text):
                days.append(Day(on.day, on.month, on.year, found.start, found.end, relative=True))
        else:
            days.append(Day(found.day, found.month, found.year, found.start, found.end))
    return tuple(
        day
        for day, after in zip_longest(days, days[1:])
        if not (after and day.relative and not after.relative and _named(text, day, after))
    )


def _named(text: str, day: Day, after: Day) -> bool:
    """Say whether the day is named as well: "yesterday, on March 13"."""
    return _BETWEEN.fullmatch(text, day.end, after.start) is not None


def same_day(one: Day, other: Day) -> bool:
    """Say whether two days may be one; a missing year fits any."""
    if (one.day, one.month) != (other.day, other.month):
        return False
    return one.year is None or other.year is None or one.year == other.year


def dated(day: Day, published: datetime | None) -> date | None:
    """Give the date; a missing year is that of the publication, or the one before."""
    if day.year is not None or published is None:
        return day.full
    local = published.astimezone(OTTAWA).date()
    return on_or_before(day, local)


def on_or_before(day: Day, limit: date) -> date | None:
    """Give the last such day that is not after *limit*."""
    for year in (limit.year, limit.year - 1):
        on = Day(day.day, day.month, year, 0, 0).full
        if on is not None and on <= limit:
            return on
    return None


def on_or_after(day: Day, limit: date) -> date | None:
    """Give the first such day that is not before *limit*."""
    for year in (limit.year, limit.year + 1):
        on = Day(day.day, day.month, year, 0, 0).full
        if on is not None and on >= limit:
            return on
    return None


_BETWEEN = re.compile(r"[\s,(]*(?:(?:on|le|the)\s+){0,2}", re.IGNORECASE)
# "Draws tend to be held on Wednesdays" tells of no Wednesday.
_ALWAYS = re.compile(
    r"\b(?:usually|typically|every|each|tends?|normally|generally|regularly|always)\b",
    re.IGNORECASE,
)

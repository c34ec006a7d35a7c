"""Days and times of day in running text, and the UTC instants that they give together."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest

from watcher.core.schedule import OTTAWA
from watcher.ircc.fields import Unread
from watcher.press.days import find_days, resolved
from watcher.press.prose.patterns import verbose


@dataclass(frozen=True, slots=True)
class CalendarDay:
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


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A printed time of day; ``zone`` in lower case, "" where none is printed."""

    hour: int
    minute: int
    second: int | None
    zone: str
    halved: bool
    start: int
    end: int


def days_of(text: str, published: datetime | None) -> tuple[CalendarDay, ...]:
    """Find days; relative ones are left out where it is not known when they are said."""
    days: list[CalendarDay] = []
    for found in find_days(text):
        if found.day is not None and found.month is not None:
            days.append(CalendarDay(found.day, found.month, found.year, found.start, found.end))
        elif (on := resolved(found, published)) and not _ALWAYS.search(text):
            place = found.start, found.end
            days.append(CalendarDay(on.day, on.month, on.year, *place, relative=True))
    return tuple(
        day
        for day, after in zip_longest(days, days[1:])
        if not (after and day.relative and not after.relative)
        or not _BETWEEN.fullmatch(text, day.end, after.start)
    )


def same_day(one: CalendarDay, other: CalendarDay) -> bool:
    """Say whether two days may be one; a missing year fits any."""
    if (one.day, one.month) != (other.day, other.month):
        return False
    return one.year is None or other.year is None or one.year == other.year


def dated(day: CalendarDay, published: datetime | None) -> date | None:
    """Give the date; a missing year is that of the publication, or the one before."""
    if day.year is not None or published is None:
        return day.full
    return on_or_before(day, published.astimezone(OTTAWA).date())


def on_or_before(day: CalendarDay, limit: date) -> date | None:
    """Give the last such day that is not after *limit*."""
    days = (replace(day, year=year).full for year in (limit.year, limit.year - 1))
    return next((on for on in days if on is not None and on <= limit), None)


def on_or_after(day: CalendarDay, limit: date) -> date | None:
    """Give the first such day that is not before *limit*."""
    days = (replace(day, year=year).full for year in (limit.year, limit.year + 1))
    return next((on for on in days if on is not None and on >= limit), None)


def find_clock_times(text: str) -> tuple[ClockTime, ...]:
    """Find times that have minutes, a half of the day or an ``h``, noon and midnight."""
    return tuple(clock for m in _CLOCK.finditer(text) if (clock := _clock_time(m)) is not None)


def in_utc(day: date, clock: ClockTime) -> datetime | Unread:
    """Put a day and its time together; an unknown or doubtful zone is not guessed."""
    bare = time(clock.hour, clock.minute, clock.second or 0)
    # Official times are UTC, and copied with their seconds they stay so; what was put on a
    # 12-hour clock may have been put into another zone, too.
    if not clock.zone and clock.halved and clock.second is None:
        return Unread("does not say its time zone")
    if clock.zone in _EASTERN:
        return datetime.combine(day, bare, OTTAWA).astimezone(UTC)
    behind = _BEHIND_UTC.get(clock.zone or "utc")
    if behind is None:
        return Unread("unknown time zone")
    there = datetime.combine(day, bare, UTC) + behind
    # Often written for whichever is kept: "EST" in July is an hour off, one way or other.
    if behind and there.astimezone(OTTAWA).utcoffset() != -behind:
        return Unread("names a time zone that is not kept on that day")
    return there


def _clock_time(m: re.Match[str]) -> ClockTime | None:
    word = (m["word"] or "").casefold()
    hour = _WORDS[word] if word else int(m["hour"])
    minute, second = int(m["minute"] or m["min"] or 0), m["second"] or m["sec"]
    half = (m["half"] or m["half2"] or "").casefold()
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or int(second or 0) > _LAST_MINUTE:
        return None
    return ClockTime(
        hour=hour,
        minute=minute,
        second=int(second) if second else None,
        zone=re.sub(r"[^a-z]", "", (m["zone"] or "").casefold()),
        halved=bool(half or word),
        start=m.start(),
        end=m.end(),
    )


_BETWEEN = re.compile(r"[\s,(]*(?:(?:on|le|the)\s+){0,2}", re.IGNORECASE)
# "Draws tend to be held on Wednesdays" tells of no Wednesday.
_ALWAYS = re.compile(
    r"\b(?:usually|typically|every|each|tends?|normally|generally|regularly|always)\b",
    re.IGNORECASE,
)
_NOON, _LAST_HOUR, _LAST_MINUTE = 12, 23, 59
_WORDS = {"noon": 12, "midi": 12, "midnight": 0, "minuit": 0}
_EASTERN = {"et", "he", "eastern", "easterntime", "heuredelest", "ottawatime", "torontotime"}
_BEHIND_UTC = {
    name: timedelta(hours=hours)
    for hours, names in (
        (0, "utc tuc gmt z coordinateduniversaltime universalcoordinatedtime"),
        (0, "universaltime tempsuniverselcoordonn"),
        (5, "est hne easternstandardtime"),
        (4, "edt hae easterndaylighttime"),
    )
    for name in names.split()
}
# Seen: "22:19:41 UTC", "3:25 a.m. (UTC)", "10:19 p.m. UTC", "5:41 PM UTC", "1 a.m. UTC",
# "22 h 19 UTC", "22 h 19 min 41 s", "16h09", "noon ET".
_CLOCK = verbose(r"""(?<![\w:,#]) (?<!\d\.) (?:
      (?P<hour>[0-9]{1,2}) (?:
          \s?:\s?(?P<minute>[0-9]{2}) (?![0-9]) (?: \s?:\s?(?P<second>[0-9]{2}) (?:\.[0-9]+)? )?
            (?: \s?(?P<half>[ap])\.?\s?m\b\.? )?
        | \s?h(?:(?:eures?|rs?)\b)?\s? (?P<min>[0-9]{2})
            (?: \s?(?:min(?:utes)?)?\s?(?P<sec>[0-9]{2})(?:\s?s\b)? )?
        | \s?h(?:eures?)?\b
        | \s?(?P<half2>[ap])\.?\s?m\b\.? )
      | (?P<word>noon|midnight|midi|minuit)\b )
    (?: ,?\s? \(? (?P<zone> utc|tuc|gmt|est|edt|hne|hae|(?-i:Z|ET|HE|PT|CT|MT)
      |eastern(?:\s(?:standard|daylight))?(?:\stime)?|(?:coordinated\suniversal
      |universal\scoordinated|universal)\stime|temps\suniversel\scoordonn[ée] |heure\sde\sl'est
      |ottawa\stime |toronto\stime|[ipcm][sd]t )\b \)? (?:\s?\(utc\))? )?""")

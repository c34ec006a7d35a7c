"""Words from outside, read as scores, days, categories, rounds and instants. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from watcher.bot.incoming import LONGEST_SAID
from watcher.core.category import CATEGORIES, label, recognise, short_label
from watcher.core.mutes import MuteError, mute_end
from watcher.core.pool import HIGHEST_CRS
from watcher.core.schedule import OTTAWA
from watcher.press.days import find_days, resolved

MOST_MUTED_DAYS = 365
_FIRST_PROFILES = datetime(2015, 1, 1, tzinfo=UTC)
_NOON, _HOURS = 12, 24

# Letters that mean one distance from UTC wherever they are written; IST and CST do not.
_ZONES = {"utc": 0, "tuc": 0, "gmt": 0, "z": 0, "est": -5, "hne": -5, "edt": -4, "hae": -4}
_CLOCK = re.compile(
    r"""(?<![\d:])(?P<hour>\d{1,2}) \s?(?: (?: [:h]\s?(?P<minute>\d{2})
        (?:\s?(?::|min\s?)\s?(?P<second>\d{2})(?:[.,]\d{1,6})?\s?s?)? )
        (?:\s?(?P<half>[ap])\.?\s?m\b\.?)?
      | (?P<half_alone>[ap])\.?\s?m\b\.? | h\b )""",
    re.VERBOSE | re.IGNORECASE,
)
_OFFSET = re.compile(
    r"(?:utc|gmt)?\s?(?P<sign>[+\u2212-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"[\s,;.()]|\b(?:at|on|the|le|à|a|du|de|heures?|hours?|time|heure)\b", re.IGNORECASE
)
_FARTHEST = 14 * 60  # minutes of a zone


def plain_line(text: str) -> str | None:
    """Return what somebody wrote as one plain line, None where it is too long to be an answer."""
    if len(text) > LONGEST_SAID:
        return None
    folded = unicodedata.normalize("NFKC", text)[:LONGEST_SAID]
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in folded)
    return " ".join(shown.split())


def parse_number(text: str, low: int, high: int) -> int | None:
    """Read a whole number from *low* to *high*."""
    digits = text.removeprefix("#").strip()
    # The length first: int() refuses thousands of digits.
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(high))
    return int(digits) if is_number and low <= int(digits) <= high else None


def parse_score(text: str) -> int | None:
    """Read CRS points, with or without a word around: ``488``, ``CRS 488``, ``488 points``."""
    bare = re.sub(r"(?i)\b(?:crs|scg|points?|score)\b|[:=]", " ", text).strip()
    return parse_number(bare, 1, HIGHEST_CRS)


def parse_asked_round(text: str) -> str | None:
    """Read the number of a round: ``385``, ``#91a``."""
    number = text.strip().removeprefix("#").lower()
    return number if re.fullmatch(r"[0-9]{1,5}[a-z]?", number) else None


def parse_category(text: str) -> str | None:
    """Read a category by its slug, its name or a beginning that only one has."""
    found = recognise(text)
    if found.known:
        return found.category
    asked = text.casefold()
    if asked in CATEGORIES:
        return asked
    names = {slug: (slug, label(slug), short_label(slug)) for slug in CATEGORIES}
    begun = [s for s, of in names.items() if any(n.casefold().startswith(asked) for n in of)]
    return begun[0] if len(begun) == 1 and asked else None


def parse_mute(text: str, now: datetime, zone: str) -> datetime | None:
    """Read until when somebody wants to be left alone: a number of days, or whatever ends a mute elsewhere."""
    bare = re.sub(r"(?i) ?(?:jours?|days?|d|j)$", "", text)
    days = parse_number(bare, 1, MOST_MUTED_DAYS)
    if days is not None:
        return now + timedelta(days=days)
    try:
        return mute_end(text, now, zone)
    except (MuteError, OverflowError):
        return None


def parse_zone(text: str) -> str | None:
    """Read a time zone by its name or its city: ``Asia/Kolkata``, ``kolkata``."""
    return _zones().get(text.strip().replace(" ", "_").casefold())


@cache
def _zones() -> dict[str, str]:
    names = sorted(available_timezones(), key=lambda name: ("/" not in name, name))
    cities = {name.casefold().rpartition("/")[2]: name for name in reversed(names)}
    return cities | {name.casefold(): name for name in names}


Unsure = Literal["day", "time", "zone", "early", "late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """When a profile was submitted; ``day_only``: the end of that day in Ottawa, ``zone_given``: it named its zone."""

    at: datetime
    day_only: bool = False
    zone_given: bool = False


def parse_submission(text: str, zone: str, now: datetime) -> Submission | Unsure:
    """Read a day with or without a time and a zone; without a zone it is that of the person.

    What could be two things is none of them. Of a day alone its end counts, so that a tie is never promised.
    """
    days = find_days(text)
    day = resolved(days[0], None) if len(days) == 1 else None
    if day is None:
        return "day"
    rest = f"{text[: days[0].start]} {text[days[0].end :]}".strip()
    rest = re.sub(r"^T(?=\d)", "", rest)
    clock = _CLOCK.search(rest)
    if clock is None:
        only = Submission(at=_end_of(day), day_only=True)
        return "time" if _FILLER.sub("", rest) else _bounded(only, now)
    local = _time_of(clock)
    after = _FILLER.sub(" ", f"{rest[: clock.start()]} {rest[clock.end() :]}").strip()
    tz = _zone_of(after) if after else ZoneInfo(zone)
    if local is None or tz is None:
        return "time" if local is None else "zone"
    return _bounded(_instant(datetime.combine(day, local, tz), zone_given=bool(after)), now)


def _instant(at: datetime, *, zone_given: bool) -> Submission:
    try:
        utc = at.astimezone(UTC)
    except OverflowError:
        utc = datetime.min.replace(tzinfo=UTC)
    return Submission(at=utc, zone_given=zone_given)


def _bounded(found: Submission, now: datetime) -> Submission | Unsure:
    if found.at < _FIRST_PROFILES:
        return "early"
    if found.day_only and found.at.astimezone(OTTAWA).date() == now.astimezone(OTTAWA).date():
        return found
    return "late" if found.at > now else found


def _end_of(day: date) -> datetime:
    if day.year < _FIRST_PROFILES.year:
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time(23, 59, 59), OTTAWA).astimezone(UTC)


def _time_of(clock: re.Match[str]) -> time | None:
    hour, half = int(clock["hour"]), (clock["half"] or clock["half_alone"] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    minute, second = int(clock["minute"] or 0), int(clock["second"] or 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _zone_of(text: str) -> timezone | ZoneInfo | None:
    offset = _OFFSET.fullmatch(text)
    if offset is not None:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        if minutes > _FARTHEST:
            return None
        return timezone(timedelta(minutes=minutes if offset["sign"] == "+" else -minutes))
    hours = _ZONES.get(text.casefold())
    if hours is not None:
        return timezone(timedelta(hours=hours))
    name = parse_zone(text)
    return None if name is None else ZoneInfo(name)

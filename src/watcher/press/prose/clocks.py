"""Times of day in running text -> UTC, as far as they say which zone is meant."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from watcher.core.schedule import OTTAWA
from watcher.ircc.fields import Unread


@dataclass(frozen=True, slots=True)
class Clock:
    """A printed time of day; ``zone`` in lower case, "" where none is printed."""

    hour: int
    minute: int
    second: int | None
    zone: str
    halved: bool
    start: int
    end: int


def find_clocks(text: str) -> tuple[Clock, ...]:
    """Find times that have minutes, a half of the day or an ``h``, noon and midnight."""
    return tuple(clock for found in _CLOCK.finditer(text) if (clock := _clock(found)) is not None)


def in_utc(day: date, clock: Clock) -> datetime | Unread:
    """Put a day and its time together; an unknown or doubtful zone is not guessed."""
    bare = time(clock.hour, clock.minute, clock.second or 0)
    # Official times are UTC, and copied with their seconds they stay so; what was put
    # on a 12-hour clock may have been put into another zone, too.
    if not clock.zone and clock.halved and clock.second is None:
        return Unread("does not say its time zone")
    if clock.zone in _EASTERN:
        return datetime.combine(day, bare, OTTAWA).astimezone(UTC)
    behind = _BEHIND_UTC.get(clock.zone or "utc")
    if behind is None:
        return Unread("unknown time zone")
    there = datetime.combine(day, bare, UTC) + behind
    if clock.zone in _SEASONAL and there.astimezone(OTTAWA).utcoffset() != -behind:
        return Unread("names a time zone that is not kept on that day")
    return there


def _clock(found: re.Match[str]) -> Clock | None:
    word = (found["word"] or "").casefold()
    hour = _WORDS[word] if word else int(found["hour"])
    minute = int(found["minute"] or found["min"] or 0)
    second = found["second"] or found["sec"]
    half = (found["half"] or found["half2"] or "").casefold()
    if half and hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or int(second or 0) > _LAST_MINUTE:
        return None
    return Clock(
        hour=hour,
        minute=minute,
        second=int(second) if second else None,
        zone=re.sub(r"[^a-z]", "", (found["zone"] or "").casefold()),
        halved=bool(half or word),
        start=found.start(),
        end=found.end(),
    )


_NOON, _LAST_HOUR, _LAST_MINUTE = 12, 23, 59
_WORDS = {"noon": 12, "midi": 12, "midnight": 0, "minuit": 0}
_EASTERN = frozenset(
    {"et", "he", "eastern", "easterntime", "heuredelest", "ottawatime", "torontotime"}
)
_BEHIND_UTC = {
    "utc": timedelta(0),
    "tuc": timedelta(0),
    "gmt": timedelta(0),
    "z": timedelta(0),
    "coordinateduniversaltime": timedelta(0),
    "universalcoordinatedtime": timedelta(0),
    "universaltime": timedelta(0),
    "tempsuniverselcoordonn": timedelta(0),
    "est": timedelta(hours=5),
    "hne": timedelta(hours=5),
    "easternstandardtime": timedelta(hours=5),
    "edt": timedelta(hours=4),
    "hae": timedelta(hours=4),
    "easterndaylighttime": timedelta(hours=4),
}
# Often written for whichever is kept: "EST" in July is an hour off, one way or other.
_SEASONAL = frozenset({"est", "hne", "easternstandardtime", "edt", "hae", "easterndaylighttime"})
# Seen: "22:19:41 UTC", "3:25 a.m. (UTC)", "10:19 p.m. UTC", "5:41 PM UTC", "1 a.m. UTC",
# "22 h 19 UTC", "22 h 19 min 41 s", "16h09", "noon ET".
_CLOCK = re.compile(
    r"""(?<![\w:,#]) (?<!\d\.) (?:
      (?P<hour>[0-9]{1,2}) (?:
          \s?:\s?(?P<minute>[0-9]{2}) (?![0-9]) (?: \s?:\s?(?P<second>[0-9]{2}) (?:\.[0-9]+)? )?
            (?: \s?(?P<half>[ap])\.?\s?m\b\.? )?
        | \s?h(?:(?:eures?|rs?)\b)?\s? (?P<min>[0-9]{2})
            (?: \s?(?:min(?:utes)?)?\s?(?P<sec>[0-9]{2})(?:\s?s\b)? )?
        | \s?h(?:eures?)?\b
        | \s?(?P<half2>[ap])\.?\s?m\b\.? )
      | (?P<word>noon|midnight|midi|minuit)\b )
    (?: ,?\s? \(? (?P<zone> utc|tuc|gmt|est|edt|hne|hae|(?-i:Z|ET|HE|PT|CT|MT)
        |eastern(?:\s(?:standard|daylight))?(?:\stime)?
        |(?:coordinated\suniversal|universal\scoordinated|universal)\stime
        |temps\suniversel\scoordonn[ée] |heure\sde\sl'est |ottawa\stime |toronto\stime
        |[ipcm][sd]t )\b \)? (?:\s?\(utc\))? )?""",
    re.VERBOSE | re.IGNORECASE,
)

"""Numbers, days and times of day in running text."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest

from watcher.core.schedule import OTTAWA
from watcher.ircc.fields import Unread
from watcher.press.days import find_days, real_date, resolved
from watcher.press.prose.text import left_of, verbose


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A whole number; ``grouped``: it has thousands separators."""

    value: int
    start: int
    end: int
    grouped: bool


@dataclass(frozen=True, slots=True)
class RoundNumber:
    """A round's printed number and its place."""

    number: str
    start: int
    end: int


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
        return real_date(self.year, self.month, self.day) if self.year else None


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


def find_numbers(text: str) -> tuple[WrittenNumber, ...]:
    """Find numbers that stand alone: no part of a decimal, a code, a sum of money.

    A space that may part thousands or two numbers ("July 4 500 candidates") is ambiguous: there is none.
    """
    return tuple(
        WrittenNumber(int(re.sub("[^0-9]", "", m[0])), *m.span(), grouped=not m[0].isdigit())
        for m in _WHOLE.finditer(text)
        if " " not in m[0] or not _COUNTED.search(left_of(text, m.start(), 24))
    )


def find_round_numbers(text: str) -> tuple[RoundNumber, ...]:
    """Find numbers of rounds, not places within a year or a month.

    A bare ordinal counts from 76 on: no year has had as many rounds, so a smaller one may be the year's.
    """
    signed = (
        RoundNumber((m["number"] or m["held"] or m["line"]).lower(), *m.span())
        for m in _SIGNED.finditer(text)
        if not _IN_A_YEAR.match(text, m.end())
    )
    found = [number for number in signed if not _follows_a_year(text, number)]
    found += [
        RoundNumber(m["number"], *m.span())
        for pattern in (_BARE, _ORDINAL, _OVERALL, _ORDINAL_FR)
        for m in pattern.finditer(text)
        if int(m["number"]) >= _NO_YEAR_HAS
        and not _IN_A_YEAR.match(text, m.end())
        and not _COUNTS_PEOPLE.match(text, m.end("number"))
    ]
    return tuple(sorted(found, key=lambda number: number.start))


def _follows_a_year(text: str, found: RoundNumber) -> bool:
    """Return whether it may be the number within its year: "2016 Express Entry draw #27"."""
    small = int(found.number.rstrip("ab")) < _NO_YEAR_HAS
    return small and _YEAR_LEFT.search(left_of(text, found.start, 40)) is not None


def days_of(text: str, published: datetime | None) -> tuple[CalendarDay, ...]:
    """Find days; relative ones only where the time of publication is known."""
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
    """Return whether two days may be one; a missing year fits any."""
    if (one.day, one.month) != (other.day, other.month):
        return False
    return one.year is None or other.year is None or one.year == other.year


def date_of(day: CalendarDay, published: datetime | None) -> date | None:
    """Return the date; a missing year is that of the publication, or the one before."""
    if day.year is not None or published is None:
        return day.full
    return on_or_before(day, published.astimezone(OTTAWA).date())


def on_or_before(day: CalendarDay, limit: date) -> date | None:
    """Return the last such day that is not after *limit*."""
    days = (replace(day, year=year).full for year in (limit.year, limit.year - 1))
    return next((on for on in days if on is not None and on <= limit), None)


def on_or_after(day: CalendarDay, limit: date) -> date | None:
    """Return the first such day that is not before *limit*."""
    days = (replace(day, year=year).full for year in (limit.year, limit.year + 1))
    return next((on for on in days if on is not None and on >= limit), None)


def find_clock_times(text: str) -> tuple[ClockTime, ...]:
    """Find times with minutes, a half of the day or an ``h``, noon and midnight."""
    return tuple(clock for m in _CLOCK.finditer(text) if (clock := _clock_time(m)) is not None)


def in_utc(day: date, clock: ClockTime) -> datetime | Unread:
    """Combine a day and its time; an unknown or doubtful zone is not guessed."""
    bare = time(clock.hour, clock.minute, clock.second or 0)
    # Official times are UTC, and copied with their seconds they stay so; what was put on a 12-hour clock may have
    # been put into another zone, too.
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


# "5,500", "6 000" (French: a space that does or does not break), "6.000", "6'000"; of "436/1200" the score, for the
# scale ends there. Nine digits at most, as in every other reader.
_WHOLE = re.compile(
    r"""(?<![\w#$€£]) (?<![0-9][.,:/\-\u2013\u2014]) (?: [0-9]{1,3} (?: ,[0-9]{3} ){1,2}
      | [0-9]{1,3} (?: \x20[0-9]{3} ){1,2} | [1-9][0-9]{0,2} (?: \.[0-9]{3} ){1,2}
      | [0-9]{1,3} (?: '[0-9]{3} ){1,2} | [0-9]{1,9} )
    (?: (?!\w) | (?=th\sor\b) ) (?! [.,:'][0-9] | /(?!1[,.\x20]?200(?![0-9]))[0-9] ) (?!\s?%)""",
    re.VERBOSE,
)
# What counts by itself, so that the next number is another one.
_COUNTED = verbose(r"""(?: jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|f[ée]v|avr|mai|juin|juil
      |ao[uû]t|d[ée]c|draw|round|tirage|ronde|num|n[o°º]\b )[a-zé]*\.?\s?$""")
_NO_YEAR_HAS = 76
_YEAR_LEFT = verbose(r"\b20[0-9]{2}(?:'s)?\s+(?:[a-z-]+\s+){0,3}$")
_ROUND = r"(?:draw|round(?:\s+of\s+invitations)?|tirage|ronde(?:\s+d'invitations?)?)"
_NUMBER = r"(?P<number>[1-9][0-9]{0,2}[ab]?)(?![\w%])(?![.,:/\u2013-][0-9])"
# "Draw #385", "numbered #397", "System #205 -", "draw no. 385", "tirage n° 385".
_SIGNED = verbose(rf"""(?: \b{_ROUND} (?:\s+[a-zé-]+){{0,3}}? [\s,:(]{{0,3}} (?:numbered\s+|is\s+
      |was\s+)? (?: \#\s? | (?:number|num[ée]ro|nos?\.?|n\s?[°ºo]\.?)\s?:?\s?\#?\s? )
      | \bsystem\s+\#\s? | \bentry\s+\#\s? | \bexpress\s+\#\s?
      | \b(?:MI|ministerial\s+instructions?)\s?(?:\#|no\.?|number)\s?
      | \bnumbered\s+\#?\s? ) {_NUMBER}
    | ^\W*(?:express\s+entry\s+|entrée\s+express\s+)?(?:draw|round|tirage
      |ronde)\s?:\s?(?P<line>[1-9][0-9]{{0,2}}[ab]?)(?=\W*$)
    | ^\W*(?:number|numéro|no\.?|n\s?[°º])\s?\#?\s?(?P<held>[1-9][0-9]{{0,2}}[ab]?)
      (?=\s+(?:was\s+|of\s+the\s+express|in\s+express)?(?:held|took|invited|conducted|issued|entry
        |a\s+eu)\b)""")
# "Express Entry draw 385 invited": without a sign, a name before and no count after.
_BARE = verbose(rf"\b{_ROUND}\s(?P<number>[1-9][0-9]{{2}})(?![\w%])(?![.,:/-][0-9])")
_ORDINAL = verbose(rf"""\b(?P<number>[1-9][0-9]{{1,2}})(?:st|nd|rd|th)\s+
    (?:[\w-]+\s+){{0,5}}? {_ROUND}s?\b""")
# "the second of the year and 214th overall", "the 144th since the system began".
_OVERALL = verbose(r"""\b(?P<number>[1-9][0-9]{1,2}) (?:(?:st|nd|rd|th)\s+(?:ever\s+)?
    (?:[\w-]+\s+){0,3}? (?:overall|all[\s-]told|since\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?
      (?:launch\w*|began|inception|start\w*|introduc\w+|2015))
    | \s?(?:e|ème|ième)\s+(?:[\w-]+\s+){0,3}?(?:au\s+total|en\s+tout|depuis\s+
      (?:le|la|son|sa)\s+(?:lancement|début|création)) )\b""")
_ORDINAL_FR = verbose(rf"\b(?P<number>[1-9][0-9]{{1,2}})\s?(?:e|è|ème|ieme|ième)\s+{_ROUND}\b")
# "draw #5 of 2025", "draw 2 of the year", "the 12th draw this month".
_IN_A_YEAR = verbose(r"""[)\s,]{0,3}(?: (?:of|for|in|de|d'|en|pour) \s+ (?:the\s+|cette\s+|l')?
      (?:year|month|week|20[0-9]{2}|ann[ée]e|mois)
    | (?:so\s+far\s+)?(?:this|cette)\s+(?:year|month|week|ann[ée]e) | so\s+far\b )""")
_COUNTS_PEOPLE = verbose(r"""\s+(?:[a-zé-]+\s+){0,3}?(?:candidates|nominees|workers|speakers
      |applicants|profiles|invitations|ITAs|invites|people)\b|\s+(?:were|have|got|received
      |qualified)\b""")

_BETWEEN = verbose(r"[\s,(]*(?:(?:on|le|the)\s+){0,2}")
# "Draws tend to be held on Wednesdays" is about no Wednesday.
_ALWAYS = verbose(r"""\b(?:usually|typically|every|each|tends?|normally|generally|regularly
      |always)\b""")
_NOON, _LAST_HOUR, _LAST_MINUTE = 12, 23, 59
_WORDS = {"noon": 12, "midi": 12, "midnight": 0, "minuit": 0}
_EASTERN = {"et", "he", "eastern", "easterntime", "heuredelest", "ottawatime", "torontotime"}
_UTC = ("utc", "tuc", "gmt", "z", "universaltime", "tempsuniverselcoordonn")
_BEHIND_UTC = {
    **dict.fromkeys((*_UTC, "coordinateduniversaltime", "universalcoordinatedtime"), timedelta(0)),
    **dict.fromkeys(("est", "hne", "easternstandardtime"), timedelta(hours=5)),
    **dict.fromkeys(("edt", "hae", "easterndaylighttime"), timedelta(hours=4)),
}
# Seen: "22:19:41 UTC", "3:25 a.m. (UTC)", "10:19 p.m. UTC", "5:41 PM UTC", "1 a.m. UTC", "22 h 19 UTC", "22 h 19 min
# 41 s", "16h09", "noon ET".
_CLOCK = verbose(r"""(?<![\w:,#]) (?<!\d\.) (?:
      (?P<hour>[0-9]{1,2}) (?:
          \s?:\s?(?P<minute>[0-9]{2}) (?![0-9]) (?: \s?:\s?(?P<second>[0-9]{2}) (?:\.[0-9]+)? )?
            (?: \s?(?P<half>[ap])\.?\s?m\b\.? )?
        | \s?h(?:(?:eures?|rs?)\b)?\s? (?P<min>[0-9]{2})
            (?: \s?(?:min(?:utes)?)?\s?(?P<sec>[0-9]{2})(?:\s?s\b)? )?
        | \s?h(?:eures?)?\b | \s?(?P<half2>[ap])\.?\s?m\b\.? )
      | (?P<word>noon|midnight|midi|minuit)\b )
    (?: ,?\s? \(? (?P<zone> utc|tuc|gmt|est|edt|hne|hae|(?-i:Z|ET|HE|PT|CT|MT)
      |eastern(?:\s(?:standard|daylight))?(?:\stime)?|(?:coordinated\suniversal
      |universal\scoordinated|universal)\stime|temps\suniversel\scoordonn[ée] |heure\sde\sl'est
      |ottawa\stime |toronto\stime|[ipcm][sd]t )\b \)? (?:\s?\(utc\))? )?""")

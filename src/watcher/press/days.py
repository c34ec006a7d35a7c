"""Days in running text, English and French: found as printed, resolved against the time of publication."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.core.schedule import OTTAWA

# A day without a year is the last one before publication. What would lie further back
# than this may as well be the next one.
_FARTHEST = timedelta(days=330)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMention:
    """One day as printed between ``start`` and ``end``.

    It has a ``day`` and ``month`` (and a ``year`` where one is printed), or a ``weekday`` (Monday is 0) at least
    ``back`` days ago ("last Thursday", written on a Thursday, is not that day), or lies exactly ``back`` days ago.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    back: int | None = None


def find_days(text: str) -> tuple[DayMention, ...]:
    """Find every printed day, in order; ``11/10/2026`` only where one part can be no month."""
    found = [day for m in _DAY.finditer(text) if (day := _printed(m)) is not None]
    inside = {place for day in found for place in range(day.start, day.end)}
    weekdays = (m for m in _WEEKDAY.finditer(text) if m.start(m.lastgroup or 0) not in inside)
    found += [
        DayMention(
            start=m.start(), end=m.end(), weekday=weekday, back=1 if _LAST.search(m[0]) else 0
        )
        for m in weekdays
        if (weekday := _WEEKDAYS.get((m["english"] or m["french"]).casefold())) is not None
    ]
    found += [
        DayMention(start=m.start(), end=m.end(), back=_BACK.get(m[0].casefold(), 0))
        for m in _RELATIVE.finditer(text)
    ]
    return tuple(sorted(found, key=lambda day: day.start))


def resolved(found: DayMention, published: datetime | None, year: int | None = None) -> date | None:
    """Return the day that is meant; None where that is unknown, or there is no such day.

    Without a year it is the last such day up to that of publication in Ottawa (*published* is aware), unless
    *year*, from a heading above, had begun by then. Relative days count back from the publication.
    """
    today = None if published is None else published.astimezone(OTTAWA).date()
    if found.day is not None and found.month is not None:
        return _day_of_month(found.day, found.month, found.year, above=year, today=today)
    if today is None or found.back is None:
        return None
    if found.weekday is None:
        return today - timedelta(days=found.back)
    back = (today.weekday() - found.weekday) % 7
    return today - timedelta(days=back + (7 if back < found.back else 0))


def _day_of_month(
    day: int, month: int, year: int | None, *, above: int | None, today: date | None
) -> date | None:
    if year is not None:
        return real_date(year, month, day)
    on = real_date(above, month, day) if above is not None else None
    if on is not None and (today is None or on - today <= _ONE_DAY):
        return on
    if today is None:
        return None
    # A text dated by its site may speak of a day that has begun elsewhere already.
    likely = (real_date(year, month, day) for year in (today.year, today.year - 1))
    return next((on for on in likely if on and -_ONE_DAY <= today - on <= _FARTHEST), None)


def real_date(year: int, month: int, day: int) -> date | None:
    """Return the date, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _printed(m: re.Match[str]) -> DayMention | None:
    order = next(n for n in _ORDERS if m[f"day{n}"])
    day, name, year = int(m[f"day{order}"]), m[f"month{order}"], m[f"year{order}"]
    if name == "may" and not year:  # a verb: "you may 2"
        return None
    number = int(name) if name.isdigit() else 0  # a dotless i matches too
    month = _MONTHS.get(name.casefold().rstrip("."), number)
    short = m[f"short{order}"] if order in _SHORTENED else None
    if not year and short and int(short) != day + 1:  # "Sept 24/25" may be two days in a row
        year = f"20{short}"
    if order == _SLASHED and month > _LAST_MONTH:
        month, day = day, month
    elif order == _SLASHED and month != day <= _LAST_MONTH:
        return None
    if not 1 <= day <= _LAST_DAY or not 1 <= month <= _LAST_MONTH:
        return None
    return DayMention(
        start=m.start(), end=m.end(), day=day, month=month, year=int(year) if year else None
    )


_LAST_DAY, _LAST_MONTH = 31, 12
_NAMES = (
    "january jan janvier janv",
    "february feb février fevrier févr fevr fév",
    "march mar mars",
    "april apr avril avr",
    "may mai",
    "june jun juin",
    "july jul juillet juil",
    "august aug août aout",
    "september sept sep septembre",
    "october oct octobre",
    "november nov novembre",
    "december dec décembre decembre déc",
)
_MONTHS = {name: n for n, names in enumerate(_NAMES, start=1) for name in names.split()}
_DAYS_OF_WEEK = (
    "monday mon lundi",
    "tuesday tues tue mardi",
    "wednesday wed mercredi",
    "thursday thurs thu jeudi",
    "friday fri vendredi",
    "saturday sat samedi",
    "sunday sun dimanche",
)
_WEEKDAYS = {name: n for n, names in enumerate(_DAYS_OF_WEEK) for name in names.split()}
_LONG_WEEKDAYS = "|".join(name for names in _DAYS_OF_WEEK for name in names.split())
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_ORDERS = (1, 2, 3, 4, 5)
_SLASHED = 4
_SHORTENED = (1, 2)
# "mar. 4 nov. 2025" is a Tuesday in November, "mar. 4, 2025" a day in March.
_LEAD = rf"""(?:(?:{_LONG_WEEKDAYS}|(?:lun|mar|mer|jeu|ven|sam|dim)\b)\b\.?,?\s+
    (?:the\s+|le\s+)?)?"""
# "July 4 - 7" is no day, nor is "4 - 7 July".
_SPAN = r"\s?[-\u2010-\u2014]\s?[0-9]{1,2}(?![0-9])"
# "August 19th 2026", "March 02. 2024", "Feb. 3, 2025", "May 19,2022", "October 2"; but
# not "March 1500", "May 2025", "July 4 - 7" and "May 2 500", which may be 2,500.
# Tables have "Sept 4/25" and "Sep-04-2025" as well, and "July 20th , 2022".
_MONTH_FIRST = rf"""(?P<month1>{_MONTH}) (?:\s{{0,2}}|-) (?:the\s)? (?P<day1>[0-9]{{1,2}})
    (?:\s?(?:st|nd|rd|th)\b)? (?! [0-9%] | :[0-9] | [,\s]?[0-9]{{3}}(?![0-9]) | \s?[ap]\.?m\b
      | (?!-20[0-9]{{2}}\b){_SPAN} )
    (?: (?: \s?[.,]\s{{0,2}} | \s{{1,2}} | \s?of\s | [-/] ) (?P<year1>(?:19|20)[0-9]{{2}})
        (?! [0-9,]*[0-9] | :[0-9] )
      | / (?P<short1>[0-9]{{2}}) (?![0-9/]) )?"""
# "2 mai 2025", "1er mai", "22nd December 2016", "the 9th of November", "10 June, 2025",
# "4-Sep-25".
_DAY_FIRST = rf"""(?<![0-9]\s[-\u2010-\u2014]\s)(?<![0-9]:) (?P<day2>[0-9]{{1,2}}) (?:\s?(?:st|nd|rd|th|er|re))?
    (?:\s{{0,2}}|-) (?:of\s|de\s)? (?P<month2>{_MONTH}) (?!\s?[0-9]{{1,2}}(?![0-9]))
    (?: (?: \s?,\s{{0,2}} | \s{{1,2}} | - ) (?P<year2>(?:19|20)[0-9]{{2}}) (?! [0-9,]*[0-9] | :[0-9] )
      | - (?P<short2>[0-9]{{2}}) (?![0-9-]) )?"""
_ISO = r"(?P<year3>20[0-9]{2})[-/.](?P<month3>[0-9]{1,2})[-/.](?P<day3>[0-9]{1,2})(?![0-9]|\.[0-9])"
_NUMERIC = r"""(?P<month4>[0-9]{1,2})/(?P<day4>[0-9]{1,2})/(?P<year4>20[0-9]{2})(?![0-9])"""
# Rounds 237 and 246 were printed as 11-01-2023 and 12-04-2023: day first.
_DASHED = r"""(?P<day5>[0-9]{1,2})-(?P<month5>[0-9]{1,2})-(?P<year5>20[0-9]{2})(?![0-9])"""
#: One day in a cell, for a larger pattern in verbose form; it may be no such day.
DAY_SHAPE = rf"""(?:(?:{_LONG_WEEKDAYS}),?\s)?(?:
    {_MONTH}(?:\s{{0,2}}|-)[0-9]{{1,2}}(?:\s?(?:st|nd|rd|th)\b)?
      (?:(?:\s?[.,]\s{{0,2}}|\s|[-/])20[0-9]{{2}}|/[0-9]{{2}})?
    | [0-9]{{1,2}}(?:\s?(?:st|nd|rd|th|er)\b)?[\s-](?:of\s)?{_MONTH}
      (?:(?:\s?,\s?|\s|-)20[0-9]{{2}}|-[0-9]{{2}})?
    | 20[0-9]{{2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}
    | [0-9]{{1,2}}[-/][0-9]{{1,2}}[-/]20[0-9]{{2}})"""
_FLAGS = re.VERBOSE | re.IGNORECASE
# No part of a longer number or word.
_DAY = re.compile(
    rf"""(?<![\w/.,#-]) {_LEAD}
    (?: {_MONTH_FIRST} | {_DAY_FIRST} | {_ISO} | {_NUMERIC} | {_DASHED} )
    (?! (?!T[0-9])\w )""",
    _FLAGS,
)
# A day of the week alone is one of many ("draws are held on Wednesdays"); "next Thursday"
# and "jeudi prochain" are still to come. In French the bare name is that one day.
_ENGLISH = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_FRENCH = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_WEEKDAY = re.compile(
    rf"""\b(?: (?:on|this|last|late|early)\s+(?P<english>{_ENGLISH})\b
      | (?<!\ble\s)(?<!\bdu\s)(?<!\bau\s)(?<!chaque\s)(?<!-)
        (?P<french>{_FRENCH})\b(?:\s+dernier\b)?(?!\s+prochain) )
      (?!\s*[,(\u2013\u2014-]?\s*(?:the\s+|le\s+)?(?:[0-9]|{_MONTH}))""",
    _FLAGS,
)
# "The day before yesterday" is none of these, nor is the magazine "India Today".
_RELATIVE = re.compile(
    r"""(?<!before\s)(?<!-)\b(?:(?<!India\s)(?<!USA\s)today
      |this\s(?:morning|afternoon|evening)|yesterday|earlier\stoday
      |aujourd['\u2019]hui|ce\smatin|cet\saprès-midi|hier)\b""",
    _FLAGS,
)
_LAST = re.compile(r"last|dernier", re.IGNORECASE)
_BACK = {"yesterday": 1, "hier": 1}

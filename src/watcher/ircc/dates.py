"""Printed dates and times -> dates and UTC instants, in English and French.

The pages are edited by hand: 33 formats in eleven years. Numbers in comments are the rounds that a format was seen at.
"""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from watcher.ircc.fields import Unread

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier",
            "february février fevrier",
            "march mars",
            "april avril",
            "may mai",
            "june juin",
            "july juillet",
            "august août aout",
            "september septembre",
            "october octobre",
            "november novembre",
            "december décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}

# TUC is the French for UTC, HNE and HAE for EST and EDT. The feed prints no zone
# but UTC, so that where it is left out (rounds 6, 258, 383) UTC is what is missing.
_HOURS_BEHIND_UTC = {
    "utc": 0, "tuc": 0, "gmt": 0, "z": 0,
    "est": 5, "hne": 5, "edt": 4, "hae": 4,
}  # fmt: skip
_NOON = 12


def parse_date(text: str) -> date | Unread:
    """Read ``2026-08-19``, ``11-01-2023`` (day first), or a day in words."""
    found = _DATE.fullmatch(_folded(text))
    if found is None:
        return Unread("not understood as a date")
    return _day(found) or Unread("no such day")


def parse_timestamp(text: str) -> datetime | Unread:
    """Read a day and a time to the second; a zone that is not known is not guessed."""
    folded = _folded(text)
    found = _INSTANT.fullmatch(folded)
    if found is None:
        yearless = _NO_YEAR.match(folded)
        return Unread("has no year" if yearless else "not understood as a time")
    behind = _HOURS_BEHIND_UTC.get((found["zone"] or "utc").casefold())
    if behind is None:
        return Unread("unknown time zone")
    day = _day(found)
    if day is None:
        return Unread("no such day")
    return _at(day, found, behind)


def _folded(text: str) -> str:
    folded = " ".join(text.split())
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", folded)


def _day(found: re.Match[str]) -> date | None:
    for order in _ORDERS:
        if found[order[0]]:
            break
    year, month, day = found.group(*order)
    number = _MONTHS.get(month.casefold()) or month
    try:
        return date(int(year), int(number), int(day))
    except ValueError:
        return None


def _at(day: date, found: re.Match[str], behind: int) -> datetime | Unread:
    if found["again"] and found["again"] != day.isoformat():
        return Unread("gives two different days")
    hour, minute, second = map(int, found.group("hour", "minute", "second"))
    if not _is_24_hour(hour, found["half"]):
        return Unread("could be morning or evening")
    try:
        local = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return Unread("no such time of day")
    return local + timedelta(hours=behind) if behind else local


def _is_24_hour(hour: int, half: str | None) -> bool:
    # "15:48:39 AM" (270) and "20:19:59 PM" (210): the mark is put behind a 24-hour
    # clock, so that it proves nothing. Where a 12-hour clock would say another hour
    # ("02:10:00 PM", "12:10:00 AM") both are possible.
    if half is None or not 1 <= hour <= _NOON:
        return True
    return (half[0] in "aA") == (hour < _NOON)


_ORDERS = tuple((f"year{n}", f"month{n}", f"day{n}") for n in range(1, 5))
_MONTH = "[a-zéû]{3,9}"
# "August 19th 2026", "March 02. 2024" (277), "May 19,2022" (244), "August 9, 2026".
_MONTH_FIRST = rf"""(?P<month1>{_MONTH}) \s (?P<day1>[0-9]{{1,2}}) (?:st|nd|rd|th)?
    (?: [.,]\s? | \s ) (?P<year1>20[0-9]{{2}})"""
_MONTH_SECOND = rf"""(?P<day2>[0-9]{{1,2}}) (?:(?<=\b1)er)? \s (?P<month2>{_MONTH})
    \s (?P<year2>20[0-9]{{2}})"""
_ISO = r"(?P<year3>20[0-9]{2}) - (?P<month3>[0-9]{1,2}) - (?P<day3>[0-9]{1,2})"
# Rounds 237 and 246 were printed as 11-01-2023 and 12-04-2023, for January and April.
_DAY_FIRST = r"(?P<day4>[0-9]{1,2}) - (?P<month4>[0-9]{1,2}) - (?P<year4>20[0-9]{2})"
_FLAGS = re.VERBOSE | re.IGNORECASE
_DATE = re.compile(f"{_MONTH_FIRST} | {_MONTH_SECOND} | {_ISO} | {_DAY_FIRST}", _FLAGS)
# Seen: "May 31, 2024 at12:48:30" (297), "November 1, 2017, at 12:55:44" (76), "July 06,
# 2023 14:25:05" (255), "January 23, 2025 at 2025-01-23 15:30:04" (333).
_INSTANT = re.compile(
    rf"""(?: {_MONTH_FIRST} | {_MONTH_SECOND} | {_ISO} )
    (?: ,?\s? (?:at|à) \s? | ,?\s | T(?=[0-9]) )
    (?: (?P<again>20[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}) \s )?
    (?P<hour>[0-9]{{1,2}}) \s?[:h]\s? (?P<minute>[0-9]{{2}}) \s?(?::|min)\s?
    (?P<second>[0-9]{{2}}) (?: \s?s\b )?
    (?: \s? (?P<half>[ap]\.?m\b\.?) )?
    (?: \s? (?P<zone>[a-z]+) )?""",
    _FLAGS,
)
# "October 7 at 16:38:21 UTC" (208): seen once, never corrected.
_NO_YEAR = re.compile(
    rf"(?: (?:{_MONTH})\s[0-9]{{1,2}} | [0-9]{{1,2}}\s(?:{_MONTH}) ) ,?\s(?:at|à)\b", _FLAGS
)

"""Instants, days, spans and numbers as a reader in one zone and language writes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_name
from babel.numbers import format_decimal
from babel.units import format_unit

from watcher.core.settings import Language

_CLDR = {"en": "en_CA", "fr": "fr"}
_NO_SPAN = {"en": "less than a second", "fr": "moins d\u2019une\u00a0seconde"}
_SPACE, _THIN_SPACE = "\u00a0", "\u202f"
_AT = {"en": "at", "fr": "à"}
_UNITS = ((10**12, 86400, "day"), (86400, 3600, "hour"), (3600, 60, "minute"), (60, 1, "second"))
_AND = {"en": "and", "fr": "et"}


def typeset(sentence: str, language: Language) -> str:
    """Set the spaces of a language that no line may end at: before French punctuation."""
    if language != "fr":
        return sentence
    sentence = re.sub(" (?=[:»])|(?<=«) ", _SPACE, sentence)
    return re.sub(" (?=[;?!])", _THIN_SPACE, sentence)


def english_span(length: timedelta) -> str:
    """Write a duration by its two largest units: 2 hours and 5 minutes."""
    return Local("en", "UTC").span(length)


@dataclass(frozen=True, slots=True)
class Local:
    """How one reader writes time and number; the zone's abbreviation follows DST."""

    language: Language
    timezone: str

    def say(self, sentence: str, **gaps: str) -> str:
        """Fill the gaps of a sentence.

        Only our own words get the language's spaces, never what fills the gaps.
        """
        return typeset(sentence, self.language).format(**gaps)

    def instant(self, instant: datetime, *, seconds: bool = True) -> str:
        """Write an instant with the zone's letters: ``August 19, 2026 at 18:05 IST``."""
        local = instant.astimezone(ZoneInfo(self.timezone))
        day, clock = self._date(local), self._clock(local, seconds=seconds)
        return f"{day} {_AT[self.language]} {clock} {self._letters(local)}"

    def instant_and_zone(self, instant: datetime, *, seconds: bool = True) -> str:
        """Write an instant and name the zone, as "IST" alone means three countries."""
        written = self.instant(instant, seconds=seconds)
        if written.endswith(self.timezone):
            return written
        return f"{written} ({self.timezone})"

    def letters(self, instant: datetime) -> str:
        """Name the zone by its letters, which change with daylight saving: ``IST``."""
        return self._letters(instant.astimezone(ZoneInfo(self.timezone)))

    def day(self, day: date) -> str:
        """Write a day; an instant is written as the day it falls on in the zone."""
        if isinstance(day, datetime):
            day = day.astimezone(ZoneInfo(self.timezone))
        return self._date(day)

    def month(self, day: date) -> str:
        """Write a month short, for the axis of a chart: Aug 2026."""
        return format_date(day, "LLL y", locale=_CLDR[self.language])

    def number(self, number: int) -> str:
        """Write a number with the language's thousands: ``27,332``."""
        return format_decimal(number, locale=_CLDR[self.language])

    def days(self, days: int) -> str:
        """Write a number of days, counted."""
        return self._unit(days, "day")

    def listed(self, names: Sequence[str]) -> str:
        """Write names as one list: ``a, b and c``."""
        *first, last = names
        return f"{', '.join(first)} {_AND[self.language]} {last}" if first else last

    def span(self, span: timedelta) -> str:
        """Write a duration by its two largest units, cut off rather than rounded."""
        left = int(span.total_seconds())
        if left < 1:
            return _NO_SPAN[self.language]
        counts = [left % above // size for above, size, _ in _UNITS]
        first = next(i for i, count in enumerate(counts) if count)
        two = list(zip(counts, _UNITS, strict=True))[first : first + 2]
        written = [self._unit(n, unit) for n, (*_, unit) in two if n]
        return f" {_AND[self.language]} ".join(written)

    def _date(self, day: date) -> str:
        written = format_date(day, "long", locale=_CLDR[self.language])
        if self.language == "fr" and day.day == 1:
            return written.replace("1 ", "1er ", 1)
        return written

    def _clock(self, local: datetime, *, seconds: bool) -> str:
        # CLDR writes "p.m." for en_CA and "12:35" for fr. A deadline to the second
        # is safer on 24 hours, and French type has letters between the figures.
        if self.language == "en":
            return local.strftime("%H:%M:%S" if seconds else "%H:%M")
        clock = f"{local.hour} h {local:%M}" + (f" min {local:%S} s" if seconds else "")
        return clock.replace(" ", _SPACE)

    def _letters(self, local: datetime) -> str:
        """Name the zone in letters; where tzdata has none, by its distance from UTC."""
        known = local.tzname() or ""
        if self.language == "fr" and self.timezone.startswith(("America/", "Canada/")):
            known = get_timezone_name(local, "short", locale="fr_CA")
        if known.isalpha():
            return known
        offset = local.strftime("%z")
        return f"UTC{offset[:3]}:{offset[3:5]}"

    def _unit(self, count: int, unit: str) -> str:
        written = format_unit(count, f"duration-{unit}", length="long", locale=_CLDR[self.language])
        return written.replace(" ", _SPACE) if self.language == "fr" else written

"""Sentences, dates, spans and numbers as a reader in one zone and language writes them.

A sentence is written in English where it is used; the catalogue of a language, a file under
``locale``, translates it. Gaps stand in braces.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_name
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit

from watcher.core.category import CATEGORIES, label, short_label
from watcher.core.settings import N_, Language

LOCALE = Path(__file__).parent.parent / "locale"
_SPACE, _THIN_SPACE = "\u00a0", "\u202f"
_UNITS = ((10**12, 86400, "day"), (86400, 3600, "hour"), (3600, 60, "minute"), (60, 1, "second"))


@cache
def catalogue(language: Language) -> NullTranslations:
    """Read the translations of a language; English, the language of the source, has none."""
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    with (LOCALE / language / "LC_MESSAGES" / "watcher.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=2048)
def typeset(sentence: str, language: Language) -> str:
    """Set the spaces of a language that no line may end at: before French punctuation and "%"."""
    if language != "fr":
        return sentence
    sentence = re.sub(" (?=[:»%])|(?<=«) ", _SPACE, sentence)
    return re.sub(" (?=[;?!])", _THIN_SPACE, sentence)


def english_span(length: timedelta) -> str:
    """Write a duration by its two largest units: 2 hours and 5 minutes."""
    return ENGLISH.span(length)


@dataclass(frozen=True, slots=True)
class Formatter:
    """Formats text, dates and numbers for one language and time zone."""

    language: Language
    timezone: str

    @property
    def locale(self) -> str:
        """The locale of dates and numbers."""
        return "en_CA" if self.language == "en" else self.language

    def gettext(self, sentence: str, /, **gaps: object) -> str:
        """Translate a sentence and fill its gaps."""
        return self._fill(catalogue(self.language).gettext(sentence), gaps)

    def pgettext(self, context: str, sentence: str, /, **gaps: object) -> str:
        """Translate a sentence that another language says differently in this *context*."""
        return self._fill(catalogue(self.language).pgettext(context, sentence), gaps)

    def ngettext(self, one: str, many: str, count: int, /, **gaps: object) -> str:
        """Translate a sentence that depends on a *count*, which is its ``{n}`` unless given."""
        return self._fill(catalogue(self.language).ngettext(one, many, count), {"n": count, **gaps})

    def _fill(self, sentence: str, gaps: Mapping[str, object]) -> str:
        # What fills the gaps keeps its own spaces: it may come from outside.
        return typeset(sentence, self.language).format(**gaps)

    def category(self, slug: str) -> str:
        """Name a category; one that is not known, by the words of its slug."""
        return self.gettext(label(slug)) if slug in CATEGORIES else label(slug)

    def short_category(self, slug: str) -> str:
        """Name a category in a word or two: ``CEC``, ``Healthcare``."""
        return self.gettext(short_label(slug)) if slug in CATEGORIES else label(slug)

    def instant(self, instant: datetime, *, seconds: bool = True) -> str:
        """Write an instant with the zone's letters: ``August 19, 2026 at 18:05 IST``."""
        local = instant.astimezone(ZoneInfo(self.timezone))
        # CLDR writes "p.m." for en_CA and "12:35" for fr. A deadline to the second
        # is safer on 24 hours, and French type has letters between the figures.
        to_the_second = N_("{day} at {at:%H:%M:%S} {zone}")
        to_the_minute = N_("{day} at {at:%H:%M} {zone}")
        return self.gettext(
            to_the_second if seconds else to_the_minute,
            day=self._date(local),
            at=local,
            zone=self._letters(local),
        )

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

    def long_month(self, day: date) -> str:
        """Write the month of a day: August 2026."""
        return format_date(day, "LLLL y", locale=self.locale)

    def short_month(self, day: date) -> str:
        """Write a month short, for the axis of a chart: Aug 2026."""
        return format_date(day, "LLL y", locale=self.locale)

    def number(self, number: int) -> str:
        """Write a number with the language's thousands: ``27,332``."""
        return _number(number, self.locale)

    def days(self, days: int) -> str:
        """Write a number of days, counted."""
        return self._unit(days, "day")

    def months(self, months: int) -> str:
        """Write a number of months, counted."""
        return self._unit(months, "month")

    def listed(self, names: Sequence[str]) -> str:
        """Write names as one list: ``a, b and c``."""
        *first, last = names
        if not first:
            return last
        return self.gettext("{first} and {last}", first=", ".join(first), last=last)

    def span(self, span: timedelta) -> str:
        """Write a duration by its two largest units, cut off rather than rounded."""
        left = int(span.total_seconds())
        if left < 1:
            return self.gettext("less than a second")
        counts = [left % above // size for above, size, _ in _UNITS]
        first = next(i for i, count in enumerate(counts) if count)
        two = list(zip(counts, _UNITS, strict=True))[first : first + 2]
        return self.listed([self._unit(n, unit) for n, (*_, unit) in two if n])

    def _date(self, day: date) -> str:
        # A date alone: instants of two zones are equal, and not on the same day.
        written = _long_date(date(day.year, day.month, day.day), self.locale)
        if self.language == "fr" and day.day == 1:
            return written.replace("1 ", "1er ", 1)
        return written

    def _letters(self, local: datetime) -> str:
        """Name the zone in letters; where tzdata has none, by its distance from UTC."""
        known = local.tzname() or ""
        if self.language == "fr" and self.timezone.startswith(("America/", "Canada/")):
            known = _french_zone(local.astimezone(UTC), self.timezone)
        if known.isalpha():
            return known
        offset = local.strftime("%z")
        return f"UTC{offset[:3]}:{offset[3:5]}"

    def _unit(self, count: int, unit: str) -> str:
        written = _counted(count, unit, self.locale)
        return written.replace(" ", _SPACE) if self.language == "fr" else written


# Thousands are told of one round: its days, numbers and spans are the same for all of a language.
@lru_cache(maxsize=512)
def _number(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


@lru_cache(maxsize=512)
def _long_date(day: date, locale: str) -> str:
    return format_date(day, "long", locale=locale)


@lru_cache(maxsize=512)
def _french_zone(instant: datetime, timezone: str) -> str:
    return get_timezone_name(instant.astimezone(ZoneInfo(timezone)), "short", locale="fr_CA")


@lru_cache(maxsize=512)
def _counted(count: int, unit: str, locale: str) -> str:
    return format_unit(count, f"duration-{unit}", length="long", locale=locale)


#: For the terminal, which speaks English only; spans and shares have no zone.
ENGLISH = Formatter("en", "UTC")

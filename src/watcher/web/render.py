"""Templates filled in: words and figures in the reader's language, everything escaped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from watcher.core.category import CATEGORIES, label
from watcher.core.model import Figures, Round, Trouble
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Language
from watcher.messages.english_notices import ENGLISH_NOTICES
from watcher.messages.french_notices import FRENCH_NOTICES
from watcher.messages.instants import Local, typeset
from watcher.messages.languages import voice_of
from watcher.messages.readings import has_seconds
from watcher.web.assets import asset
from watcher.web.request import Asked, Reader
from watcher.web.response import Answer
from watcher.web.words import PageWords
from watcher.web.words.english import ENGLISH_PAGES
from watcher.web.words.french import FRENCH_PAGES

_TEMPLATES = Path(__file__).parent / "templates"
_BABEL = {"en": "en_CA", "fr": "fr"}  # which messages load too
_WIDEST = 200


def words_of(language: Language) -> PageWords:
    """Return the words of the pages in a language."""
    return FRENCH_PAGES if language == "fr" else ENGLISH_PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Writes figures for one reader at one instant; templates know it as ``say``."""

    reader: Reader
    now: datetime

    @property
    def words(self) -> PageWords:
        """The words of the reader's language."""
        return words_of(self.reader.language)

    @property
    def _local(self) -> Local:
        return Local(self.reader.language, self.reader.timezone)

    def fill(self, sentence: str, **gaps: object) -> str:
        """Fill the gaps of a sentence, with the language's spaces."""
        return self._local.say(sentence, **{k: str(v) for k, v in gaps.items()})

    def number(self, number: int | None) -> str:
        """Write a number of people with the language's thousands."""
        if number is None:
            return self.words.frame.unknown
        return self._local.number(number)

    def signed(self, points: int) -> str:
        """Write a difference with its sign, a minus for people rather than a hyphen."""
        if not points:
            return "0"
        sign = "+" if points > 0 else "\N{MINUS SIGN}"
        return f"{sign}{abs(points)}"

    def day(self, day: date | None) -> str:
        """Write a day in words: August 19, 2026."""
        return self.words.frame.unknown if day is None else self._local.day(day)

    def month(self, day: date) -> str:
        """Write a month: August 2026."""
        return format_date(day, "LLLL y", locale=_BABEL[self.reader.language])

    def instant(self, at: datetime | None, *, seconds: bool = True) -> str:
        """Write an instant in the reader's zone, with its letters."""
        if at is None:
            return self.words.frame.unknown
        return self._local.instant(at, seconds=seconds)

    def clock(self, at: datetime | None, *, seconds: bool = True) -> str:
        """Write an instant short, for tables: 2026-08-19 10:30:00."""
        if at is None:
            return self.words.frame.unknown
        local = at.astimezone(ZoneInfo(self.reader.timezone))
        return local.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")

    def letters(self, at: datetime) -> str:
        """Name the reader's zone as it is at an instant: EDT, IST."""
        return self._local.letters(at)

    def tie_break(self, round_: Round) -> str:
        """Write a tie-break to the second, or as far as it is known."""
        at = round_.tie_break
        return self.clock(at, seconds=at is not None and has_seconds(at, round_))

    def span(self, span: timedelta) -> str:
        """Write a duration by its two largest units."""
        return self._local.span(span)

    def ago(self, at: datetime | None) -> str:
        """Say how long ago an instant is."""
        if at is None:
            return self.words.overview.never
        minutes = max(self.now - at, timedelta()) // timedelta(minutes=1)
        span = self._local.span(timedelta(minutes=max(minutes, 1)))
        return self.fill(self.words.frame.ago, span=span)

    def days_ago(self, day: date | None) -> str:
        """Say how many days ago a day of Ottawa is."""
        if day is None:
            return self.words.frame.unknown
        days = (self.now.astimezone(OTTAWA).date() - day).days
        words = self.words.frame
        if days in {0, 1}:
            return words.yesterday if days else words.today
        return self.fill(words.days_ago, n=self._local.number(days))

    def days(self, count: int) -> str:
        """Write a number of days, counted."""
        return self._local.days(count)

    def listed(self, names: list[str]) -> str:
        """Write names as one list."""
        return self._local.listed(names)

    def weekday(self, number: int) -> str:
        """Name a day of the week, Monday is 0."""
        return str(get_day_names("wide", locale=_BABEL[self.reader.language])[number])

    def wall(self, at: datetime) -> str:
        """Write a time of day as the language has it."""
        return str(format_time(at.time(), "short", locale=_BABEL[self.reader.language]))

    def category(self, slug: str | None, name: str | None = None) -> str:
        """Name a category; one that is not known, as it was printed."""
        if name and slug not in CATEGORIES:
            return name[:_WIDEST]
        return label(slug, self.reader.language) if slug else self.words.frame.unknown

    def category_of(self, round_: Figures) -> str:
        """Name the category of a round."""
        return self.category(round_.category, round_.name)

    def figure(self, name: str) -> str:
        """Name a figure of a round."""
        voice = voice_of(self.reader.language, self.reader.timezone)
        return voice.words.figures.get(name, name)

    def is_(self, what: str, value: str) -> str:
        """Write what something is, with the language's colon."""
        return f"{what}{self.words.frame.colon}{value}"

    def trouble(self, why: str) -> str:
        """Name the trouble of a source; its details, in English, are for the operator."""
        name = why.partition(": ")[0]
        notices = FRENCH_NOTICES if self.reader.language == "fr" else ENGLISH_NOTICES
        known = next((t for t in Trouble if t == name), None)
        return (
            name if known is None else typeset(notices.troubles[known].name, self.reader.language)
        )

    def zone(self) -> str:
        """Name the reader's zone, with how far it is from UTC now."""
        local = self.now.astimezone(ZoneInfo(self.reader.timezone))
        offset = local.strftime("%z")
        return f"{self.reader.timezone} (UTC{offset[:3]}:{offset[3:5]})"


def html(template: str, asked: Asked, now: datetime, **values: object) -> str:
    """Fill in a template."""
    say = Speaker(reader=asked.reader, now=now)
    return _environment().get_template(template).render(say=say, w=say.words, asked=asked, **values)


def page(
    template: str, asked: Asked, now: datetime, *, status: int = 200, values: Mapping[str, object]
) -> Answer:
    """Answer with a page; what somebody sees who has signed in is private."""
    body = html(template, asked, now, **values).encode()
    return Answer(body=body, status=status, private=asked.session is not None)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["asset"] = asset
    environment.filters["utc"] = _utc
    return environment


def _utc(at: datetime) -> str:
    """Write an instant for the ``datetime`` of a ``time`` element."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")

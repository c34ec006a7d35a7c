"""Templates filled in: words and figures in the reader's language, everything escaped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from watcher.core.category import CATEGORIES
from watcher.core.model import Figures, Round, Trouble
from watcher.core.schedule import OTTAWA
from watcher.core.settings import LANGUAGES
from watcher.messages.figures import FIGURE_NAMES
from watcher.messages.formatter import Formatter
from watcher.messages.troubles import SOURCE_TROUBLES
from watcher.messages.verdicts import has_seconds
from watcher.web import words
from watcher.web.assets import asset
from watcher.web.request import WebRequest
from watcher.web.response import WebResponse

_TEMPLATES = Path(__file__).parent / "templates"
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class PageFormatter(Formatter):
    """Writes for one reader at one instant, also what is not known; templates know it as ``say``."""

    now: datetime

    @property
    def unknown(self) -> str:
        """What stands in place of a figure that is not known."""
        return self.gettext("unknown")

    def number(self, number: int | None) -> str:
        """Write a number of people with the language's thousands."""
        return self.unknown if number is None else Formatter.number(self, number)

    def day(self, day: date | None) -> str:
        """Write a day in words: August 19, 2026."""
        return self.unknown if day is None else Formatter.day(self, day)

    def signed(self, points: int) -> str:
        """Write a difference with its sign, a minus for people rather than a hyphen."""
        if not points:
            return "0"
        sign = "+" if points > 0 else "\N{MINUS SIGN}"
        return f"{sign}{abs(points)}"

    def month(self, day: date) -> str:
        """Write a month: August 2026."""
        return format_date(day, "LLLL y", locale=self.locale)

    def clock(self, at: datetime | None, *, seconds: bool = True) -> str:
        """Write an instant short, for tables: 2026-08-19 10:30:00."""
        if at is None:
            return self.unknown
        local = at.astimezone(ZoneInfo(self.timezone))
        return local.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")

    def tie_break(self, round_: Round) -> str:
        """Write a tie-break to the second, or as far as it is known."""
        at = round_.tie_break
        return self.clock(at, seconds=at is not None and has_seconds(at, round_))

    def ago(self, at: datetime | None) -> str:
        """Say how long ago an instant is."""
        if at is None:
            return self.gettext("never")
        minutes = max(self.now - at, timedelta()) // timedelta(minutes=1)
        span = self.span(timedelta(minutes=max(minutes, 1)))
        return self.gettext("{span} ago", span=span)

    def days_ago(self, day: date | None) -> str:
        """Say how many days ago a day of Ottawa is."""
        if day is None:
            return self.unknown
        days = (self.now.astimezone(OTTAWA).date() - day).days
        if days in {0, 1}:
            return self.gettext("yesterday") if days else self.gettext("today")
        return self.ngettext("{n} day ago", "{n} days ago", days, n=self.number(days))

    def weekday(self, number: int) -> str:
        """Name a day of the week, Monday is 0."""
        return str(get_day_names("wide", locale=self.locale)[number])

    def wall(self, at: datetime) -> str:
        """Write a time of day as the language has it."""
        return str(format_time(at.time(), "short", locale=self.locale))

    def category(self, slug: str | None, name: str | None = None) -> str:
        """Name a category; one that is not known, as it was printed."""
        if name and slug not in CATEGORIES:
            return name[:_WIDEST]
        return Formatter.category(self, slug) if slug else self.unknown

    def category_of(self, round_: Figures) -> str:
        """Name the category of a round."""
        return self.category(round_.category, round_.name)

    def figure(self, name: str) -> str:
        """Name a figure of a round."""
        return self.gettext(FIGURE_NAMES.get(name, name))

    def is_(self, what: str, value: str) -> str:
        """Write what something is, with the language's colon."""
        return what + self.gettext(": ") + value

    def trouble(self, why: str) -> str:
        """Name the trouble of a source; its details, in English, are for the operator."""
        name = why.partition(": ")[0]
        known = next((trouble for trouble in Trouble if trouble == name), None)
        return name if known is None else self.gettext(SOURCE_TROUBLES[known].name)

    def zone(self) -> str:
        """Name the reader's zone, with how far it is from UTC now."""
        local = self.now.astimezone(ZoneInfo(self.timezone))
        offset = local.strftime("%z")
        return f"{self.timezone} (UTC{offset[:3]}:{offset[3:5]})"


def page_formatter(request: WebRequest, now: datetime) -> PageFormatter:
    """Write for whoever asks."""
    return PageFormatter(request.reader.language, request.reader.timezone, now)


def html(template: str, request: WebRequest, now: datetime, **values: object) -> str:
    """Fill in a template, with the functions that Babel finds sentences by."""
    formatter = page_formatter(request, now)
    return (
        _environment()
        .get_template(template)
        .render(
            say=formatter,
            _=formatter.gettext,
            ngettext=formatter.ngettext,
            pgettext=formatter.pgettext,
            request=request,
            **values,
        )
    )


def page(
    template: str,
    request: WebRequest,
    now: datetime,
    *,
    status: int = 200,
    values: Mapping[str, object],
) -> WebResponse:
    """Answer with a page; what somebody sees who has signed in is private."""
    body = html(template, request, now, **values).encode()
    return WebResponse(body=body, status=status, private=request.session is not None)


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
    environment.globals["words"] = words
    environment.globals["languages"] = {
        code: str(Locale(code).display_name).capitalize() for code in LANGUAGES
    }
    environment.filters["utc"] = _utc
    return environment


def _utc(at: datetime) -> str:
    """Write an instant for the ``datetime`` of a ``time`` element."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")

"""Templates rendered in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_day_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from watcher.adapters.png import can_draw
from watcher.answers.person import verdict_for
from watcher.answers.rounds import newest_round
from watcher.answers.serialize import utc
from watcher.core.category import CATEGORIES, label, short_label
from watcher.core.model import Figures, Round, Trouble
from watcher.core.schedule import OTTAWA
from watcher.core.settings import LANGUAGES, N_, Language
from watcher.messages.figures import FIGURE_NAMES
from watcher.messages.formatter import Formatter
from watcher.messages.troubles import SOURCE_TROUBLES
from watcher.messages.verdicts import has_seconds
from watcher.web.assets import asset_address
from watcher.web.person import carry, person_of
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_TEMPLATES = Path(__file__).parent / "templates"
_IRCC_EN = (
    "https://www.canada.ca/en/immigration-refugees-citizenship/services/immigrate-canada"
    "/express-entry/"
)
_IRCC_FR = (
    "https://www.canada.ca/fr/immigration-refugies-citoyennete/services/immigrer-canada"
    "/entree-express/"
)
# IRCC's own pages; of categories, the French one is reached from that of rounds.
_IRCC_PAGES: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "rounds": f"{_IRCC_EN}rounds-invitations.html",
        "crs": f"{_IRCC_EN}check-score/crs-criteria.html",
        "categories": f"{_IRCC_EN}rounds-invitations/category-based-selection.html",
    },
    "fr": {
        "rounds": f"{_IRCC_FR}rondes-invitations.html",
        "crs": f"{_IRCC_FR}verifier-note/criteries-scg.html",
        "categories": f"{_IRCC_FR}rondes-invitations.html",
    },
}
_LONGEST_NAME = 200
# From so many on, months and years are counted instead.
_DAYS_COUNTED, _MONTHS_COUNTED = 100, 24
# Names of states and choices as templates show them; ``_`` translates them.
TRANSLATED_NAMES: Mapping[str, Mapping[str, str]] = {
    "HEADLINES": {
        "well": N_("All is well: every source could be read."),
        "secondary": N_("IRCC's page could be read, another source could not."),
        "hampered": N_("IRCC's page could be read, but alerts may not reach everybody."),
        "late": N_("IRCC has published no round for longer than ever seen."),
        "blind": N_("Not well: what is published now may not be seen here."),
        "not polled": N_("Not watching: no source has been polled lately."),
    },
    "SOURCE_STATES": {
        "well": N_("well"),
        "late": N_("late"),
        "blind": N_("blind"),
        "not polled": N_("not polled"),
        "waiting": N_("asked to wait"),
        "never asked": N_("never asked"),
    },
    "SORT_NAMES": {
        "date": N_("date"),
        "cutoff": N_("cut-off"),
        "invitations": N_("invitations"),
        "category": N_("category"),
    },
    "SPAN_NAMES": {
        "1": N_("one year"),
        "2": N_("two years"),
        "3": N_("three years"),
        "5": N_("five years"),
        "all": N_("everything"),
    },
    "DELIVERY_STATES": {
        "queued": N_("queued"),
        "sending": N_("sending"),
        "sent": N_("sent"),
        "refused": N_("refused"),
        "expired": N_("given up"),
        "superseded": N_("superseded"),
        "suppressed": N_("left alone"),
    },
    "CHANGES": {"reported": N_("reported"), "confirmed": N_("confirmed")},
    "THEME_NAMES": {"auto": N_("as the device has it"), "light": N_("light"), "dark": N_("dark")},
    "SIGN_IN_PROBLEMS": {
        "needed": N_("This page is private. Sign in to see it."),
        "wrong": N_("That is not the token."),
        "too_many": N_("Too many tries. Wait {n} seconds and try again."),
    },
}


@dataclass(frozen=True, slots=True)
class PageFormatter(Formatter):
    """A Formatter that writes None as unknown; ``say`` in templates."""

    now: datetime

    @property
    def today(self) -> date:
        """The day in Ottawa, on which charts end."""
        return self.now.astimezone(OTTAWA).date()

    @property
    def unknown(self) -> str:
        """The text of a figure that is not known."""
        return self.gettext("unknown")

    def number(self, number: int | None) -> str:
        """Write a number with the language's thousands separator."""
        return self.unknown if number is None else Formatter.number(self, number)

    def day(self, day: date | None) -> str:
        """Write a day in words: August 19, 2026."""
        return self.unknown if day is None else Formatter.day(self, day)

    def signed(self, points: int) -> str:
        """Write a difference with its sign, a minus rather than a hyphen."""
        if not points:
            return "0"
        sign = "+" if points > 0 else "\N{MINUS SIGN}"
        return f"{sign}{abs(points)}"

    def month(self, day: date) -> str:
        """Write a month: August 2026."""
        return format_date(day, "LLLL y", locale=self.locale)

    def brief_month(self, day: date) -> str:
        """Write a month for a narrow axis: Jul; the first one of a year by the year alone."""
        return str(day.year) if day.month == 1 else format_date(day, "LLL", locale=self.locale)

    def clock(self, at: datetime | None, *, seconds: bool = True) -> str:
        """Write an instant for tables: 2026-08-19 10:30:00."""
        if at is None:
            return self.unknown
        local = at.astimezone(ZoneInfo(self.timezone))
        return local.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")

    def tie_break(self, round_: Round) -> str:
        """Write a tie-break to the second, or to the minute if no more is known."""
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
        """Say how long ago a day in Ottawa is, in days, months or years."""
        if day is None:
            return self.unknown
        days = (self.today - day).days
        if days in {0, 1}:
            return self.gettext("yesterday") if days else self.gettext("today")
        if days < _DAYS_COUNTED:
            return self.ngettext("{n} day ago", "{n} days ago", days)
        months = days * 12 // 365
        if months < _MONTHS_COUNTED:
            return self.ngettext("{n} month ago", "{n} months ago", months)
        return self.ngettext("{n} year ago", "{n} years ago", months // 12)

    def weekday(self, number: int) -> str:
        """Name a day of the week, Monday is 0."""
        return str(get_day_names("wide", locale=self.locale)[number])

    def clock_time(self, at: time) -> str:
        """Write a time of day in the language's short form."""
        return str(format_time(at, "short", locale=self.locale))

    def category(self, slug: str | None, name: str | None = None) -> str:
        """Name a category; an unknown one by its printed name."""
        if name and slug not in CATEGORIES:
            return name[:_LONGEST_NAME]
        return Formatter.category(self, slug) if slug else self.unknown

    def short_category(self, slug: str) -> str:
        """Name a category in a word or two."""
        return (
            self.gettext(short_label(slug)) if slug in CATEGORIES else label(slug)[:_LONGEST_NAME]
        )

    def category_of(self, round_: Figures) -> str:
        """Name the category of a round."""
        return self.category(round_.category, round_.name)

    def figure(self, name: str) -> str:
        """Name a figure of a round."""
        return self.gettext(FIGURE_NAMES.get(name, name))

    def is_(self, what: str, value: str) -> str:
        """Join label and value with the language's colon."""
        return what + self.gettext(": ") + value

    def trouble(self, why: str) -> str:
        """Name the trouble of a source, without its details, which are for the operator."""
        name = why.partition(": ")[0]
        known = next((trouble for trouble in Trouble if trouble == name), None)
        return name if known is None else self.gettext(SOURCE_TROUBLES[known].name)

    def zone(self) -> str:
        """Name the reader's zone, with its offset from UTC now."""
        local = self.now.astimezone(ZoneInfo(self.timezone))
        offset = local.strftime("%z")
        sign = "+" if offset[0] == "+" else "\N{MINUS SIGN}"  # no line breaks after it
        return f"{self.timezone} (UTC{sign}{offset[1:3]}:{offset[3:5]})"


def page_formatter(context: RequestContext, request: WebRequest) -> PageFormatter:
    """Return the formatter for a request."""
    return PageFormatter(request.reader.language, request.reader.timezone, context.now)


def page(
    template: str,
    context: RequestContext,
    request: WebRequest,
    *,
    status: int = 200,
    pictured: str | None = None,
    **values: object,
) -> WebResponse:
    """Render a template for its person; the response is private with one, and in a session."""
    formatter = page_formatter(context, request)
    person = person_of(context, request)
    # Babel extracts the sentences of these functions.
    functions = {name: getattr(formatter, name) for name in ("gettext", "ngettext", "pgettext")}
    body = (
        _environment()
        .get_template(template)
        .render(
            say=formatter,
            _=formatter.gettext,
            request=request,
            person=person,
            verdict_for=verdict_for,
            pictured=_drawable(context, pictured) if status == HTTPStatus.OK else None,
            may_subscribe=context.settings.signup.enabled,
            ircc=_IRCC_PAGES.get(formatter.language, _IRCC_PAGES["en"]),
            **functions,
            **values,
        )
    )
    private = request.session is not None or request.names_person
    return WebResponse(body=carry(body, person).encode(), status=status, private=private)


def _drawable(context: RequestContext, category: str | None) -> str | None:
    """Choose the category whose picture a shared link shows, the newest round's unless given."""
    if not can_draw():
        return None
    newest = None if category else newest_round(context)
    return category if newest is None else newest.category


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
    environment.globals["asset"] = asset_address
    environment.globals |= TRANSLATED_NAMES
    environment.globals["languages"] = {
        code: str(Locale(code).display_name).capitalize() for code in LANGUAGES
    }
    environment.filters["utc"] = utc
    return environment

"""Requests as handlers get them: query, form, reader's preferences, session, database."""

import asyncio
import email.policy
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.parser import BytesParser
from string import punctuation
from typing import Literal, get_args
from urllib.parse import parse_qs, quote, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.exceptions import HTTPException
from starlette.requests import Request

from watcher.answers.snapshot import Snapshot
from watcher.core.incidents import DatabaseTrouble
from watcher.core.settings import LANGUAGES, Language, Settings
from watcher.web.limits import VisitorLimits
from watcher.web.sessions import Authenticator, Session

Theme = Literal["auto", "light", "dark"]
Values = Mapping[str, Sequence[str]]

THEMES: tuple[Theme, ...] = get_args(Theme)
#: The first and the last year that is read: since Express Entry began.
YEARS = (2015, 2100)
_NO_VALUES: Values = {}
_NO_COOKIES: Mapping[str, str] = {}
# Query parameters that preferences chosen on the page replace.
_READER_PARAMETERS = ("lang", "zone")
_PERSON_PARAMETERS = ("score", "categories", "submitted", "person")
_SAFE_IN_PATH = "/:@!$&'()*+,;=~"
_BODY_TIMEOUT = 10.0  # seconds
_MOST_FIELDS = 500
_LONGEST_ZONE = 64  # the longest there is has half of it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderPreferences:
    """Language, time zone and colours of a reader."""

    language: Language
    timezone: str
    theme: Theme = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRequest:
    """A request; ``base_url`` is this site without a final slash, ``address`` the client's.

    ``visitor`` tells clients apart where it can; ``secret``: whoever has its address may see and act.
    """

    path: str
    reader: ReaderPreferences
    base_url: str
    path_parameters: Mapping[str, str] = field(default_factory=dict)
    query: Values = field(default_factory=dict)
    form: Values = field(default_factory=dict)
    query_string: str = ""
    address: str = ""
    visitor: str = ""
    secret: bool = False
    session: Session | None = None

    @property
    def return_to(self) -> str:
        """The address of this page without the reader's preferences, always on this site."""
        kept = [
            part
            for part in self.query_string.split("&")
            if part and part.partition("=")[0] not in _READER_PARAMETERS
        ]
        query = quote("&".join(kept), safe=punctuation)
        return local_address(quote(self.path, safe=_SAFE_IN_PATH) + (f"?{query}" if query else ""))

    @property
    def names_person(self) -> bool:
        """Whether the address may say anything of a person, also misspelt or within another address."""
        said = unquote(self.query_string).casefold()
        return any(name in said for name in _PERSON_PARAMETERS)

    def parameter(self, name: str) -> str:
        """Return the last value of a name in the query, else an empty text."""
        return (self.query.get(name) or ("",))[-1].strip()

    def form_value(self, name: str) -> str:
        """Return the last value of a name in the form, else an empty text."""
        return (self.form.get(name) or ("",))[-1].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestContext(Snapshot):
    """A Snapshot for a handler; ``trouble`` is one that the service has with the database."""

    access: Authenticator
    limits: VisitorLimits = field(default_factory=lambda: VisitorLimits(time.monotonic))
    trouble: DatabaseTrouble | None = None


def reader_preferences(
    settings: Settings,
    *,
    query: Values = _NO_VALUES,
    cookies: Mapping[str, str] = _NO_COOKIES,
    accepted: str = "",
) -> ReaderPreferences:
    """Read preferences from the query, else cookies, else Accept-Language, else settings."""
    asked = (query.get("lang") or ("",))[-1]
    zones = ((query.get("zone") or ("",))[-1], cookies.get("zone", ""))
    return ReaderPreferences(
        language=_language(asked)
        or preferred_language(cookies.get("lang", ""), accepted, settings.language),
        timezone=next(filter(is_time_zone, zones), settings.timezone),
        theme=next((theme for theme in THEMES if theme == cookies.get("theme")), "auto"),
    )


def whole_number(text: str, low: int, high: int) -> int | None:
    """Read a number from *low* to *high*, None of anything else."""
    digits = text.removeprefix("-") if low < 0 else text
    # The length first: int() refuses thousands of digits.
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(high))
    return int(text) if is_number and low <= int(text) <= high else None


def preferred_language(chosen: str, accepted: str, default: Language) -> Language:
    """Return the chosen language, else one of Accept-Language, else the default."""
    return _language(chosen) or _accepted_language(accepted) or default


def local_address(address: str) -> str:
    """Return an address if it is on this site, else "/" (no open redirect)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    plain = address.isprintable() and address.isascii() and "\\" not in address
    elsewhere = parts.scheme or parts.netloc or address.startswith("//")
    return address if plain and not elsewhere and address.startswith("/") else "/"


def is_time_zone(name: str) -> bool:
    """Tell whether a time zone has this name."""
    if not name or len(name) > _LONGEST_ZONE:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def raw_query(request: Request) -> str:
    """Return the query as it was sent."""
    return str(request.scope["query_string"].decode("latin-1"))


def parse_query(text: str) -> Values:
    """Parse a query or a form; raises HTTPException if it is malformed."""
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None


def parse_query_leniently(text: str) -> Values:
    """Parse a query; a malformed one is empty."""
    try:
        return parse_query(text)
    except HTTPException:
        return _NO_VALUES


async def read_form(request: Request) -> Values:
    """Receive and parse the form of a POST request."""
    if request.method != "POST":
        return _NO_VALUES
    try:
        async with asyncio.timeout(_BODY_TIMEOUT):
            body = await request.body()  # the security middleware has checked its length
        kind = request.headers.get("content-type", "")
        if kind.lower().startswith("multipart/form-data"):
            return parse_multipart(kind, body)
        return parse_query(body.decode())
    except TimeoutError:
        raise HTTPException(408) from None
    except UnicodeDecodeError:
        raise HTTPException(400) from None


def parse_multipart(kind: str, body: bytes) -> Values:
    """Parse the texts of a multipart form, as mail servers send it to unsubscribe (RFC 8058)."""
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    form = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    values: dict[str, list[str]] = {}
    for part in form.iter_parts():
        name = part.get_param("name", header="content-disposition")
        text = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(text, bytes):
            values.setdefault(name, []).append(text.decode(errors="replace"))
    return values


def _language(code: str) -> Language | None:
    return next((language for language in LANGUAGES if language == code), None)


def _accepted_language(accepted: str) -> Language | None:
    """Read Accept-Language: ``fr-CA, fr;q=0.9, en;q=0.8``."""
    found: dict[Language, float] = {}
    for part in accepted.split(",")[:10]:
        tag, _, weight = part.strip().partition(";q=")
        language = _language(tag.strip().lower()[:2])
        if language and _quality(weight) > 0:
            found[language] = max(found.get(language, 0), _quality(weight))
    return max(found, key=found.__getitem__, default=None)


def _quality(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0

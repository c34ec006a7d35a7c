"""The values of keys, as pydantic types that refuse with a sentence.

Addresses are kept as written, which pydantic's own URL types would not do.
"""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from ipaddress import ip_address
from typing import Annotated, TypeVar, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field, PlainValidator, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from watcher.core.category import ALL, CATEGORIES, recognise
from watcher.core.errors import did_you_mean
from watcher.core.people import RULE_MARK
from watcher.core.settings import DAILY, PRESETS, WEEKDAYS, Digest, QuietHours, SourceKind

_T = TypeVar("_T")

_EVERY = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,5})s)?")
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_QUIET = re.compile(rf"{_CLOCK}-{_CLOCK}")
_SHORTEST, _LONGEST = timedelta(seconds=10), timedelta(hours=24)
# New categories appear at any time (seven names in 2026) and are accepted; only a likely misspelling is refused.
_NEAR_MISS = 0.75
_FIRST_PROFILES = datetime(2015, 1, 1, tzinfo=UTC)
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[1-9][0-9]{0,4})?")
_SHORTEST_TOKEN = 16
_LAST_PORT = 65535
_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
_DATABASE_FORMS = "sqlite:///FILE, or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
_THREE_SLASHES = (
    'write "sqlite:///watcher.db" for a file beside this one, or with a fourth slash '
    '"sqlite:////var/lib/watcher/watcher.db"'
)


def _refusal(
    problem: str, *, allowed: str | None = None, hint: str | None = None
) -> PydanticCustomError:
    words = {"problem": problem, "allowed": allowed, "hint": hint}
    return PydanticCustomError("refused", "{problem}", words)


def accepted(type_: TypeAdapter[_T], value: object) -> _T | None:
    """Read a value that may be refused; None where it is."""
    try:
        return type_.validate_python(value, strict=True)
    except ValidationError:
        return None


def _name(text: str) -> str:
    if not text or text != text.strip() or not text.isprintable():
        allowed = "one line of text, without spaces around it"
        raise _refusal("is no name" if text else "is empty", allowed=allowed)
    if "://" in text:
        # Names are printed everywhere; an address may hold a secret.
        raise _refusal("is an address, not a name")
    return text


def _instant(value: object) -> datetime:
    example = "2025-11-20T15:00:00Z"
    match value:
        case datetime(tzinfo=None):
            hint = f"add Z for UTC, or an offset: {value.isoformat()}-05:00"
            raise _refusal("has no zone, and an hour can decide a tie", hint=hint)
        case datetime() if value < _FIRST_PROFILES:
            allowed = "an instant from 2015-01-01T00:00:00Z on"
            raise _refusal("is before Express Entry began", allowed=allowed)
        case datetime():
            return value.astimezone(UTC)
        case date():
            hint = f"add time and zone: {value.isoformat()}T15:00:00Z"
            raise _refusal("has no time, and a second can decide a tie", hint=hint)
        case str():
            hint = f"write it without quotes: {example}"
            raise _refusal("must be a date-time, not text", hint=hint)
        case _:
            raise _refusal("must be a date-time", allowed=f"such as {example}")


def _zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        allowed = 'a name such as "America/Toronto" or "Asia/Kolkata"'
        raise _refusal("is no time zone", allowed=allowed, hint=_nearest_zone(zone)) from error
    return zone


def _nearest_zone(given: str) -> str | None:
    zones = sorted(available_timezones())
    city = given.strip().replace(" ", "_").casefold()
    in_city = (zone for zone in zones if zone.casefold().rpartition("/")[2] == city)
    if zone := next(in_city, None):
        return f'did you mean "{zone}"?'
    return did_you_mean(given, zones)


def _every(value: object) -> timedelta:
    allowed = '"60s", "10m" or "1h30m", from 10 seconds to 24 hours'
    if not isinstance(value, str):
        hint = f'write "{value}s"' if type(value) is int else None
        raise _refusal("must be a time between polls", allowed=allowed, hint=hint)
    parts = _EVERY.fullmatch(value)
    if parts is None or not value:
        raise _refusal("is no time between polls", allowed=allowed)
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    every = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not _SHORTEST <= every <= _LONGEST:
        raise _refusal("is out of range", allowed=allowed)
    return every


def _quiet_hours(value: object) -> QuietHours:
    span = _QUIET.fullmatch(value) if isinstance(value, str) else None
    if span is None:
        raise _refusal("is no span of hours", allowed='"HH:MM-HH:MM", such as "22:00-07:00"')
    start, end = map(time.fromisoformat, span[0].split("-"))
    if start == end:
        raise _refusal("ends when it starts", hint="leave it out for no quiet hours")
    return QuietHours(start=start, end=end)


def _digest(value: object) -> Digest:
    allowed = '"daily 18:00", or a day of the week: "monday 18:00"'
    day, _, at = value.strip().lower().partition(" ") if isinstance(value, str) else ("", "", "")
    if not re.fullmatch(_CLOCK, at) or day not in {DAILY, *WEEKDAYS}:
        raise _refusal("is no time of a digest", allowed=allowed)
    weekday = None if day == DAILY else WEEKDAYS.index(day)
    return Digest(at=time.fromisoformat(at), weekday=weekday)


def _person(text: str) -> str:
    if RULE_MARK in _name(text):
        raise _refusal(f'has a "{RULE_MARK}" in it', hint="it stands between a person and a rule")
    return text


def _category(text: str) -> str:
    known = [ALL, *CATEGORIES]
    if text in known:
        return text
    found = recognise(text)
    near = None
    if found.known:
        near = f'did you mean "{found.category}"?'
    elif not text.startswith("other-"):
        near = did_you_mean(text, known, cutoff=_NEAR_MISS)
    if near is None and found.category != text:
        near = f'as a category that name would be "{found.category}"'
    if near:
        raise _refusal("is no category", allowed=", ".join(known), hint=near)
    return text


def _one_of(text: str, *, known: Collection[str], problem: str) -> str:
    if text not in known:
        raise _refusal(problem, allowed=", ".join(known), hint=did_you_mean(text, known))
    return text


def _page(address: str) -> str:
    if "@" in urlsplit(_web_address(address)).netloc:
        raise _refusal("holds a name or a password, and is shown to others")
    return address


def _web_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        # A port that is no number raises only when it is asked for.
        usable = parts.port != 0 and bool(parts.hostname) and parts.scheme in {"http", "https"}
    except ValueError:
        usable = False
    if not usable or not address.isprintable() or " " in address:
        # Not chained: the words of urlsplit quote the address, which may be a secret.
        raise _refusal(
            "is no web address", allowed="an address that begins with https:// or http://"
        )
    return address


def _host(host: str) -> str:
    if not _HOST.fullmatch(host) or int(host.partition(":")[2] or 0) > _LAST_PORT:
        allowed = 'a bare host name, such as "www.canada.ca" or "www.canada.ca:8443"'
        raise _refusal("is no host name", allowed=allowed)
    return host.lower()


def _contact(contact: str) -> str:
    if "://" in contact:
        return _page(contact)
    # It stands in a header of every request: one line of ASCII.
    if contact and not re.fullmatch(r"[!-~]+@[!-~]+", contact):
        allowed = 'a mail or web address, such as "me@example.org"'
        raise _refusal("is no address", allowed=allowed)
    return contact


def _database(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    if scheme == "sqlite" and rest.startswith("/~"):
        hint = "write ${HOME} for your home folder"
        raise _refusal("begins with ~, which means nothing here", hint=hint)
    if not mark or scheme not in _DATABASES:
        raise _refusal(
            "is no database that watcher knows",
            allowed=_DATABASE_FORMS,
            hint=_meant_database(address),
        )
    # Two slashes would begin the name of a server, and SQLite has none.
    file = rest.removeprefix("/").partition("?")[0]
    nameless = not rest.startswith("/") or not file.strip("/") or file == ":memory:"
    if scheme == "sqlite" and nameless:
        raise _refusal("names no file", hint=_THREE_SLASHES)
    return address


def _meant_database(address: str) -> str | None:
    begins = re.split(r"[:+]", address.lower(), maxsplit=1)[0]
    if "://" not in address and begins.startswith("sqlite"):
        return _THREE_SLASHES
    if begins.startswith("sqlite"):
        return 'did you mean "sqlite"?'
    if begins.startswith(("postgres", "psql", "pgsql")):
        return 'did you mean "postgresql+psycopg"?'
    return None if "://" in address else _THREE_SLASHES


def _listen(place: str) -> str:
    allowed = 'an IP address and a port, such as "127.0.0.1:8470" or "[::1]:8470"'
    host, colon, port = place.rpartition(":")
    if not colon or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > _LAST_PORT:
        raise _refusal("is no place to listen at", allowed=allowed)
    host = "127.0.0.1" if host == "localhost" else host.removeprefix("[").removesuffix("]")
    try:
        return f"{ip_address(host)}:{int(port)}"
    except ValueError:
        hint = "a name may lead to several addresses: write the one that is meant"
        raise _refusal("is no address", allowed=allowed, hint=hint) from None


def _public_url(address: str) -> str:
    parts = urlsplit(_page(address))
    if parts.path.strip("/") or parts.query or parts.fragment:
        hint = "it is served at the root of a host: give it one of its own"
        raise _refusal("has more than a host and a port", hint=hint)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _token(token: str) -> str:
    if len(token) < _SHORTEST_TOKEN or not re.fullmatch(r"[!-~]+", token):
        allowed = f"{_SHORTEST_TOKEN} printable characters or more, no spaces"
        hint = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))" makes one'
        raise _refusal("is too easy to guess", allowed=allowed, hint=hint)
    return token


_KINDS = get_args(SourceKind)
_kind = partial(_one_of, known=_KINDS, problem="is no kind of source")
_preset = partial(_one_of, known=PRESETS, problem="is no preset")

EntryName = Annotated[str, AfterValidator(_name), Field(json_schema_extra={"minLength": 1})]
TimeZone = Annotated[
    str, AfterValidator(_zone), Field(examples=["America/Toronto", "Asia/Kolkata"])
]
PollInterval = Annotated[
    timedelta,
    PlainValidator(_every, json_schema_input_type=str),
    Field(examples=["60s", "10m", "1h30m"]),
]
QuietSpan = Annotated[
    QuietHours,
    PlainValidator(_quiet_hours, json_schema_input_type=str),
    Field(examples=["22:00-07:00"]),
]
DigestTime = Annotated[
    Digest,
    PlainValidator(_digest, json_schema_input_type=str),
    Field(examples=["daily 18:00", "monday 18:00"]),
]
PersonName = Annotated[str, AfterValidator(_person), Field(json_schema_extra={"minLength": 1})]
SubmissionTime = Annotated[datetime, PlainValidator(_instant, json_schema_input_type=datetime)]
KindName = Annotated[str, AfterValidator(_kind), Field(json_schema_extra={"enum": list(_KINDS)})]
PresetName = Annotated[
    str, AfterValidator(_preset), Field(json_schema_extra={"enum": list(PRESETS)})
]
CategorySlug = Annotated[str, AfterValidator(_category), Field(examples=[ALL, *CATEGORIES])]
PageUrl = Annotated[str, AfterValidator(_page), Field(json_schema_extra={"format": "uri"})]
PingUrl = Annotated[str, AfterValidator(_web_address)]
HostName = Annotated[
    str, AfterValidator(_host), Field(examples=["www.canada.ca", "www.canada.ca:8443"])
]
Contact = Annotated[str, AfterValidator(_contact)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
ListenAddress = Annotated[str, AfterValidator(_listen), Field(examples=["127.0.0.1:8470"])]
PublicUrl = Annotated[str, AfterValidator(_public_url), Field(json_schema_extra={"format": "uri"})]
WebToken = Annotated[
    str, AfterValidator(_token), Field(json_schema_extra={"minLength": _SHORTEST_TOKEN})
]

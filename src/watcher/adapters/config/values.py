"""What one value may be: each kind reads itself, or refuses with a sentence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Annotated, TypeVar, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from watcher.adapters.config.complaints import did_you_mean
from watcher.core.category import ALL, CATEGORIES, recognise
from watcher.core.settings import PRESETS, QuietHours, SourceKind

Given = TypeVar("Given")

_EVERY = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,5})s)?")
_CLOCK = r"([01][0-9]|2[0-3]):([0-5][0-9])"
_QUIET = re.compile(rf"{_CLOCK}-{_CLOCK}")
_SHORTEST, _LONGEST = timedelta(seconds=10), timedelta(hours=24)

# A category can be new at any time (seven names were in 2026) and is then let
# through: only what looks like a slip of a known one is refused.
_NEAR_MISS = 0.75
_FIRST_PROFILES = datetime(2015, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Reads:
    """Annotation of a key: who reads its value, and what its JSON Schema is."""

    reader: Callable[[object], object]
    schema: JsonSchemaValue

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let the reader alone decide."""
        return core_schema.no_info_plain_validator_function(self.reader)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the value as the file writes it."""
        return dict(self.schema)


def refusal(
    problem: str, *, allowed: str | None = None, hint: str | None = None
) -> PydanticCustomError:
    """Make the error of a value that is refused in our own words."""
    words = {"problem": problem, "allowed": allowed, "hint": hint}
    return PydanticCustomError("refused", "{problem}", words)


def read_text(value: object) -> str:
    """Take text as it is; a number gets a hint at the missing quotes."""
    if not isinstance(value, str):
        hint = "put it between quotes" if isinstance(value, int | float) else None
        raise refusal("must be text", hint=hint)
    return value


def _name(value: object) -> str:
    text = read_text(value)
    if not text or text != text.strip() or not text.isprintable():
        allowed = "one line of text, without spaces around it"
        raise refusal("is no name" if text else "is empty", allowed=allowed)
    if "://" in text:
        # Names are printed everywhere; an address may hold a secret.
        raise refusal("is an address, not a name")
    return text


def _whole(value: object, *, low: int, high: int) -> int:
    allowed = f"a whole number from {low} to {high}"
    # A bool is an int in Python; in the file it is a slip.
    if isinstance(value, bool) or not isinstance(value, int):
        quoted = isinstance(value, str) and value.strip().isdecimal()
        hint = "write it without quotes" if quoted else None
        raise refusal("must be a whole number", allowed=allowed, hint=hint)
    if not low <= value <= high:
        raise refusal("is out of range", allowed=allowed)
    return value


def read_instant(value: object) -> datetime:
    """Read when a profile was submitted, or refuse it."""
    example = "2025-11-20T15:00:00Z"
    match value:
        case datetime(tzinfo=None):
            hint = f"add Z for UTC, or an offset: {value.isoformat()}-05:00"
            raise refusal("has no zone, and an hour can decide a tie", hint=hint)
        case datetime() if value < _FIRST_PROFILES:
            allowed = "an instant from 2015-01-01T00:00:00Z on"
            raise refusal("is before Express Entry began", allowed=allowed)
        case datetime():
            return value.astimezone(UTC)
        case date():
            hint = f"add time and zone: {value.isoformat()}T15:00:00Z"
            raise refusal("has no time, and a second can decide a tie", hint=hint)
        case str():
            hint = f"write it without quotes: {example}"
            raise refusal("must be a date-time, not text", hint=hint)
        case _:
            raise refusal("must be a date-time", allowed=f"such as {example}")


def _zone(value: object) -> str:
    zone = read_text(value)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        allowed = 'a name such as "America/Toronto" or "Asia/Kolkata"'
        hint = _nearest_zone(zone)
        raise refusal("is no time zone", allowed=allowed, hint=hint) from error
    return zone


def _nearest_zone(given: str) -> str | None:
    zones = sorted(available_timezones())
    city = given.strip().replace(" ", "_").casefold()
    for zone in zones:
        if zone.casefold().rpartition("/")[2] == city:
            return f'did you mean "{zone}"?'
    return did_you_mean(given, zones)


def read_every(value: object) -> timedelta:
    """Read a time between polls, or refuse it."""
    allowed = '"60s", "10m" or "1h30m", from 10 seconds to 24 hours'
    if not isinstance(value, str):
        hint = f'write "{value}s"' if type(value) is int else None
        raise refusal("must be a time between polls", allowed=allowed, hint=hint)
    parts = _EVERY.fullmatch(value)
    if parts is None or not value:
        raise refusal("is no time between polls", allowed=allowed)
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    every = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not _SHORTEST <= every <= _LONGEST:
        raise refusal("is out of range", allowed=allowed)
    return every


def _quiet_hours(value: object) -> QuietHours:
    allowed = '"HH:MM-HH:MM", such as "22:00-07:00"'
    span = _QUIET.fullmatch(value) if isinstance(value, str) else None
    if span is None:
        raise refusal("is no span of hours", allowed=allowed)
    hours = [int(part) for part in span.groups()]
    start, end = time(hours[0], hours[1]), time(hours[2], hours[3])
    if start == end:
        raise refusal("ends when it starts", hint="leave it out for no quiet hours")
    return QuietHours(start=start, end=end)


def _category(value: object) -> str:
    text = read_text(value)
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
        raise refusal("is no category", allowed=", ".join(known), hint=near)
    return text


def _kind(value: object) -> str:
    kind = read_text(value)
    known = get_args(SourceKind)
    if kind not in known:
        hint = did_you_mean(kind, known)
        raise refusal("is no kind of source", allowed=", ".join(known), hint=hint)
    return kind


def _preset(value: object) -> str:
    preset = read_text(value)
    if preset not in PRESETS:
        hint = did_you_mean(preset, PRESETS)
        raise refusal("is no preset", allowed=", ".join(PRESETS), hint=hint)
    return preset


def accepted(reader: Callable[[object], Given], value: object) -> Given | None:
    """Read a value that may be refused; the refusal is for somebody else to say."""
    try:
        return reader(value)
    except PydanticCustomError:
        return None


def number(low: int, high: int) -> Reads:
    """Make the annotation of a whole number within limits, both included."""
    schema: JsonSchemaValue = {"type": "integer", "minimum": low, "maximum": high}
    return Reads(partial(_whole, low=low, high=high), schema)


def text(reader: Callable[[object], object], **schema: object) -> Reads:
    """Make the annotation of a value that the file writes as text."""
    return Reads(reader, {"type": "string", **schema})


Text = Annotated[str, text(read_text)]
Name = Annotated[str, text(_name, minLength=1)]
Zone = Annotated[str, text(_zone, examples=["America/Toronto", "Asia/Kolkata"])]
Every = Annotated[timedelta, text(read_every, examples=["60s", "10m", "1h30m"])]
Hours = Annotated[QuietHours, text(_quiet_hours, examples=["22:00-07:00"])]
Instant = Annotated[datetime, text(read_instant, format="date-time")]
Kind = Annotated[SourceKind, text(_kind, enum=list(get_args(SourceKind)))]
PresetName = Annotated[str, text(_preset, enum=list(PRESETS))]
CategorySlug = Annotated[str, text(_category, examples=[ALL, *CATEGORIES])]

"""The values of keys, as pydantic types that refuse with a sentence; those of addresses are in ``addresses``."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Annotated, TypeVar, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field, PlainValidator, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from watcher.core.category import ALL, CATEGORIES, recognise
from watcher.core.errors import did_you_mean
from watcher.core.people import RULE_MARK
from watcher.core.settings import DAILY, PRESETS, WEEKDAYS, Digest, QuietHours, SourceKind

Read = TypeVar("Read")

_EVERY = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,4})m)?(?:([0-9]{1,5})s)?")
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_FEWEST = 3  # letters of a day of the week
_QUIET = re.compile(rf"{_CLOCK}-{_CLOCK}")
_SHORTEST, _LONGEST = timedelta(seconds=10), timedelta(hours=24)
# New categories appear at any time (seven names in 2026) and are accepted; only a likely misspelling is refused.
_NEAR_MISS = 0.75
_FIRST_PROFILES = datetime(2015, 1, 1, tzinfo=UTC)


def value_refusal(
    problem: str, *, allowed: str | None = None, hint: str | None = None
) -> PydanticCustomError:
    """Refuse a value with a sentence, what is allowed, and what to do."""
    words = {"problem": problem, "allowed": allowed, "hint": hint}
    return PydanticCustomError("refused", "{problem}", words)


def accepted(type_: TypeAdapter[Read], value: object) -> Read | None:
    """Read a value that may be refused; None where it is."""
    try:
        return type_.validate_python(value, strict=True)
    except ValidationError:
        return None


def _name(text: str) -> str:
    if not text or text != text.strip() or not text.isprintable():
        allowed = "one line of text, without spaces around it"
        raise value_refusal("is no name" if text else "is empty", allowed=allowed)
    if "://" in text:
        # Names are printed everywhere; an address may hold a secret.
        raise value_refusal("is an address, not a name")
    return text


def _instant(value: object) -> datetime:
    example = "2025-11-20T15:00:00Z"
    match value:
        case datetime(tzinfo=None):
            hint = f"add Z for UTC, or an offset: {value.isoformat()}-05:00"
            raise value_refusal("has no zone, and an hour can decide a tie", hint=hint)
        case datetime() if value < _FIRST_PROFILES:
            allowed = "an instant from 2015-01-01T00:00:00Z on"
            raise value_refusal("is before Express Entry began", allowed=allowed)
        case datetime():
            return value.astimezone(UTC)
        case date():
            hint = f"add time and zone: {value.isoformat()}T15:00:00Z"
            raise value_refusal("has no time, and a second can decide a tie", hint=hint)
        case str():
            hint = f"write it without quotes: {example}"
            raise value_refusal("must be a date-time, not text", hint=hint)
        case _:
            raise value_refusal("must be a date-time", allowed=f"such as {example}")


def _zone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        allowed = 'a name such as "America/Toronto" or "Asia/Kolkata"'
        raise value_refusal("is no time zone", allowed=allowed, hint=_nearest_zone(zone)) from error
    return zone


@cache
def _zones() -> list[str]:
    return sorted(available_timezones())  # read from the disk each time


def _nearest_zone(given: str) -> str | None:
    zones = _zones()
    city = given.strip().replace(" ", "_").casefold()
    in_city = (zone for zone in zones if zone.casefold().rpartition("/")[2] == city)
    if zone := next(in_city, None):
        return f'did you mean "{zone}"?'
    return did_you_mean(given, zones)


def _every(value: object) -> timedelta:
    allowed = '"60s", "10m" or "1h30m", from 10 seconds to 24 hours'
    if not isinstance(value, str):
        hint = f'write "{value}s"' if type(value) is int else None
        raise value_refusal("must be a time between polls", allowed=allowed, hint=hint)
    parts = _EVERY.fullmatch(value)
    if parts is None or not value:
        raise value_refusal("is no time between polls", allowed=allowed)
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    every = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not _SHORTEST <= every <= _LONGEST:
        raise value_refusal("is out of range", allowed=allowed)
    return every


def _quiet_hours(value: object) -> QuietHours:
    span = _QUIET.fullmatch(value) if isinstance(value, str) else None
    if span is None:
        raise value_refusal("is no span of hours", allowed='"HH:MM-HH:MM", such as "22:00-07:00"')
    start, end = map(time.fromisoformat, span[0].split("-"))
    if start == end:
        raise value_refusal("ends when it starts", hint="leave it out for no quiet hours")
    return QuietHours(start=start, end=end)


def _digest(value: object) -> Digest:
    allowed = '"daily 18:00", or a day of the week: "weekly mon 09:00"'
    words = value.lower().split() if isinstance(value, str) else []
    if words[:1] == ["weekly"]:
        del words[0]
    elif words[:1] == [DAILY]:
        words[0] = ""
    day, at = words if len(words) == len(("day", "at")) else ("", "")
    found = [i for i, name in enumerate(WEEKDAYS) if len(day) >= _FEWEST and name.startswith(day)]
    if not re.fullmatch(_CLOCK, at) or (day and not found):
        raise value_refusal("is no time of a digest", allowed=allowed)
    return Digest(at=time.fromisoformat(at), weekday=found[0] if found else None)


def _one_line(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise value_refusal("is no line of text", allowed="words on one line")
    return text.strip()


def _person(text: str) -> str:
    if RULE_MARK in _name(text):
        raise value_refusal(
            f'has a "{RULE_MARK}" in it', hint="it stands between a person and a rule"
        )
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
        raise value_refusal("is no category", allowed=", ".join(known), hint=near)
    return text


def _one_of(text: str, *, known: Collection[str], problem: str) -> str:
    if text not in known:
        raise value_refusal(problem, allowed=", ".join(known), hint=did_you_mean(text, known))
    return text


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
    Field(examples=["daily 18:00", "weekly mon 09:00"]),
]
OneLine = Annotated[str, AfterValidator(_one_line), Field(max_length=200)]
PersonName = Annotated[str, AfterValidator(_person), Field(json_schema_extra={"minLength": 1})]
SubmissionTime = Annotated[datetime, PlainValidator(_instant, json_schema_input_type=datetime)]
KindName = Annotated[str, AfterValidator(_kind), Field(json_schema_extra={"enum": list(_KINDS)})]
PresetName = Annotated[
    str, AfterValidator(_preset), Field(json_schema_extra={"enum": list(PRESETS)})
]
CategorySlug = Annotated[str, AfterValidator(_category), Field(examples=[ALL, *CATEGORIES])]

"""JSON from answers: the same keys for the terminal's ``--json`` and for the API.

The fields of a dataclass are its keys, in their order, unless a field's metadata name another ``key``; properties are
for faces alone. Instants are ISO 8601 in UTC to the second, days are Ottawa's, spans are seconds; unknown is null.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePath
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from watcher.core.claims import Claim
from watcher.core.incidents import IncidentSubject
from watcher.core.model import FIGURES, Report, Round, Verdict
from watcher.core.settings import Digest, QuietHours, Secret
from watcher.insight.forecast.silence import Withheld

KeyMode = Literal["plain", "flat", "optional", "hidden"]

#: Metadata of a field whose own keys stand in its place.
FLAT: Final[Mapping[str, KeyMode]] = {"json": "flat"}
#: Metadata of a field whose key is left out where it is None.
OPTIONAL: Final[Mapping[str, KeyMode]] = {"json": "optional"}
#: Metadata of a field that only faces see.
HIDDEN: Final[Mapping[str, KeyMode]] = {"json": "hidden"}


class JsonKey(NamedTuple):
    """One key of an object: the attribute that it is made of, and how."""

    key: str
    attribute: str
    mode: KeyMode = "plain"


# Values of other packages have more fields than programs get, or in another order.
_KEYS: Mapping[type, tuple[str, ...]] = {
    Round: ("number", *FIGURES, "revision", "first_seen", "source", "confirmed", "claimed"),
    Verdict: ("verdict", "points", "margin"),
    Report: ("main", "number", *FIGURES, "precision", "quotes"),
    Claim: (
        *("source", "kind", "link", "title", "published", "first_seen", "seen_at"),
        *("round", "why", "report"),
    ),
}
_SPECIAL: Mapping[tuple[type, str], JsonKey] = {
    (Verdict, "verdict"): JsonKey("verdict", "kind"),
    (Claim, "round"): JsonKey("round", "number"),
    (Claim, "report"): JsonKey("report", "report", "flat"),
}


def json_keys(cls: type) -> Iterator[JsonKey]:
    """List the keys that programs get of a dataclass, in their order."""
    for key in _KEYS.get(cls, ()):
        yield _SPECIAL.get((cls, key), JsonKey(key, key))
    for field in () if cls in _KEYS else dataclasses.fields(cls):
        mode: KeyMode = field.metadata.get("json", "plain")
        if mode != "hidden":
            yield JsonKey(field.metadata.get("key", field.name), field.name, mode)


def json_object(value: object) -> dict[str, object]:
    """Make the JSON object of a dataclass or a mapping."""
    if isinstance(value, Mapping):
        return {str(key): to_json(part) for key, part in value.items()}
    if not dataclasses.is_dataclass(value):
        raise TypeError(f"no JSON for {type(value).__name__}")
    made: dict[str, object] = {}
    for key, attribute, mode in json_keys(type(value)):
        part = getattr(value, attribute)
        if mode == "flat":
            made |= json_object(part)
        elif part is not None or mode != "optional":
            made[key] = to_json(part)
    return made


def to_json(value: object) -> object:
    """Make JSON's kinds of a value: instants in UTC, spans in seconds, secrets hidden."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    made: object
    match value:
        case datetime():
            made = utc(value)
        case date():
            made = value.isoformat()
        case timedelta():
            made = value.total_seconds()
        case Secret() | QuietHours() | Digest() | PurePath() | IncidentSubject() | Withheld():
            made = str(value)
        case AbstractSet():
            made = sorted(map(str, value))
        case list() | tuple():
            made = [to_json(part) for part in value]
        case _:
            made = json_object(value)
    return made


def utc(instant: datetime) -> str:
    """Write an instant in UTC, to the second: 2026-08-19T14:30:00Z."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def local_instant(instant: datetime, timezone: str) -> str:
    """Write an instant for people, to the second, for a tie is decided by seconds."""
    return instant.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M:%S %Z")

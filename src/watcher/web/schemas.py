"""JSON Schemas of the types that answers are made of."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import NoneType, UnionType
from typing import Literal, get_args, get_origin, get_type_hints

from watcher.answers.backtest import Backtest
from watcher.answers.forecast import CategoryForecast, InvitationChance, Withheld
from watcher.answers.rank import PoolRank
from watcher.answers.report import NotConcerned, RoundSums, ToldLine
from watcher.answers.rounds import ComparedClaim, ListedRound, RoundDetails
from watcher.answers.score_card import ScoreCard
from watcher.answers.serialize import json_keys
from watcher.answers.sources import SourceRecord
from watcher.answers.stats import YearStats
from watcher.core.model import Round
from watcher.core.pool import Pool
from watcher.web.api import SOURCE_KEYS, CategorySummary

Value = dict[str, object]

TEXT_SCHEMA: Value = {"type": "string"}
_SCALARS: Mapping[object, Value] = {
    str: TEXT_SCHEMA,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    timedelta: {"type": "number", "description": "seconds"},
    Withheld: {"type": "string", "description": "why nothing is said"},
    object: {},
}
# Types with a schema of their own, by its name.
_COMPONENTS: Mapping[object, str] = {
    Pool: "Pool",
    Round: "HeldRound",
    ListedRound: "ListedRound",
    RoundDetails: "Round",
    ComparedClaim: "Telling",
    CategorySummary: "Category",
    SourceRecord: "Source",
    CategoryForecast: "Forecast",
    InvitationChance: "Chance",
    PoolRank: "Rank",
    Backtest: "Backtest",
    YearStats: "Year",
    ScoreCard: "ScoreCard",
    RoundSums: "Report",
    ToldLine: "Delivery",
    NotConcerned: "NotConcerned",
}
_EXPLAINED = {
    "number": "printed number, or a provisional one",
    "confirmed": "whether an official page shows it",
    "change": "of the cut-off",
    "above": "score minus cut-off",
    "at_cutoff": "the tie-break decides",
}


def component_schemas() -> Value:
    """Make the schemas of the types that have one of their own, by its name."""
    kept: Mapping[object, Collection[str]] = {SourceRecord: SOURCE_KEYS}
    schemas = {
        name: object_schema(properties_of(kind, kept.get(kind)), optional=_optional_keys(kind))
        for kind, name in _COMPONENTS.items()
        if isinstance(kind, type)
    }
    listed = properties_of(ListedRound)
    del listed["pool"]
    schemas["ListedRound"] = object_schema(listed, optional=_optional_keys(ListedRound))
    told = {
        "type": TEXT_SCHEMA,
        "title": TEXT_SCHEMA,
        "status": {"type": "integer"},
        "detail": TEXT_SCHEMA,
    }
    faults = array_of(object_schema(dict.fromkeys(("parameter", "given", "allowed"), TEXT_SCHEMA)))
    sometimes: Value = {
        "faults": faults,
        "nearest": array_of(TEXT_SCHEMA),
        "numbers": array_of(TEXT_SCHEMA),
    }
    schemas["Problem"] = object_schema({**told, **sometimes}, optional=sometimes)
    return dict(schemas)


def properties_of(cls: type, kept: Collection[str] | None = None) -> Value:
    """Make the schemas of a dataclass's keys, or only of those in *kept*."""
    types = get_type_hints(cls)
    found: Value = {}
    if kept is not None:
        return {key: schema_of(types[key]) for key in kept}
    for key, attribute, mode in json_keys(cls):
        if mode == "flat":
            found |= properties_of(types[attribute])
            continue
        kind = types[attribute]
        if mode == "optional":  # left out, never null
            (kind,) = (part for part in get_args(kind) if part is not NoneType)
        found[key] = schema_of(kind)
        if key in _EXPLAINED and cls in {Round, ListedRound}:
            found[key] = {**schema_of(kind), "description": _EXPLAINED[key]}
    return found


def _optional_keys(cls: type) -> set[str]:
    return {key.key for key in json_keys(cls) if key.mode == "optional"}


def schema_of(kind: object) -> Value:
    """Make the JSON Schema of a type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return _or_null(next(part for part in parts if part is not NoneType))
    generic: Mapping[object, Callable[[], Value]] = {
        Literal: lambda: {"enum": list(parts)},
        Mapping: lambda: {"type": "object", "additionalProperties": schema_of(parts[1])},
        tuple: lambda: array_of(schema_of(parts[0])),
    }
    return generic[origin]() if origin else _named_schema(kind)


def _named_schema(kind: object) -> Value:
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    if kind in _COMPONENTS:
        return reference_to(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [str(member) for member in kind]}
    if isinstance(kind, type):
        return object_schema(properties_of(kind), optional=_optional_keys(kind))
    raise TypeError(f"no schema for {kind}")


def _or_null(kind: object) -> Value:
    schema = schema_of(kind)
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def object_schema(properties: Value, optional: Collection[str] = ()) -> Value:
    """Make the schema of an object; every key is always there, but for the *optional* ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def array_of(items: Value) -> Value:
    """Make the schema of a list."""
    return {"type": "array", "items": items}


def reference_to(kind: object) -> Value:
    """Refer to a type with a schema of its own."""
    return {"$ref": f"#/components/schemas/{_COMPONENTS[kind]}"}

"""The OpenAPI 3.1 document of the API, derived from the types of its answers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import NoneType, UnionType
from typing import Literal, get_args, get_origin, get_type_hints

from watcher.answers.rounds import ComparedClaim, ListedRound, RoundDetails, known_rounds
from watcher.answers.serialize import json_keys
from watcher.answers.sources import SourceRecord
from watcher.core.category import ALL, CATEGORIES
from watcher.core.model import Round
from watcher.core.pool import HIGHEST_CRS, Pool
from watcher.insight.forecast.silence import Withheld
from watcher.web.api import SOURCE_KEYS, CategorySummary, ListPage, without_parameters
from watcher.web.filters import MOST_PER_PAGE, SORT_KEYS, SORT_ORDERS, categories_of
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

Value = dict[str, object]

_DESCRIPTION = (
    "Rounds of invitations of Express Entry, as this watcher holds them: what IRCC "
    "publishes, with every correction, beside what other sources say. Public and "
    "read-only. Instants are ISO 8601 in UTC, days are Ottawa's, spans are seconds; "
    "what is not known is null, and every key is always there. Keys may be added "
    "within version 1; none is taken away or given another meaning. Every answer has "
    "an ETag: send it in If-None-Match, and 304 says that nothing has changed."
)
_TEXT: Value = {"type": "string"}
_SCALARS: Mapping[object, Value] = {
    str: _TEXT,
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
}
_EXPLAINED = {
    "number": "printed number, or a provisional one",
    "confirmed": "whether an official page shows it",
    "change": "of the cut-off",
    "above": "score minus cut-off",
    "at_cutoff": "the tie-break decides",
}
# Numeric parameters of the list of rounds: minimum, maximum, description.
_NUMBERS = {
    "year": (2015, 2100, "Rounds of this year."),
    "score": (1, HIGHEST_CRS, "Rounds that would have invited this CRS score."),
    "page": (1, 1_000_000, "Which page."),
    "per_page": (1, MOST_PER_PAGE, "How many on a page; 100 unless given."),
}


def api_description(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with the OpenAPI document."""
    every = known_rounds(context, pools=False)
    known = list(dict.fromkeys([ALL, *CATEGORIES, *categories_of(every)]))
    return without_parameters(request, lambda: openapi_document(request.base_url, known))


def openapi_document(base: str, categories: Sequence[str]) -> Value:
    """Make the document for an API served at *base*."""
    rounds = _object({"rounds": _array(_ref(ListedRound)), **_properties(ListPage)})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "watcher",
            "version": "1",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{base}/api/v1"}],
        "paths": {
            "/openapi.json": _get("document", "This document", {"type": "object"}),
            "/rounds": _get(
                "rounds",
                "One page of the rounds that match",
                rounds,
                parameters=list(_round_parameters(categories)),
            ),
            "/rounds/{number}": _round_path(),
            "/categories": _get(
                "categories",
                "Every category, with its names and its last round",
                _object({"categories": _array(_ref(CategorySummary))}),
            ),
            "/sources": _get(
                "sources",
                "How each source is, and how it has done",
                _object({"sources": _array(_ref(SourceRecord))}),
            ),
        },
        "components": {"schemas": _components()},
    }


def _components() -> Value:
    kept: Mapping[object, Collection[str]] = {SourceRecord: SOURCE_KEYS}
    schemas = {
        name: _object(_properties(kind, kept.get(kind)), optional=_optional_keys(kind))
        for kind, name in _COMPONENTS.items()
        if isinstance(kind, type)
    }
    listed = _properties(ListedRound)
    del listed["pool"]
    schemas["ListedRound"] = _object(listed, optional=_optional_keys(ListedRound))
    told = {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT}
    faults = _array(_object(dict.fromkeys(("parameter", "given", "allowed"), _TEXT)))
    sometimes: Value = {"faults": faults, "nearest": _array(_TEXT), "numbers": _array(_TEXT)}
    schemas["Problem"] = _object({**told, **sometimes}, optional=sometimes)
    return dict(schemas)


def _properties(cls: type, kept: Collection[str] | None = None) -> Value:
    """Make the schemas of a dataclass's keys, or only of those in *kept*."""
    types = get_type_hints(cls)
    found: Value = {}
    if kept is not None:
        return {key: _schema(types[key]) for key in kept}
    for key, attribute, mode in json_keys(cls):
        if mode == "flat":
            found |= _properties(types[attribute])
            continue
        kind = types[attribute]
        if mode == "optional":  # left out, never null
            (kind,) = (part for part in get_args(kind) if part is not NoneType)
        found[key] = _schema(kind)
        if key in _EXPLAINED and cls in {Round, ListedRound}:
            found[key] = {**_schema(kind), "description": _EXPLAINED[key]}
    return found


def _optional_keys(cls: type) -> set[str]:
    return {key.key for key in json_keys(cls) if key.mode == "optional"}


def _schema(kind: object) -> Value:
    """Make the JSON Schema of a type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return _or_null(next(part for part in parts if part is not NoneType))
    generic: Mapping[object, Callable[[], Value]] = {
        Literal: lambda: {"enum": list(parts)},
        Mapping: lambda: {"type": "object", "additionalProperties": _schema(parts[1])},
        tuple: lambda: _array(_schema(parts[0])),
    }
    return generic[origin]() if origin else _named_schema(kind)


def _named_schema(kind: object) -> Value:
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    if kind in _COMPONENTS:
        return _ref(kind)
    if isinstance(kind, type):
        return _object(_properties(kind), optional=_optional_keys(kind))
    raise TypeError(f"no schema for {kind}")


def _or_null(kind: object) -> Value:
    schema = _schema(kind)
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def _object(properties: Value, optional: Collection[str] = ()) -> Value:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _array(items: Value) -> Value:
    return {"type": "array", "items": items}


def _ref(kind: object) -> Value:
    return {"$ref": f"#/components/schemas/{_COMPONENTS[kind]}"}


def _get(
    name: str,
    summary: str,
    schema: Value,
    *,
    parameters: Sequence[Value] = (),
    problems: Mapping[str, str] | None = None,
) -> Value:
    text = {"text/plain": {"schema": _TEXT}}
    too_many = "Too many requests; Retry-After says in how many seconds"
    responses: Value = {
        "200": {
            "description": summary,
            "headers": {"ETag": {"schema": _TEXT}, "Last-Modified": {"schema": _TEXT}},
            "content": {"application/json": {"schema": schema}},
        },
        "304": {"description": "Nothing has changed since the ETag that was sent"},
        "429": {"description": too_many, "content": text},
        "503": {"description": "The database cannot be read", "content": text},
    }
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    told = {"422": "A parameter is not understood; faults names each", **(problems or {})}
    for status, description in told.items():
        content = {"application/problem+json": problem}
        responses[status] = {"description": description, "content": content}
    operation: Value = {"operationId": name, "summary": summary}
    if parameters:
        operation["parameters"] = list(parameters)
    return {"get": {**operation, "responses": dict(sorted(responses.items()))}}


def _round_parameters(categories: Sequence[str]) -> list[Value]:
    schemas: Mapping[str, tuple[Value, str]] = {
        "category": (
            _array({"enum": list(categories)}),
            "Rounds of these categories: given several times, or with commas between.",
        ),
        **{
            name: ({"type": "integer", "minimum": low, "maximum": high}, about)
            for name, (low, high, about) in _NUMBERS.items()
        },
        "sort": ({"enum": list(SORT_KEYS)}, "By what; what is unknown comes last."),
        "order": ({"enum": list(SORT_ORDERS)}, "Descending unless given."),
    }
    return [
        {"name": name, "in": "query", "description": about, "schema": schema}
        for name, (schema, about) in schemas.items()
    ]


def _round_path() -> Value:
    number: Value = {
        "name": "number",
        "in": "path",
        "required": True,
        "description": "As people write it: 385, 91a, or a provisional number.",
        "schema": _TEXT,
        "example": "385",
    }
    return _get(
        "round",
        "One round with its pool, corrections, neighbours, and what each source says",
        _ref(RoundDetails),
        parameters=[number],
        problems={
            "404": "No such round is known; nearest has the numbers beside it",
            "409": "Several reported rounds claim this number; numbers has them",
        },
    )

"""The shapes of the API's answers, as JSON Schema."""

from typing import get_args

from watcher.core.settings import SourceKind

Value = dict[str, object]


def an_object(**properties: object) -> Value:
    """Describe an object whose keys are always there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def also(schema: Value, **optional: object) -> Value:
    """Add properties that are not always there."""
    properties = schema["properties"]
    assert isinstance(properties, dict)  # noqa: S101 - as an_object made it
    return {**schema, "properties": {**properties, **optional}}


def a_list(items: Value) -> Value:
    """Describe a list."""
    return {"type": "array", "items": items}


def ref(name: str) -> Value:
    """Refer to a schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Value) -> Value:
    """Describe what may be unknown."""
    if "$ref" in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    return {**schema, "type": [schema["type"], "null"]}


TEXT: Value = {"type": "string"}
COUNT: Value = {"type": "integer", "minimum": 0}
_INSTANT: Value = {"type": "string", "format": "date-time"}
_DAY: Value = {"type": "string", "format": "date"}
_SECONDS: Value = {"type": "number", "description": "seconds"}
_YES: Value = {"type": "boolean"}

_FIGURES: Value = {
    "date": or_null(_DAY),
    "drawn_at": or_null(_INSTANT),
    "name": or_null(TEXT),
    "category": or_null(TEXT),
    "version": or_null(TEXT),
    "cutoff": or_null({"type": "integer"}),
    "invitations": or_null(COUNT),
    "tie_break": or_null(_INSTANT),
    "url": or_null(TEXT),
}
_POOL = {"pool": or_null(ref("Pool"))}
_HELD: Value = {
    "number": {**TEXT, "description": "printed number, or a provisional one"},
    **_FIGURES,
    "revision": {"type": "integer", "minimum": 1},
    "first_seen": _INSTANT,
    "source": TEXT,
    "confirmed": {**_YES, "description": "whether an official page shows it"},
    "claimed": or_null(TEXT),
}
SCHEMAS: Value = {
    "Problem": also(
        an_object(type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT),
        faults=a_list(an_object(parameter=TEXT, given=TEXT, allowed=TEXT)),
        nearest=a_list(TEXT),
        numbers=a_list(TEXT),
    ),
    "Pool": an_object(
        as_on=or_null(_DAY),
        total=or_null(COUNT),
        bands=a_list(
            an_object(
                label=TEXT, low={"type": "integer"}, high={"type": "integer"}, count=or_null(COUNT)
            )
        ),
    ),
    "HeldRound": an_object(**_HELD, **_POOL),
    "ListedRound": also(
        an_object(
            **_HELD,
            previous={**or_null(TEXT), "description": "the one before in its category"},
            change={**or_null({"type": "integer"}), "description": "of the cut-off"},
        ),
        above={"type": "integer", "description": "score minus cut-off"},
        at_cutoff={**_YES, "description": "the tie-break decides"},
    ),
    "Round": an_object(
        **_HELD,
        **_POOL,
        in_baseline=_YES,
        lateness=or_null(_SECONDS),
        previous=or_null(ref("HeldRound")),
        next=or_null(ref("HeldRound")),
        revisions=a_list(
            an_object(
                revision={"type": "integer"},
                figure=TEXT,
                before={},
                after={},
                source=TEXT,
                seen_at=_INSTANT,
            )
        ),
        reports=a_list(
            an_object(
                source=TEXT,
                first_seen=_INSTANT,
                seen_at=_INSTANT,
                **_FIGURES,
                **_POOL,
                differs=a_list(TEXT),
            )
        ),
        tellings=a_list(ref("Telling")),
    ),
    "Telling": an_object(
        source=TEXT,
        kind=TEXT,
        link=or_null(TEXT),
        title=or_null(TEXT),
        published=or_null(_INSTANT),
        first_seen=_INSTANT,
        seen_at=_INSTANT,
        round=or_null(TEXT),
        why=TEXT,
        main=_YES,
        number=or_null(TEXT),
        **_FIGURES,
        **_POOL,
        precision={"type": "object", "additionalProperties": TEXT},
        quotes={"type": "object", "additionalProperties": TEXT},
        witness={"type": "integer", "minimum": 1},
        copies=or_null(TEXT),
        differs=a_list(TEXT),
    ),
    "Category": an_object(
        slug=TEXT,
        en=TEXT,
        fr=TEXT,
        known=_YES,
        rounds=COUNT,
        first=or_null(_DAY),
        last=or_null(
            an_object(number=TEXT, date=or_null(_DAY), cutoff=or_null({"type": "integer"}))
        ),
    ),
    "Source": an_object(
        name=TEXT,
        kind={"enum": list(get_args(SourceKind))},
        trust={"enum": ["official", "secondary"]},
        health={"enum": ["well", "late", "blind", "not polled", "waiting", "never asked"]},
        since=or_null(_INSTANT),
        why=or_null(TEXT),
        polled_at=or_null(_INSTANT),
        good_at=or_null(_INSTANT),
        changed_at=or_null(_INSTANT),
        rounds=or_null(COUNT),
        wrong=or_null(COUNT),
        against_official=or_null(_SECONDS),
        timed=or_null(COUNT),
    ),
}

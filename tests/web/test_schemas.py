"""JSON Schemas of types."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

import pytest

from watcher.answers.serialize import OPTIONAL
from watcher.core.model import Round
from watcher.web.schemas import component_schemas, properties_of, schema_of


class Colour(StrEnum):
    """Two colours."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Thing:
    """A value of several kinds."""

    name: str
    size: int | None
    tint: Colour
    rare: date | None = field(default=None, metadata=OPTIONAL)


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (int | None, {"type": ["integer", "null"]}),
        (Colour, {"enum": ["red", "blue"]}),
        (Literal["a", "b"], {"enum": ["a", "b"]}),
        (tuple[date, ...], {"type": "array", "items": {"type": "string", "format": "date"}}),
        (Mapping[str, float], {"type": "object", "additionalProperties": {"type": "number"}}),
        (Round | None, {"oneOf": [{"$ref": "#/components/schemas/HeldRound"}, {"type": "null"}]}),
        (timedelta, {"type": "number", "description": "seconds"}),
    ],
)
def test_a_type_has_its_schema(kind: object, schema: dict[str, object]) -> None:
    assert schema_of(kind) == schema


def test_every_key_of_a_dataclass_is_there_but_optional_ones() -> None:
    assert schema_of(Thing) == {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "size": {"type": ["integer", "null"]},
            "tint": {"enum": ["red", "blue"]},
            "rare": {"type": "string", "format": "date"},
        },
        "required": ["name", "size", "tint"],
    }
    assert list(properties_of(Thing, ["size"])) == ["size"]


def test_a_type_that_json_has_no_word_for_is_an_error() -> None:
    with pytest.raises(TypeError, match="no schema for"):
        schema_of("cooks")


def test_answers_of_the_api_have_a_schema_of_their_own() -> None:
    named = component_schemas()

    assert {"Round", "Forecast", "Chance", "Rank", "Backtest", "Year", "Problem"} <= set(named)

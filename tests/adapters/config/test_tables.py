"""The tables of the file: their defaults, and their JSON Schema."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from pydantic import BaseModel

from tests.adapters.config.files import DESK, write
from watcher.adapters import config
from watcher.adapters.config import tables
from watcher.core.errors import ConfigError
from watcher.core.settings import PRESETS, Operator, Settings, Source, Subscription


@pytest.mark.parametrize(
    ("table", "settings"),
    [
        (tables.WatcherTable, Settings),
        (tables.SourceTable, Source),
        (tables.OperatorTable, Operator),
        (tables.SubscriptionTable, Subscription),
    ],
)
def test_defaults_are_those_of_the_settings(table: type[BaseModel], settings: type[object]) -> None:
    defaults = {f.name: f.default for f in fields(settings)}  # type: ignore[arg-type] # each is a dataclass
    inherited = {
        Subscription: {"language", "timezone", "picture"},
        Source: {"trust", "max_bytes"},  # of its kind
    }.get(settings, set())

    for key, field in table.model_fields.items():
        if key in defaults and key not in inherited and not field.is_required():
            default = field.default
            frozen = tuple(default) if isinstance(default, list) else default
            assert (key, frozen) in {(key, defaults[key]), ("database", None), ("kind", "ircc-json")}  # fmt: skip


def test_the_schema_asks_for_name_and_address_or_a_preset() -> None:
    definitions = config.json_schema()["$defs"]

    assert isinstance(definitions, dict)
    table = definitions["SourceTable"]
    assert table["anyOf"] == [{"required": ["name", "url"]}, {"required": ["preset"]}]
    assert "required" not in table
    assert table["additionalProperties"] is False
    assert table["properties"]["preset"]["enum"] == list(PRESETS)
    assert table["properties"]["trust"]["enum"] == ["official", "secondary"]


def test_the_schema_knows_every_table_and_refuses_unknown_keys() -> None:
    schema = config.json_schema()

    described = schema["properties"]
    assert isinstance(described, dict)
    assert list(described) == [
        "watcher",
        "source",
        "channels",
        "operator",
        "web",
        "sending",
        "sender",
        "signup",
        "bot",
        "subscription",
    ]
    assert schema["additionalProperties"] is False
    assert "null" not in json.dumps(schema)


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ('name = "Example"\naddress = "1 Main St"\n', "sender.contact: is missing"),
        (
            'name = " "\naddress = "1 Main St"\ncontact = "hi@example.org"\n',
            'sender.name: is no line of text; there is " "; allowed: words on one line',
        ),
        (
            'name = "Example"\naddress = "1 Main St"\ncontact = "phone us"\n',
            'sender.contact: is no address; there is "phone us"; allowed: a mail or web address',
        ),
    ],
)
def test_who_sends_says_so_in_full(tmp_path: Path, keys: str, fault: str) -> None:
    with pytest.raises(ConfigError) as raised:
        config.load(write(tmp_path, f"{DESK}[sender]\n{keys}"), {})

    assert fault in str(raised.value)

"""The example, the first file of a newcomer, and the schema that describes both."""

import json
import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.adapters.config.files import write
from watcher.adapters import config
from watcher.core.settings import PRESETS, Secret, Subscription

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"

ANSWERS = config.InitAnswers(
    name="amara",
    score=471,
    categories=("healthcare", "cec"),
    channel="telegram",
    address="tgram://12:ab/1",
    language="fr",
    timezone="Asia/Kolkata",
    submitted="2025-11-20T15:00:00Z",
)


def properties(table: str) -> set[str]:
    """Name the keys that the schema knows of one table."""
    schema = config.json_schema()
    described = schema["properties"]
    definitions = schema["$defs"]
    assert isinstance(described, dict)
    assert isinstance(definitions, dict)
    reference = json.dumps(described[table])
    name = re.search(r"#/\$defs/(\w+)", reference)
    assert name is not None
    return set(definitions[name[1]]["properties"])


def test_the_example_can_be_used_as_it_stands() -> None:
    settings = config.load(EXAMPLE, {})

    assert settings.channels["desk"].url == Secret("print://")
    assert settings.operator.channels == ("desk",)
    assert [s.channels for s in settings.subscriptions] == [("desk",)]
    assert (
        config.warnings(
            settings, {}, channel_warnings=lambda _: (), now=datetime(2026, 11, 2, tzinfo=UTC)
        )
        == ()
    )


@pytest.mark.parametrize(
    "table", ["watcher", "source", "operator", "web", "sender", "signup", "subscription"]
)
def test_every_key_stands_in_the_example(table: str) -> None:
    heading = re.compile(rf"^(?:# )?\[+{table}\]+$", re.MULTILINE)
    section = heading.split(EXAMPLE.read_text())[1].split("\n\n\n")[0]
    written = set(re.findall(r"^(?:# )?(\w+) *= ", section, re.MULTILINE))

    assert written == properties(table)


def test_the_example_is_valid_with_every_line_of_it_in_force() -> None:
    keys = re.sub(r"^# (?=\w+ *= |\[\[|\[sender\])", "", EXAMPLE.read_text(), flags=re.MULTILINE)
    once = re.sub(
        r"^(database|database_file|ping_file|token_file|amara-tg) *= .*\n", "", keys, flags=re.MULTILINE
    )  # fmt: skip

    document = tomllib.loads(once)

    assert set(document["source"][0]) == properties("source")
    assert set(document["subscription"][0]) == properties("subscription")
    assert set(document["web"]) == properties("web") - {"token_file"}


def test_every_source_of_the_example_can_be_polled(tmp_path: Path) -> None:
    text = EXAMPLE.read_text()
    section = text[text.index("# [[source]]") : text.index("\n\n\n# Where alerts")]
    lines = re.sub(r"^# (?=\w+ *= |\[\[)", "", section, flags=re.MULTILINE)

    sources = config.load(write(tmp_path, lines), {}).sources

    assert sources[0] == replace(PRESETS["ircc"].source(), every=timedelta(seconds=60))
    assert [(s.name, s.kind, s.trust) for s in sources[1:]] == [
        ("cic-news", "feed", "secondary"),
        ("cadimmigration", "wordpress", "secondary"),
        ("ircc-fr", "ircc-json", "official"),
        ("consultant", "article", "secondary"),
        ("own-table", "rounds-table", "secondary"),
        ("blog", "wordpress", "secondary"),
        ("news", "feed", "secondary"),
    ]


def test_answers_make_a_file_that_says_what_was_answered(tmp_path: Path) -> None:
    settings = config.load(write(tmp_path, config.starter_config(ANSWERS)), {})

    assert settings.channels["telegram"].url == Secret("tgram://12:ab/1")
    assert settings.operator.channels == ("telegram",)
    assert settings.subscriptions == (
        Subscription(
            name="amara",
            categories=frozenset({"healthcare", "cec"}),
            score=471,
            channels=("telegram",),
            submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
            language="fr",
            timezone="Asia/Kolkata",
        ),
    )


def test_the_sources_of_a_first_file_can_be_put_in_force(tmp_path: Path) -> None:
    text = config.starter_config(ANSWERS)
    lines = re.sub(r"^# (?=preset = |\[\[source)", "", text, flags=re.MULTILINE)

    settings = config.load(write(tmp_path, lines), {})

    assert [source.name for source in settings.sources] == ["ircc", "cic-news"]


@pytest.mark.parametrize("text", ['"', "\\", 'a"\nb = "c', "Zoë \x7f \t", "${HOME}"])
def test_no_answer_breaks_out_of_its_place(text: str) -> None:
    answers = config.InitAnswers(
        name=text,
        score=471,
        categories=(text,),
        channel=text,
        address=text,
        language="en",
        timezone=text,
    )

    document = tomllib.loads(config.starter_config(answers))

    assert document["channels"] == {text: text}
    assert document["subscription"][0]["name"] == text
    assert document["subscription"][0]["categories"] == [text]

"""Options of the program, before the verb and after it."""

import json
from pathlib import Path

import pytest

from tests.adapters.config.files import a_subscription, write
from tests.cli.terminal import watcher
from watcher.cli.group import moved_before_verb

OWN = {"--config": True, "-c": True, "--timezone": True, "--verbose": False}
VERBS = {
    "rounds": {"--category": True, "--json": False},
    "init": {"--timezone": True, "--yes": False},
}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("rounds --config x --json", "--config x rounds --json"),
        ("rounds --json -c x", "-c x rounds --json"),
        ("rounds --config=x", "--config=x rounds"),
        ("-c x rounds --verbose", "-c x --verbose rounds"),
        ("--verbose rounds cec -c x", "--verbose -c x rounds cec"),
        # The verb's own stays with the verb, as does a value that looks like an option.
        ("init --timezone Asia/Kolkata -c x", "-c x init --timezone Asia/Kolkata"),
        ("rounds --category --config", "rounds --category --config"),
        ("rounds -- --config x", "rounds -- --config x"),
        # Without its value it is the last word, and refused for that.
        ("rounds --json --config", "--config"),
        ("rounds --json --category", "rounds --json --category"),
        ("-c x rounds --category", "-c x rounds --category"),
        # What nobody knows stays where it is, for the verb to refuse.
        ("rounds --confg x", "rounds --confg x"),
        ("ruonds --config x", "ruonds --config x"),
        ("-c rounds rounds", "-c rounds rounds"),
        ("--help", "--help"),
        ("", ""),
    ],
)
def test_options_of_the_program_are_moved_before_the_verb(typed: str, read: str) -> None:
    assert moved_before_verb(typed.split(), OWN, VERBS.get) == read.split()


def test_a_configuration_may_be_named_after_the_verb(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription())

    said = watcher(
        "config", "--json", "--config", file, "--timezone", "Asia/Kolkata",
        home=tmp_path / "..",
    )  # fmt: skip

    shown = json.loads(said.stdout)
    assert shown["file"] == str(file)
    assert shown["watcher"]["timezone"] == "Asia/Kolkata"


def test_the_zone_that_init_is_given_is_that_of_the_new_file(tmp_path: Path) -> None:
    said = watcher(
        "init", "--yes", "--score", "471", "--timezone", "Asia/Kolkata",
        "-c", "new.toml", home=tmp_path,
    )  # fmt: skip

    assert said.exit_code == 0
    assert 'timezone = "Asia/Kolkata"' in (tmp_path / "new.toml").read_text()

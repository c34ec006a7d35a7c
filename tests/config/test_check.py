"""Every fault at once for ``check``, and single values for ``init``."""

from pathlib import Path

import pytest

from tests.config.files import DESK, write
from watcher import config
from watcher.settings import Secret


def test_check_adds_the_form_of_addresses_to_every_other_fault(tmp_path: Path) -> None:
    text = '[watcher]\nlanguage = "de"\n[channels]\na = "tgram://"\nb = "${NONE}"\n'

    def problem(address: Secret) -> str | None:
        return "needs a token" if address == Secret("tgram://") else "asked in vain"

    faults = config.check(write(tmp_path, text), {}, problem=problem)

    assert [(fault.key, fault.problem) for fault in faults] == [
        ("watcher.language", "is not one of the words allowed here"),
        ("channels.a", "needs a token"),
        ("channels.b", "needs the environment variable NONE, which is not set"),
    ]


def test_check_of_a_good_file_finds_nothing(tmp_path: Path) -> None:
    assert config.check(write(tmp_path, DESK), {}, problem=lambda _: None) == ()


def test_check_of_no_file_is_a_fault_and_no_error(tmp_path: Path) -> None:
    faults = config.check(tmp_path / "none.toml", {}, problem=lambda _: None)

    assert [fault.problem for fault in faults] == ["does not exist"]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("score", 471, None),
        ("score", 0, "is out of range; a whole number from 1 to 1200"),
        ("categories", ["cec"], None),
        (
            "categories",
            ["all", "cec"],
            'has "all" beside other categories; write ["all"] alone',
        ),
        ("name", "", "is empty; one line of text, without spaces around it"),
    ],
)
def test_one_value_of_a_subscription_can_be_asked_about(
    key: str, value: object, problem: str | None
) -> None:
    assert config.subscription_problem(key, value) == problem

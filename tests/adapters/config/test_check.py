"""Every fault at once for ``check``, and single values for ``init``."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.adapters.config.files import DESK, a_subscription, write
from watcher.adapters import config
from watcher.core.errors import ConfigFault
from watcher.core.settings import Secret

NOW = datetime(2026, 8, 19, 15, tzinfo=UTC)


def nothing(_: Secret, **_how: bool) -> None:
    """Find no fault with an address."""


def check(
    file: Path,
    environ: dict[str, str] | None = None,
    *,
    problem: config.ChannelProblem = nothing,
    database: config.AddressProblem = nothing,
) -> tuple[ConfigFault, ...]:
    """Check the file in the middle of August 2026."""
    return config.check_config(
        file,
        {"HOME": "/home/amara", **(environ or {})},
        channel_problem=problem,
        database_problem=database,
        now=NOW,
    )


def test_check_adds_the_form_of_addresses_to_every_other_fault(tmp_path: Path) -> None:
    text = '[watcher]\nlanguage = "de"\n[channels]\na = "tgram://"\nb = "${NONE}"\n'

    def problem(address: Secret, **_how: bool) -> str | None:
        return "needs a token" if address == Secret("tgram://") else "asked in vain"

    faults = check(write(tmp_path, text), problem=problem)

    assert [(fault.key, fault.problem) for fault in faults] == [
        ("watcher.language", "is not one of the words allowed here"),
        ("channels.a", "needs a token"),
        ("channels.b", "needs the environment variable NONE, which is not set"),
    ]


def test_check_of_a_good_file_finds_nothing(tmp_path: Path) -> None:
    assert check(write(tmp_path, DESK)) == ()


def test_check_of_no_file_is_a_fault_and_no_error(tmp_path: Path) -> None:
    faults = check(tmp_path / "none.toml")

    assert [fault.problem for fault in faults] == ["does not exist"]


@pytest.mark.parametrize(
    ("submitted", "told"),
    [
        ("2026-08-19T15:00:00Z", []),
        ("2015-01-01T00:00:00Z", []),
        (
            "2026-08-19T15:00:01Z",
            [
                (
                    "lies in the future; there is 2026-08-19 15:00:01+00:00; write when "
                    "the profile was submitted, or leave it out until it is"
                )
            ],
        ),
        (
            "1899-12-31T15:00:00Z",
            [
                (
                    "is before Express Entry began; there is 1899-12-31 15:00:00+00:00; "
                    "allowed: an instant from 2015-01-01T00:00:00Z on"
                )
            ],
        ),
    ],
)
def test_a_profile_was_submitted_between_2015_and_now(
    tmp_path: Path, submitted: str, told: list[str]
) -> None:
    file = write(tmp_path, a_subscription(submitted=submitted))

    begins = f"{file}: subscription[0].submitted (amara): "
    assert [str(f).removeprefix(begins) for f in check(file)] == told


def test_a_clock_that_is_wrong_does_not_keep_the_service_from_starting(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription(submitted="2999-08-19T15:00:01Z"))

    assert config.load(file, {}).subscriptions[0].submitted is not None


@pytest.mark.parametrize(
    ("text", "environ", "address", "place"),
    [
        (
            '[watcher]\ndatabase = "sqlite:///w.db"\n',
            {},
            "sqlite:///FOLDER/w.db",
            "FOLDER/config.toml: watcher.database",
        ),
        (
            '[watcher]\ndatabase = "sqlite:///w.db"\n',
            {"WATCHER_DATABASE": "sqlite:////e.db"},
            "sqlite:////e.db",
            "environment: WATCHER_DATABASE",
        ),
        (
            "",
            {},
            "sqlite:////home/amara/.local/state/watcher/watcher.db",
            "FOLDER/config.toml: watcher.database",
        ),
    ],
)
def test_check_asks_about_the_database_that_would_be_used(
    tmp_path: Path, text: str, environ: dict[str, str], address: str, place: str
) -> None:
    def database(given: Secret) -> str:
        return f"{given.value} cannot be had"

    told = check(write(tmp_path, text), environ, database=database)

    said = [str(fault).replace(str(tmp_path), "FOLDER") for fault in told]
    assert said == [f"{place}: {address} cannot be had"]


def test_a_database_whose_address_is_wrong_is_told_of_once(tmp_path: Path) -> None:
    def database(given: Secret) -> str:
        return f"{given.value} cannot be had"

    text = '[watcher]\ndatabase = "sqlite://w.db"\n'

    told = check(write(tmp_path, text), database=database)

    assert [fault.problem for fault in told] == ["names no file"]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("score", 471, None),
        ("score", 0, "is out of range; a whole number from 1 to 1200"),
        ("categories", ["cec"], None),
        ("categories", ["all", "cec"], 'has "all" beside other categories; write ["all"] alone'),
        ("name", "", "is empty; one line of text, without spaces around it"),
    ],
)
def test_one_value_of_a_subscription_can_be_asked_about(
    key: str, value: object, problem: str | None
) -> None:
    assert config.subscription_problem(key, value) == problem

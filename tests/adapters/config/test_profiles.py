"""Subscriptions that name a profile instead of a score."""

from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest

from tests.adapters.config.files import a_subscription, write
from watcher.adapters import config
from watcher.core.errors import ConfigError
from watcher.core.scores import score_on

BORN = 'born = 1996-09-02\neducation = "bachelor"\n'
SUBMITTED = "submitted = 2025-11-20T15:00:00Z\n"


def named(folder: Path, facts: str | None = BORN, **keys: str) -> Path:
    """Write a configuration whose subscription names ``amara.toml``, and that file."""
    if facts is not None:
        (folder / "amara.toml").write_text(facts)
    return write(folder, a_subscription(**{"score": "", "profile": '"amara.toml"', **keys}))


def faults(file: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        config.load(file, {})
    return [str(fault).removeprefix(f"{file.parent}/") for fault in caught.value.faults]


def test_a_profile_lies_beside_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = named(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    [amara] = config.load(file, {}).subscriptions

    assert amara.score is None
    assert amara.profile is not None
    assert amara.profile.born == date(1996, 9, 2)
    assert [score_on(amara, date(2026, 9, day)).points for day in (1, 2)] == [230, 225]


@pytest.mark.parametrize("absolute", [True, False])
def test_its_path_may_be_absolute_or_lead_elsewhere(tmp_path: Path, *, absolute: bool) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people/amara.toml").write_text(BORN)
    path = f"{tmp_path}/people/amara.toml" if absolute else "people/amara.toml"

    [amara] = config.load(named(tmp_path, None, profile=f'"{path}"'), {}).subscriptions

    assert amara.profile is not None


def test_when_it_was_submitted_may_stand_in_the_profile(tmp_path: Path) -> None:
    [amara] = config.load(named(tmp_path, BORN + SUBMITTED, submitted=""), {}).subscriptions
    assert amara.submitted == datetime(2025, 11, 20, 15, tzinfo=UTC)

    [amara] = config.load(named(tmp_path, BORN + SUBMITTED), {}).subscriptions
    assert amara.submitted == datetime(2025, 11, 20, 15, tzinfo=UTC)


def test_two_times_of_submission_contradict_each_other(tmp_path: Path) -> None:
    file = named(tmp_path, BORN + SUBMITTED, submitted="2025-11-21T15:00:00Z")
    assert faults(file) == [
        (
            "config.toml: subscription[0].submitted (amara): is not what "
            f"{tmp_path}/amara.toml says; there is 2025-11-21 15:00:00+00:00; "
            "there it is 2025-11-20T15:00:00Z: leave it out in one of the two"
        )
    ]


def test_one_submitted_in_the_future_is_found_by_check(tmp_path: Path) -> None:
    file = named(tmp_path, BORN + SUBMITTED, submitted="")
    [fault] = config.check_config(
        file,
        {},
        channel_problem=lambda _, **_how: None,
        database_problem=lambda _: None,
        now=datetime(2025, 1, 1, tzinfo=UTC),
    )
    assert (fault.key, fault.problem) == ("subscription[0].submitted (amara)", "lies in the future")


def test_faults_of_a_profile_stand_beside_those_of_the_configuration(tmp_path: Path) -> None:
    file = named(tmp_path, 'born = 1996-09-02\neducation = "phd"\nage = 30\n', channels="[]")
    found = faults(file)
    assert found[0] == "config.toml: subscription[0].channels (amara): is empty"
    assert [fault.split(": ")[:2] for fault in found[1:]] == [
        ["amara.toml", "age"],
        ["amara.toml", "education"],
    ]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (
            {"profile": '"bo.toml"'},
            (
                "subscription[0].profile (amara): {folder}/bo.toml: does not exist; write it: born = "
                '1994-11-03 and education = "bachelor" are the least that it needs'
            ),
        ),
        (
            {"profile": "3"},
            "subscription[0].profile (amara): must be text; there is 3; put it between quotes",
        ),
        (
            {"profile": '""'},
            (
                'subscription[0].profile (amara): is empty; there is ""; '
                "allowed: one line of text, without spaces around it"
            ),
        ),
        (
            {"score": "471"},
            "subscription[0].profile (amara): stands beside score; only one of them can hold",
        ),
    ],
    ids=["missing file", "a number", "empty", "beside score"],
)
def test_a_profile_that_cannot_be_had(tmp_path: Path, keys: dict[str, str], sentence: str) -> None:
    assert faults(named(tmp_path, **keys)) == [
        f"config.toml: {sentence.replace('{folder}', str(tmp_path))}"
    ]


def test_the_profile_of_two_people_is_read_and_refused_once(tmp_path: Path) -> None:
    text = named(tmp_path, "age = 30\n").read_text()
    second = text[text.index("[[subscription]]") :].replace('"amara"', '"bo"')
    file = write(tmp_path, text + second)
    assert len(faults(file)) == 1

    (tmp_path / "amara.toml").write_text(BORN)
    amara, bo = config.load(file, {}).subscriptions
    assert amara.profile is bo.profile


def test_settings_in_force_name_the_file_and_nothing_of_what_it_holds(tmp_path: Path) -> None:
    shown = config.redacted_settings(config.load(named(tmp_path), {}))

    assert isinstance(shown["subscription"], list)
    assert shown["subscription"][0]["profile"] == "amara.toml"
    assert "score" not in shown["subscription"][0]
    assert "1996" not in config.to_toml(shown)


def test_check_says_what_the_score_of_today_leaves_in_doubt(tmp_path: Path) -> None:
    settings = config.load(named(tmp_path, submitted=""), {})

    def advice(day: int) -> tuple[str, ...]:
        now = datetime(2026, 11, day, 16, tzinfo=UTC)
        return config.warnings(settings, {}, channel_warnings=lambda _: (), now=now)

    assert advice(2) == (
        "subscription amara: without `submitted` a round cut off at its score cannot be decided",
    )
    assert advice(3)[1].startswith(
        "subscription amara: amara.toml: the rules changed on 2026-11-03: "
    )


def test_check_says_that_a_stated_age_stands_still(tmp_path: Path) -> None:
    settings = config.load(named(tmp_path, 'age = 30\neducation = "none"\n'), {})
    now = datetime(2026, 11, 2, 16, tzinfo=UTC)
    assert config.warnings(settings, {}, channel_warnings=lambda _: (), now=now) == (
        "subscription amara: amara.toml: `age` stays as it is; with `born` the score follows the birthdays",
    )


@pytest.mark.parametrize(
    ("keys", "valid"),
    [
        ({"score": 471}, True),
        ({"profile": "amara.toml"}, True),
        ({}, False),
        ({"score": 471, "profile": "amara.toml"}, False),
    ],
)
def test_the_schema_asks_for_one_of_the_two(keys: dict[str, object], *, valid: bool) -> None:
    validator = jsonschema.Draft202012Validator(config.json_schema())
    entry = {"name": "amara", "categories": ["cec"], "channels": ["desk"], **keys}
    assert validator.is_valid({"subscription": [entry]}) is valid

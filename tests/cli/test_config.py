"""``init``, ``check`` and ``config``."""

import json
import stat
import tomllib
from pathlib import Path

import pytest

from tests.adapters.config.files import DESK, a_subscription, write
from tests.cli.terminal import watcher
from watcher.adapters import config

YES = ("init", "--yes", "--score", "471")


def test_check_of_a_good_file_counts_what_it_found(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription())

    said = watcher("-c", file, "check", home=tmp_path)

    counted = "1 source, 1 channel, 1 subscription"
    assert (said.exit_code, said.stdout) == (0, f"{file} is good: {counted}.\n")


def test_check_tells_every_fault_at_once_and_ends_with_2(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription(score='"471"').replace("print", "pritn"))

    said = watcher("-c", file, "check", home=tmp_path)

    assert said.exit_code == 2
    heading, channel, score = said.stderr.splitlines()
    assert heading == "watcher: the configuration cannot be used, 2 faults:"
    assert channel.startswith(f"{file}: channels.desk: no kind of channel is called")
    assert score == (
        f"{file}: subscription[0].score (amara): must be a whole number; "
        'there is "471"; allowed: a whole number from 1 to 1200; '
        "write it without quotes"
    )


def test_check_refuses_a_database_that_run_could_not_open(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    database = '[watcher]\ndatabase = "sqlite:///state/watcher.db"\n'
    file = write(tmp_path, a_subscription() + database)

    said = watcher("-c", file, "check", home=tmp_path)

    assert said.exit_code == 2
    assert said.stderr == (
        f"watcher: {file}: watcher.database: {tmp_path}/state cannot be made: "
        f"{tmp_path}/state is a file, not a folder\n"
    )


def test_check_knows_what_time_it_is(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription(submitted="2999-01-01T00:00:00Z"))

    said = watcher("-c", file, "check", home=tmp_path)

    assert said.exit_code == 2
    assert "submitted (amara): lies in the future" in said.stderr


def test_init_writes_no_channel_that_cannot_be_sent_to(tmp_path: Path) -> None:
    said = watcher(*YES, "--channel", "amara@gmail.com", home=tmp_path)

    assert said.exit_code == 2
    assert "a mail address alone does not say which server sends" in said.stderr
    assert not (tmp_path / ".config/watcher/config.toml").exists()


def test_of_many_faults_of_a_kind_a_few_are_shown_unless_each_is_asked_for(tmp_path: Path) -> None:
    people = (
        f'[[subscription]]\nname = "p{i}"\ncategories = ["cec"]\n'
        'score = 1201\nchannels = ["desk"]\n'
        for i in range(200)
    )
    file = write(tmp_path, "".join((DESK, *people)))

    few = watcher("-c", file, "check", home=tmp_path)
    as_any = watcher("-c", file, "rounds", home=tmp_path)
    each = watcher("-c", file, "check", "--all", home=tmp_path)
    programs = watcher("-c", file, "check", "--json", home=tmp_path)

    assert few.stderr.splitlines()[::6] == [
        "watcher: the configuration cannot be used, 200 faults:",
        "... and 195 more like it; `watcher check --all` shows each",
    ]
    assert as_any.stderr == few.stderr
    assert len(each.stderr.splitlines()) == 201
    assert len(json.loads(programs.stdout)["faults"]) == 200


def test_warnings_do_no_harm(tmp_path: Path) -> None:
    file = write(tmp_path, a_subscription(wake="true"))

    said = watcher("-c", file, "check", home=tmp_path)

    assert said.exit_code == 0
    assert said.stdout.splitlines()[1:] == [
        "warning: subscription amara: `wake` does nothing without `quiet_hours`"
    ]


def test_check_answers_programs_too(tmp_path: Path) -> None:
    good = write(tmp_path, a_subscription(wake="true"))
    (tmp_path / "bad").mkdir()
    bad = write(tmp_path / "bad", a_subscription(near="-1"))

    said_good = watcher("-c", good, "check", "--json", home=tmp_path)
    said_bad = watcher("-c", bad, "check", "--json", home=tmp_path)

    assert json.loads(said_good.stdout) == {
        "file": str(good),
        "faults": [],
        "warnings": ["subscription amara: `wake` does nothing without `quiet_hours`"],
        "counts": {"sources": 1, "channels": 1, "subscriptions": 1},
    }
    assert said_bad.exit_code == 2
    assert json.loads(said_bad.stdout)["faults"] == [
        {
            "file": str(bad),
            "key": "subscription[0].near (amara)",
            "problem": "is out of range",
            "given": "-1",
            "allowed": "a whole number from 0 to 1200",
            "hint": None,
        }
    ]


def test_without_a_file_every_place_is_named(tmp_path: Path) -> None:
    said = watcher("check", home=tmp_path, WATCHER_CONFIG="")

    assert said.exit_code == 2
    assert f"{tmp_path}/.config/watcher/config.toml" in said.stderr
    assert "`watcher init`" in said.stderr


def test_config_shows_what_is_in_force_as_a_file_without_secrets(tmp_path: Path) -> None:
    text = a_subscription(quiet_hours='"22:00-07:00"').replace("print://", "json://S3CRET")
    file = write(tmp_path, text)

    said = watcher("-c", file, "config", home=tmp_path, WATCHER_LANGUAGE="fr")

    shown = tomllib.loads(said.stdout)
    assert said.exit_code == 0
    assert shown["channels"] == {"desk": "json://***"}
    assert shown["watcher"]["language"] == "fr"
    assert shown["subscription"][0]["quiet_hours"] == "22:00-07:00"
    assert shown["source"][0]["name"] == "ircc"


def test_config_gives_the_schema_also_without_a_file(tmp_path: Path) -> None:
    said = watcher("config", "--schema", home=tmp_path)

    assert said.exit_code == 0
    assert json.loads(said.stdout)["title"] == "Configuration of watcher"


def test_init_writes_a_file_for_its_owner_alone_that_can_be_used(tmp_path: Path) -> None:
    said = watcher(*YES, home=tmp_path)

    file = tmp_path / ".config/watcher/config.toml"
    assert (said.exit_code, said.stdout) == (
        0,
        f"Wrote {file}, which you alone can read.\nNext: watcher run\n",
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["config.toml"]
    assert watcher("check", home=tmp_path).exit_code == 0


def test_flags_answer_every_question_of_init(tmp_path: Path) -> None:
    file = tmp_path / "my file.toml"
    answers = {
        "--name": "amara",
        "--score": "471",
        "--submitted": "2025-11-20T15:00:00Z",
        "--channel": "json://127.0.0.1/a",
        "--language": "fr",
        "--timezone": "Asia/Kolkata",
    }
    flags = [word for pair in answers.items() for word in pair]
    categories = ("--category", "cec", "--category", "pnp")

    said = watcher("-c", file, "init", *flags, *categories, home=tmp_path)

    settings = config.load(file, {})
    [subscription] = settings.subscriptions
    assert said.stdout.endswith(f"Next: watcher --config '{file}' run\n")
    assert (subscription.name, subscription.score) == ("amara", 471)
    assert subscription.categories == {"cec", "pnp"}
    assert (subscription.language, subscription.timezone) == ("fr", "Asia/Kolkata")
    assert subscription.channels == settings.operator.channels == ("json",)


def test_init_keeps_a_file_that_is_there_unless_forced(tmp_path: Path) -> None:
    file = write(tmp_path, "# mine\n")

    refused = watcher("-c", file, *YES, home=tmp_path)
    kept = file.read_text()
    forced = watcher("-c", file, *YES, "--force", home=tmp_path)

    assert (refused.exit_code, kept) == (2, "# mine\n")
    assert "--force replaces it" in refused.stderr
    assert forced.exit_code == 0
    assert "score      = 471" in file.read_text()


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--timezone", "Asia/Kolkatta"), 'did you mean "Asia/Kolkata"?'),
        (("--category", "helthcare"), 'did you mean "healthcare"?'),
        (("--submitted", "2025-11-20"), "has no time"),
        (("--submitted", "yesterday"), "is not valid TOML"),
    ],
)
def test_init_leaves_no_file_that_could_not_be_used(
    tmp_path: Path, flags: tuple[str, ...], told: str
) -> None:
    file = write(tmp_path, "# mine\n")

    said = watcher("-c", file, *YES, "--force", *flags, home=tmp_path)

    assert said.exit_code == 2
    assert f"{file}: " in said.stderr
    assert told in said.stderr
    assert file.read_text() == "# mine\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["config.toml"]


def test_init_that_may_not_ask_needs_a_score(tmp_path: Path) -> None:
    said = watcher("init", "--yes", home=tmp_path)

    assert said.exit_code == 2
    assert "--score" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()

    said = watcher("-c", blocked / "config.toml", *YES, home=tmp_path)

    assert said.exit_code == 2
    assert said.stderr == (
        f"watcher: {blocked}/config.toml cannot be written (File exists: {blocked})\n"
    )


@pytest.mark.parametrize(
    ("option", "file"),
    [("--example", "config.example.toml"), ("--unit", "deploy/systemd/watcher.service")],
)
def test_what_an_installation_needs_can_be_printed(tmp_path: Path, option: str, file: str) -> None:
    said = watcher("config", option, home=tmp_path)

    assert said.exit_code == 0
    assert said.stdout == (Path(__file__).parents[2] / file).read_text("utf-8")


def test_where_nobody_answers_init_says_how_to_be_asked_nothing(tmp_path: Path) -> None:
    said = watcher("init", home=tmp_path, typed="")

    assert said.exit_code == 2
    assert said.stderr == ("watcher: nobody answers the questions; --yes --score N asks none\n")

"""``people import``, as a consulting firm uses it."""

import json
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.terminal import program, watcher

CONFIG = """\
[watcher]
database = "sqlite:///watcher.db"

[channels]
ops = "json://127.0.0.1:9/"
mail = "mailto://user:pw@127.0.0.1:2525?from=me@example.com&to=ops@example.com"

[[subscription]]
name = "boss"
categories = ["all"]
score = 500
channels = ["ops"]
"""
CLIENTS = """\
name,categories,score,mail
amara,healthcare; cec,471,amara@example.com
bruno,french,430,bruno@example.com
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG)
    (tmp_path / "clients.csv").write_text(CLIENTS)
    return tmp_path


def load(home: Path, *options: str, file: str = "clients.csv") -> Result:
    return watcher("people", "import", file, *options, home=home)


def test_a_dry_run_says_what_would_change_and_makes_no_database(home: Path) -> None:
    said = load(home, "--dry-run")

    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "+ amara: channels: mail:amara@example.com; categories: cec; healthcare; score: 471",
        "+ bruno: channels: mail:bruno@example.com; categories: french; score: 430",
        "2 lines: 2 new, 0 changed, 0 unchanged, 0 removed.",
        "Nothing was changed: this was a dry run.",
    ]
    assert not (home / "watcher.db").exists()


def test_a_file_is_imported_and_the_next_one_compared_with_it(home: Path) -> None:
    assert load(home).stdout == "2 lines: 2 new, 0 changed, 0 unchanged, 0 removed.\n"
    (home / "clients.csv").write_text(CLIENTS.replace("471", "480").replace("bruno,", "cy,"))

    said = load(home, "--dry-run", "--sync")

    assert said.stdout.splitlines()[:3] == [
        "~ amara: score: 471 -> 480",
        "+ cy: channels: mail:bruno@example.com; categories: french; score: 430",
        "- bruno",
    ]
    assert load(home, "--sync").stdout == "2 lines: 1 new, 1 changed, 0 unchanged, 1 removed.\n"


def test_faults_are_told_by_line_a_few_of_each_kind_and_end_with_2(home: Path) -> None:
    lines = [f"p{i},cec,9999,p{i}@example.com" for i in range(7)]
    (home / "clients.csv").write_text(CLIENTS + "\n".join(lines) + "\nboss,cec,471,b@example.com\n")

    said = load(home, "--show", "2")

    assert said.exit_code == 2
    assert said.stdout == ""
    allowed = "allowed: a whole number from 1 to 1200"
    assert said.stderr.splitlines() == [
        "watcher: clients.csv: 8 faults, and nothing was imported",
        f'line 4, score: is out of range; there is "9999"; {allowed}',
        f'line 5, score: is out of range; there is "9999"; {allowed}',
        (
            f"line 11, name: stands in {home / 'config.toml'} already: a name is in one place "
            'only; there is "boss"'
        ),
        "... and 5 more of score: is out of range (--show N lists so many)",
    ]
    assert watcher("people", "list", home=home).exit_code == 3


def test_most_people_are_only_removed_when_that_is_meant(home: Path) -> None:
    load(home)
    (home / "clients.csv").write_text("name,categories,score,mail\ncy,cec,471,cy@example.com\n")

    held = load(home, "--sync")

    assert held.exit_code == 1
    assert held.stderr == (
        "watcher: 2 people would be removed, which is most of those imported before; "
        "nothing was changed. Where that is meant, pass --yes\n"
    )
    assert load(home, "--sync", "--yes").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["nowhere.csv"], 2, "nowhere.csv cannot be read: No such file or directory"),
        (["clients.csv", "--encoding", "klingon"], 2, "'klingon' is no encoding"),
        (["clients.csv", "--mail-channel", "mial"], 2, "no channel is called 'mial'"),
        (["heading.csv"], 3, "heading.csv has no line with a person; nothing was changed"),
        (["other.csv"], 2, "phone: is no column"),
    ],
)
def test_what_cannot_be_imported_is_said(
    home: Path, arguments: list[str], code: int, sentence: str
) -> None:
    (home / "heading.csv").write_text("name,score\n")
    (home / "other.csv").write_text(CLIENTS.replace("mail\n", "mail,phone\n", 1))

    said = watcher("people", "import", *arguments, home=home)

    assert said.exit_code == code
    assert sentence in " ".join(said.stderr.replace("│", "").split())


def test_a_column_of_the_firm_s_own_may_be_ignored(home: Path) -> None:
    (home / "clients.csv").write_text(CLIENTS.replace("mail\n", "mail,phone\n", 1))

    assert load(home, "--ignore", "phone").exit_code == 0


def test_programs_get_json_also_of_faults(home: Path) -> None:
    good = json.loads(load(home, "--json").stdout)
    (home / "clients.csv").write_text("name,score\namara,x\n")
    bad = load(home, "--json")

    assert (good["lines"], good["applied"], good["counts"]["new"]) == (2, True, 2)
    assert good["changes"][0]["differences"][-1] == {
        "what": "score",
        "before": "nothing",
        "after": "471",
    }
    assert bad.exit_code == 2
    assert json.loads(bad.stdout)["faults"][0] == {
        "line": 2,
        "column": "score",
        "problem": "must be a whole number",
        "given": '"x"',
        "allowed": "a whole number from 1 to 1200",
        "hint": None,
    }


def test_a_pipe_is_read_and_what_is_exported_can_be_imported(home: Path) -> None:
    load(home)

    text = watcher("people", "export", "--format", "jsonl", home=home).stdout
    said = watcher("people", "import", "-", home=home, typed=text)

    assert said.stdout == "2 lines: 0 new, 0 changed, 2 unchanged, 0 removed.\n"


def test_a_stranger_s_file_does_not_end_in_a_traceback(home: Path) -> None:
    (home / "clients.csv").write_bytes(b"\x7fELF" + bytes(range(256)) * 40)

    said = program("people", "import", "clients.csv", home=home)

    assert said.returncode == 2
    assert "Traceback" not in said.stderr

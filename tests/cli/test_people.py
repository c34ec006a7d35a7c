"""``people``: list, show, remove."""

import json
from pathlib import Path

from tests.cli.terminal import watcher
from tests.cli.test_people_import import home, load

__all__ = ["home"]


def test_people_are_listed_a_page_at_a_time(home: Path) -> None:
    load(home)

    first = watcher("people", "list", "--limit", "1", home=home)
    rest = watcher("people", "list", "--after", "amara", "--json", home=home)

    assert "amara" in first.stdout
    assert first.stderr == (
        "1 of 2; the next: --after 'amara'; `watcher people export` has them all\n"
    )
    assert [person["name"] for person in json.loads(rest.stdout)] == ["bruno"]


def test_nobody_is_found_with_3_and_where_else_people_stand(home: Path) -> None:
    load(home)

    said = watcher("people", "list", "--name", "zoe", home=home)

    assert said.exit_code == 3
    assert said.stderr == f"watcher: nobody matches; 1 subscription in {home / 'config.toml'}\n"


def test_one_person_is_shown_with_every_rule(home: Path) -> None:
    load(home)

    said = watcher("people", "show", "amara", home=home)

    assert "told at       mail:amara@example.com\n" in said.stdout
    assert "cec; healthcare" in said.stdout
    assert json.loads(watcher("people", "show", "amara", "--json", home=home).stdout)["rules"] == [
        {
            "name": "",
            "categories": ["cec", "healthcare"],
            "score": 471,
            "submitted": None,
            "tell_when": "invited",
            "near": None,
            "early": "when-blind",
            "reminders": False,
        }
    ]


def test_a_name_that_nobody_has_is_answered_with_one_that_is_near(home: Path) -> None:
    load(home)

    assert watcher("people", "show", "amarra", home=home).stderr == (
        "watcher: nobody is called 'amarra'; did you mean \"amara\"?\n"
    )
    assert watcher("people", "remove", "boss", "--yes", home=home).stderr == (
        f"watcher: boss stands in {home / 'config.toml'}, and is changed there\n"
    )


def test_people_go_only_when_that_is_confirmed(home: Path) -> None:
    load(home)

    kept = watcher("people", "remove", "amara", home=home, typed="n\n")
    gone = watcher("people", "remove", "amara", home=home, typed="y\n")
    both = watcher("people", "remove", "amara", "bruno", "--yes", home=home)

    assert (kept.exit_code, gone.exit_code, both.exit_code) == (1, 0, 3)
    assert gone.stdout.endswith("1 person removed.\n")
    assert watcher("people", "show", "amara", home=home).exit_code == 3
    assert watcher("people", "show", "bruno", home=home).exit_code == 0


def test_check_and_status_count_people_and_check_refuses_a_name_that_stands_twice(
    home: Path,
) -> None:
    load(home)

    assert " 1 subscription, 2 people.\n" in watcher("check", home=home).stdout
    assert "2 people in the database, 1 in the file\n" in watcher("status", home=home).stdout

    config = home / "config.toml"
    config.write_text(config.read_text().replace('"boss"', '"amara"'))
    refused = watcher("check", home=home)

    assert refused.exit_code == 2
    assert 'has a person who was imported, too; there is "amara"' in refused.stderr

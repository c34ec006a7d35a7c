"""``reminders``: what people are reminded of, and when."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.installation import Installation, said
from tests.values import a_person, a_rule
from watcher.adapters.profiles import read_profile

PROFILE = """
born = 1994-11-03
education = "bachelor"
passport_expires = 2027-08-08
"""
AS_OF = ("--as-of", "2026-08-01T12:00:00Z")


@pytest.fixture
def file(installation: Installation) -> Path:
    path = installation.folder / "amara.toml"
    path.write_text(PROFILE, "utf-8")
    return path


@pytest.fixture
def asking(installation: Installation, file: Path) -> Installation:
    """Configure somebody with a profile who asks for reminders."""
    text = installation.file.read_text("utf-8")
    installation.file.write_text(
        text + '[[subscription]]\nname = "zoe"\ncategories = ["all"]\nchannels = ["ops"]\n'
        f'profile = "{file.name}"\nreminders = true\n',
        "utf-8",
    )
    return installation


def test_a_subscription_with_a_profile_has_its_reminders_listed(asking: Installation) -> None:
    told = asking.run("reminders", "--subscription", "zoe", *AS_OF)

    assert told.exit_code == 0
    rows = [line.split("  ")[0].strip() for line in said(told) if line.strip()[:2] == "20"]
    assert rows == ["2026-08-08", "2026-10-04", "2026-11-03", "2026-11-08", "2027-01-08"]
    assert "Passport: valid for 12 months more" in told.stdout
    assert "not sent" not in told.stderr


def test_a_file_alone_is_listed_and_said_not_to_be_sent(
    installation: Installation, file: Path
) -> None:
    told = installation.run("reminders", str(file), "--days", "30", *AS_OF)

    assert "2026-08-08" in told.stdout
    assert "not sent: reminders = true in a subscription has them sent" in told.stderr


def test_json_and_a_calendar_have_the_same(asking: Installation) -> None:
    whose = ("--subscription", "zoe", *AS_OF)

    listed = json.loads(asking.run("reminders", "--json", *whose).stdout)
    events = Calendar.from_ical(asking.run("reminders", "--ics", *whose).stdout).walk("VEVENT")

    assert [entry["title"] for entry in listed] == [str(event["summary"]) for event in events]
    assert listed[1]["points"] == -5


def test_a_file_and_a_subscription_at_once_are_refused(asking: Installation, file: Path) -> None:
    told = asking.run("reminders", str(file), "--subscription", "zoe")

    assert told.exit_code == 2
    assert "a FILE has no subscription" in told.stderr


def test_where_there_is_nothing_it_says_why(installation: Installation, file: Path) -> None:
    nobody = installation.run("reminders", *AS_OF)
    soon = installation.run("reminders", str(file), "--days", "1", *AS_OF)

    assert (nobody.exit_code, soon.exit_code) == (3, 3)
    assert 'no subscription has a profile: give one profile = "FILE"' in nobody.stderr
    assert "nothing in the next 1 days" in soon.stderr


def test_one_that_was_due_is_marked_so(asking: Installation) -> None:
    told = asking.run("reminders", "--subscription", "zoe", "--as-of", "2026-08-09T12:00:00Z")

    assert "was due" in told.stdout


def test_a_day_may_be_given_as_to_other_verbs(asking: Installation) -> None:
    whose = ("reminders", "--subscription", "zoe", "--json", "--as-of")

    of_day, of_instant = (
        json.loads(asking.run(*whose, when).stdout)
        for when in ("2026-08-08", "2026-08-08T04:00:00Z")
    )

    assert of_day == of_instant
    assert of_day[0]["at"] == "2026-08-08T13:00:00Z"
    refused = asking.run(*whose, "soon")
    assert refused.exit_code == 2
    assert "'soon' is no day; write it as 2026-08-19" in refused.stderr


def test_what_a_terminal_prints_is_english_and_a_calendar_in_the_persons_language(
    asking: Installation,
) -> None:
    text = asking.file.read_text("utf-8")
    asking.file.write_text(f'{text}language = "fr"\n', "utf-8")
    whose = ("reminders", "--subscription", "zoe", *AS_OF)

    assert "Passport: valid for 12 months more" in asking.run(*whose).stdout
    assert json.loads(asking.run(*whose, "--json").stdout)[0]["title"].startswith("Passport: ")
    calendar = Calendar.from_ical(asking.run(*whose, "--ics").stdout)
    assert str(calendar.walk("VEVENT")[0]["summary"]).startswith("Passeport")


def test_of_a_person_in_the_database_the_profile_counts_too(
    installation: Installation, file: Path
) -> None:
    rule = a_rule(score=None, profile=read_profile(file))
    with installation.scene.store.writing() as tx:
        tx.people.put(
            a_person(name="chi", channels=("ops",), rules=(rule,)), installation.scene.now
        )

    told = installation.run("reminders", "--subscription", "chi", "--json", *AS_OF)

    assert {one["subscription"] for one in json.loads(told.stdout)} == {"chi"}


def test_without_a_database_the_file_is_enough(asking: Installation) -> None:
    asking.file.write_text(asking.file.read_text("utf-8").replace("watcher.db", "none.db"), "utf-8")

    known = asking.run("reminders", "--subscription", "zoe", *AS_OF)
    wrong = asking.run("reminders", "--subscription", "zoee", *AS_OF)

    assert known.exit_code == asking.run("reminders", *AS_OF).exit_code == 0
    assert wrong.exit_code == 2
    assert 'did you mean "zoe"?' in " ".join(wrong.stderr.replace("│", " ").split())

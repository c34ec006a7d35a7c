"""The list of what people are reminded of."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.insight.profiles import person
from tests.values import a_subscription
from watcher.answers.reminders import reminder_list, somebody
from watcher.answers.serialize import json_object
from watcher.core.reminders import ReminderKind

NOW = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
AMARA = a_subscription(
    score=None, submitted=None, reminders=True, profile=person(passport_expires=date(2027, 3, 8))
)


def test_what_comes_is_listed_and_of_what_is_past_the_last_that_is_of_use() -> None:
    found = reminder_list([AMARA], NOW, YEAR)

    assert [record.reminder.day.isoformat() for record in found] == ["2026-06-08", "2026-08-08"]
    assert found[1].at == datetime(2026, 8, 8, 13, 0, tzinfo=UTC)


def test_each_is_in_the_words_of_its_own_day() -> None:
    [_, august] = reminder_list([AMARA], NOW, YEAR)

    assert august.title == "Passport: valid for 7 months more"
    assert "late" not in august.text


def test_its_json_has_the_day_the_end_and_the_words() -> None:
    [june, _] = reminder_list([AMARA], NOW, YEAR)

    told = json_object(june)

    assert list(told) == ["subscription", "asked", "kind", "at", "ends", "points", "title", "text"]
    assert (told["kind"], told["ends"]) == ("passport", "2027-03-08")


def test_whoever_has_no_profile_has_no_reminders() -> None:
    assert reminder_list([a_subscription()], NOW, YEAR) == []


def test_a_profile_without_a_subscription_is_asked_about_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "amara.toml"
    file.write_text(
        'age = 30\neducation = "bachelor"\npassport_expires = 2027-03-08\n'
        "submitted = 2025-11-20T15:00:00Z\n",
        "utf-8",
    )

    someone = somebody(file)

    assert (someone.name, someone.reminders) == ("amara", False)
    kinds = [record.kind for record in reminder_list([someone], NOW, YEAR)]
    assert kinds == [
        *(ReminderKind.PASSPORT, ReminderKind.PASSPORT),
        *(ReminderKind.PROFILE, ReminderKind.PROFILE),
    ]

"""What a new database begins with."""

from datetime import date

from watcher.core.sightings import ARCHIVED


def test_sixty_rounds_are_known_oldest_first_each_on_its_workday() -> None:
    days = [day for day, _ in ARCHIVED]

    assert (len(days), days[0], days[-1]) == (60, date(2025, 11, 12), date(2026, 8, 19))
    assert days == sorted(set(days))
    assert all(day.weekday() < 5 for day in days)


def test_they_appeared_in_the_hours_of_ottawa_some_minutes_before_an_archive_had_them() -> None:
    assert dict(ARCHIVED)[date(2026, 8, 19)] == 11 * 60 + 46 - 10
    assert all(9 * 60 < minute < 18 * 60 + 30 for _, minute in ARCHIVED)

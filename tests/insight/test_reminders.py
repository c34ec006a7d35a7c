"""What a person is reminded of, and when."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight.profiles import levels, nurse, person
from watcher.core.reminders import Reminder, ReminderKind
from watcher.insight.reminders import reminders

YEAR_2026 = date(2026, 1, 1), date(2026, 12, 31)


def found(
    kind: ReminderKind, *, until: date = YEAR_2026[1], submitted: date | None = None, **facts: Any
) -> list[Reminder]:
    listed = reminders(person(**facts), YEAR_2026[0], until, submitted=submitted)
    return [reminder for reminder in listed if reminder.kind is kind]


def days(*args: Any, **facts: Any) -> list[str]:
    return [reminder.day.isoformat() for reminder in found(*args, **facts)]


def test_an_invitation_is_told_of_four_times_before_its_sixty_days_end() -> None:
    listed = found(ReminderKind.INVITATION, invited=date(2026, 8, 1))

    assert [r.day.isoformat() for r in listed] == [
        *("2026-08-31", "2026-09-15", "2026-09-23", "2026-09-28")
    ]
    assert {r.ends for r in listed} == {date(2026, 9, 30)}


def test_a_profile_ends_after_a_year() -> None:
    listed = found(ReminderKind.PROFILE, submitted=date(2025, 11, 20))

    assert [r.day.isoformat() for r in listed] == ["2026-10-20", "2026-11-13"]
    assert listed[0].ends == date(2026, 11, 20)


def test_a_language_test_is_told_of_at_18_21_and_22_months() -> None:
    test = levels(9, 9, 9, 9, test="celpip", taken=date(2024, 11, 10))

    listed = found(ReminderKind.LANGUAGE, first_language=test)

    assert [r.day.isoformat() for r in listed] == ["2026-05-10", "2026-08-10", "2026-09-10"]
    assert (listed[0].name, listed[0].ends) == ("CELPIP-General", date(2026, 11, 10))


def test_from_a_day_on_a_test_is_too_short_for_an_invitation_of_that_day() -> None:
    """Invited on 11 September, the last day to apply is 10 November: the test is too old by then."""
    test = levels(9, 9, 9, 9, taken=date(2024, 11, 10))

    assert days(ReminderKind.TOO_SHORT, first_language=test) == ["2026-09-12"]


def test_every_test_that_counts_is_told_of() -> None:
    taken = {"taken": date(2024, 11, 10)}
    spouse = {"education": "none", "language": levels(5, 5, 5, 5, **taken)}
    french = levels(7, 7, 7, 7, language="fr", **taken)

    assert len(found(ReminderKind.LANGUAGE, second_language=french)) == 3
    assert {r.partner for r in found(ReminderKind.LANGUAGE, spouse=spouse)} == {True}
    assert found(ReminderKind.TOO_SHORT, spouse=spouse) == []
    stays = {**spouse, "accompanying": False}
    assert found(ReminderKind.LANGUAGE, spouse=stays) == []
    assert found(ReminderKind.LANGUAGE, spouse={**spouse, "citizen_or_pr": True}) == []


def test_papers_are_told_of_before_they_end() -> None:
    assert days(ReminderKind.CREDENTIAL, credential={"assessed": date(2021, 12, 1)}) == [
        *("2026-06-01", "2026-10-01")
    ]
    assert days(ReminderKind.PASSPORT, passport_expires=date(2027, 1, 31)) == [
        *("2026-01-31", "2026-04-30", "2026-06-30")
    ]
    nominated = {"provincial_nomination": True, "nomination_expires": date(2026, 6, 30)}
    assert days(ReminderKind.NOMINATION, **nominated) == ["2026-05-01", "2026-05-31", "2026-06-23"]
    assert days(ReminderKind.NOMINATION, nomination_expires=date(2026, 6, 30)) == []


def test_a_birthday_that_costs_points_is_told_of_with_the_exact_loss() -> None:
    listed = found(ReminderKind.BIRTHDAY, age=None, born=date(1996, 3, 1))

    assert [(r.day.isoformat(), r.points, r.years, r.rules) for r in listed] == [
        ("2026-01-30", -5, 30, "2025-03-25"),
        ("2026-03-01", -5, 30, "2025-03-25"),
    ]


def test_a_birthday_of_next_year_is_told_of_in_this_one() -> None:
    assert days(ReminderKind.BIRTHDAY, age=None, born=date(1997, 1, 20)) == ["2026-12-21"]


def test_a_birthday_that_brings_points_is_told_of_on_the_day_and_others_not_at_all() -> None:
    assert [
        (r.day.isoformat(), r.points)
        for r in found(ReminderKind.BIRTHDAY, age=None, born=date(2007, 3, 1))
    ] == [("2026-03-01", 6)]
    assert found(ReminderKind.BIRTHDAY, age=None, born=date(2001, 3, 1)) == []
    assert found(ReminderKind.BIRTHDAY, age=29) == []


def test_a_birthday_on_29_february_comes_on_the_28th_of_other_years() -> None:
    listed = found(ReminderKind.BIRTHDAY, age=None, born=date(1992, 2, 29))

    assert [r.ends for r in listed] == [date(2026, 2, 28)] * 2


def test_a_year_of_work_in_canada_brings_points_on_its_anniversary() -> None:
    """40 for the year, 13 with the degree."""
    listed = found(ReminderKind.CANADIAN_WORK, work=[nurse("2025-06-15")])

    assert [(r.day.isoformat(), r.points, r.years) for r in listed] == [("2026-06-15", 53, 1)]


def test_a_year_abroad_brings_points_only_with_what_it_is_joined_to() -> None:
    abroad = [nurse("2025-06-15", country="IN")]

    assert [(r.points, r.years) for r in found(ReminderKind.FOREIGN_WORK, work=abroad)] == [(25, 1)]
    weak = levels(5, 5, 5, 5)
    assert found(ReminderKind.FOREIGN_WORK, work=abroad, first_language=weak) == []


def test_years_that_are_stated_do_not_grow() -> None:
    stated: dict[str, Any] = {"canadian_work_years": 0, "foreign_work_years": 0}

    assert found(ReminderKind.CANADIAN_WORK, work=[nurse("2025-06-15")], **stated) == []


def test_work_of_more_than_ten_years_ago_takes_points_away() -> None:
    old = [nurse("2016-01-01", to=date(2018, 12, 31), country="IN")]

    listed = found(ReminderKind.FOREIGN_WORK, work=old)

    assert [(r.day.isoformat(), r.points, r.years) for r in listed] == [("2026-01-02", -25, 2)]


def test_the_end_of_the_three_years_of_cec_is_told_of() -> None:
    """A year until the end of July 2024 is whole in three years until August 2026."""
    over = [nurse("2023-08-01", to=date(2024, 7, 31))]

    listed = found(ReminderKind.CEC_WINDOW, work=over)

    assert [(r.day.isoformat(), r.ends.isoformat()) for r in listed] == [
        ("2026-06-03", "2026-08-02"),
        ("2026-07-19", "2026-08-02"),
    ]
    assert found(ReminderKind.CEC_WINDOW, work=[nurse("2023-08-01")]) == []


def test_the_end_of_the_ten_years_of_fsw_is_told_of() -> None:
    over = [nurse("2016-08-01", to=date(2017, 7, 31), country="IN")]

    assert days(ReminderKind.FSW_WINDOW, work=over) == ["2026-06-03", "2026-07-19"]


def test_only_what_lies_between_the_days_asked_for_is_listed() -> None:
    profile = person(passport_expires=date(2027, 1, 31))
    instant = datetime(2026, 4, 30, tzinfo=UTC)

    assert len(reminders(profile, instant.date(), instant.date())) == 1
    assert reminders(profile, date(2026, 5, 1), date(2026, 5, 1)) == ()


@settings(max_examples=12)
@given(st.dates(date(1960, 1, 1), date(2009, 1, 1)), st.dates(date(2023, 1, 1), date(2027, 1, 1)))
def test_reminders_are_in_order_each_once_and_before_or_on_what_they_are_about(
    born: date, taken: date
) -> None:
    test = levels(9, 9, 9, 9, taken=taken)
    profile = person(age=None, born=born, first_language=test, work=[nurse("2024-06-01")])

    listed = reminders(profile, *YEAR_2026)

    assert [r.day for r in listed] == sorted(r.day for r in listed)
    assert len({r.key for r in listed}) == len(listed)
    assert all(r.day <= r.ends for r in listed)

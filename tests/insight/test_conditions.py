"""Conditions that programs and categories share."""

from datetime import date
from typing import Any

import pytest

from tests.insight.profiles import DAY, Facts, levels, nurse, person
from watcher.core.crs.language import Levels
from watcher.core.crs.work import WorkPeriod
from watcher.core.model import Clause
from watcher.insight.conditions import (
    Case,
    counted_months,
    enough_months,
    funds,
    goes_on,
    language,
    outside_quebec,
    without_dates,
)

SEVEN = Levels(7, 7, 7, 7)


def case(day: date = DAY, **more: object) -> Case:
    return Case(profile=person(**more), day=day)


def clb(**more: Any) -> Clause:
    return language(case(**more), SEVEN, "CLB 7")


def test_an_invitation_counts_while_it_is_open() -> None:
    opened = case(invited=date(2026, 8, 1))
    assert (opened.invited, opened.last_day) == (date(2026, 8, 1), date(2026, 9, 30))
    assert case(invited=date(2026, 7, 3)).last_day == DAY
    assert case(invited=date(2026, 7, 2)).invited == DAY
    assert case(invited=date(2026, 9, 2)).invited == DAY
    assert case().last_day == date(2026, 10, 31)


def test_quebec_chooses_its_own() -> None:
    assert outside_quebec(case()).holds
    assert not outside_quebec(case(intends_quebec=True)).holds


@pytest.mark.parametrize(
    ("facts", "holds", "found"),
    [
        ({"first_language": levels(7, 7, 7, 7)}, True, "7 or more"),
        ({"first_language": levels(7, 6, 7, 3)}, False, "6 in reading, under 4 in speaking"),
        ({"first_language": None}, None, "the profile has no language test"),
        (
            {"first_language": levels(9, 9, 9, 9, taken=date(2024, 9, 1))},
            False,
            "the test of 2024-09-01 is too old",
        ),
        (
            {"first_language": levels(9, 9, 9, 9, taken=date(2024, 10, 31))},
            None,
            "the test is valid until 2026-10-30, not on all days to apply",
        ),
        ({"first_language": levels(9, 9, 9, 9, taken=date(2024, 11, 1))}, True, "9 or more"),
    ],
)
def test_language_is_held_against_levels_until_the_application(
    facts: Facts, *, holds: bool | None, found: str
) -> None:
    assert clb(**facts) == Clause(text=f"CLB 7: {found}", holds=holds)


def test_the_better_of_two_tests_counts() -> None:
    french = levels(8, 8, 8, 8, language="fr")

    assert clb(first_language=levels(5, 5, 5, 5), second_language=french).holds


def test_money_is_held_against_the_table_for_those_who_are_known() -> None:
    spouse = {"education": "none"}

    assert funds(case(funds=15263)) == Clause(
        text="money to settle: 15,263 of 15,263 for one person, more with children "
        "(table of 2025-07-07)",
        holds=True,
    )
    assert funds(case(funds=15262)).holds is False
    assert funds(case(funds=19000, spouse=spouse)).holds is False
    assert funds(case(funds=19001, spouse=spouse)).holds is True
    assert funds(case(funds=14690, day=date(2025, 7, 6))).holds is True


def test_unknown_money_and_an_unknown_table_are_unknown() -> None:
    assert funds(case(funds=None)).holds is None
    assert funds(case(day=date(2024, 5, 1))).holds is None


def test_no_money_is_needed_with_work_and_an_offer_in_canada() -> None:
    at_work: Facts = {"funds": None, "work": [nurse()]}

    assert funds(case(**at_work, job_offer=True)).holds
    assert funds(case(**at_work, arranged_employment="other")).holds
    assert funds(case(**at_work)).holds is None
    assert funds(case(funds=None, job_offer=True)).holds is None
    planned = [nurse("2026-10-01")]
    assert funds(case(funds=None, work=planned, job_offer=True)).holds is None
    over = [nurse(to=date(2026, 8, 1))]
    assert funds(case(funds=None, work=over, job_offer=True)).holds is None


def test_work_that_goes_on_will_be_enough_one_day() -> None:
    lasting = WorkPeriod(noc="31301", started=date(2026, 1, 1))

    def months(day: date) -> int:
        return (day - lasting.started).days // 30

    clause = enough_months("a year", months, DAY, needed=12, jobs=[lasting])

    assert clause.text == "a year: 8 months, and enough on 2026-12-27 if the work goes on"
    assert not clause.holds
    assert (
        enough_months("a year", lambda _: 1, DAY, needed=12, jobs=[lasting]).text
        == "a year: 1 month"
    )
    assert enough_months("a year", lambda _: 12, DAY, needed=12, jobs=[]).holds
    assert not goes_on([WorkPeriod(noc="31301", started=DAY, ended=DAY)], DAY)


def test_years_without_dates_tell_only_that_there_are_none() -> None:
    assert without_dates("a year", 0) == Clause(text="a year: none", holds=False)
    assert without_dates("a year", 0, 0).holds is False
    unknown = Clause(text="a year: the profile has no [[work]] with dates", holds=None)
    assert without_dates("a year", 2) == unknown
    assert without_dates("a year", None) == unknown
    assert without_dates("a year", 0, None) == unknown


def test_months_are_counted_in_words() -> None:
    assert [counted_months(n) for n in (0, 1, 2)] == ["no months", "1 month", "2 months"]

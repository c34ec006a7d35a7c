"""What a profile says on a day."""

from datetime import date

import pytest

from watcher.core.crs.profile import Profile, Spouse
from watcher.core.crs.work import WorkPeriod

WORK = (
    WorkPeriod(noc="21231", started=date(2024, 1, 1)),
    WorkPeriod(noc="21231", started=date(2020, 1, 1), ended=date(2022, 12, 31), country="IN"),
)


def test_years_are_counted_from_work_unless_they_are_stated() -> None:
    counted = Profile(age=30, education="none", work=WORK)
    stated = Profile(age=30, education="none", work=WORK, canadian_work=5, foreign_work=0)
    day = date(2026, 1, 1)
    assert (counted.canadian_work_on(day), counted.foreign_work_on(day)) == (2, 3)
    assert (stated.canadian_work_on(day), stated.foreign_work_on(day)) == (5, 0)


def test_an_age_is_counted_from_the_birthday_or_is_that_of_any_day() -> None:
    born = Profile(born=date(1994, 11, 3), education="none")
    assert [born.age_on(date(2026, 11, day)) for day in (2, 3)] == [31, 32]
    assert Profile(age=31, education="none").age_on(date(2040, 1, 1)) == 31


def test_a_nomination_holds_to_its_last_day() -> None:
    nominated = Profile(
        age=30, education="none", provincial_nomination=True, nomination_expires=date(2026, 5, 1)
    )
    assert nominated.is_nominated_on(date(2026, 5, 1))
    assert not nominated.is_nominated_on(date(2026, 5, 2))
    assert not Profile(age=30, education="none").is_nominated_on(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("accompanying", "citizen_or_pr", "counts"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_only_a_partner_who_comes_along_and_may_not_stay_yet_counts(
    *, accompanying: bool, citizen_or_pr: bool, counts: bool
) -> None:
    assert Spouse(accompanying=accompanying, citizen_or_pr=citizen_or_pr).counts is counts


def test_work_of_a_partner_is_counted_or_stated() -> None:
    assert Spouse(work=WORK).canadian_work_on(date(2026, 1, 1)) == 2
    assert Spouse(work=WORK, canadian_work=1).canadian_work_on(date(2026, 1, 1)) == 1

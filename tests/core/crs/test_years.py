"""Whole years of age and of work."""

from datetime import date

import pytest

from watcher.core.crs.years import (
    WorkPeriod,
    add_years,
    canadian_years,
    foreign_years,
    full_time_days,
    whole_years,
)


@pytest.mark.parametrize(("on", "age"), [("2026-11-02", 31), ("2026-11-03", 32), ("1990-01-01", 0)])
def test_an_age_grows_on_the_birthday(on: str, age: int) -> None:
    assert whole_years(date(1994, 11, 3), date.fromisoformat(on)) == age


def test_who_is_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    born = date(2004, 2, 29)
    assert whole_years(born, date(2026, 2, 28)) == 21
    assert whole_years(born, date(2026, 3, 1)) == 22
    assert add_years(date(2024, 2, 29), 2) == date(2026, 3, 1)


def job(
    started: str, ended: str | None = None, *, noc: str = "21231", hours: float = 30, **more: object
) -> WorkPeriod:
    facts: dict[str, object] = {"noc": noc, "hours_per_week": hours, **more}
    last = None if ended is None else date.fromisoformat(ended)
    return WorkPeriod(started=date.fromisoformat(started), ended=last, **facts)  # type: ignore[arg-type]


def test_a_year_of_a_full_time_job_is_complete_on_its_anniversary() -> None:
    work = [job("2024-03-01", hours=40)]
    assert canadian_years(work, date(2025, 2, 28)) == 0
    assert canadian_years(work, date(2025, 3, 1)) == 1
    assert canadian_years(work, date(2026, 3, 1)) == 2


def test_the_last_day_of_a_job_counts() -> None:
    assert canadian_years([job("2024-03-01", "2025-02-28")], date(2026, 1, 1)) == 1
    assert canadian_years([job("2024-03-01", "2025-02-27")], date(2026, 1, 1)) == 0


def test_half_time_takes_twice_as_long_and_two_half_jobs_are_one() -> None:
    half = job("2025-01-01", hours=15)
    assert canadian_years([half], date(2026, 12, 31)) == 0
    assert canadian_years([half], date(2027, 1, 1)) == 1
    assert canadian_years([half, job("2025-01-01", hours=15, noc="21232")], date(2026, 1, 1)) == 1


def test_hours_above_full_time_do_not_count_in_one_job_or_in_two() -> None:
    two = [job("2024-01-01"), job("2024-01-01", noc="21232")]
    assert full_time_days(two, date(2024, 1, 1), date(2024, 1, 31)) == 30


def test_gaps_do_not_count_and_periods_add_up() -> None:
    work = [job("2022-01-01", "2022-06-30"), job("2024-01-01", "2024-07-02")]
    assert canadian_years(work, date(2024, 7, 1)) == 0
    assert canadian_years(work, date(2026, 1, 1)) == 1


def test_work_of_more_than_ten_years_ago_does_not_count() -> None:
    work = [job("2014-01-01", "2016-12-31", country="IN")]
    assert foreign_years(work, date(2024, 1, 1)) == 3
    assert foreign_years(work, date(2024, 1, 10)) == 2


@pytest.mark.parametrize(
    "excluded",
    [{"self_employed": True}, {"while_student": True}, {"authorized": False}, {"noc": "64100"}],
    ids=str,
)
def test_work_in_canada_that_is_no_canadian_experience(excluded: dict[str, object]) -> None:
    assert canadian_years([job("2020-01-01", **excluded)], date(2026, 1, 1)) == 0  # type: ignore[arg-type]


def test_canadian_work_is_counted_in_all_occupations_foreign_work_in_the_longest() -> None:
    two = ("2020-01-01", "2021-12-31"), ("2022-01-01", "2024-12-31")
    work = [job(*span, noc=noc) for span, noc in zip(two, ("21231", "21232"), strict=True)]
    abroad = [
        job(*span, noc=noc, country="IN") for span, noc in zip(two, ("21231", "21232"), strict=True)
    ]
    assert canadian_years([*work, *abroad], date(2025, 6, 1)) == 5
    assert foreign_years([*work, *abroad], date(2025, 6, 1)) == 3
    assert foreign_years(work, date(2025, 6, 1)) == 0


def test_canada_is_known_by_its_names() -> None:
    assert all(job("2024-01-01", country=name).in_canada for name in ("CA", "ca", "Canada"))
    assert not job("2024-01-01", country="IN").in_canada

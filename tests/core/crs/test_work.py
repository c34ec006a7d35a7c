"""Work experience is counted as the programs count it."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.crs.work import (
    WorkPeriod,
    canadian_years,
    counts_abroad,
    counts_in_canada,
    first_day,
    foreign_years,
    hours_worked,
    longest_run,
    months_between,
    months_worked,
    shifted,
)

LONG_AGO, FAR = date(2000, 1, 1), date(2100, 1, 1)
NURSE = WorkPeriod(noc="31301", started=date(2025, 1, 1))


def job(start: str, end: str | None = None, hours: float = 30, noc: str = "31301") -> WorkPeriod:
    return WorkPeriod(
        noc=noc,
        started=date.fromisoformat(start),
        ended=None if end is None else date.fromisoformat(end),
        hours_per_week=hours,
    )


def months(*jobs: WorkPeriod, since: date = LONG_AGO, until: date = FAR) -> int:
    return months_worked(jobs, since, until)


def test_a_year_of_full_time_work_is_twelve_months() -> None:
    assert months(job("2025-03-01", "2026-02-28")) == 12
    assert hours_worked([job("2025-01-01", "2025-12-30")], LONG_AGO, FAR) == 1560


def test_a_year_that_lacks_a_day_is_eleven_months() -> None:
    """Though its 364 days are 52 weeks: an anniversary never comes early."""
    assert months(job("2025-03-01", "2026-02-27")) == 11


def test_five_years_are_complete_on_the_anniversary_and_not_a_week_before() -> None:
    lasting = [job("2021-07-01")]

    assert canadian_years(lasting, date(2026, 6, 30)) == 4
    assert canadian_years(lasting, date(2026, 7, 1)) == 5


def test_a_leap_day_neither_lengthens_nor_shortens_a_year() -> None:
    assert months(job("2024-02-29", "2025-02-27")) == 12
    assert months(job("2024-03-01", "2025-02-28")) == 12
    assert months(job("2023-03-01", "2024-02-28")) == 11
    assert months(job("2023-03-01", "2024-02-29")) == 12


def test_hours_above_thirty_a_week_bring_nothing() -> None:
    assert months(job("2025-01-01", "2025-06-30", hours=60)) == 6


def test_part_time_work_counts_by_its_hours() -> None:
    assert months(job("2024-01-01", "2025-12-31", hours=15)) == 12
    assert months(job("2025-01-01", "2026-06-30", hours=20)) == 12
    assert months(job("2025-01-01", "2025-12-31", hours=15)) == 6


def test_two_part_time_jobs_at_once_make_one_full_time_job() -> None:
    both = job("2025-01-01", "2025-12-31", hours=15), job("2025-01-01", "2025-12-31", hours=18)

    assert months(*both) == 12


def test_a_day_of_two_full_time_jobs_counts_once() -> None:
    assert months(job("2024-01-01", "2024-12-31"), job("2024-07-01", "2025-06-30")) == 18


def test_only_what_lies_in_the_window_counts() -> None:
    lasting = job("2020-01-01", "2025-12-31")

    assert months(lasting, since=date(2025, 1, 1), until=date(2026, 1, 1)) == 12
    assert months(lasting, since=date(2025, 7, 1), until=date(2028, 7, 1)) == 6


def test_a_job_that_lasts_counts_until_the_day_asked_and_a_planned_one_not_at_all() -> None:
    assert months(job("2025-01-01"), until=date(2025, 5, 1)) == 4
    assert months(job("2027-01-01"), until=date(2026, 12, 1)) == 0


def test_pieces_add_up_but_the_longest_run_has_no_break() -> None:
    pieces = [job("2025-01-01", "2025-06-30"), job("2026-01-01", "2026-06-30")]

    assert months(*pieces) == 12
    assert longest_run(pieces, LONG_AGO, FAR) == 6


def test_52_weeks_in_pieces_are_a_year() -> None:
    assert months(job("2024-01-01", "2024-06-30"), job("2025-01-01", "2025-07-01")) == 12


def test_a_weekend_between_two_jobs_is_no_break() -> None:
    """Until Friday the 28th, from Monday the 31st on."""
    change = [job("2024-04-01", "2025-03-28"), job("2025-03-31", "2025-12-31")]

    assert longest_run(change, LONG_AGO, FAR) == months(*change) == 21
    assert longest_run([change[0], job("2025-04-01", "2025-12-31")], LONG_AGO, FAR) == 11
    assert longest_run([change[0], job("2025-04-02", "2025-12-31")], LONG_AGO, FAR) == 11
    assert longest_run([], LONG_AGO, FAR) == 0


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (NURSE, True),
        (replace(NURSE, noc="65200"), False),
        (replace(NURSE, noc="54100"), False),
        (replace(NURSE, noc="33102"), True),
        (replace(NURSE, authorized=False), False),
        (replace(NURSE, self_employed=True), False),
        (replace(NURSE, self_employed=True, noc="31102"), True),
        (replace(NURSE, while_student=True), False),
        (replace(NURSE, country="IN"), False),
    ],
)
def test_canadian_experience_is_skilled_authorised_and_employed(
    entry: WorkPeriod, *, counts: bool
) -> None:
    assert counts_in_canada(entry) is counts


def test_foreign_experience_may_be_self_employed_and_beside_studies() -> None:
    abroad = replace(NURSE, country="IN", self_employed=True, while_student=True)

    assert counts_abroad(abroad)
    assert not counts_abroad(replace(abroad, noc="65200"))
    assert not counts_abroad(NURSE)


def test_canadian_years_add_up_over_occupations_and_foreign_years_are_of_one() -> None:
    two = [
        job("2022-01-01", "2022-12-31", noc="31301"),
        job("2023-01-01", "2023-12-31", noc="31302"),
        job("2024-01-01", "2024-12-31", noc="31302"),
    ]
    abroad = [replace(j, country="IN") for j in two]

    assert canadian_years(two, date(2026, 1, 1)) == 3
    assert foreign_years(abroad, date(2026, 1, 1)) == 2
    assert foreign_years(two, date(2026, 1, 1)) == canadian_years(abroad, date(2026, 1, 1)) == 0


def test_work_of_more_than_ten_years_ago_is_lost_day_by_day() -> None:
    old = [replace(job("2014-01-01", "2016-12-31"), country="IN")]

    assert foreign_years(old, date(2024, 1, 1)) == 3
    assert foreign_years(old, date(2024, 1, 3)) == 2


def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert shifted(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert shifted(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert shifted(date(2024, 2, 29), -120) == date(2014, 2, 28)
    assert shifted(date(2025, 11, 30), 1) == date(2025, 12, 30)
    assert shifted(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert months_between(date(2025, 1, 31), date(2025, 2, 27)) == 0
    assert months_between(date(2025, 1, 31), date(2025, 2, 28)) == 1


def test_the_first_day_of_something_is_found() -> None:
    lasting = [job("2025-03-01")]

    found = first_day(lambda day: canadian_years(lasting, day) > 0, date(2026, 1, 1), within=400)

    assert found == date(2026, 3, 1)
    assert first_day(lambda _: False, date(2026, 1, 1), within=400) is None


days = st.dates(date(2010, 1, 1), date(2030, 1, 1))
jobs = st.builds(
    lambda start, length, hours, noc: WorkPeriod(
        noc=noc, started=start, ended=start + timedelta(days=length), hours_per_week=hours
    ),
    days,
    st.integers(0, 3000),
    st.floats(0.5, 80),
    st.sampled_from(["31301", "21300", "72310"]),
)


@given(st.lists(jobs, max_size=5), jobs, days, days)
def test_another_job_never_lowers_the_hours_and_no_week_has_more_than_thirty(
    some: list[WorkPeriod], another: WorkPeriod, since: date, until: date
) -> None:
    before, after = (hours_worked(j, since, until) for j in (some, [*some, another]))

    assert before <= after <= Fraction(30 * max((until - since).days, 0), 7)
    assert longest_run(some, since, until) <= months_worked(some, since, until)


@given(st.lists(jobs, max_size=5), days, days, days)
def test_hours_of_two_halves_are_those_of_the_whole(
    some: list[WorkPeriod], one: date, two: date, three: date
) -> None:
    first, second, third = sorted((one, two, three))

    halves = hours_worked(some, first, second) + hours_worked(some, second, third)

    assert halves == hours_worked(some, first, third)

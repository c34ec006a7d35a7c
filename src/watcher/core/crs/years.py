"""Whole years: of age, and of work counted from its periods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

#: Hours a week that count as full-time; more of them do not count.
FULL_TIME = 30
#: Years back in which work counts for points.
WORK_COUNTS_FOR = 10
#: NOC 2021: the second digit of a code is its TEER; 4 and 5 give no points.
_LOWEST_SKILLED_TEER = 3
_CANADA = frozenset({"ca", "can", "canada"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPeriod:
    """A job; ``started`` and ``ended`` are its first and last day, None: it goes on."""

    noc: str
    started: date
    ended: date | None = None
    country: str = "CA"
    hours_per_week: float = FULL_TIME
    authorized: bool = True
    self_employed: bool = False
    while_student: bool = False

    @property
    def teer(self) -> int:
        """The level of the occupation: 0 to 5."""
        return int(self.noc[1])

    @property
    def is_skilled(self) -> bool:
        """Whether it is of TEER 0 to 3."""
        return self.teer <= _LOWEST_SKILLED_TEER

    @property
    def in_canada(self) -> bool:
        """Whether it was done in Canada."""
        return self.country.casefold() in _CANADA

    @property
    def is_canadian_experience(self) -> bool:
        """Whether it may count as Canadian experience; a physician's exception is not known here."""
        excluded = self.self_employed or self.while_student or not self.authorized
        return self.in_canada and self.is_skilled and not excluded


def add_years(day: date, years: int) -> date:
    """Move a day by years; a 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def whole_years(since: date, on: date) -> int:
    """Count the full years between two days, as age is counted; never below 0."""
    before_birthday = (on.month, on.day) < (since.month, since.day)
    return max(0, on.year - since.year - before_birthday)


def full_time_days(work: Iterable[WorkPeriod], since: date, until: date) -> float:
    """Add up days of work from *since* to the day before *until*, in full-time days.

    Part-time counts in its share of 30 hours a week, and jobs side by side never more than full-time.
    """
    spans = [(*_span(job, since, until), job.hours_per_week) for job in work]
    borders = sorted({day for start, end, _ in spans if start < end for day in (start, end)})
    total = 0.0
    for start, end in pairwise(borders):
        hours = sum(h for first, last, h in spans if first <= start and end <= last)
        total += (end - start).days * min(hours, FULL_TIME) / FULL_TIME
    return total


def _span(job: WorkPeriod, since: date, until: date) -> tuple[date, date]:
    end = until if job.ended is None else min(until, job.ended + timedelta(days=1))
    return max(job.started, since), end


def years_of_work(work: Sequence[WorkPeriod], on: date) -> int:
    """Count whole years of work in the ten years before a day.

    A year is complete when as many full-time days were worked as the year before *on* has: on the anniversary of a
    full-time job, not on the day before, where 1,560 hours are reached.
    """
    worked = full_time_days(work, add_years(on, -WORK_COUNTS_FOR), on)
    return max(
        years
        for years in range(WORK_COUNTS_FOR + 1)
        if round(worked, 6) >= (on - add_years(on, -years)).days
    )


def canadian_years(work: Iterable[WorkPeriod], on: date) -> int:
    """Count whole years of Canadian experience, of whatever skilled occupations."""
    return years_of_work([job for job in work if job.is_canadian_experience], on)


def foreign_years(work: Iterable[WorkPeriod], on: date) -> int:
    """Count whole years of skilled work abroad, in the one occupation that has most of them."""
    abroad = [job for job in work if not job.in_canada and job.is_skilled]
    return max(
        (years_of_work([j for j in abroad if j.noc == noc], on) for noc in {j.noc for j in abroad}),
        default=0,
    )

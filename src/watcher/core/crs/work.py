"""Work experience: jobs -> hours, months and years as the programs count them. Pure.

A week counts 30 hours at most, over all jobs together, and 1,560 hours make a year. A job counts through the day
before the one that is asked about: work from 1 March on makes a year on 1 March.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

FULL_TIME = 30
_MONTH_HOURS = 130
#: The CRS counts the work of the last ten years.
CRS_WINDOW = 120
_LOWEST_SKILLED_TEER = 3
_CANADA = frozenset({"ca", "can", "canada"})
# Who changes from a Friday to a Monday has no break: the next job begins on one of these days after the last.
_NEXT_DAYS = (1, 2, 3)
# Paid by the province for each service, they count as employed (rounds since 2023-04-25).
_PHYSICIANS = frozenset({"31100", "31101", "31102"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPeriod:
    """Paid work in one occupation (NOC 2021); ``started`` and ``ended`` are its first and last day, None: it goes on.

    ``country`` is where the person was at work; ``authorized``: with a permit, where one is needed.
    """

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
        """The TEER category, what training the occupation asks for: 0 to 5."""
        return int(self.noc[1])

    @property
    def is_skilled(self) -> bool:
        """Whether it is of TEER 0 to 3."""
        return self.teer <= _LOWEST_SKILLED_TEER

    @property
    def in_canada(self) -> bool:
        """Whether the work was done in Canada."""
        return self.country.strip().casefold() in _CANADA


def counts_in_canada(job: WorkPeriod) -> bool:
    """Tell whether a job is Canadian experience: skilled, authorised, employed, and not while a full-time student."""
    employed = not job.self_employed or job.noc in _PHYSICIANS
    return (
        job.is_skilled and job.in_canada and job.authorized and employed and not job.while_student
    )


def canadian_jobs(jobs: Iterable[WorkPeriod]) -> list[WorkPeriod]:
    """Keep the jobs that are Canadian experience."""
    return [job for job in jobs if counts_in_canada(job)]


def counts_abroad(job: WorkPeriod) -> bool:
    """Tell whether a job is foreign experience of the CRS."""
    return job.is_skilled and not job.in_canada


def canadian_years(jobs: Iterable[WorkPeriod], on: date) -> int:
    """Count the whole years of Canadian experience in the ten years before *on*, over all occupations."""
    return months_worked(canadian_jobs(jobs), shifted(on, -CRS_WINDOW), on) // 12


def foreign_years(jobs: Iterable[WorkPeriod], on: date) -> int:
    """Count the whole years of foreign experience in the ten years before *on*, in the one occupation with most."""
    counted = [job for job in jobs if counts_abroad(job)]
    since = shifted(on, -CRS_WINDOW)
    return (
        max((months_worked(spell, since, on) for _, spell in by_occupation(counted)), default=0)
        // 12
    )


def by_occupation(jobs: Iterable[WorkPeriod]) -> list[tuple[str, list[WorkPeriod]]]:
    """Group jobs by their NOC code."""
    codes: dict[str, list[WorkPeriod]] = {}
    for job in jobs:
        codes.setdefault(job.noc, []).append(job)
    return sorted(codes.items())


def hours_worked(jobs: Sequence[WorkPeriod], since: date, until: date) -> Fraction:
    """Add up the hours from *since* to the day before *until*, at most 30 in a week."""
    spans = _spans(jobs, since, until)
    edges = sorted({edge for start, end, _ in spans for edge in (start, end)})
    total = Fraction(0)
    for start, end in pairwise(edges):
        weekly = sum(hours for first, last, hours in spans if first <= start < last)
        total += min(weekly, FULL_TIME) * Fraction((end - start).days, 7)
    return total


def months_worked(jobs: Sequence[WorkPeriod], since: date, until: date) -> int:
    """Count whole months of full-time work: 130 hours each, or one by the calendar.

    Never more than lie between the first day and the last: 52 weeks are a year only where they are not on end.
    """
    runs = _runs(_spans(jobs, since, until))
    if not runs:
        return 0
    hours = hours_worked(jobs, since, until)
    by_calendar = sum(_months_of_run(jobs, start, end) for start, end in runs)
    most = months_between(runs[0][0], runs[-1][1])
    return min(int(max(hours / _MONTH_HOURS, by_calendar)), most)


def longest_run(jobs: Sequence[WorkPeriod], since: date, until: date) -> int:
    """Count the months of the longest time without a break; a weekend between two jobs is none."""
    runs = _runs(_spans(jobs, since, until))
    return max((months_worked(jobs, start, end) for start, end in runs), default=0)


def first_day(holds: Callable[[date], bool], after: date, *, within: int) -> date | None:
    """Find the first day after *after* on which something holds, within so many days."""
    days = (after + timedelta(days=ahead) for ahead in range(1, within + 1))
    return next((day for day in days if holds(day)), None)


def shifted(day: date, months: int) -> date:
    """Return the day so many months later or earlier: the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def months_between(start: date, end: date) -> int:
    """Count whole months between two days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if shifted(start, months) <= end else months - 1


def _months_of_run(jobs: Sequence[WorkPeriod], start: date, end: date) -> Fraction:
    """Measure a run by the calendar, by the share of full-time work in it."""
    whole = months_between(start, end)
    edge, following = shifted(start, whole), shifted(start, whole + 1)
    length = whole + Fraction((end - edge).days, (following - edge).days)
    return length * hours_worked(jobs, start, end) * 7 / (FULL_TIME * (end - start).days)


def _spans(
    jobs: Iterable[WorkPeriod], since: date, until: date
) -> list[tuple[date, date, Fraction]]:
    """Cut jobs to a window: first day, the day after the last, hours a week."""
    listed = list(jobs)
    starts = {job.started for job in listed}
    spans = []
    for job in listed:
        start, end = max(job.started, since), until
        if job.ended is not None:
            following = [job.ended + timedelta(days=ahead) for ahead in _NEXT_DAYS]
            end = min(until, next((day for day in following if day in starts), following[0]))
        if start < end:
            spans.append((start, end, Fraction(job.hours_per_week).limit_denominator(100)))
    return sorted(spans)


def _runs(spans: Iterable[tuple[date, date, Fraction]]) -> list[tuple[date, date]]:
    """Join spans that follow each other without a break."""
    runs: list[tuple[date, date]] = []
    for start, end, _ in spans:
        if runs and start <= runs[-1][1]:
            runs[-1] = runs[-1][0], max(end, runs[-1][1])
        else:
            runs.append((start, end))
    return runs

"""Conditions that programs and categories share, held against a profile: each a clause that holds, or not, or unknown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.crs.language import ABILITIES, LanguageTest, Levels
from watcher.core.crs.profile import Profile
from watcher.core.crs.program_rules import funds_on
from watcher.core.crs.work import WorkPeriod, first_day, shifted
from watcher.core.model import Clause
from watcher.core.schedule import INVITATION_LIVES

# How far ahead the day is looked for on which work that goes on is enough.
_AHEAD = 1100


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A profile on a day."""

    profile: Profile
    day: date

    @property
    def invited(self) -> date:
        """The day of an invitation that is still open; without one, as if there were one on this day."""
        invited = self.profile.invited
        if invited is not None and self.day - INVITATION_LIVES <= invited <= self.day:
            return invited
        return self.day

    @property
    def last_day(self) -> date:
        """The last day to apply."""
        return self.invited + INVITATION_LIVES

    @property
    def has_offer(self) -> bool:
        """Whether the profile names a job offer."""
        return self.profile.job_offer or self.profile.arranged_employment is not None

    @property
    def works_in_canada(self) -> bool:
        """Whether the person has a job in Canada now, with a permit."""
        here = [job for job in self.profile.work if job.in_canada and job.authorized]
        return goes_on((job for job in here if job.started <= self.day), self.day)


def outside_quebec(case: Case) -> Clause:
    """Quebec chooses its own."""
    return Clause(text="a home outside Quebec", holds=not case.profile.intends_quebec)


def enough_months(
    asked: str,
    months: Callable[[date], int],
    day: date,
    *,
    needed: int,
    jobs: Iterable[WorkPeriod],
    where: str = "",
) -> Clause:
    """Hold months of work, as of a day, against those needed; if the work goes on, say when it will be enough."""
    found = months(day)
    text = f"{asked}: {counted_months(found)}{where}"
    if found < needed and goes_on(jobs, day):
        sooner = shifted(day, needed - found - 1)  # no month is worked in less
        enough = first_day(lambda later: months(later) >= needed, sooner, within=_AHEAD)
        text += f", and enough on {enough} if the work goes on" if enough else ""
    return Clause(text=text, holds=found >= needed)


def without_dates(asked: str, *stated: int | None) -> Clause:
    """Say that there is no dated work; only where no year is stated, that there is not enough."""
    years = [each for each in stated if each is not None]
    if len(years) == len(stated) and not sum(years):
        return Clause(text=f"{asked}: none", holds=False)
    return Clause(text=f"{asked}: the profile has no [[work]] with dates", holds=None)


def language(case: Case, needed: Levels, words: str) -> Clause:
    """Hold the better of two language tests against levels; it has to be valid until the application."""
    tests = [t for t in (case.profile.first_language, case.profile.second_language) if t]
    if not tests:
        return Clause(text=f"{words}: the profile has no language test", holds=None)
    found = [_one_test(case, test, needed, words) for test in tests]
    return max(found, key=lambda clause: (clause.holds is True, clause.holds is None))


def funds(case: Case) -> Clause:
    """Hold the money of a profile against the table of the day; children are not known here."""
    asked = "money to settle"
    if case.has_offer and case.works_in_canada:
        return Clause(text=f"{asked}: not needed with a job in Canada and an offer", holds=True)
    have, table = case.profile.funds, funds_on(case.day)
    if have is None:
        return Clause(text=f"{asked}: the profile does not say how much (funds)", holds=None)
    if table is None:
        return Clause(text=f"{asked}: the table of {case.day} is not known here", holds=None)
    family = 1 if case.profile.spouse is None else 2
    need = table.amounts[family - 1]
    people = "for one person" if family == 1 else "for two people"
    text = f"{asked}: {have:,} of {need:,} {people}, more with children (table of {table.since})"
    return Clause(text=text, holds=have >= need)


def goes_on(jobs: Iterable[WorkPeriod], day: date) -> bool:
    """Tell whether one of the jobs lasts beyond a day."""
    return any(job.ended is None or job.ended > day for job in jobs)


def counted_months(months: int) -> str:
    """Write a number of months."""
    return "1 month" if months == 1 else f"{months or 'no'} months"


def _one_test(case: Case, test: LanguageTest, needed: Levels, words: str) -> Clause:
    expires, levels = test.expires, zip(ABILITIES, test.levels, needed, strict=True)
    if not test.is_valid_on(case.day):
        return Clause(text=f"{words}: the test of {test.taken} is too old", holds=False)
    short = [
        f"{level or 'under 4'} in {ability}" for ability, level, need in levels if level < need
    ]
    if short:
        return Clause(text=f"{words}: {', '.join(short)}", holds=False)
    if expires is not None and expires <= case.last_day:
        valid = f"until {expires - timedelta(days=1)}, not on all days to apply"
        return Clause(text=f"{words}: the test is valid {valid}", holds=None)
    return Clause(text=f"{words}: {min(test.levels)} or more", holds=True)

"""What the people of a file may be in, on a day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from watcher.adapters.profiles import read_profiles
from watcher.core.crs.profile import Profile
from watcher.insight.eligibility import PROGRAMS, Eligibility, eligibility, remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityReport:
    """What one person may be in; ``remarks`` say what else has to be known."""

    name: str | None
    as_of: date
    programs: tuple[Eligibility, ...]
    categories: tuple[Eligibility, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityReports:
    """The answer for every profile of a file; ``is_list`` where the file holds a list."""

    reports: tuple[EligibilityReport, ...]
    is_list: bool


def eligible(profile: Profile, day: date) -> EligibilityReport:
    """Say what a person may be in."""
    every = eligibility(profile, day)
    return EligibilityReport(
        name=profile.name,
        as_of=day,
        programs=tuple(each for each in every if each.category in PROGRAMS),
        categories=tuple(each for each in every if each.category not in PROGRAMS),
        remarks=tuple(remarks(profile, day)),
    )


def eligible_in(file: Path, day: date) -> EligibilityReports:
    """Say what every person of a file may be in; raises ProfileError."""
    read = read_profiles(file)
    reports = tuple(eligible(profile, day) for profile in read.profiles)
    return EligibilityReports(reports=reports, is_list=read.is_list)

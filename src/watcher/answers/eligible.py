"""What a person may be in, on a day."""

from dataclasses import dataclass
from datetime import date

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

"""The 67 points of the Federal Skilled Worker Program: six factors, of 100. Pure.

Read in a copy of IRCC's page on the program of 2025-10-07; the education table in one of November 2024. Not to be taken
for the CRS, which ranks who is in the pool.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from watcher.core.crs.language import LanguageTest, levels_on
from watcher.core.crs.profile import Education, Profile
from watcher.core.crs.work import CRS_WINDOW, WorkPeriod, months_worked, shifted

FSW_PASS = 67
#: The most points of each factor.
FSW_MOST: Mapping[str, int] = {
    "first_language": 24,
    "second_language": 4,
    "education": 25,
    "experience": 15,
    "age": 12,
    "arranged_employment": 10,
    "adaptability": 10,
}
_EDUCATION: Mapping[Education, int] = {
    "none": 0,
    "secondary": 5,
    "one_year": 15,
    "two_year": 19,
    "bachelor": 21,
    "two_or_more": 22,
    "master": 23,
    "professional": 23,
    "doctoral": 25,
}
# By years: none; one; two and three; four and five; six and more.
_EXPERIENCE = (0, 9, 11, 11, 13, 13, 15)
# Per ability, by level from 7 on.
_FIRST_LANGUAGE = {7: 4, 8: 5, 9: 6, 10: 6}
_SECOND_LANGUAGE_LEVEL = 5
_PARTNER_LEVEL = 4
_ADULT, _BEST_UNTIL, _NONE_FROM = 18, 35, 47
_STUDY_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FswPoints:
    """Points by factor, out of ``FSW_MOST``, and their sum."""

    first_language: int
    second_language: int
    education: int
    experience: int
    age: int
    arranged_employment: int
    adaptability: int
    total: int


def fsw_points(profile: Profile, on: date, *, arranged: bool) -> FswPoints:
    """Count the points on a day; *arranged*: a job offer that counts as arranged employment."""
    first, second = _languages(profile, on)
    factors = {
        "first_language": first,
        "second_language": second,
        "education": _EDUCATION[profile.education],
        "experience": _EXPERIENCE[min(skilled_years(profile, on), len(_EXPERIENCE) - 1)],
        "age": _age(profile.age_on(on)),
        "arranged_employment": 10 * arranged,
        "adaptability": min(_adaptability(profile, on, arranged=arranged), 10),
    }
    return FswPoints(**factors, total=sum(factors.values()))


def counts_for_fsw(job: WorkPeriod) -> bool:
    """Tell whether work counts as experience: skilled, and in Canada with a permit; self-employed too."""
    return job.is_skilled and (job.authorized or not job.in_canada)


def skilled_years(profile: Profile, on: date) -> int:
    """Count the years of skilled work in the ten years before a day, anywhere; without dates, those stated."""
    if not profile.work:
        return profile.canadian_work_on(on) + profile.foreign_work_on(on)
    counted = [job for job in profile.work if counts_for_fsw(job)]
    return months_worked(counted, shifted(on, -CRS_WINDOW), on) // 12


def _languages(profile: Profile, on: date) -> tuple[int, int]:
    """Count first and second language in the order that gives more: which is the first may be chosen."""
    tests = (profile.first_language, profile.other_language)
    orders = (tests, tests[::-1])
    counted = (
        (
            sum(_FIRST_LANGUAGE.get(level, 0) for level in levels_on(first, on)),
            4 * _has(second, _SECOND_LANGUAGE_LEVEL, on),
        )
        for first, second in orders
    )
    return max(counted, key=sum)


def _age(age: int) -> int:
    if age < _ADULT or age >= _NONE_FROM:
        return 0
    return min(12, _NONE_FROM - max(age, _BEST_UNTIL))


def _adaptability(profile: Profile, on: date, *, arranged: bool) -> int:
    # Nobody immigrates along who may stay already.
    partner = profile.spouse if profile.spouse and profile.spouse.counts else None
    studied = max(profile.canadian_study_years, 3 * (profile.canadian_credential == "three_plus"))
    points = 10 * (profile.canadian_work_on(on) >= 1)
    points += 5 * (studied >= _STUDY_YEARS)
    points += 5 * arranged
    points += 5 * (profile.relative_in_canada or profile.sibling_in_canada)
    if partner is not None:
        points += 5 * _has(partner.language, _PARTNER_LEVEL, on)
        points += 5 * (partner.canadian_study_years >= _STUDY_YEARS)
        points += 5 * (partner.canadian_work_on(on) >= 1)
    return points


def _has(test: LanguageTest | None, level: int, on: date) -> bool:
    return min(levels_on(test, on)) >= level

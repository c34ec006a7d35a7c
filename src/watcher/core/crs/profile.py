"""A person's case: what the rules ask of them, as plain values. ``parsing`` makes it of a file's tables."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal, TypedDict, cast, get_args

from watcher.core.crs.language import LanguageTest
from watcher.core.crs.work import WorkPeriod, canadian_years, foreign_years, months_between, shifted

Education = Literal[
    "none",
    "secondary",
    "one_year",
    "two_year",
    "bachelor",
    "two_or_more",
    "master",
    "professional",
    "doctoral",
]
CanadianCredential = Literal["none", "one_or_two", "three_plus"]
ArrangedEmployment = Literal["noc00", "other"]
#: From the lowest to the highest; a professional degree counts as much as a master's.
EDUCATIONS: tuple[Education, ...] = get_args(Education)
CANADIAN_CREDENTIALS: tuple[CanadianCredential, ...] = get_args(CanadianCredential)
ARRANGED_EMPLOYMENTS: tuple[ArrangedEmployment, ...] = get_args(ArrangedEmployment)

# An assessment of foreign education is refused from this age on.
_CREDENTIAL_LIVES_MONTHS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """An educational credential; ``assessed`` is the day of its assessment."""

    assessed: date

    @property
    def expires(self) -> date:
        """The first day on which the assessment is too old."""
        return shifted(self.assessed, _CREDENTIAL_LIVES_MONTHS)


class ApplicantFacts(TypedDict):
    """The fields of an Applicant."""

    age: int | None
    born: date | None
    education: Education
    second_language: LanguageTest | None
    canadian_work: int | None
    foreign_work: int | None
    work: tuple[WorkPeriod, ...]
    certificate_of_qualification: bool
    canadian_credential: CanadianCredential
    canadian_study_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """What is asked of both partners; facts that are not given are the least that may be.

    ``canadian_work`` and ``foreign_work`` (whole years) are stated, else counted from ``work``.
    """

    age: int | None = None
    born: date | None = None
    education: Education = "none"
    second_language: LanguageTest | None = None
    canadian_work: int | None = None
    foreign_work: int | None = None
    work: tuple[WorkPeriod, ...] = ()
    certificate_of_qualification: bool = False
    canadian_credential: CanadianCredential = "none"
    canadian_study_years: int = 0

    @property
    def facts(self) -> ApplicantFacts:
        """The facts by name, to make another applicant of them."""
        own = {each.name: getattr(self, each.name) for each in fields(Applicant)}
        return cast("ApplicantFacts", own)

    def age_on(self, day: date) -> int:
        """Tell the age on a day; a stated age is that of any day."""
        if self.born is None:
            return self.age or 0
        return max(0, months_between(self.born, day) // 12)

    def canadian_work_on(self, day: date) -> int:
        """Count whole years of Canadian experience."""
        if self.canadian_work is not None:
            return self.canadian_work
        return canadian_years(self.work, day)

    def foreign_work_on(self, day: date) -> int:
        """Count whole years of skilled work abroad."""
        return self.foreign_work if self.foreign_work is not None else foreign_years(self.work, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spouse(Applicant):
    """A spouse or common-law partner."""

    accompanying: bool = True
    citizen_or_pr: bool = False
    language: LanguageTest | None = None

    @property
    def counts(self) -> bool:
        """Whether the columns "with a spouse" hold: a partner who comes along and may not stay yet."""
        return self.accompanying and not self.citizen_or_pr


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Applicant):
    """A principal applicant, of whom either ``age`` or ``born`` is set.

    ``submitted`` is when the profile was first submitted, ``invited`` the day of an invitation, ``funds`` are in
    Canadian dollars.
    """

    name: str | None = None
    spouse: Spouse | None = None
    first_language: LanguageTest | None = None
    provincial_nomination: bool = False
    nomination_expires: date | None = None
    sibling_in_canada: bool = False
    arranged_employment: ArrangedEmployment | None = None
    job_offer: bool = False
    relative_in_canada: bool = False
    intends_quebec: bool = False
    funds: int | None = None
    credential: Credential | None = None
    passport_expires: date | None = None
    submitted: datetime | None = None
    invited: date | None = None

    @property
    def other_language(self) -> LanguageTest | None:
        """The second language, None where it is the first again."""
        first, second = self.first_language, self.second_language
        return None if first and second and first.language == second.language else second

    def is_nominated_on(self, day: date) -> bool:
        """Whether a province's nomination holds."""
        expires = self.nomination_expires
        return self.provincial_nomination and (expires is None or day <= expires)

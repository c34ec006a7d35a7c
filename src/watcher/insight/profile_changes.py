"""The single changes of a profile that a person may really make. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from watcher.core.crs.language import (
    ABILITIES,
    BOUNDS,
    HIGHEST_LEVEL,
    NO_LEVELS,
    TEST_NAMES,
    Ability,
    AbilityScores,
    LanguageTest,
    Levels,
    OfficialLanguage,
)
from watcher.core.crs.profile import CanadianCredential, Education, Profile, Spouse
from watcher.core.crs.rules import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChange:
    """A profile with one thing changed, at ``key``; ``years`` is the least time that it takes.

    ``always``: worth telling even where it costs points.
    """

    key: str
    what: str
    profile: Profile
    years: int = 0
    note: str | None = None
    always: bool = False


def profile_changes(profile: Profile, rules: RuleSet, on: date) -> Iterator[ProfileChange]:
    """List changes, whether or not they bring points."""
    yield from _languages(profile, on)
    yield from _educations(profile)
    yield from _work(profile, rules, on)
    if not profile.is_nominated_on(on):
        yield ProfileChange(
            key="provincial_nomination",
            what="a province's nomination",
            profile=replace(profile, provincial_nomination=True, nomination_expires=None),
            note="each province chooses by rules of its own",
        )
    if not profile.certificate_of_qualification:
        yield ProfileChange(
            key="certificate_of_qualification",
            what="a certificate of qualification in a trade, from a Canadian authority",
            profile=replace(profile, certificate_of_qualification=True),
            note="for skilled trades only",
        )
    if profile.spouse and profile.spouse.counts:
        yield from _partner(profile, profile.spouse, rules, on)


_LANGUAGES = {"en": "English", "fr": "French"}
_SCALES = {"en": "CLB", "fr": "NCLC"}
_FIRST_BOUNDS = (5, 7, 9, 10)
_OTHER_BOUNDS = (5, 7, 9)
_LOWEST_LEVEL = 4


def _languages(profile: Profile, on: date) -> Iterator[ProfileChange]:
    first, second = profile.first_language, profile.second_language
    spoken: OfficialLanguage = first.language if first else "en"
    other: OfficialLanguage = "fr" if spoken == "en" else "en"
    useful = second if second and second.language == other else None

    yield from _tests(
        "first_language",
        first,
        spoken,
        lambda test: replace(profile, first_language=test),
        on=on,
        bounds=_FIRST_BOUNDS,
    )
    yield from _tests(
        "second_language",
        useful,
        other,
        lambda test: replace(profile, second_language=test),
        on=on,
        bounds=_OTHER_BOUNDS,
    )
    if first and useful:
        yield ProfileChange(
            key="first_language",
            what=f"{_LANGUAGES[other]} named as your first official language",
            profile=replace(profile, first_language=second, second_language=first),
        )


def _tests(
    key: str,
    test: LanguageTest | None,
    language: OfficialLanguage,
    put: Callable[[LanguageTest], Profile],
    *,
    on: date,
    bounds: tuple[int, ...],
) -> Iterator[ProfileChange]:
    """Renew what is too old, raise each ability by a level, and all four to each bound."""
    valid = test if test and test.is_valid_on(on) else None
    if test and not valid:
        what = f"{TEST_NAMES[test.test]} again, with the same results"
        yield ProfileChange(key=key, what=what, profile=put(replace(test, taken=None)))
    raised = dict(_one_ability(valid)) if valid else {}
    for levels, (ability, what) in raised.items():
        yield ProfileChange(
            key=f"{key}.scores.{ability}",
            what=what,
            profile=put(_at_levels(language, levels)),
            note="the whole test is taken again",
        )
    now = valid.levels if valid else NO_LEVELS
    for bound in bounds:
        levels = Levels(*(max(bound, level) for level in now))
        if levels != now and levels not in raised:
            what = f"{_LANGUAGES[language]}: {_SCALES[language]} {bound} in every ability"
            yield ProfileChange(key=key, what=what, profile=put(_at_levels(language, levels)))


def _one_ability(test: LanguageTest) -> Iterator[tuple[Levels, tuple[Ability, str]]]:
    """Raise each ability to its next level, with what the test asks for it."""
    for place, (ability, level) in enumerate(zip(ABILITIES, test.levels, strict=True)):
        if level == HIGHEST_LEVEL:
            continue
        aim = max(_LOWEST_LEVEL, level + 1)
        asked = BOUNDS[test.test][ability].bounds[HIGHEST_LEVEL - aim]
        scale = f"{_SCALES[test.language]} {aim}"
        score = scale if test.test == "clb" else f"{asked:g} ({scale})"
        what = f"{_LANGUAGES[test.language]}: {score} in {ability}"
        raised = [*test.levels[:place], aim, *test.levels[place + 1 :]]
        yield Levels._make(raised), (ability, what)


def _at_levels(language: OfficialLanguage, levels: Levels) -> LanguageTest:
    return LanguageTest(test="clb", language=language, scores=AbilityScores(*levels))


@dataclass(frozen=True, slots=True)
class _Degree:
    """What study leads to; ``canadian`` is what it is worth as study in Canada."""

    education: Education
    what: str
    years: int
    canadian: CanadianCredential


_ONE_YEAR = _Degree("one_year", "a one-year diploma or certificate", 1, "one_or_two")
_TWO_YEARS = _Degree("two_year", "a two-year diploma", 2, "one_or_two")
_BACHELOR = _Degree("bachelor", "a bachelor's degree, or a program of three years", 3, "three_plus")
_SECOND = _Degree("two_or_more", "a second credential, of one year or more", 1, "one_or_two")
_MASTER = _Degree("master", "a master's degree", 1, "three_plus")
_DOCTORATE = _Degree("doctoral", "a doctoral degree", 3, "three_plus")
_NEXT: dict[Education, tuple[_Degree, ...]] = {
    "none": (_Degree("secondary", "a secondary diploma", 1, "none"),),
    "secondary": (_ONE_YEAR, _TWO_YEARS, _BACHELOR),
    "one_year": (_TWO_YEARS, _BACHELOR),
    "two_year": (_BACHELOR,),
    "bachelor": (_SECOND, _MASTER),
    "two_or_more": (_MASTER,),
    "master": (_DOCTORATE,),
    "professional": (_DOCTORATE,),
    "doctoral": (),
}
_CREDENTIAL_ORDER: tuple[CanadianCredential, ...] = ("none", "one_or_two", "three_plus")


def _educations(profile: Profile) -> Iterator[ProfileChange]:
    for degree in _NEXT[profile.education]:
        educated = replace(profile, education=degree.education)
        yield ProfileChange(
            key="education",
            what=degree.what,
            profile=educated,
            years=degree.years,
            note="foreign ones as an assessment values them",
        )
        better = max(profile.canadian_credential, degree.canadian, key=_CREDENTIAL_ORDER.index)
        if better != profile.canadian_credential:
            yield ProfileChange(
                key="canadian_credential",
                what=f"{degree.what}, studied in Canada",
                profile=replace(educated, canadian_credential=better),
                years=degree.years,
                note="full-time, on a campus, with a study permit",
            )


_MOST_YEARS_AHEAD = 3


def _work(profile: Profile, rules: RuleSet, on: date) -> Iterator[ProfileChange]:
    """Add a year in Canada, and as many abroad as reach the next tier."""
    canadian, foreign = profile.canadian_work_on(on), profile.foreign_work_on(on)
    if canadian < len(rules.canadian_work) - 1:
        yield ProfileChange(
            key="canadian_work_years",
            what="another year of work in Canada" if canadian else "a year of work in Canada",
            profile=replace(profile, canadian_work=canadian + 1),
            years=1,
            note="skilled, with authorization, not self-employed",
        )
    tiers = rules.foreign_work_tier
    ahead = next((n for n in range(foreign + 1, len(tiers)) if tiers[n] > tiers[n - 1]), None)
    if ahead is not None:
        years = ahead - foreign
        yield ProfileChange(
            key="foreign_work_years",
            what=f"{years} more years of work abroad" if years > 1 else "a year of work abroad",
            profile=replace(profile, foreign_work=ahead),
            years=years,
            note="skilled, in one occupation",
        )


def _partner(profile: Profile, spouse: Spouse, rules: RuleSet, on: date) -> Iterator[ProfileChange]:
    """Change what the partner brings, who applies, or who comes along."""
    tests = _tests(
        "spouse.language",
        spouse.language,
        spouse.language.language if spouse.language else "en",
        lambda test: replace(profile, spouse=replace(spouse, language=test)),
        on=on,
        bounds=_OTHER_BOUNDS,
    )
    yield from (replace(change, what=f"your partner's {change.what}") for change in tests)
    years = spouse.canadian_work_on(on)
    if years < len(rules.spouse_canadian_work) - 1:
        yield ProfileChange(
            key="spouse.canadian_work_years",
            what="a year of your partner's work in Canada",
            profile=replace(profile, spouse=replace(spouse, canadian_work=years + 1)),
            years=1,
            note="skilled, with authorization",
        )
    yield ProfileChange(
        key="spouse.accompanying",
        what="your partner does not come along",
        profile=replace(profile, spouse=replace(spouse, accompanying=False)),
        note="only where that is true; they may be sponsored later",
    )
    if spouse.age is not None or spouse.born is not None:
        yield ProfileChange(
            key="spouse",
            what="your partner as the principal applicant",
            profile=_swapped(profile, spouse),
            note="as far as the partner's facts are in the profile"
            + ("; your nomination is not theirs" if profile.is_nominated_on(on) else ""),
            always=True,
        )


def _swapped(profile: Profile, spouse: Spouse) -> Profile:
    """Let the partner apply; a nomination and a job offer are of the person who got them, a sibling is of both."""
    return Profile(
        **spouse.facts,
        first_language=spouse.language,
        sibling_in_canada=profile.sibling_in_canada,
        spouse=Spouse(**profile.facts, language=profile.first_language),
    )

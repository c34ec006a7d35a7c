"""Profiles for tests, made of as few words as may be."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from watcher.core.crs.language import (
    BOUNDS,
    OFFICIAL_LANGUAGES,
    TEST_LANGUAGES,
    TESTS,
    AbilityScores,
    LanguageTest,
    OfficialLanguage,
)
from watcher.core.crs.profile import CANADIAN_CREDENTIALS, EDUCATIONS, Profile, Spouse


def clb(*levels: float, language: OfficialLanguage = "en") -> LanguageTest:
    """Levels, one for all abilities or one for each."""
    given = levels * 4 if len(levels) == 1 else levels
    return LanguageTest(test="clb", language=language, scores=AbilityScores(*given))


#: 29 years, a bachelor's degree and CLB 9: 379 points, as IRCC's calculator said in September 2026.
BACHELOR = Profile(age=29, education="bachelor", first_language=clb(9))

_YEARS = st.integers(0, 8)


@st.composite
def language_tests(draw: st.DrawFn) -> LanguageTest:
    """Draw a test of any kind, with scores anywhere on its scales."""
    test = draw(st.sampled_from(TESTS))
    either = draw(st.sampled_from(OFFICIAL_LANGUAGES))
    language: OfficialLanguage = TEST_LANGUAGES.get(test, either)
    scores = [
        draw(st.integers(0, int(scale.high / scale.step))) * scale.step
        for scale in BOUNDS[test].values()
    ]
    return LanguageTest(test=test, language=language, scores=AbilityScores(*scores))


_TESTS_OR_NONE = st.none() | language_tests()


def spouses() -> st.SearchStrategy[Spouse]:
    """Draw a partner who comes along or not."""
    return st.builds(
        Spouse,
        accompanying=st.booleans(),
        citizen_or_pr=st.booleans(),
        age=st.none() | st.integers(17, 60),
        education=st.sampled_from(EDUCATIONS),
        language=_TESTS_OR_NONE,
        second_language=_TESTS_OR_NONE,
        canadian_work=_YEARS,
        foreign_work=_YEARS,
    )


def profiles() -> st.SearchStrategy[Profile]:
    """Draw anybody."""
    return st.builds(
        Profile,
        age=st.integers(0, 80),
        education=st.sampled_from(EDUCATIONS),
        spouse=st.none() | spouses(),
        first_language=_TESTS_OR_NONE,
        second_language=_TESTS_OR_NONE,
        canadian_work=_YEARS,
        foreign_work=_YEARS,
        certificate_of_qualification=st.booleans(),
        provincial_nomination=st.booleans(),
        sibling_in_canada=st.booleans(),
        canadian_credential=st.sampled_from(CANADIAN_CREDENTIALS),
        arranged_employment=st.sampled_from([None, "other", "noc00"]),
    )


_Word = TypeVar("_Word", bound=str)


def _next(known: tuple[_Word, ...], now: _Word) -> _Word:
    return known[min(known.index(now) + 1, len(known) - 1)]


def _one_more(test: LanguageTest | None, place: int) -> LanguageTest | None:
    if test is None:
        return None
    scale = list(BOUNDS[test.test].values())[place]
    scores = list(test.scores)
    scores[place] = min(scale.high, scores[place] + scale.step)
    return replace(test, scores=AbilityScores(*scores))


def _more_language(key: str, place: int) -> Callable[[Profile], Profile]:
    def better(profile: Profile) -> Profile:
        test = profile.first_language if key == "first_language" else profile.second_language
        return replace(profile, **{key: _one_more(test, place)})  # type: ignore[arg-type]

    return better


def _of_spouse(change: Callable[[Spouse], Spouse]) -> Callable[[Profile], Profile]:
    return lambda p: replace(p, spouse=p.spouse and change(p.spouse))


#: More of one good thing, by name.
BETTER: dict[str, Callable[[Profile], Profile]] = {
    "education": lambda p: replace(p, education=_next(EDUCATIONS, p.education)),
    "canadian_work": lambda p: replace(p, canadian_work=(p.canadian_work or 0) + 1),
    "foreign_work": lambda p: replace(p, foreign_work=(p.foreign_work or 0) + 1),
    "certificate": lambda p: replace(p, certificate_of_qualification=True),
    "nomination": lambda p: replace(p, provincial_nomination=True),
    "sibling": lambda p: replace(p, sibling_in_canada=True),
    "study": lambda p: replace(
        p, canadian_credential=_next(CANADIAN_CREDENTIALS, p.canadian_credential)
    ),
    "offer": lambda p: replace(
        p, arranged_employment="noc00" if p.arranged_employment else "other"
    ),
    "spouse.education": _of_spouse(lambda s: replace(s, education=_next(EDUCATIONS, s.education))),
    "spouse.language": _of_spouse(lambda s: replace(s, language=_one_more(s.language, 0))),
    "spouse.canadian_work": _of_spouse(
        lambda s: replace(s, canadian_work=(s.canadian_work or 0) + 1)
    ),
    **{
        f"{key}[{place}]": _more_language(key, place)
        for key in ("first_language", "second_language")
        for place in range(4)
    },
}

"""Which single changes there are to make."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from tests.core.crs.people import BACHELOR, clb, profiles
from watcher.core.crs.language import AbilityScores, LanguageTest
from watcher.core.crs.profile import EDUCATIONS, Profile, Spouse
from watcher.core.crs.rules import RULE_SETS
from watcher.insight.profile_changes import ProfileChange, profile_changes

NEW = RULE_SETS[-1]
DAY = date(2026, 9, 1)


def changes(profile: Profile, key: str) -> list[ProfileChange]:
    """List the changes at one place of a profile."""
    return [one for one in profile_changes(profile, NEW, DAY) if one.key.startswith(key)]


def told(profile: Profile, key: str) -> list[str]:
    return [one.what for one in changes(profile, key)]


def test_each_ability_goes_up_by_a_level_with_the_score_that_its_test_asks() -> None:
    ielts = LanguageTest(test="ielts", language="en", scores=AbilityScores(8.5, 3, 6, 7))
    assert told(replace(BACHELOR, first_language=ielts), "first_language") == [
        "English: 3.5 (CLB 4) in reading",
        "English: 6.5 (CLB 8) in writing",
        "English: 7.5 (CLB 10) in speaking",
        "English: CLB 5 in every ability",
        "English: CLB 7 in every ability",
        "English: CLB 9 in every ability",
        "English: CLB 10 in every ability",
    ]


def test_the_same_levels_are_not_told_twice() -> None:
    assert told(replace(BACHELOR, first_language=clb(9, 9, 8, 9)), "first_language") == [
        "English: CLB 10 in listening",
        "English: CLB 10 in reading",
        "English: CLB 9 in writing",
        "English: CLB 10 in speaking",
        "English: CLB 10 in every ability",
    ]


def test_a_test_that_is_too_old_is_taken_again() -> None:
    old = replace(clb(10), taken=date(2024, 1, 1))
    first = changes(replace(BACHELOR, first_language=old), "first_language")[0]
    assert first.what == "CLB or NCLC levels again, with the same results"
    assert first.profile.first_language == clb(10)


def test_the_second_language_is_the_other_one() -> None:
    assert told(BACHELOR, "second_language") == [
        f"French: NCLC {level} in every ability" for level in (5, 7, 9)
    ]
    french = replace(BACHELOR, first_language=clb(9, language="fr"))
    assert told(french, "second_language")[0] == "English: CLB 5 in every ability"
    # A second test in the first language is as good as none.
    assert told(replace(french, second_language=clb(9, language="fr")), "second_language") == [
        f"English: CLB {level} in every ability" for level in (5, 7, 9)
    ]


def test_who_has_both_languages_may_name_the_other_one_first() -> None:
    both = replace(BACHELOR, second_language=clb(10, language="fr"))
    [swapped] = [one for one in changes(both, "first_language") if "named" in one.what]
    assert swapped.profile.first_language == clb(10, language="fr")
    assert swapped.profile.second_language == clb(9)


@pytest.mark.parametrize("education", EDUCATIONS)
def test_a_degree_is_higher_than_what_is_there_and_one_of_canada_counts_as_study(
    education: str,
) -> None:
    profile = replace(BACHELOR, education=education)  # type: ignore[arg-type]
    for change in (*changes(profile, "education"), *changes(profile, "canadian_credential")):
        assert EDUCATIONS.index(change.profile.education) > EDUCATIONS.index(profile.education)
        assert change.years >= 1
        studied = change.key == "canadian_credential"
        assert (change.profile.canadian_credential != "none") is studied


def test_study_in_canada_is_told_only_where_it_is_worth_more() -> None:
    studied = replace(BACHELOR, canadian_credential="three_plus")
    assert told(studied, "canadian_credential") == []
    assert told(BACHELOR, "canadian_credential") == [
        "a second credential, of one year or more, studied in Canada",
        "a master's degree, studied in Canada",
    ]


@pytest.mark.parametrize(
    ("years", "what"),
    [
        (0, ["a year of work abroad"]),
        (1, ["2 more years of work abroad"]),
        (2, ["a year of work abroad"]),
        (3, []),
    ],
)
def test_work_abroad_goes_up_to_its_next_tier(years: int, what: list[str]) -> None:
    assert told(replace(BACHELOR, foreign_work=years), "foreign_work_years") == what


def test_work_in_canada_goes_up_by_a_year_to_the_fifth() -> None:
    assert told(BACHELOR, "canadian_work_years") == ["a year of work in Canada"]
    four, five = (replace(BACHELOR, canadian_work=years) for years in (4, 5))
    assert told(four, "canadian_work_years") == ["another year of work in Canada"]
    assert told(five, "canadian_work_years") == []


def test_what_is_there_is_not_told() -> None:
    has = replace(BACHELOR, provincial_nomination=True, certificate_of_qualification=True)
    assert told(has, "provincial_nomination") + told(has, "certificate") == []


PARTNER = Spouse(age=31, education="master", language=clb(10), foreign_work=3)


def test_the_partner_may_apply_with_all_facts_of_both() -> None:
    nominated = replace(
        BACHELOR,
        spouse=PARTNER,
        provincial_nomination=True,
        sibling_in_canada=True,
        canadian_work=2,
    )
    [swapped] = [one.profile for one in changes(nominated, "spouse") if one.key == "spouse"]
    assert (swapped.age, swapped.education, swapped.first_language) == (31, "master", clb(10))
    assert (swapped.foreign_work, swapped.canadian_work) == (3, None)
    assert swapped.spouse == Spouse(age=29, education="bachelor", language=clb(9), canadian_work=2)
    assert (swapped.provincial_nomination, swapped.sibling_in_canada) == (False, True)
    assert changes(nominated, "spouse")[-1].note == (
        "as far as the partner's facts are in the profile; your nomination is not theirs"
    )


def test_changes_of_a_partner() -> None:
    keys = [
        one.key for one in changes(replace(BACHELOR, spouse=replace(PARTNER, age=None)), "spouse")
    ]
    assert keys == ["spouse.canadian_work_years", "spouse.accompanying"]
    assert told(replace(BACHELOR, spouse=Spouse()), "spouse.language") == [
        f"your partner's English: CLB {level} in every ability" for level in (5, 7, 9)
    ]
    for left_out in (replace(PARTNER, accompanying=False), replace(PARTNER, citizen_or_pr=True)):
        assert told(replace(BACHELOR, spouse=left_out), "spouse") == []


@settings(max_examples=40)
@given(profiles())
def test_every_change_changes_the_profile(profile: Profile) -> None:
    assert all(one.profile != profile for one in profile_changes(profile, NEW, DAY))

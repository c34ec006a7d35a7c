"""Scores, against those that IRCC's own calculator gave, and what holds for any profile."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.crs.people import BACHELOR, BETTER, clb, profiles
from watcher.core.crs.language import AbilityScores, LanguageTest
from watcher.core.crs.profile import (
    ARRANGED_EMPLOYMENTS,
    EDUCATIONS,
    CanadianCredential,
    Education,
    Profile,
    Spouse,
)
from watcher.core.crs.rules import RULE_SETS, RuleSet
from watcher.core.crs.score import CrsScore, crs_score

OLD, NEW = RULE_SETS
DAY = date(2026, 9, 1)


def score(profile: Profile, **changed: object) -> CrsScore:
    return crs_score(replace(profile, **changed), NEW, DAY)  # type: ignore[arg-type]


# IRCC's worked example: 25 years, a master's degree, a year of work here and one abroad, study in Canada.
WORKED_EXAMPLE = Profile(
    age=25,
    education="master",
    first_language=LanguageTest(test="celpip", language="en", scores=AbilityScores(10, 9, 10, 9)),
    canadian_work=1,
    foreign_work=1,
    canadian_credential="three_plus",
)


@pytest.mark.parametrize(
    ("profile", "total"),
    [
        (BACHELOR, 379),
        (replace(BACHELOR, first_language=clb(10)), 391),
        (replace(BACHELOR, spouse=Spouse()), 353),
        (replace(BACHELOR, provincial_nomination=True), 979),
        (replace(BACHELOR, canadian_work=1), 432),
        (WORKED_EXAMPLE, 533),
        (replace(WORKED_EXAMPLE, certificate_of_qualification=True), 545),
    ],
)
def test_what_the_official_calculator_says(profile: Profile, total: int) -> None:
    assert crs_score(profile, NEW, DAY).total == total


@pytest.mark.parametrize(
    ("age", "alone", "with_spouse"),
    [
        *((17, 0, 0), (18, 99, 90), (19, 105, 95), (20, 110, 100), (29, 110, 100), (30, 105, 95)),
        *((31, 99, 90), (32, 94, 85), (33, 88, 80), (34, 83, 75), (35, 77, 70), (36, 72, 65)),
        *((37, 66, 60), (38, 61, 55), (39, 55, 50), (40, 50, 45), (41, 39, 35), (42, 28, 25)),
        *((43, 17, 15), (44, 6, 5), (45, 0, 0), (99, 0, 0)),
    ],
)
def test_points_for_age(age: int, alone: int, with_spouse: int) -> None:
    assert score(BACHELOR, age=age).core.parts["age"].points == alone
    assert score(BACHELOR, age=age, spouse=Spouse()).core.parts["age"].points == with_spouse


@pytest.mark.parametrize(
    ("education", "alone", "with_spouse", "of_spouse", "transfer"),
    [
        ("none", 0, 0, 0, 0),
        ("secondary", 30, 28, 2, 0),
        ("one_year", 90, 84, 6, 25),
        ("two_year", 98, 91, 7, 25),
        ("bachelor", 120, 112, 8, 25),
        ("two_or_more", 128, 119, 9, 50),
        ("master", 135, 126, 10, 50),
        ("professional", 135, 126, 10, 50),
        ("doctoral", 150, 140, 10, 50),
    ],
)
def test_points_for_education_a_single_bachelors_degree_is_in_the_lower_tier(
    education: Education, alone: int, with_spouse: int, of_spouse: int, transfer: int
) -> None:
    found = score(BACHELOR, education=education)
    partner = score(BACHELOR, education=education, spouse=Spouse(education=education))
    assert found.core.parts["education"].points == alone
    assert found.transferability.parts["education_language"].points == transfer
    assert partner.core.parts["education"].points == with_spouse
    assert partner.spouse.parts["education"].points == of_spouse


@pytest.mark.parametrize(
    ("level", "alone", "with_spouse", "second", "of_spouse"),
    [
        *((3, 0, 0, 0, 0), (4, 6, 6, 0, 0), (5, 6, 6, 1, 1), (6, 9, 8, 1, 1), (7, 17, 16, 3, 3)),
        *((8, 23, 22, 3, 3), (9, 31, 29, 6, 5), (10, 34, 32, 6, 5), (12, 34, 32, 6, 5)),
    ],
)
def test_points_for_one_ability(
    level: int, alone: int, with_spouse: int, second: int, of_spouse: int
) -> None:
    one, french = clb(level, 0, 0, 0), clb(level, 0, 0, 0, language="fr")
    found = score(BACHELOR, first_language=one, second_language=french)
    partner = score(BACHELOR, first_language=one, spouse=Spouse(language=one))
    assert found.core.parts["first_language"].points == alone
    assert found.core.parts["second_language"].points == second
    assert partner.core.parts["first_language"].points == with_spouse
    assert partner.spouse.parts["language"].points == of_spouse


@pytest.mark.parametrize(("spouse", "most"), [(None, 24), (Spouse(), 22)])
def test_the_second_language_has_a_cap_of_its_own(spouse: Spouse | None, most: int) -> None:
    found = score(BACHELOR, second_language=clb(9, language="fr"), spouse=spouse)
    assert found.core.parts["second_language"].points == most


@pytest.mark.parametrize(
    ("years", "alone", "with_spouse", "of_spouse"),
    [
        *((0, 0, 0, 0), (1, 40, 35, 5), (2, 53, 46, 7)),
        *((3, 64, 56, 8), (4, 72, 63, 9), (5, 80, 70, 10), (9, 80, 70, 10)),
    ],
)
def test_points_for_work_in_canada(
    years: int, alone: int, with_spouse: int, of_spouse: int
) -> None:
    partner = score(BACHELOR, canadian_work=years, spouse=Spouse(canadian_work=years))
    assert score(BACHELOR, canadian_work=years).core.parts["canadian_work"].points == alone
    assert partner.core.parts["canadian_work"].points == with_spouse
    assert partner.spouse.parts["canadian_work"].points == of_spouse


@pytest.mark.parametrize(
    ("spouse", "core"),
    [(Spouse(accompanying=False), 500), (Spouse(citizen_or_pr=True), 500), (Spouse(), 460)],
)
def test_a_partner_who_stays_away_or_may_stay_already_is_left_out(
    spouse: Spouse, core: int
) -> None:
    found = score(BACHELOR, spouse=replace(spouse, education="master", canadian_work=3))
    assert found.core.cap == core
    assert found.spouse.total == (18 if core == 460 else 0)
    assert found.spouse.cap == (40 if core == 460 else 0)


@pytest.mark.parametrize(
    ("level", "canadian", "foreign", "parts"),
    [
        (6, 0, 3, (0, 0)),
        (7, 0, 1, (13, 0)),
        (8, 1, 2, (13, 13)),
        (9, 1, 1, (25, 13)),
        (7, 0, 3, (25, 0)),
        (8, 2, 3, (25, 50)),
        (9, 2, 6, (50, 50)),
    ],
)
def test_foreign_work_counts_with_language_and_with_canadian_work(
    level: int, canadian: int, foreign: int, parts: tuple[int, int]
) -> None:
    found = score(
        BACHELOR, first_language=clb(level), canadian_work=canadian, foreign_work=foreign
    ).transferability
    named = found.parts["foreign_language"], found.parts["foreign_canadian_work"]
    assert tuple(part.points for part in named) == parts
    assert found.parts["foreign"].points == min(50, sum(parts))


@pytest.mark.parametrize(("level", "points"), [(4, 0), (5, 25), (6, 25), (7, 50), (10, 50)])
def test_a_certificate_counts_with_language_alone(level: int, points: int) -> None:
    found = score(
        BACHELOR, first_language=clb(level), canadian_work=5, certificate_of_qualification=True
    )
    assert found.transferability.parts["certificate"].points == points


def test_the_worst_ability_decides_transferability() -> None:
    assert score(BACHELOR, first_language=clb(9, 9, 9, 8)).transferability.total == 13
    assert score(BACHELOR, first_language=clb(9, 6, 9, 9)).transferability.total == 0


@pytest.mark.parametrize(
    ("french", "english", "points"),
    [
        (clb(7, language="fr"), None, 25),
        (clb(7, language="fr"), clb(4), 25),
        (clb(7, language="fr"), clb(5), 50),
        (clb(7, language="fr"), clb(5, 5, 5, 4), 25),
        (clb(7, 7, 7, 6, language="fr"), clb(9), 0),
    ],
)
def test_french_counts_whichever_language_is_first(
    french: LanguageTest, english: LanguageTest | None, points: int
) -> None:
    first = score(BACHELOR, first_language=french, second_language=english)
    second = score(BACHELOR, first_language=english, second_language=french)
    assert first.additional.parts["french"].points == points
    assert second.additional.parts["french"].points == points


def test_pte_as_the_second_language_gives_what_the_page_says() -> None:
    """The official calculator was reported to give 25."""
    pte = LanguageTest(test="pte", language="en", scores=AbilityScores(60, 60, 69, 68))
    found = score(BACHELOR, first_language=clb(9, language="fr"), second_language=pte)
    assert found.additional.parts["french"].points == 50


def test_tcf_at_level_4_gives_what_the_page_says() -> None:
    """The official calculator was reported to give 0."""
    tcf = LanguageTest(test="tcf", language="fr", scores=AbilityScores(331, 342, 4, 4))
    assert score(BACHELOR, first_language=tcf).core.parts["first_language"].points == 24


def test_a_second_test_in_the_first_language_gives_nothing() -> None:
    found = score(BACHELOR, second_language=clb(10))
    assert found.total == 379
    twice = score(
        BACHELOR, first_language=clb(6, language="fr"), second_language=clb(9, language="fr")
    )
    assert (twice.core.parts["second_language"].points, twice.additional.total) == (0, 0)


def test_a_test_that_is_too_old_gives_nothing() -> None:
    old = replace(clb(9), taken=date(2024, 9, 2))
    profile = replace(BACHELOR, first_language=old)
    assert crs_score(profile, NEW, date(2026, 9, 1)).total == 379
    assert crs_score(profile, NEW, date(2026, 9, 2)).total == 379 - 124 - 25


@pytest.mark.parametrize(("study", "points"), [("none", 0), ("one_or_two", 15), ("three_plus", 30)])
def test_points_for_study_in_canada(study: CanadianCredential, points: int) -> None:
    assert score(BACHELOR, canadian_credential=study).additional.total == points


def test_the_additional_points_are_capped_before_they_are_added() -> None:
    found = score(
        BACHELOR,
        provincial_nomination=True,
        sibling_in_canada=True,
        canadian_credential="three_plus",
        second_language=clb(7, language="fr"),
    )
    assert [part.points for part in found.additional.parts.values()] == [600, 15, 50, 30, 0]
    assert found.additional.total == 600


def test_a_job_offer_gave_points_until_march_2025() -> None:
    offers = [replace(BACHELOR, arranged_employment=offer) for offer in ARRANGED_EMPLOYMENTS]
    assert [crs_score(one, OLD, DAY).additional.total for one in offers] == [200, 50]
    assert [crs_score(one, NEW, DAY).additional.total for one in offers] == [0, 0]
    assert crs_score(BACHELOR, OLD, DAY).additional.total == 0


def test_a_nomination_that_expired_gives_nothing() -> None:
    nominated = replace(BACHELOR, provincial_nomination=True, nomination_expires=DAY)
    assert crs_score(nominated, NEW, DAY).total == 979
    assert crs_score(nominated, NEW, date(2026, 9, 2)).total == 379


def test_the_score_follows_the_birthday_and_the_years_of_work() -> None:
    born = replace(BACHELOR, age=None, born=date(1996, 9, 2))
    assert crs_score(born, NEW, date(2026, 9, 1)).total == 379
    assert crs_score(born, NEW, date(2026, 9, 2)).total == 374


@given(profiles(), st.sampled_from(RULE_SETS), st.sampled_from(sorted(BETTER)))
def test_more_of_anything_good_never_lowers_a_score(
    profile: Profile, rules: RuleSet, what: str
) -> None:
    better = BETTER[what](profile)
    assert crs_score(better, rules, DAY).total >= crs_score(profile, rules, DAY).total


@given(profiles())
def test_a_score_is_the_sum_of_its_parts_and_each_keeps_its_cap(profile: Profile) -> None:
    found = crs_score(profile, NEW, DAY)
    assert found.total == sum(section.total for section in found.sections.values()) <= 1200
    for section in found.sections.values():
        outer = [part.points for part in section.parts.values() if part.within is None]
        assert section.total == min(section.cap, sum(outer))
        for name, part in section.parts.items():
            assert 0 <= part.points <= part.cap
            inner = [p.points for p in section.parts.values() if p.within == name]
            assert not inner or part.points == min(part.cap, sum(inner))
    assert found.core.cap + found.spouse.cap == 500


@given(profiles(), st.integers(29, 60))
def test_no_birthday_after_the_29th_brings_points(profile: Profile, age: int) -> None:
    younger, older = (crs_score(replace(profile, age=n), NEW, DAY).total for n in (age, age + 1))
    assert older <= younger


def test_every_education_is_in_every_table_in_its_order() -> None:
    assert tuple(NEW.education) == EDUCATIONS == get_args(Education)
    for lower, higher in pairwise(EDUCATIONS):
        assert NEW.education_tier[lower] <= NEW.education_tier[higher]

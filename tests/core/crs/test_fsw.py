"""The 67 points are counted factor by factor."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.insight.profiles import DAY, levels, nurse, person
from watcher.core.crs.fsw import FSW_MOST, FswPoints, fsw_points, skilled_years


def points(*, arranged: bool = False, **more: object) -> FswPoints:
    return fsw_points(person(**more), DAY, arranged=arranged)


def test_a_single_bachelor_with_good_english_and_three_years_abroad_reaches_67() -> None:
    assert points(canadian_work_years=0, foreign_work_years=3) == FswPoints(
        first_language=24,
        second_language=0,
        education=21,
        experience=11,
        age=12,
        arranged_employment=0,
        adaptability=0,
        total=68,
    )


@pytest.mark.parametrize(
    ("age", "expected"),
    [(17, 0), (18, 12), (35, 12), (36, 11), (37, 10), (45, 2), (46, 1), (47, 0), (60, 0)],
)
def test_age_costs_a_point_a_year_from_36_on(age: int, expected: int) -> None:
    assert points(age=age).age == expected


@pytest.mark.parametrize(
    ("years", "expected"), [(0, 0), (1, 9), (2, 11), (3, 11), (4, 13), (5, 13), (6, 15), (9, 15)]
)
def test_experience_is_counted_in_steps(years: int, expected: int) -> None:
    assert points(canadian_work_years=0, foreign_work_years=years).experience == expected


@pytest.mark.parametrize(
    ("education", "expected"),
    [
        ("none", 0),
        ("secondary", 5),
        ("one_year", 15),
        ("two_year", 19),
        ("bachelor", 21),
        ("two_or_more", 22),
        ("master", 23),
        ("professional", 23),
        ("doctoral", 25),
    ],
)
def test_education(education: str, expected: int) -> None:
    assert points(education=education).education == expected


def test_language_is_counted_per_ability_and_the_second_as_a_whole() -> None:
    assert points(first_language=levels(6, 7, 8, 10)).first_language == 0 + 4 + 5 + 6
    french = levels(5, 5, 5, 5, language="fr")
    assert points(second_language=french).second_language == 4
    weak = levels(5, 5, 4, 5, language="fr")
    assert points(second_language=weak).second_language == 0


def test_the_better_language_is_taken_for_the_first() -> None:
    weak, strong = levels(7, 6, 5, 5), levels(10, 10, 10, 10, language="fr")

    found = points(first_language=weak, second_language=strong)

    assert (found.first_language, found.second_language) == (24, 4)


def test_a_second_test_in_the_same_language_is_no_second_language() -> None:
    assert points(second_language=levels(5, 5, 5, 5)).second_language == 0


def test_a_master_of_thirty_with_three_years_has_seventy() -> None:
    """The grid counts the language for each ability; a site that counts it once says 52."""
    found = points(education="master", canadian_work_years=0, foreign_work_years=3)

    assert (found.total, found.first_language, found.education) == (70, 24, 23)


def test_a_test_of_two_years_ago_gives_nothing() -> None:
    old = levels(9, 9, 9, 9, taken=date(2024, 9, 1))
    fresh = levels(9, 9, 9, 9, taken=date(2024, 9, 2))

    assert points(first_language=old).first_language == 0
    assert points(first_language=fresh).first_language == 24


def test_adaptability_is_ten_at_most() -> None:
    partner = {
        "education": "none",
        "language": levels(4, 4, 4, 4),
        "canadian_study_years": 2,
        "canadian_work_years": 1,
    }
    assert points(canadian_work_years=1).adaptability == 10
    assert points(relative_in_canada=True).adaptability == 5
    assert points(sibling_in_canada=True).adaptability == 5
    assert points(canadian_study_years=2).adaptability == 5
    assert points(spouse={**partner, "canadian_work_years": 0}).adaptability == 10
    assert points(spouse=partner, relative_in_canada=True).adaptability == 10
    assert points(spouse={**partner, "accompanying": False}).adaptability == 0
    assert points(spouse={**partner, "citizen_or_pr": True}).adaptability == 0
    assert points(spouse={"education": "none", "language": levels(4, 4, 4, 0)}).adaptability == 0


def test_arranged_employment_counts_twice() -> None:
    found = points(arranged=True)

    assert (found.arranged_employment, found.adaptability) == (10, 5)


def test_dated_work_counts_everywhere_but_without_a_permit_in_canada() -> None:
    abroad = {"noc": "21300", "from": date(2021, 1, 1), "to": date(2022, 12, 31), "country": "IN"}
    unlawful = nurse("2023-01-01", to=date(2024, 6, 30), authorized=False)
    unskilled = {"noc": "65200", "from": date(2019, 1, 1), "to": date(2020, 12, 31)}

    assert skilled_years(person(work=[abroad, unlawful, unskilled, nurse("2025-09-01")]), DAY) == 3


@given(st.integers(0, 60), st.integers(0, 9), st.integers(0, 9))
def test_the_total_is_the_sum_and_no_factor_passes_its_most(
    age: int, here: int, abroad: int
) -> None:
    found = points(age=age, canadian_work_years=here, foreign_work_years=abroad, arranged=True)

    factors = {name: getattr(found, name) for name in FSW_MOST}
    assert found.total == sum(factors.values()) <= 100
    assert all(0 <= factors[name] <= most for name, most in FSW_MOST.items())

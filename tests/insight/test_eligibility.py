"""Every program and category is held against a profile, with the reason."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.insight.profiles import DAY, Facts, levels, nurse, person
from watcher.core.category import CATEGORIES
from watcher.core.crs.occupations import OCCUPATIONS
from watcher.insight.eligibility import Eligibility, EligibilityStanding, eligibility, remarks

MAY, NOT, UNKNOWN = (
    EligibilityStanding.MAY,
    EligibilityStanding.DOES_NOT,
    EligibilityStanding.UNKNOWN,
)


def stands(slug: str, day: date = DAY, **more: object) -> Eligibility:
    return next(each for each in eligibility(person(**more), day) if each.category == slug)


def standing(slug: str, day: date = DAY, **more: object) -> EligibilityStanding:
    return stands(slug, day, **more).standing


def test_every_category_of_the_registry_has_an_answer_and_the_programs_come_first() -> None:
    found = [each.category for each in eligibility(person(), DAY)]

    assert found[:3] == ["cec", "fsw", "fst"]
    assert sorted(found) == sorted(CATEGORIES)


def test_a_nurse_in_canada_may_be_in_healthcare_and_in_nothing_else_by_occupation() -> None:
    found = eligibility(person(work=[nurse()]), DAY)

    assert [e.category for e in found if e.standing is MAY] == [
        "cec",
        "fsw",
        "general",
        "healthcare",
    ]
    assert [e.category for e in found if e.standing is UNKNOWN] == ["military"]


def test_the_answer_has_its_reason_its_rule_its_source_and_date() -> None:
    found = stands("stem", work=[nurse()])

    assert " ".join(found.because) == (
        "it asks for 12 months of work in one of 11 listed occupations, in the last three years: "
        "none of the work"
    )
    assert found.rule == (
        "12 months of work in one of 11 listed occupations, in the last three years, "
        "full-time or as much part-time"
    )
    assert (
        found.source == "IRCC's page on category-based selection, of 2026-06-22, transcribed twice"
    )
    assert (found.seen, found.certainty) == (date(2026, 8, 26), "several sources")


def test_the_months_of_the_best_listed_occupation_are_named() -> None:
    found = stands("healthcare", work=[nurse("2026-02-01")], foreign_work_years=0)

    assert found.because[-1] == (
        "it asks for 12 months of work in one of 37 listed occupations, in the last three years: "
        "7 months of 31301 Registered nurses and registered psychiatric nurses, "
        "and enough on 2027-02-01 if the work goes on"
    )


def test_listed_occupations_are_not_added_together() -> None:
    work = [
        nurse("2025-01-01", to=date(2025, 8, 31)),
        nurse("2025-09-01", to=date(2026, 3, 31), noc="31302"),
    ]
    assert standing("healthcare", work=work) is NOT
    assert standing("cec", work=work) is MAY


def test_pieces_of_one_occupation_are_enough_since_2026_and_were_not_before() -> None:
    """Three and three months, then six on end."""
    pieces = [
        nurse("2023-09-01", to=date(2023, 11, 30), country="IN"),
        nurse("2024-02-01", to=date(2024, 4, 30), country="IN"),
        nurse("2018-01-01", to=date(2020, 1, 1), country="IN", noc="21300"),
    ]
    longer = [*pieces, nurse("2024-08-01", to=date(2025, 1, 31), country="IN")]

    assert standing("healthcare", date(2025, 6, 1), work=pieces) is NOT
    assert standing("healthcare", date(2025, 6, 1), work=longer) is MAY
    assert standing("healthcare", date(2026, 9, 1), work=longer) is MAY
    assert standing("healthcare", date(2026, 9, 15), work=longer) is NOT


def test_work_of_more_than_three_years_ago_does_not_count() -> None:
    year = nurse("2022-09-01", to=date(2024, 8, 31), country="IN")

    assert standing("healthcare", date(2026, 9, 1), work=[year]) is MAY
    assert standing("healthcare", date(2026, 9, 4), work=[year]) is NOT


def test_some_categories_take_work_in_canada_alone() -> None:
    abroad = nurse("2023-01-01", noc="31102", country="IN")
    here = nurse("2025-01-01", noc="31102", self_employed=True)

    assert standing("physicians", work=[abroad]) is NOT
    assert standing("healthcare", work=[abroad]) is MAY
    assert standing("physicians", work=[here]) is MAY
    assert standing("physicians", work=[{**here, "authorized": False}, abroad]) is NOT
    assert standing("senior-managers", work=[nurse(noc="00012")]) is MAY


def test_without_dated_work_an_occupation_cannot_be_told() -> None:
    assert standing("trades", foreign_work_years=3, canadian_work_years=0) is UNKNOWN
    assert standing("physicians", foreign_work_years=3, canadian_work_years=0) is NOT
    assert standing("trades", foreign_work_years=0, canadian_work_years=0) is NOT


def test_french_asks_for_seven_in_french_whichever_test_it_is() -> None:
    seven, six = levels(7, 7, 7, 7, language="fr"), levels(7, 7, 6, 7, language="fr")
    work = [nurse()]

    assert standing("french", work=work, second_language=seven) is MAY
    assert standing("french", work=work, first_language=seven) is MAY
    assert stands("french", work=work, second_language=six).because == (
        "it asks for NCLC 7 in all four abilities: 6 in writing",
    )
    assert standing("french", work=work) is NOT
    old = {**seven, "taken": date(2024, 8, 1)}
    assert standing("french", work=work, second_language=old) is NOT


def test_nobody_is_in_a_category_without_a_program() -> None:
    found = stands("healthcare", work=[nurse()], first_language=levels(5, 5, 5, 5))

    assert found.because == ("it asks for one of the three programs: none fits",)
    assert standing("general", work=[nurse()], first_language=levels(5, 5, 5, 5)) is NOT


def test_an_unknown_program_leaves_the_category_unknown() -> None:
    abroad = [nurse("2023-01-01", country="IN")]

    assert stands("healthcare", work=abroad, funds=None).because == (
        "it asks for one of the three programs: cannot tell for FSW",
    )


def test_a_nomination_has_to_last_until_the_application() -> None:
    def nominated(until: date | None) -> EligibilityStanding:
        return standing("pnp", work=[nurse()], provincial_nomination=True, nomination_expires=until)

    assert standing("pnp", work=[nurse()]) is NOT
    assert nominated(None) is MAY
    assert nominated(date(2026, 10, 31)) is MAY
    assert nominated(date(2026, 10, 30)) is UNKNOWN
    assert nominated(date(2026, 8, 31)) is NOT


def test_military_recruits_and_researchers_cannot_be_told() -> None:
    assert standing("military", work=[nurse(noc="42102")]) is UNKNOWN
    lecturer = [nurse(noc="41200")]
    assert stands("researchers", work=lecturer).because == (
        "it asks for the instructions of its rounds: none was seen yet",
    )
    assert standing("researchers", work=[nurse()]) is NOT


def test_a_category_that_is_over_or_not_there_yet_says_so() -> None:
    butcher = [nurse(noc="63201")]

    over = stands("agriculture", work=butcher)
    assert (over.standing, over.seen) == (NOT, date(2026, 2, 17))
    assert over.because == ("it is no category on 2026-09-01, not after 2026-02-17",)
    assert standing("agriculture", date(2025, 9, 1), work=butcher) is MAY
    assert stands("military", date(2025, 9, 1)).because == (
        "it is no category on 2025-09-01, not before 2026-02-18",
    )
    assert stands("french", date(2020, 1, 1)).standing is NOT


def test_points_stand_with_the_skilled_worker_program_alone() -> None:
    found = eligibility(person(work=[nurse()]), DAY)

    assert [each.category for each in found if each.fsw] == ["fsw"]


def test_unlisted_codes_get_the_nearest_listed_ones() -> None:
    said = list(remarks(person(work=[nurse(noc="31304"), nurse(noc="63200")]), DAY))

    assert said[0].startswith(
        "31304 is on no category's list on 2026-09-01; nearest: 31303 Physician"
    )
    assert said[1].startswith(
        "63200 is on no category's list on 2026-09-01; nearest: 63201 Butchers"
    )
    cooks = remarks(person(work=[nurse(noc="63200")]), date(2025, 9, 1))
    assert list(cooks) == []
    assert list(remarks(person(work=[nurse()]), date(2023, 1, 1))) == [
        "31301 is on no category's list on 2023-01-01"
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"noc": "65200"}, "65200 from 2024-06-01: no Canadian experience, as its TEER is 5"),
        (
            {"noc": "31302", "authorized": False},
            "31302 Nurse practitioners from 2024-06-01: no Canadian experience, as it was not authorised",
        ),
        (
            {"noc": "31302", "self_employed": True},
            "31302 Nurse practitioners from 2024-06-01: no Canadian experience, as it was self-employed",
        ),
        (
            {"noc": "31302", "while_student": True},
            "31302 Nurse practitioners from 2024-06-01: no Canadian experience, as it was beside full-time studies",
        ),
    ],
)
def test_work_in_canada_that_does_not_count_is_named(change: Facts, why: str) -> None:
    assert why in remarks(person(work=[nurse(**change)]), DAY)


def test_before_noc_2021_it_is_said_that_codes_were_others() -> None:
    assert list(remarks(person(), date(2022, 11, 15))) == [
        "until 2022-11-16 occupations went by NOC 2016, and skill levels by letters: not counted here"
    ]


def test_since_the_change_of_november_lists_are_said_to_be_older() -> None:
    today = date(2026, 11, 29)

    assert list(remarks(person(), date(2026, 11, 2))) == []
    assert " ".join(remarks(person(), today)) == (
        "rules and lists were last seen on 2026-08-26; whether they changed on or after 2026-11-03, "
        "with those of the CRS, is not known"
    )


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(sorted(OCCUPATIONS)), max_size=3),
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
    st.dates(date(2010, 1, 1), date(2029, 1, 1)),
    st.sampled_from(["IN", "CA"]),
)
def test_no_profile_breaks_it_and_nobody_is_told_that_they_qualify(
    codes: list[str], day: date, since: date, country: str
) -> None:
    profile = person(work=[{"noc": noc, "from": since, "country": country} for noc in codes])
    for each in eligibility(replace(profile, funds=None), day):
        assert each.standing.value in {"may qualify", "does not", "cannot tell"}
        assert bool(each.because) is (each.standing is not MAY)
        assert "qualifies" not in " ".join(each.because)

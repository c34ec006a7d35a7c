"""The three programs, held against profiles."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from tests.insight.profiles import DAY, Facts, levels, nurse, person
from watcher.core.model import Clause
from watcher.insight.conditions import Case
from watcher.insight.programs import cec_clauses, fst_clauses, fsw_clauses, points_of

Clauses = Callable[[Case], Iterator[Clause]]


def holds(clauses: Clauses, day: date = DAY, **more: object) -> bool | None:
    """Whether all hold: False wins over None."""
    found = {clause.holds for clause in clauses(Case(profile=person(**more), day=day))}
    return False if False in found else None if None in found else True


def failing(clauses: Clauses, day: date = DAY, **more: object) -> list[str]:
    case = Case(profile=person(**more), day=day)
    return [clause.text for clause in clauses(case) if not clause.holds]


def welder(since: str = "2023-01-01", **more: object) -> Facts:
    return {"noc": "72106", "from": date.fromisoformat(since), "country": "IN", **more}


# The Canadian Experience Class


def test_a_year_in_canada_and_clb_7_may_be_enough_for_cec() -> None:
    assert holds(cec_clauses, work=[nurse("2025-09-01")])
    assert not holds(cec_clauses, work=[nurse("2025-09-02")])


def test_cec_says_when_the_year_is_reached() -> None:
    assert " ".join(failing(cec_clauses, work=[nurse("2026-01-15")])) == (
        "a year of work in Canada in the three years before the invitation (2026-09-01): "
        "7 months, and enough on 2027-01-15 if the work goes on"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"country": "IN"},
        {"authorized": False},
        {"self_employed": True},
        {"while_student": True},
        {"noc": "65200"},
    ],
)
def test_cec_takes_only_canadian_experience(change: Facts) -> None:
    assert holds(cec_clauses, work=[nurse("2024-09-01", **change)]) is False


def test_cec_adds_occupations_up() -> None:
    work = [
        nurse("2025-01-01", to=date(2025, 6, 30)),
        nurse("2025-08-01", to=date(2026, 1, 31), noc="31302"),
    ]
    assert holds(cec_clauses, work=work)


def test_part_time_work_counts_in_its_share() -> None:
    assert holds(cec_clauses, work=[nurse("2024-09-01", hours_per_week=15)])
    assert not holds(cec_clauses, work=[nurse("2024-09-05", hours_per_week=15)])
    assert not holds(cec_clauses, work=[nurse("2026-03-01", hours_per_week=60)])


def test_the_year_has_to_lie_within_three_years_of_the_application_too() -> None:
    """From 2022-10-15 to 2024-09-14: a year is left in the window until mid-September 2026."""
    leaving = [nurse("2022-10-15", to=date(2024, 9, 14))]

    assert failing(cec_clauses, work=leaving) == [
        (
            "a year of work in Canada in the three years before applying too (by 2026-10-31): "
            "until 2026-09-15 only"
        )
    ]
    assert holds(cec_clauses, work=leaving) is None
    assert holds(cec_clauses, date(2026, 9, 16), work=leaving) is False


def test_with_an_open_invitation_its_day_counts() -> None:
    leaving = [nurse("2022-10-15", to=date(2024, 9, 14))]

    assert holds(cec_clauses, date(2026, 9, 20), work=leaving, invited=date(2026, 9, 10)) is None


def test_cec_asks_for_the_level_of_the_occupation() -> None:
    aide = nurse("2025-06-01", noc="33102")
    five = levels(5, 5, 5, 5)

    assert holds(cec_clauses, work=[aide], first_language=five)
    assert holds(cec_clauses, work=[nurse("2025-06-01")], first_language=five) is False
    both = [nurse("2023-09-01", to=date(2024, 9, 1)), aide]
    assert holds(cec_clauses, work=both, first_language=five)
    exactly = [both[0], nurse("2025-09-01", noc="33102")]
    assert holds(cec_clauses, work=exactly, first_language=five)
    assert holds(cec_clauses, date(2026, 8, 31), work=exactly, first_language=five) is False
    little = [nurse("2024-06-01", to=date(2026, 1, 1)), nurse("2026-02-01", noc="33102")]
    assert holds(cec_clauses, work=little, first_language=five) is False


def test_without_dated_work_cec_can_only_be_ruled_out() -> None:
    assert holds(cec_clauses, canadian_work_years=0) is False
    assert holds(cec_clauses, canadian_work_years=2) is None
    assert holds(cec_clauses) is None
    text = "CLB 7 for TEER 0 and 1, CLB 5 for 2 and 3: of which is the work?"
    assert text in failing(cec_clauses, first_language=levels(6, 6, 6, 6))
    assert holds(cec_clauses, first_language=levels(4, 6, 6, 6)) is False


# The Federal Skilled Worker Program


def test_a_year_on_end_in_one_occupation_may_be_enough_for_fsw() -> None:
    work = [nurse("2023-01-01", to=date(2025, 12, 31), country="IN")]

    assert holds(fsw_clauses, work=work)


def test_fsw_does_not_add_occupations_up() -> None:
    work = [
        nurse("2023-01-01", to=date(2023, 6, 30), country="IN"),
        nurse("2023-07-01", to=date(2023, 12, 31), country="IN", noc="31302"),
    ]
    assert failing(fsw_clauses, work=work)[0] == (
        "a year of skilled work on end, in one occupation, in ten years: 6 months of 31302"
    )


def test_a_year_in_pieces_cannot_be_told() -> None:
    work = [
        nurse("2020-01-01", to=date(2020, 8, 31), country="IN"),
        nurse("2023-01-01", to=date(2023, 8, 31), country="IN"),
    ]
    text = "a year of skilled work on end, in one occupation, in ten years: 16 months of 31301, in pieces"
    clauses = list(fsw_clauses(Case(profile=person(work=work), day=DAY)))
    assert Clause(text=text, holds=None) in clauses


def test_work_of_more_than_ten_years_ago_is_lost_for_fsw() -> None:
    old = [nurse("2014-01-01", to=date(2017, 8, 31), country="IN")]

    lost = "a year of skilled work on end, in one occupation, in ten years: 11 months of 31301"
    assert lost not in failing(fsw_clauses, date(2026, 9, 1), work=old)
    assert lost in failing(fsw_clauses, date(2026, 9, 2), work=old)


def test_fsw_asks_for_skilled_work_with_a_permit() -> None:
    none = "a year of skilled work on end, in one occupation, in ten years: none of TEER 0 to 3"
    assert none in failing(fsw_clauses, work=[nurse(noc="65200")])
    assert none in failing(fsw_clauses, work=[nurse(authorized=False)])
    assert holds(fsw_clauses, canadian_work_years=0, foreign_work_years=0) is False
    assert holds(fsw_clauses, foreign_work_years=5) is None


def test_fsw_asks_for_a_credential_that_is_assessed() -> None:
    work = [nurse("2021-01-01", country="IN")]

    def assessed(day: date, **more: Any) -> bool | None:
        return holds(fsw_clauses, work=work, credential={"assessed": day}, **more)

    assert assessed(date(2022, 1, 1)) is True
    assert assessed(date(2021, 10, 31)) is None
    assert assessed(date(2021, 9, 1)) is False
    assert assessed(date(2021, 9, 1), canadian_credential="one_or_two") is True
    assert failing(fsw_clauses, work=work, education="none")[0] == (
        "secondary education or more, of Canada or assessed in the last five years: none"
    )


def test_fsw_asks_for_67_points_on_every_day_to_apply() -> None:
    """68 with three years abroad; at 37, two less."""
    work = [nurse("2021-01-01", to=date(2023, 12, 31), country="IN")]

    assert failing(fsw_clauses, work=work) == []
    assert failing(fsw_clauses, work=work, age=37) == ["67 of 100 points: 66"]
    birthday: Facts = {"age": None, "born": date(1989, 10, 1)}
    assert failing(fsw_clauses, work=work, **birthday) == [
        "67 of 100 points: 67, but 66 by 2026-10-31"
    ]


def test_an_offer_that_may_be_arranged_employment_leaves_67_open() -> None:
    work = [nurse("2021-01-01", to=date(2023, 12, 31), country="IN")]

    assert failing(fsw_clauses, work=work, age=40, job_offer=True) == [
        "67 of 100 points: 63, or 78 if the offer counts as arranged employment"
    ]
    assert failing(fsw_clauses, work=work, age=40, arranged_employment="other") == []


def test_the_points_are_those_without_a_doubtful_offer() -> None:
    case = Case(profile=person(job_offer=True, foreign_work_years=3), day=DAY)

    assert points_of(case).arranged_employment == 0


# The Federal Skilled Trades Program


def test_two_years_in_one_trade_with_a_certificate_may_be_enough_for_fst() -> None:
    low = levels(5, 4, 4, 5)
    ready: Facts = {
        "certificate_of_qualification": True,
        "first_language": low,
        "education": "none",
    }

    assert holds(fst_clauses, work=[welder("2024-09-01")], **ready)
    assert holds(fst_clauses, work=[welder("2024-09-02")], **ready) is False
    assert holds(fst_clauses, work=[welder("2024-09-01", hours_per_week=20)], **ready) is False
    old = [welder("2019-09-01", to=date(2023, 8, 31))]
    assert holds(fst_clauses, work=old, **ready)
    assert holds(fst_clauses, date(2026, 9, 2), work=old, **ready) is False
    assert (
        holds(fst_clauses, work=[welder()], **{**ready, "first_language": levels(5, 4, 4, 4)})
        is False
    )


@pytest.mark.parametrize(
    ("noc", "counts"),
    [
        ("72106", True),
        ("73100", True),
        ("82021", True),
        ("92100", True),
        ("63200", True),
        ("62200", True),
        ("72600", False),
        ("93200", False),
        ("62100", False),
        ("31301", False),
    ],
)
def test_only_some_groups_are_trades(noc: str, *, counts: bool) -> None:
    found = holds(fst_clauses, work=[welder(noc=noc)], certificate_of_qualification=True)

    assert found is counts


def test_trades_are_not_added_up_and_work_beside_studies_does_not_count() -> None:
    halves = [
        welder("2023-01-01", to=date(2023, 12, 31)),
        welder("2024-01-01", to=date(2024, 12, 31), noc="72310"),
    ]
    assert holds(fst_clauses, work=halves, job_offer=True) is False
    assert holds(fst_clauses, work=[welder(while_student=True)], job_offer=True) is False


def test_fst_asks_for_an_offer_or_a_certificate() -> None:
    assert failing(fst_clauses, work=[welder()]) == [
        "a job offer of a year, or a Canadian certificate of qualification: neither"
    ]
    assert failing(fst_clauses, work=[welder()], job_offer=True) == []
    assert holds(fst_clauses, foreign_work_years=3, job_offer=True) is None

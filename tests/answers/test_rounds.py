"""Lists of rounds, lookup by number, and the details of one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.values import a_round
from watcher.adapters.database import SourceReport
from watcher.answers.rounds import (
    asked_number,
    compare_claims,
    find_rounds,
    first_page,
    known_categories,
    known_rounds,
    latest_of_each_category,
    listed_rounds,
    matching_rounds,
    nearest_numbers,
    official_report,
    round_details,
)
from watcher.answers.snapshot import Snapshot
from watcher.core.category import CATEGORIES
from watcher.core.claims import Claim
from watcher.core.model import Figures, Report

SEEN = datetime(2025, 12, 11, 18, tzinfo=UTC)


def test_a_round_stands_beside_the_one_before_it_in_its_category(snapshot: Snapshot) -> None:
    every = known_rounds(snapshot)
    listed = {one.round.number: one for one in listed_rounds(every, every)}

    assert (listed["436"].previous, listed["436"].change) == ("434", -4)
    assert (listed["434"].previous, listed["434"].change) == (None, None)
    assert listed["436"].above is None


def test_a_reported_round_is_compared_and_nothing_is_compared_with_it() -> None:
    older = a_round(number="384", date=date(2025, 12, 1), cutoff=470)
    reported = a_round(number="reported-1", date=date(2025, 12, 5), cutoff=475, confirmed=False)
    newest = a_round(number="386", date=date(2025, 12, 9), cutoff=480)
    every = [newest, reported, older]

    assert [(r.previous, r.change) for r in listed_rounds(every, every)] == [
        ("384", 10),
        ("384", 5),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("score", "above", "at_cutoff"), [(480, 4, False), (476, 0, True), (None, None, None)]
)
def test_a_score_says_how_far_it_is_above(
    score: int | None, above: int | None, *, at_cutoff: bool | None
) -> None:
    (listed,) = listed_rounds([a_round()], [a_round()], score)

    assert (listed.above, listed.at_cutoff) == (above, at_cutoff)


def test_rounds_match_category_year_and_score(snapshot: Snapshot) -> None:
    every = known_rounds(snapshot)

    def numbers(**wanted: object) -> list[str]:
        return [r.number for r in matching_rounds(every, **wanted)]  # type: ignore[arg-type]

    assert numbers(categories={"pnp"}) == ["435"]
    assert numbers(year=2018) == ["91b"]
    assert numbers(score=520) == ["436", "91b"]
    assert [r.number for r in latest_of_each_category(every)] == ["436", "435", "91b"]


def test_a_number_is_found_as_people_write_it(snapshot: Snapshot) -> None:
    assert asked_number(" #91B ") == "91b"
    assert [r.number for r in find_rounds(snapshot, "#91B")] == ["91b"]
    assert find_rounds(snapshot, "92") == []
    assert nearest_numbers(snapshot, "92") == ["91b", "434"]
    assert nearest_numbers(snapshot, "500") == ["436"]


def test_a_round_of_the_first_page_is_not_late_and_its_page_is_kept(snapshot: Snapshot) -> None:
    (found,) = find_rounds(snapshot, "436")
    details = round_details(snapshot, found)

    assert (details.in_baseline, details.lateness) == (True, None)
    assert details.previous is not None
    assert (details.previous.number, details.next) == ("434", None)
    assert [report.differs for report in details.reports] == [()]
    assert b"drawNumber" in (first_page(snapshot, found) or b"")


def test_an_official_report_names_what_it_has_otherwise() -> None:
    said = SourceReport(
        source="ircc-fr",
        figures=Figures(cutoff=467, invitations=1000),
        first_seen=SEEN,
        seen_at=SEEN,
    )

    assert official_report(said, a_round()).differs == ("cutoff",)


def test_reports_of_one_site_are_one_witness_and_name_what_they_have_otherwise() -> None:
    claims = [a_claim("1", number="386"), a_claim("2", number="385", cutoff=470)]
    first, second = compare_claims(claims, a_round())

    assert (first.independent_source, first.copies, first.differs) == (1, None, ("number",))
    assert (second.independent_source, second.copies, second.differs) == (1, "post", ("cutoff",))


def a_claim(piece: str, **figures: object) -> Claim:
    return Claim(
        source="post",
        piece=piece,
        position=0,
        kind="feed",
        report=Report(**figures),  # type: ignore[arg-type]
        first_seen=SEEN + timedelta(minutes=int(piece)),
        seen_at=SEEN,
    )


def test_ours_are_known_and_the_categories_of_rounds_after_them() -> None:
    known = known_categories([a_round(category="cooks"), a_round(category="cec")])

    assert known == [*CATEGORIES, "cooks"]

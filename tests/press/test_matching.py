"""Reports matched to rounds."""

from datetime import date, datetime, timedelta

import pytest

from tests.press.values import NOW, a_known_round, saying
from watcher.core.model import Report, Round
from watcher.press.matching import Match, match_report

OTHERS = (
    a_known_round("384", category="cec", cutoff=520, date=date(2025, 12, 10)),
    a_known_round("383", category="pnp", cutoff=729, invitations=1123, date=date(2025, 12, 8)),
    a_known_round("379", cutoff=462, invitations=3500, date=date(2025, 11, 14)),
)  # fmt: skip
ROUNDS = (a_known_round(), *OTHERS)


def matched(report: Report, rounds: tuple[Round, ...] = ROUNDS) -> Match:
    found = match_report(report, rounds, published=NOW)
    assert found.number is not None, found
    return found


def reason(report: Report, published: datetime | None = NOW) -> str:
    found = match_report(report, ROUNDS, published=published)
    assert found.number is None, found
    return found.why


def test_a_report_is_of_the_round_that_it_numbers() -> None:
    assert matched(Report(number="385", cutoff=476)).number == "385"


def test_a_numbered_report_may_have_one_figure_wrong_and_it_is_named() -> None:
    found = matched(saying(number="385", cutoff=463, date=None))

    assert (found.number, found.wrong) == ("385", ("cutoff",))


def test_a_number_alone_is_enough() -> None:
    assert matched(Report(number="379")).number == "379"


def test_a_number_that_two_figures_contradict_is_not_believed() -> None:
    report = Report(number="379", date=date(2025, 1, 5), cutoff=80, main=True)

    assert reason(report) == "it is numbered 379, but not with its day, cut-off"


def test_a_wrong_number_is_the_one_wrong_field_where_all_else_fits_one_round() -> None:
    found = matched(saying(number="386"))

    assert (found.number, found.wrong) == ("385", ("number",))


def test_a_number_not_known_yet_is_not_joined_to_a_round_that_half_fits() -> None:
    later = saying(number="386", date=date(2025, 12, 15), cutoff=480)

    assert reason(later) == "no round numbered 386 is known"


@pytest.mark.parametrize("wrong", [
    {"date": date(2024, 12, 11)},
    {"category": "cec"},
    {"cutoff": 463},
    {"invitations": 10_000},
])  # fmt: skip
def test_without_a_number_one_field_of_four_may_be_wrong(wrong: dict[str, object]) -> None:
    found = matched(saying(**wrong))

    assert (found.number, found.wrong) == ("385", tuple(wrong))


@pytest.mark.parametrize("wrong", [
    {"date": date(2024, 12, 11), "cutoff": 463},
    {"category": "stem", "invitations": 10},
    {"cutoff": 463, "invitations": 10},
])  # fmt: skip
def test_two_wrong_fields_of_four_fit_nothing(wrong: dict[str, object]) -> None:
    assert reason(saying(**wrong)) == "its figures fit no round that is known"


def test_what_fits_two_rounds_alike_is_of_neither() -> None:
    twins = (a_known_round("91a"), a_known_round("91b"))

    found = match_report(saying(), twins, published=NOW)

    assert found == Match(why="its figures fit several rounds alike: 91a, 91b")


def test_a_day_alone_names_a_round_where_only_one_was_drawn() -> None:
    assert matched(Report(date=date(2025, 11, 14))).number == "379"
    twins = (a_known_round(), a_known_round("386", category="cec"))
    assert match_report(Report(date=date(2025, 12, 11)), twins, published=NOW).number is None


def test_the_day_of_its_publication_alone_names_none() -> None:
    report = Report(date=date(2025, 12, 11), precision={"date": "published"})

    assert reason(report) == "its figures fit no round that is known"


def test_a_text_published_some_days_later_is_of_the_round_before_it() -> None:
    later = saying(date=date(2025, 12, 14), precision={"date": "published"})

    assert (matched(later).number, matched(later).wrong) == ("385", ())


def test_an_undated_text_is_of_a_round_shortly_before_it() -> None:
    undated = saying(date=None, invitations=None)

    assert matched(undated).number == "385"
    assert reason(undated, NOW + timedelta(days=40)) == "its figures fit no round that is known"
    assert reason(undated, None) == "its figures fit no round that is known"


def test_an_undated_text_may_be_wrong_in_one_figure_for_a_few_days_only() -> None:
    wrong = saying(date=None, cutoff=463)

    assert matched(wrong).wrong == ("cutoff",)
    assert match_report(wrong, ROUNDS, published=NOW + timedelta(days=6)).number is None


def test_a_claimed_number_stands_for_a_round_that_is_not_confirmed() -> None:
    reported = a_known_round("reported-1", confirmed=False, claimed="385")

    assert matched(Report(number="385", cutoff=476), (reported,)).number == "reported-1"

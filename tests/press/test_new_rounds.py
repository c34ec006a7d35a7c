"""Claims that begin a round which no official page shows yet."""

from datetime import date, timedelta

import pytest

from tests.press.values import DAY, NOW, a_known_round, claim, saying
from watcher.press.matching import provisional_number, why_not_new

KNOWN = (
    a_known_round("384", category="cec", cutoff=520, date=date(2025, 12, 10)),
    a_known_round("379", cutoff=462, invitations=3500, date=date(2025, 11, 14)),
)


def against(**figures: object) -> str | None:
    return why_not_new(claim(report=saying(**figures)), KNOWN, NOW)


def test_a_fresh_report_with_day_category_and_cutoff_begins_a_round() -> None:
    assert against() is None
    assert against(invitations=None, number="385") is None


@pytest.mark.parametrize("figure", ["date", "category", "cutoff"])
def test_a_report_that_lacks_what_a_verdict_needs_begins_none(figure: str) -> None:
    named = figure.replace("cutoff", "cut-off")
    assert against(**{figure: None}) == f"it does not say the {named}"


def test_a_day_that_is_only_that_of_publication_asks_for_all_other_figures() -> None:
    soft = {"precision": {"date": "published"}}

    assert against(**soft) is None
    assert against(**soft, invitations=None) == "it does not say the invitations"


def test_what_is_mentioned_in_passing_begins_none() -> None:
    assert against(main=False) == "it is mentioned in passing"


def test_every_row_of_a_table_may_begin_one() -> None:
    row = claim(kind="rounds-table", report=saying(main=False))

    assert why_not_new(row, KNOWN, NOW) is None


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 12, 12), "its day is yet to come"),
        (date(2025, 12, 8), "it is older than the newest round, or than ten days"),
        (date(2024, 12, 11), "it is older than the newest round, or than ten days"),
    ],
)
def test_only_news_begins_a_round(day: date, why: str) -> None:
    assert against(date=day) == why


def test_the_day_is_ottawa_s() -> None:
    before_midnight = claim(report=saying(date=date(2025, 12, 12)))
    night = NOW.replace(day=12, hour=3)

    assert why_not_new(before_midnight, KNOWN, night) == "its day is yet to come"
    assert why_not_new(before_midnight, KNOWN, night + timedelta(hours=3)) is None


def test_an_old_report_read_for_the_first_time_begins_none() -> None:
    assert why_not_new(claim(), KNOWN, NOW + 11 * DAY) is not None


def test_a_number_that_is_an_earlier_round_s_begins_none() -> None:
    assert against(number="165") == "its number, 165, is an earlier round's"


def test_two_rounds_of_one_category_on_one_day_are_not_believed() -> None:
    assert why_not_new(
        claim(report=saying(category="cec", date=date(2025, 12, 11))), KNOWN, NOW
    ) == ("#384 of the same category is of that day")


def test_the_cutoff_of_an_earlier_round_of_the_category_is_that_round_garbled() -> None:
    assert against(cutoff=462) == "it may be #379, with another day"


def test_the_size_of_an_earlier_round_is_doubtful_only_where_the_day_is() -> None:
    assert against(invitations=3500) is None
    assert against(invitations=3500, precision={"date": "published"}) == (
        "it may be #379, with another day"
    )


def test_nothing_begins_before_an_official_round_is_known() -> None:
    alone = (a_known_round("reported-x", confirmed=False, category="cec"),)

    assert why_not_new(claim(), (), NOW) is not None
    assert why_not_new(claim(), alone, NOW) is not None


def test_a_provisional_number_says_what_it_is_and_is_taken_once() -> None:
    report = saying()

    assert provisional_number(report, []) == "reported-2025-12-11-healthcare"
    assert (
        provisional_number(report, ["reported-2025-12-11-healthcare"])
        == "reported-2025-12-11-healthcare-2"
    )

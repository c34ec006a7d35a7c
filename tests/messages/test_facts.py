"""The figures of a round in a message, and what was corrected in them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.values import a_round, a_subscription, an_alert
from watcher.core.model import Alert, CorrectedRound, Message, NewRound
from watcher.core.pool import Band, Pool
from watcher.messages import compose

NOW = datetime(2025, 12, 11, 16, 5, tzinfo=UTC)


def composed(alert: Alert) -> Message:
    return compose([alert], now=NOW)


def told(**changes: Any) -> str:
    return composed(an_alert(**changes)).text


def told_of(**figures: Any) -> str:
    """Compose the message of a new round with these figures."""
    return told(change=NewRound(round=a_round(**figures)))


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        ("tie_break", "Tie-break: unknown"),
        ("invitations", "Invitations: unknown"),
        ("drawn_at", "Held: December 11, 2025, time unknown"),
    ],
)
def test_an_unknown_figure_is_said_to_be_unknown(figure: str, line: str) -> None:
    assert f"\n{line}\n" in told_of(**{figure: None})


def test_a_published_day_and_time_that_contradict_each_other_are_both_shown() -> None:
    text = told_of(date=date(2025, 7, 22), drawn_at=datetime(2025, 7, 12, 14, 0, tzinfo=UTC))

    assert (
        "Held: July 22, 2025; the published time, July 12, 2025 at 10:00 EDT, "
        "does not agree with it"
    ) in text
    assert "counted from this round, until September 20, 2025." in text


def test_an_evening_round_is_no_contradiction() -> None:
    text = told_of(date=date(2015, 5, 22), drawn_at=datetime(2015, 5, 23, 0, 0, tzinfo=UTC))

    assert "Held: May 22, 2015 at 20:00 EDT (America/Toronto)" in text


@pytest.mark.parametrize(
    ("previous", "line"),
    [
        (None, "none of this category is known here"),
        ({}, "#349, 190 days before: cut-off 504, now 28 points lower"),
        ({"cutoff": 475}, "#349, 190 days before: cut-off 475, now 1 point higher"),
        ({"cutoff": 476}, "#349, 190 days before: cut-off 476, now unchanged"),
        ({"cutoff": None}, "#349, 190 days before: cut-off unknown, now not comparable"),
        ({"date": date(2025, 12, 11)}, "#349, the same day: cut-off 504, now 28 points lower"),
        ({"date": date(2025, 12, 10)}, "#349, 1 day before: cut-off 504, now 28 points lower"),
        (
            {"date": None, "drawn_at": None},
            "#349, on an unknown day: cut-off 504, now 28 points lower",
        ),
        (
            {"date": None, "drawn_at": datetime(2025, 12, 10, 1, 0, tzinfo=UTC)},
            "#349, 2 days before: cut-off 504, now 28 points lower",
        ),
    ],
)
def test_the_round_is_compared_with_the_one_before(
    previous: dict[str, Any] | None, line: str
) -> None:
    usual: dict[str, Any] = {"number": "349", "date": date(2025, 6, 4), "cutoff": 504}
    before = None if previous is None else a_round(**{**usual, **previous})

    assert f"\nPrevious round: {line}\n" in told(previous=before)


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        ((511, 520), "Next Healthcare round: cut-off as likely as not between 511 and 520, by our forecast\n"),
        ((518, 518), "Next Healthcare round: cut-off as likely as not 518, by our forecast\n"),
    ],
)  # fmt: skip
def test_the_next_cutoff_is_said_where_it_is_forecast(expected: tuple[int, int], line: str) -> None:
    assert f"\n{line}" in told(next_cutoff=expected)
    assert "by our forecast" not in told()


def test_the_forecast_is_said_in_french_too() -> None:
    reader = a_subscription(language="fr")

    message = composed(an_alert(subscription=reader, next_cutoff=(511, 520)))

    assert "Prochaine ronde (Santé)\N{NO-BREAK SPACE}: une chance sur deux" in message.text
    assert "entre 511 et 520, selon notre prévision" in message.html


def test_a_category_that_is_not_known_is_shown_as_printed() -> None:
    change = NewRound(round=a_round(category="sailors", name="Sailors, 2027-Version 1"))

    message = composed(an_alert(change=change))

    assert message.title.startswith("#385 Sailors, 2027-Version 1: invited")
    assert "Published as" not in message.text


def test_a_round_without_category_or_name_says_so() -> None:
    message = composed(an_alert(change=NewRound(round=a_round(category=None, name=None))))

    assert message.title.startswith("#385 category unknown: invited")


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ({"cutoff": 507}, {"cutoff": 490}, "cut-off: from 507 to 490"),
        ({"cutoff": None}, {}, "cut-off: from unknown to 476"),
        ({"invitations": 1}, {"invitations": 27332}, "invitations: from 1 to 27,332"),
        (
            {"date": date(2026, 11, 12)},
            {},
            "day of the round: from November 12, 2026 to December 11, 2025",
        ),
        (
            {"name": "Sailors", "category": "sailors", "version": None},
            {"name": "Trade occupations (Version 2)", "category": "trades"},
            "name: from Sailors to Trade occupations (Version 2)",
        ),
        (
            {"category": "trades"},
            {"category": "stem"},
            "category: from Trades occupations to STEM occupations",
        ),
        ({"url": "https://a.example"}, {"url": "https://b.example"}, "page of the round"),
    ],
)
def test_a_correction_says_what_changed_from_what(
    before: dict[str, Any], after: dict[str, Any], line: str
) -> None:
    change = CorrectedRound(before=a_round(**before), after=a_round(**after))

    [_, corrected, *_] = told(change=change).split("\n\n")

    heading, *lines = corrected.split("\n")
    assert heading == "Corrected figures:"
    assert len(lines) == 1
    assert lines[0].startswith(f"• {line}")


def test_a_pool_corrected_in_one_band_is_not_told_as_the_same_number_twice() -> None:
    def pool(count: int) -> Pool:
        band = Band(label="451-500", low=451, high=500, count=count)
        return Pool(as_on=None, bands=(band,), total=242379)

    change = CorrectedRound(before=a_round(pool=pool(55867)), after=a_round(pool=pool(1)))

    assert "• candidates in the pool: changed in detail\n" in told(change=change)


def test_a_corrected_pool_says_its_total() -> None:
    pool = Pool(as_on=None, bands=(), total=242379)
    change = CorrectedRound(before=a_round(), after=a_round(pool=pool))

    assert "• candidates in the pool: from unknown to 242,379\n" in told(change=change)


def test_a_round_without_any_address_says_that_its_source_is_unknown() -> None:
    text = told(change=NewRound(round=a_round(url=None)), page_url="")

    assert text.endswith("\nSource: unknown")

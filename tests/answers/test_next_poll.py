"""When a source is polled next, and the sentence that says why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.core.test_pace import ADAPTIVE, FIXED, KNOWN, ottawa
from watcher.adapters.database import PollState
from watcher.answers.next_poll import PlannedPoll, planned_poll
from watcher.core.rhythm import RoundTimes
from watcher.core.settings import Source

MONDAY = "Monday, 12 days since the last, 93% of such days have one"
LABOUR_DAY = "Monday, a holiday, 201 days since the last"
SECOND = timedelta(seconds=1)


def planned(
    text: str, source: Source = ADAPTIVE, known: RoundTimes = KNOWN, **state: object
) -> PlannedPoll:
    at = ottawa(text)
    memory = replace(PollState(polled_at=at, good_at=at), **state)  # type: ignore[arg-type] # fields by name
    found = planned_poll(source, memory, known, at + SECOND)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("polled", "why"),
    [
        ("2026-03-02T11:42", f"a round is likely now ({MONDAY}; 11:42 is when they appear)"),
        ("2026-03-02T20:05", f"few rounds appear at 20:05 ({MONDAY}; most do from 11:00 to 13:00)"),
        (
            "2026-02-19T11:42",
            "a round is unlikely today (Thursday, 1 day since the last, 3% of such days have one)",
        ),
        ("2026-02-18T11:42", "the day's round is known, and a second one on a day is rare"),
        (
            "2026-09-07T11:42",
            f"a round is unlikely today ({LABOUR_DAY}, hardly any such day has one)",
        ),
    ],
)
def test_the_reason_names_the_day_and_what_is_known_of_it(polled: str, why: str) -> None:
    assert planned(polled).why == why


def test_a_new_database_says_what_it_can() -> None:
    nothing = planned("2026-03-02T11:42", known=RoundTimes())

    assert nothing.why == (
        "a round is likely now (Monday, 25% of such days have one; 11:42 is when they appear)"
    )
    assert (nothing.reason, nothing.chance) == ("round hours", 0.25)


def test_the_instant_is_the_latest_that_it_may_be() -> None:
    found = planned("2026-03-02T12:00")

    assert found.by == datetime(2026, 3, 2, 17, 0, 22, tzinfo=UTC)
    assert found.chance == pytest.approx(0.93, abs=0.01)


def test_what_rounds_have_no_part_in_says_so() -> None:
    at = ottawa("2026-03-01T03:00")

    fixed = planned("2026-03-01T03:00", FIXED)
    assert (fixed.why, fixed.chance) == ("every 30 seconds, as the configuration says", None)
    failed = planned("2026-03-01T03:00", good_at=at - timedelta(hours=1))
    assert (failed.why, failed.reason) == ("its last poll failed", "failed")
    stale = planned("2026-03-01T03:00", good_at=at - timedelta(hours=1), stale=True)
    assert stale.reason == "unlikely day"
    waiting = planned("2026-03-02T12:00", not_before=at + timedelta(days=1, hours=9, minutes=50))
    assert waiting.why == "its server asked to be left alone until then"


def test_before_the_first_poll_nothing_is_planned() -> None:
    assert planned_poll(ADAPTIVE, PollState(), KNOWN, ottawa("2026-03-02T12:00")) is None


def test_a_round_of_the_day_that_is_known_leaves_the_chance_open() -> None:
    found = planned("2026-02-18T11:42")

    assert date(2026, 2, 18) in KNOWN.days
    assert (found.reason, found.chance) == ("known", None)

"""The steps of the demo."""

from datetime import UTC, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from watcher.demo.published import published_rounds
from watcher.demo.story import FeedCondition, FeedState, Step, appears_at, story

TORONTO = ZoneInfo("America/Toronto")
BOTH = (2025, 2026)


def pages(number: str) -> list[tuple[Step, FeedState]]:
    """Return the steps that change the page, while this round is the newest to come."""
    shown = [(step, step.page) for step in story(published_rounds(), BOTH) if step.page]
    first = next(i for i, (_, p) in enumerate(shown) if p.rounds[0].number == number)
    return shown[first:]


@pytest.mark.parametrize(
    ("years", "history", "newest"),
    [((2025,), 331, "388"), ((2026,), 389, "447"), (BOTH, 331, "447")],
)
def test_what_was_drawn_before_is_history_and_the_rest_comes_one_by_one(
    years: tuple[int, ...], history: int, newest: str
) -> None:
    shown = [step.page for step in story(published_rounds(), years) if step.page]
    longest = history
    for page in shown:
        assert len(page.rounds) <= longest + 1
        longest = max(longest, len(page.rounds))

    assert len(shown[0].rounds) == history
    assert shown[-1].rounds[0].number == newest
    assert shown[-1].rounds == published_rounds()[-len(shown[-1].rounds) :]


def test_time_never_goes_back() -> None:
    steps = story(published_rounds(), BOTH)
    assert all(before.at < after.at for before, after in pairwise(steps))


def test_a_round_appears_some_hours_after_it_on_the_same_day_in_toronto() -> None:
    for round_ in published_rounds():
        if round_.day.year in BOTH:
            at = appears_at(round_).astimezone(TORONTO)
            assert at.date() == round_.day
            assert time(9) < at.time() < time(18, 30)


def test_most_polls_find_nothing_new() -> None:
    steps = story(published_rounds(), BOTH)
    assert sum(step.page is None for step in steps) > len(steps) / 2


def test_round_335_is_first_printed_with_a_tie_break_in_the_future() -> None:
    (misprint, first), (correction, second), *_ = pages("335")

    assert first.rounds[0].tie_break == datetime(2025, 11, 14, 2, 52, 14, tzinfo=UTC)
    assert second.rounds[0].tie_break == datetime(2024, 11, 14, 2, 52, 14, tzinfo=UTC)
    assert (correction.at - misprint.at).days == 8


def test_round_336_vanishes_and_the_page_is_broken_before_both_are_whole() -> None:
    (_, first), (_, gone), (_, broken), (_, whole), *_ = pages("336")

    assert first.rounds[0].number == "336"
    assert gone.rounds[0].number == "335"
    assert broken.condition is FeedCondition.HALF_EDITED
    assert [r.number for r in whole.rounds[:2]] == ["337", "336"]
    assert whole.condition is FeedCondition.ROUNDS


def test_round_385_is_in_the_news_with_a_wrong_cutoff_while_the_page_is_down() -> None:
    (_, _), (down, page), (back, official), *_ = pages("384")
    steps = story(published_rounds(), BOTH)
    (told,) = (step for step in steps[1:] if step.news)

    assert page.condition is FeedCondition.DOWN
    assert down.at < told.at < back.at
    assert told.news is not None
    assert "score of 463." in told.news[0].paragraphs[1]
    assert (official.rounds[0].number, official.rounds[0].cutoff) == ("385", 476)


def test_who_has_to_hear_of_385_is_said_for_every_step_until_the_next_round() -> None:
    steps = story(published_rounds(), BOTH)
    due = [sorted(step.told) for step in steps if step.told is not None]

    assert due == [["operator"], ["Mei"], ["Amara"], [], ["Amara", "Joseph", "operator"], [], []]


def test_round_398_comes_only_when_the_maintenance_is_over() -> None:
    (_, _), (closed, maintenance), (back, page), *_ = pages("397")

    assert maintenance.condition is FeedCondition.MAINTENANCE
    assert page.rounds[0].number == "398"
    assert (back.at - closed.at).total_seconds() == 40 * 60

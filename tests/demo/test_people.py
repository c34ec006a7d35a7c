"""Messages per person, and the check of the outcome."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.demo.test_screen import AT, Terminal, arrival, turn
from tests.values import a_round
from watcher.core.model import ConfirmedRound, ReportedRound
from watcher.demo.people import Arrival, DemoOutcome
from watcher.demo.story import Step
from watcher.pipeline.poll import PollResult


def test_an_alert_that_comes_again_is_not_sound_but_a_notice_may() -> None:
    outcome = DemoOutcome(finished=True)
    outcome.arrivals += [arrival("operator"), arrival("operator"), arrival("Noor")]
    assert outcome.sound

    again = Arrival(at=AT + timedelta(days=1), to="Noor", title="#385 CEC: invited", text="")
    outcome.arrivals.append(again)
    assert (outcome.told_twice, outcome.sound) == (1, False)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("Noor",), "told: Noor; due: Mei, Noor"),
        (("Mei", "Noor", "Ravi"), "told: Mei, Noor, Ravi; due: Mei, Noor"),
        (("Mei", "Mei", "Noor"), "told: Mei, Mei, Noor; due: Mei, Noor"),
        ((), "told: nobody; due: Mei, Noor"),
    ],
)
def test_a_step_that_tells_others_than_were_due_is_not_sound_and_is_named(
    told: tuple[str, ...], said: str
) -> None:
    outcome = DemoOutcome(finished=True)
    # Each under another title, so that none is the same alert again.
    heard = [arrival(name, f"#{n}") for n, name in enumerate(told)]
    outcome.add(replace(turn(*heard), step=checked("Noor", "Mei")))
    terminal = Terminal()
    terminal.screen.closing(outcome)

    assert not outcome.sound
    assert f"alerts gone wrong     2026-08-19 18:00 UTC, {said}" in terminal.text


def test_a_step_that_tells_just_who_was_due_is_sound_in_any_order() -> None:
    outcome = DemoOutcome(finished=True)
    heard = (arrival("Mei"), arrival("Noor"))
    outcome.add(replace(turn(*heard), step=checked("Noor", "Mei")))

    assert outcome.sound


def test_a_round_that_was_reported_first_counts_once_it_is_published() -> None:
    reported = a_round(number="reported-2025-12-11-healthcare", confirmed=False)
    news = ReportedRound(reported=reported, by=("harbour-news",))
    official = ConfirmedRound(reported=reported, confirmed=a_round(number="385"))
    outcome = DemoOutcome()
    for source, change in (("harbour-news", news), ("ircc", official)):
        polled = PollResult(source=source, outcome="read", changes=(change,))
        outcome.add(replace(turn(), polled=(polled,)))

    assert outcome.rounds == 1


def checked(*told: str) -> Step:
    return Step(at=AT, told=frozenset(told))


def test_an_alert_that_is_still_queued_is_unsound_only_at_the_end() -> None:
    assert DemoOutcome(waiting=1, finished=False).sound
    assert not DemoOutcome(waiting=1, finished=True).sound

"""Answers that are made once."""

from dataclasses import replace
from datetime import timedelta

from tests.cli.installation import Installation
from tests.values import a_round
from watcher.answers.cache import cached
from watcher.answers.snapshot import Snapshot
from watcher.core.forecasts import KeptForecast
from watcher.core.model import NewRound


class Counting:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_a_question_is_answered_once_and_another_apart(snapshot: Snapshot) -> None:
    make = Counting()

    assert [cached(snapshot, "a", make), cached(snapshot, "a", make)] == [1, 1]
    assert cached(snapshot, "b", make) == 2
    assert cached(snapshot, "a", make) == 1


def test_another_day_asks_anew_and_another_minute_does_not(snapshot: Snapshot) -> None:
    make = Counting()
    cached(snapshot, "a", make)

    assert cached(replace(snapshot, now=snapshot.now + timedelta(minutes=1)), "a", make) == 1
    assert cached(replace(snapshot, now=snapshot.now + timedelta(days=1)), "a", make) == 2


def test_a_new_round_and_a_new_forecast_ask_anew(installation: Installation) -> None:
    scene, make = installation.scene, Counting()

    def ask() -> int:
        with scene.store.reading() as tx:
            asked = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
            return cached(asked, "a", make)

    assert [ask(), ask()] == [1, 1]
    with scene.store.writing() as tx:
        tx.rounds.save([NewRound(round=a_round(number="999"))], page=b"page", now=scene.now)
    assert [ask(), ask()] == [2, 2]
    with scene.store.writing() as tx:
        tx.forecasts.keep(
            [KeptForecast(category="cec", as_of=scene.now.date(), made_at=scene.now, within={})]
        )
    assert [ask(), ask()] == [3, 3]


def test_an_answer_for_a_day_that_ended_meanwhile_is_not_that_of_the_next(
    snapshot: Snapshot,
) -> None:
    tomorrow = replace(snapshot, now=snapshot.now + timedelta(days=1))

    def _asked_elsewhere_meanwhile() -> str:
        cached(tomorrow, "b", lambda: "by another thread")
        return "of today"

    assert cached(snapshot, "a", _asked_elsewhere_meanwhile) == "of today"
    assert cached(tomorrow, "a", lambda: "of tomorrow") == "of tomorrow"


def test_no_more_are_kept_than_there_is_room_for(snapshot: Snapshot) -> None:
    make = Counting()
    for question in range(65):
        cached(snapshot, question, make)

    assert cached(snapshot, 64, make) == 65
    assert cached(snapshot, 0, make) == 66


def test_an_answer_that_took_until_tomorrow_is_none_of_tomorrows(snapshot: Snapshot) -> None:
    tomorrow = replace(snapshot, now=snapshot.now + timedelta(days=1))

    def make() -> int:
        return cached(tomorrow, "b", lambda: 2) - 1  # as another thread may meanwhile

    assert cached(snapshot, "a", make) == 1
    assert cached(tomorrow, "a", lambda: 3) == 3

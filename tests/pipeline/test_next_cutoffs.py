"""The forecast of the next cut-off, once for the messages of a round."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.values import a_round, a_subscription, an_alert
from watcher.adapters.database import Store
from watcher.core.model import NewRound, Round
from watcher.pipeline import next_cutoffs
from watcher.pipeline.next_cutoffs import NextCutoffs


@pytest.fixture
def last(store: Store, now: datetime) -> Round:
    """Save six CEC rounds, two weeks apart, and return the last, of today."""
    days = [now.date() - timedelta(days=14 * back) for back in reversed(range(6))]
    known = [
        a_round(number=str(400 + n), date=day, category="cec", cutoff=510)
        for n, day in enumerate(days)
    ]
    with store.writing() as tx:
        tx.rounds.save([NewRound(round=one) for one in known], page=b"page", now=now)
    return known[-1]


def test_it_says_between_which_values_the_next_cutoff_may_lie(
    store: Store, now: datetime, last: Round
) -> None:
    low, high = NextCutoffs(store, lambda: now).after(last) or (0, 0)

    assert 500 < low <= 510 <= high < 520


def test_every_alert_of_the_round_has_it(store: Store, now: datetime, last: Round) -> None:
    alerts = [
        an_alert(change=NewRound(round=last)),
        an_alert(subscription=a_subscription(name="bo")),
    ]

    found = NextCutoffs(store, lambda: now)(alerts)

    assert [one.subscription.name for one in found] == ["amara", "bo"]
    assert found[0].next_cutoff
    assert found[1].next_cutoff == found[0].next_cutoff


def test_after_an_earlier_round_nothing_is_said(store: Store, now: datetime, last: Round) -> None:
    assert NextCutoffs(store, lambda: now).after(replace(last, number="404")) is None


def test_it_is_worked_out_once_for_all_messages_of_a_day(
    store: Store, now: datetime, last: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[object] = []
    monkeypatch.setattr(next_cutoffs, "next_cutoff_after", lambda *asked: days.append(asked[2]))
    clock = [now]
    expected = NextCutoffs(store, lambda: clock[0]).after

    for _ in range(3):
        expected(last)
    clock[0] = now + timedelta(days=1)
    expected(last)
    expected(replace(last, revision=2))

    assert days == [now.date(), *[now.date() + timedelta(days=1)] * 2]


def test_what_is_kept_is_bounded(store: Store, now: datetime, last: Round) -> None:
    expected = NextCutoffs(store, lambda: now).after
    for n in range(64):
        expected(replace(last, number=str(n)))

    assert expected(last)


def test_a_bug_costs_the_line_and_is_logged_once(
    store: Store,
    now: datetime,
    last: Round,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(next_cutoffs, "next_cutoff_after", broken)
    expected = NextCutoffs(store, lambda: now).after

    assert (expected(last), expected(last)) == (None, None)
    assert caplog.text.count("forecast_failed") == 1


def test_what_was_prepared_changes_nothing_of_what_is_said(
    store: Store, now: datetime, last: Round
) -> None:
    prepared = NextCutoffs(store, lambda: now)
    prepared.prepare()

    assert prepared.after(last) == NextCutoffs(store, lambda: now).after(last)


def test_there_is_nothing_to_prepare_without_rounds(store: Store, now: datetime) -> None:
    NextCutoffs(store, lambda: now).prepare()


def test_a_round_that_came_since_is_reckoned_with_what_was_prepared(
    store: Store, now: datetime, last: Round
) -> None:
    prepared = NextCutoffs(store, lambda: now)
    prepared.prepare()
    for number, cutoff in (("406", 530), ("407", 540)):  # the second makes what was read too old
        came = replace(last, number=number, cutoff=cutoff)
        with store.writing() as tx:
            tx.rounds.save([NewRound(round=came)], page=b"page", now=now)

        assert prepared.after(came) == NextCutoffs(store, lambda: now).after(came)

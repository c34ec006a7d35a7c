"""Trends, and verdicts on the latest rounds."""

from dataclasses import replace
from datetime import date, timedelta

from tests.values import a_round, a_subscription
from watcher.answers.rounds import known_rounds, latest_of_each_category, listed_rounds
from watcher.answers.snapshot import Snapshot
from watcher.answers.trends import (
    busiest_categories,
    is_recent,
    latest_verdicts,
    rhythm_of,
    trends_of,
)
from watcher.core.model import VerdictKind

TODAY = date(2025, 12, 20)


def test_trends_follow_the_chosen_categories(snapshot: Snapshot) -> None:
    every = known_rounds(snapshot)
    trends = trends_of(every, ["cec", "military"], date(2026, 1, 1), snapshot.today)

    followed = {slug: [point.cutoff for point in found] for slug, found in trends.points.items()}
    assert followed == {"cec": [524, 520]}
    assert [month.rounds for month in trends.months] == [2]
    assert trends_of(every, [], date.min, snapshot.today).months == ()


def test_the_busiest_category_of_the_last_year_comes_first(snapshot: Snapshot) -> None:
    assert busiest_categories(known_rounds(snapshot), snapshot.today) == ("cec", "pnp")


def test_of_few_rounds_no_rhythm_is_told(snapshot: Snapshot) -> None:
    assert rhythm_of(snapshot, known_rounds(snapshot)) is None


def test_the_latest_round_of_each_wanted_category_is_judged(snapshot: Snapshot) -> None:
    every = known_rounds(snapshot)
    latest = listed_rounds(latest_of_each_category(every), every)
    judged = [
        (one.subscription.name, one.round and one.round.number, one.verdict and one.verdict.kind)
        for one in latest_verdicts(snapshot, latest)
    ]

    assert judged[0] == ("amara", "436", VerdictKind.INVITED_ON_TIE_BREAK)
    assert [number for name, number, _ in judged if name == "bo"] == ["436", "435"]


def test_who_wants_what_was_never_drawn_gets_no_verdict(snapshot: Snapshot) -> None:
    military = a_subscription(categories=frozenset({"military"}))
    snapshot = replace(snapshot, settings=replace(snapshot.settings, subscriptions=(military,)))

    (one,) = latest_verdicts(snapshot, [])
    assert (one.round, one.verdict) == (None, None)


def test_a_round_is_recent_for_a_year() -> None:
    held = a_round(date=TODAY)

    assert is_recent(held, TODAY + timedelta(days=365))
    assert not is_recent(held, TODAY + timedelta(days=366))
    assert not is_recent(a_round(date=None), TODAY)

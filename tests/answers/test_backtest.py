"""Looking back on the rounds of a database."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.cli.installation import HISTORY, Installation
from tests.core.crs.people import BACHELOR
from tests.pages import a_row
from tests.values import a_report, a_reported_round, a_subscription
from watcher.answers.backtest import Backtest, backtest
from watcher.answers.serialize import json_object
from watcher.answers.snapshot import Snapshot
from watcher.core.settings import Subscription

CEC = a_subscription(
    name="amara",
    categories=frozenset({"cec"}),
    score=522,
    submitted=datetime(2025, 11, 20, 15, tzinfo=UTC),
)


def numbers(found: Backtest) -> list[str]:
    return [one.number for one in found.rounds]


def test_the_last_twelve_months_are_looked_back_on_unless_a_day_is_given(
    snapshot: Snapshot,
) -> None:
    person = replace(CEC, submitted=None)

    usual, all_time = (
        backtest(snapshot, person),
        backtest(snapshot, person, since=date(2018, 5, 30)),
    )

    assert (usual.since, usual.until) == (date(2025, 8, 19), date(2026, 8, 19))
    assert numbers(usual) == ["436", "435", "434"]
    assert numbers(all_time) == ["436", "435", "434", "91b"]
    assert numbers(backtest(snapshot, person, since=date(2018, 5, 31))) == numbers(usual)


def test_rounds_after_the_time_asked_for_are_left_out(snapshot: Snapshot) -> None:
    earlier = replace(snapshot, now=datetime(2026, 8, 6, 12, tzinfo=UTC))

    assert numbers(backtest(earlier, CEC)) == ["435", "434"]


def test_it_says_what_each_round_meant_which_category_did_best_and_what_is_missing(
    snapshot: Snapshot,
) -> None:
    found = backtest(snapshot, replace(CEC, categories=frozenset({"cec", "stem"})), what_if=2)

    assert (found.subscription, found.score, found.categories) == ("amara", 522, ("cec", "stem"))
    assert [one.number for one in found.invited] == ["436"]
    assert [one.number for one in found.near_misses] == ["434"]
    assert (found.near, found.best) == (10, "cec")
    assert [(step.points, step.invited) for step in found.steps] == [(2, 2)]
    assert found.what_if is not None
    assert (found.what_if.points, found.what_if.invited) == (2, 2)
    assert {kind: count for kind, count in found.counts.items() if count} == {
        "invited": 1,
        "short": 1,
        "other category": 1,
    }


def test_near_is_what_the_subscription_calls_near(snapshot: Snapshot) -> None:
    found = backtest(snapshot, replace(CEC, near=1))

    assert (found.near, found.near_misses) == (1, ())


def test_before_the_profile_was_submitted_nobody_was_invited(snapshot: Snapshot) -> None:
    late = replace(CEC, score=900, submitted=datetime(2026, 8, 10, tzinfo=UTC))

    found = backtest(snapshot, late, what_if=100)

    assert [one.number for one in found.invited] == ["436"]
    assert found.counts["not yet in the pool"] == 2
    assert found.what_if is not None
    assert found.what_if.gained == ()


def test_at_the_cutoff_without_a_submission_it_cannot_be_told(snapshot: Snapshot) -> None:
    found = backtest(snapshot, replace(CEC, score=520, submitted=None))

    assert [one.number for one in found.undecided] == ["436"]
    assert found.invited == ()


def test_rounds_without_a_cutoff_are_counted_where_they_concern_the_person(
    installation: Installation,
) -> None:
    scene = installation.scene
    unread = a_row("438", "2026-08-19", drawCRS="?")
    others = a_row("437", "2026-08-18", drawCRS="?", drawName="Provincial Nominee Program")
    installation.publish(unread, others, *HISTORY)
    with scene.store.reading() as tx:
        found = backtest(
            Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now), CEC
        )

    assert found.unknown_cutoff == 1
    assert found.counts["cannot tell"] == 1


def test_reported_and_undated_rounds_are_left_out_and_counted(installation: Installation) -> None:
    scene = installation.scene
    with scene.store.writing() as tx:
        said = a_report(reported=a_reported_round(date=date(2026, 8, 18)))
        tx.rounds.save([said], page=b"1", now=scene.now)
    installation.publish(
        a_row("437", "2026-08-19", drawDate="", drawDateFull="", drawDateTime=""), *HISTORY
    )
    with scene.store.reading() as tx:
        found = backtest(
            Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now), CEC
        )

    assert (found.reported, found.undated) == (1, 1)
    assert numbers(found) == ["436", "435", "434"]


def test_the_score_of_a_profile_is_that_of_each_round_s_day(installation: Installation) -> None:
    profile = replace(BACHELOR, age=None, born=date(1996, 8, 12))  # 30 on the day of round 436
    person = replace(CEC, score=None, profile=profile, near=1)
    later = [a_row("437", "2026-11-03", drawCRS="373"), *HISTORY]
    scene = installation.scene
    scene.now = datetime(2026, 11, 4, tzinfo=UTC)
    installation.publish(*later)
    with scene.store.reading() as tx:
        snapshot = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
        found = backtest(snapshot, person, what_if=146)

    assert (found.score, found.rules, found.outdated) == (374, "2025-03-25", 1)
    assert [(r.number, r.score, r.outdated) for r in found.rounds] == [
        ("437", 374, date(2026, 11, 3)),
        ("436", 374, None),
        ("435", 379, None),
        ("434", 379, None),
    ]
    assert [r.needed for r in found.rounds] == [0, 146, None, 145]
    assert found.what_if is not None
    assert [year.numbers for year in found.what_if.gained] == [("434", "436")]


@pytest.mark.parametrize(
    ("person", "best"),
    [
        (replace(CEC, score=300), "cec"),
        (replace(CEC, categories=frozenset({"stem"})), None),
        (replace(CEC, categories=frozenset({"all"}), score=800, submitted=None), "cec"),
    ],
)
def test_the_best_category_is_the_nearest_where_none_invited(
    snapshot: Snapshot, person: Subscription, best: str | None
) -> None:
    assert backtest(snapshot, person).best == best


def test_programs_get_the_verdict_of_each_round(snapshot: Snapshot) -> None:
    shown = json_object(backtest(snapshot, replace(CEC, name="")))

    assert shown["subscription"] is None
    assert shown["rounds"][0] == {  # type: ignore[index] # a list
        "number": "436",
        "date": "2026-08-12",
        "category": "cec",
        "cutoff": 520,
        "score": 522,
        "outdated": None,
        "verdict": "invited",
        "points": 2,
        "margin": None,
        "needed": 0,
    }

"""Which change is worth telling whom, and when."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.values import a_round, a_subscription
from watcher.core.alerts import Due, Priority, alerts_of, wants_early_alert
from watcher.core.model import (
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    VerdictKind,
)
from watcher.core.pool import Pool
from watcher.core.settings import Early, QuietHours, Subscription

NOW = datetime(2026, 8, 19, 16, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def told(change: Change, subscription: Subscription, since: datetime = NOW - 30 * DAY) -> list[Due]:
    return list(
        alerts_of(
            change,
            [subscription],
            since={subscription.name: since},
            previous=None,
            page_url="https://example.org/feed.json",
            now=NOW,
        )
    )


def new(**figures: object) -> NewRound:
    values = {"category": "cec", "drawn_at": NOW - timedelta(hours=4), "first_seen": NOW, **figures}
    return NewRound(round=a_round(**values))


def corrected(before: int, after: int, **figures: object) -> CorrectedRound:
    round_ = new(cutoff=before, **figures).round
    return CorrectedRound(before=round_, after=replace(round_, cutoff=after, revision=2))


def cec(score: int, **more: object) -> Subscription:
    rule = {"categories": frozenset({"cec"}), "score": score, "submitted": None}
    return a_subscription(**{**rule, **more})


def test_a_round_that_invites_is_told_now_and_first() -> None:
    [due] = told(new(cutoff=500), cec(501))

    assert due.due_at == NOW
    assert due.priority is Priority.INVITED
    assert due.alert.verdict.kind is VerdictKind.INVITED


def test_a_round_out_of_reach_is_not_told() -> None:
    assert told(new(cutoff=500), cec(499)) == []


@pytest.mark.parametrize(("age", "n"), [(10 * DAY, 1), (10 * DAY + timedelta(seconds=1), 0)])
def test_a_round_drawn_over_ten_days_before_it_is_seen_is_history(age: timedelta, n: int) -> None:
    assert len(told(new(cutoff=500, drawn_at=NOW - age), cec(501))) == n


def test_without_the_hour_the_day_counts_from_its_beginning() -> None:
    day = (NOW - 11 * DAY).date()

    assert told(new(cutoff=500, drawn_at=None, date=day), cec(501)) == []


def test_a_round_of_unknown_day_is_told() -> None:
    assert told(new(cutoff=500, drawn_at=None, date=None), cec(501))


@pytest.mark.parametrize(("later", "n"), [(timedelta(), 1), (timedelta(seconds=1), 0)])
def test_what_was_first_seen_before_the_subscription_is_not_told(later: timedelta, n: int) -> None:
    assert len(told(new(cutoff=500), cec(501), since=NOW + later)) == n


@pytest.mark.parametrize(
    ("score", "before", "after", "kind"),
    [
        (500, 507, 490, VerdictKind.INVITED),
        (500, 490, 507, VerdictKind.SHORT),
        (500, 507, 500, VerdictKind.AT_CUTOFF),
        (520, 507, 490, None),  # invited before and after
        (480, 507, 490, None),  # short before and after
    ],
)
def test_a_correction_is_told_to_those_whose_verdict_changed(
    score: int, before: int, after: int, kind: VerdictKind | None
) -> None:
    due = told(corrected(before, after), cec(score))

    assert [d.alert.verdict.kind for d in due] == ([] if kind is None else [kind])


def test_a_correction_says_what_the_verdict_was() -> None:
    [due] = told(corrected(507, 490), cec(500))

    assert due.alert.earlier_verdict is not None
    assert due.alert.earlier_verdict.kind is VerdictKind.SHORT
    assert due.alert.earlier_verdict.points == 7


def test_a_correction_that_comes_within_near_is_told() -> None:
    assert told(corrected(520, 505), cec(500, near=5))
    assert told(corrected(520, 506), cec(500, near=5)) == []


def test_a_correction_of_what_was_history_when_first_seen_is_history() -> None:
    old = corrected(507, 490, drawn_at=NOW - 400 * DAY)

    assert told(old, cec(500)) == []


NIGHT = QuietHours(start=time(15), end=time(18))


@pytest.mark.parametrize(
    ("wake", "score", "due_at"),
    [
        (False, 501, NOW + timedelta(hours=2)),
        (True, 501, NOW),
        (True, 495, NOW + timedelta(hours=2)),
    ],
)
def test_quiet_hours_delay_and_only_urgent_word_may_wake(
    score: int, due_at: datetime, *, wake: bool
) -> None:
    subscription = cec(score, near=10, quiet_hours=NIGHT, wake=wake, timezone="UTC")

    [due] = told(new(cutoff=500), subscription)

    assert due.due_at == due_at


def test_an_alert_of_a_new_round_leaves_out_the_pool_that_it_does_not_speak_of() -> None:
    pool = Pool(as_on=None, bands=(), total=226_859)

    [due] = told(new(cutoff=500, pool=pool), cec(501))

    assert due.alert.round.pool is None


def reported(cutoff: int, **figures: object) -> ReportedRound:
    round_ = new(cutoff=cutoff, number="reported-1", confirmed=False, **figures).round
    return ReportedRound(reported=round_, by=("news",))


def confirmed(reported_: int, official: int, **figures: object) -> ConfirmedRound:
    return ConfirmedRound(
        reported=reported(reported_, **figures).reported,
        confirmed=new(cutoff=official, revision=2, **figures).round,
    )


def kinds(change: Change, person: Subscription, *told: str) -> list[type[Change]]:
    """Return as what a change is told to a person, if at all."""
    dues = alerts_of(
        change,
        [person],
        since={person.name: NOW - DAY},
        previous=None,
        page_url="",
        now=NOW,
        told=told,
    )
    return [type(due.alert.change) for due in dues]


@pytest.mark.parametrize(
    ("early", "well", "blind"),
    [("never", False, False), ("when-blind", False, True), ("always", True, True)],
)
def test_early_word_is_for_those_who_want_it(early: Early, *, well: bool, blind: bool) -> None:
    assert wants_early_alert(early, blind=False) is well
    assert wants_early_alert(early, blind=True) is blind


def test_a_reported_round_is_judged_as_any_other() -> None:
    assert kinds(reported(463), cec(470)) == [ReportedRound]
    assert kinds(reported(476), cec(470)) == []


def test_a_confirmation_is_told_to_those_told_early_whose_verdict_changed() -> None:
    assert kinds(confirmed(463, 476), cec(470), "amara") == [ConfirmedRound]
    assert kinds(confirmed(463, 476), cec(500), "amara") == []


def test_to_those_not_told_early_a_confirmed_round_is_a_new_one() -> None:
    assert kinds(confirmed(463, 476), cec(500)) == [NewRound]
    assert kinds(confirmed(463, 476), cec(470)) == []


def test_a_confirmed_round_is_news_since_it_was_confirmed() -> None:
    """Who subscribed between report and confirmation hears of the official round."""
    change = confirmed(463, 476, first_seen=NOW - timedelta(days=2))

    [due] = alerts_of(
        change, [cec(500)], since={"amara": NOW - DAY}, previous=None, page_url="", now=NOW
    )

    assert due.alert.round.first_seen == NOW

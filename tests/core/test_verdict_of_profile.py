"""Verdicts for a profile: the day of the round decides how many points it has, and by which rules."""

from datetime import UTC, date, datetime

import pytest

from tests.core.test_scores import with_profile
from tests.values import a_round
from watcher.core.alerts import alerts_of
from watcher.core.model import Figures, NewRound, VerdictKind
from watcher.core.verdict import judge

PERSON = with_profile(categories=frozenset({"cec"}), submitted=None)


def held(day: date, cutoff: int = 376, **more: object) -> Figures:
    return a_round(category="cec", cutoff=cutoff, date=day, drawn_at=None, tie_break=None, **more)


def test_a_birthday_between_two_rounds_takes_the_points_that_invited() -> None:
    before, after = (judge(held(date(2026, 9, day)), PERSON) for day in (1, 2))

    assert (before.kind, before.points) == (VerdictKind.INVITED, 3)
    assert (after.kind, after.points) == (VerdictKind.SHORT, 2)
    assert "the profile scores 374 on that day, by the rules of 2025-03-25" in {
        clause.text for clause in after.clauses
    }


def test_the_day_is_that_of_ottawa() -> None:
    late = datetime(2026, 9, 2, 3, 59, tzinfo=UTC)
    for instant, points in ((late, 3), (late.replace(hour=4), 2)):
        round_ = a_round(category="cec", cutoff=376, date=None, drawn_at=instant)
        assert judge(round_, PERSON).points == points
        unknown = a_round(category="cec", cutoff=376, date=None, drawn_at=None, first_seen=instant)
        assert judge(unknown, PERSON).points == points


def test_a_change_of_the_rules_between_two_rounds_takes_an_offers_points() -> None:
    before, after = (judge(held(date(2025, 3, day), 400), PERSON) for day in (24, 25))

    assert (before.kind, before.points) == (VerdictKind.INVITED, 29)
    assert (after.kind, after.points) == (VerdictKind.SHORT, 21)


def test_a_score_of_old_rules_is_compared_with_a_clause_that_says_so() -> None:
    in_time, later = (judge(held(date(2026, 11, day), 370), PERSON) for day in (2, 3))

    assert in_time.kind is later.kind is VerdictKind.INVITED
    assert all(clause.holds for clause in in_time.clauses)
    assert [clause.text for clause in later.clauses if clause.holds is None] == [
        "those rules still held: they changed on 2026-11-03, and the points since are not known"
    ]
    assert later.score is not None
    assert later.score.outdated == date(2026, 11, 3)


def test_nothing_is_compared_before_the_profile_was_submitted() -> None:
    submitted = datetime(2026, 12, 1, tzinfo=UTC)
    early = judge(
        held(date(2026, 11, 20)), with_profile(categories=frozenset({"cec"}), submitted=submitted)
    )

    assert early.kind is VerdictKind.NOT_IN_POOL
    assert len(early.clauses) == 2


def test_without_any_day_a_profile_has_no_score() -> None:
    report = Figures(category="cec", cutoff=376)

    verdict = judge(report, PERSON)

    assert (verdict.kind, verdict.score) == (VerdictKind.UNKNOWN, None)
    assert "the day of the round is not known, nor the score on it" in {
        clause.text for clause in verdict.clauses
    }


@pytest.mark.parametrize(("more", "kind"), [(1, VerdictKind.SHORT), (3, VerdictKind.INVITED)])
def test_points_may_be_added_to_the_score_of_the_day(more: int, kind: VerdictKind) -> None:
    assert judge(held(date(2026, 9, 2)), PERSON, more=more).kind is kind


def test_an_alert_keeps_the_score_of_the_day_and_not_the_profile() -> None:
    now = datetime(2026, 9, 1, 16, tzinfo=UTC)
    round_ = a_round(
        category="cec", cutoff=376, date=date(2026, 9, 1), drawn_at=None, first_seen=now
    )

    [due] = alerts_of(
        NewRound(round=round_),
        [PERSON],
        since={PERSON.name: now.replace(month=1)},
        previous=None,
        page_url="",
        now=now,
    )

    assert (due.alert.subscription.score, due.alert.subscription.profile) == (379, None)
    assert due.alert.verdict.score is not None
    assert due.alert.verdict.score.rules == "2025-03-25"

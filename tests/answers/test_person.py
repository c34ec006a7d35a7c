"""What rounds mean for a person."""

from datetime import UTC, date, datetime

import pytest

from tests.values import a_round, a_subscription
from watcher.answers.person import PersonVerdict, Standing, standings, verdict_for
from watcher.core.model import Round, VerdictKind
from watcher.core.settings import Subscription

TODAY = date(2026, 8, 20)
LATER = datetime(2026, 8, 1, tzinfo=UTC)


def drawn(number: str, day: date, category: str, cutoff: int | None) -> Round:
    noon = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    return a_round(
        number=number, date=day, drawn_at=noon, category=category, cutoff=cutoff, tie_break=None
    )


ROUNDS = (
    drawn("437", date(2026, 8, 19), "french", 383),
    drawn("436", date(2026, 8, 18), "cec", 523),
    drawn("422", date(2026, 6, 25), "healthcare", 475),
    drawn("398", date(2026, 2, 20), "healthcare", 467),
    drawn("100", date(2018, 5, 30), "fst", 288),
)


def person(*categories: str, submitted: datetime | None = None) -> Subscription:
    return a_subscription(score=471, categories=frozenset(categories), submitted=submitted)


def judged(rule: Subscription, round_: Round) -> PersonVerdict:
    return verdict_for(rule, round_)


def test_a_category_of_theirs_is_judged_by_the_one_verdict() -> None:
    found = judged(person("cec"), ROUNDS[1])

    assert (found.verdict.kind, found.above, found.theirs) == (VerdictKind.SHORT, -52, True)
    assert not found.takes


def test_another_category_is_judged_as_if_it_were_theirs_and_says_so() -> None:
    found = judged(person("cec"), ROUNDS[0])

    assert (found.verdict.kind, found.above, found.theirs) == (VerdictKind.INVITED, 88, False)
    assert found.takes


def test_before_the_profile_there_is_a_distance_and_no_pool() -> None:
    found = judged(person("healthcare", submitted=LATER), ROUNDS[3])

    assert (found.in_pool, found.takes, found.above) == (False, False, 4)


def test_an_unknown_cutoff_has_no_distance() -> None:
    assert judged(person("cec"), drawn("1", date(2026, 8, 1), "cec", None)).above is None


def stand(rule: Subscription) -> list[Standing]:
    return list(standings(rule, ROUNDS, TODAY))


def test_each_category_stands_with_its_last_round_that_takes_the_score() -> None:
    found = stand(person("healthcare", "cec", "french", "military"))

    assert [one.category for one in found] == ["french", "cec", "healthcare", "military"]
    assert [one.verdict and one.verdict.above for one in found] == [88, -52, -4, None]
    assert [one.taken and one.taken.number for one in found] == ["437", None, "398", None]
    assert found[2].cutoffs == ((date(2026, 2, 20), 467), (date(2026, 6, 25), 475))


def test_of_every_category_those_of_the_last_year_stand_there() -> None:
    assert [one.category for one in stand(person("all"))] == ["french", "cec", "healthcare"]


@pytest.mark.parametrize(("submitted", "in_pool"), [(None, True), (LATER, False)])
def test_a_round_before_the_profile_is_named_as_such(
    submitted: datetime | None,
    in_pool: bool,  # noqa: FBT001 - a column
) -> None:
    (found,) = stand(person("healthcare", submitted=submitted))

    assert found.taken is ROUNDS[3]
    assert found.taken_in_pool is in_pool

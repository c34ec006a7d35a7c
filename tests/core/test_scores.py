"""The score of a subscription on a day."""

from dataclasses import replace
from datetime import date

import pytest

from tests.core.crs.people import BACHELOR
from tests.values import a_subscription
from watcher.core.crs.profile import Profile
from watcher.core.scores import DatedScore, score_on, stated, unnamed_subscription
from watcher.core.settings import Subscription

#: 30 on 2 September 2026; an offer that counted until March 2025.
AMARA = replace(BACHELOR, age=None, born=date(1996, 9, 2), arranged_employment="other")


def with_profile(profile: Profile = AMARA, **more: object) -> Subscription:
    return a_subscription(score=None, profile=profile, profile_file="amara.toml", **more)


def test_a_stated_score_is_that_of_every_day() -> None:
    for day in (date(2016, 1, 1), date(2026, 12, 1)):
        assert score_on(a_subscription(score=471), day) == DatedScore(points=471)


@pytest.mark.parametrize(
    ("day", "score"),
    [
        ("2025-03-24", DatedScore(points=429, rules="2016-11-19")),
        ("2025-03-25", DatedScore(points=379, rules="2025-03-25")),
        ("2026-09-01", DatedScore(points=379, rules="2025-03-25")),
        ("2026-09-02", DatedScore(points=374, rules="2025-03-25")),
        ("2026-11-02", DatedScore(points=374, rules="2025-03-25")),
        ("2026-11-03", DatedScore(points=374, rules="2025-03-25", outdated=date(2026, 11, 3))),
    ],
)
def test_a_profile_scores_by_the_rules_and_the_birthdays_of_the_day(
    day: str, score: DatedScore
) -> None:
    assert score_on(with_profile(), date.fromisoformat(day)) == score


def test_a_stated_subscription_has_no_profile_any_more() -> None:
    assert stated(with_profile(), 374) == a_subscription(score=374)


def test_a_profile_is_not_printed_with_its_subscription() -> None:
    assert "1996" not in repr(with_profile())


def test_who_only_asks_has_no_name_and_may_be_in_every_category() -> None:
    asked = unnamed_subscription(471)

    assert (asked.name, asked.score, asked.channels) == ("", 471, ())
    assert asked.categories == {"all"}
    assert unnamed_subscription(471, ["cec"]).categories == {"cec"}

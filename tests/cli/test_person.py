"""Who a verb is asked about: a subscription, or a score of nobody in the configuration."""

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import pytest
import typer

from tests.values import a_round, a_subscription
from watcher.cli.person import AskedPerson, people_of
from watcher.core.settings import Secret, Settings

AMARA, BO = a_subscription(), a_subscription(name="bo")
SETTINGS = Settings(
    file=PurePath("config.toml"), database=Secret("sqlite:///x"), subscriptions=(AMARA, BO)
)
NOBODY = AskedPerson(subscription=None, score=None, categories=None, submitted=None)


def asked(**options: Any) -> AskedPerson:
    usual = {"subscription": None, "score": None, "categories": None, "submitted": None}
    return AskedPerson(**{**usual, **options})


def test_a_name_is_that_subscription_and_no_name_all_of_them() -> None:
    assert people_of(asked(subscription="bo"), SETTINGS, []) == (BO,)
    assert people_of(NOBODY, SETTINGS, []) == (AMARA, BO)


def test_a_score_is_a_person_without_a_name() -> None:
    submitted = datetime(2025, 11, 20, 15, tzinfo=UTC)
    given = asked(score=471, categories=" CEC,, new-one", submitted=submitted)

    (person,) = people_of(given, SETTINGS, [a_round(category="new-one")])

    assert (person.name, person.score, person.submitted) == ("", 471, submitted)
    assert person.categories == {"cec", "new-one"}


def test_a_score_without_categories_may_be_invited_in_any() -> None:
    (person,) = people_of(asked(score=471), SETTINGS, [])

    assert person.categories == {"all"}


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ({"subscription": "cy"}, "no subscription is called 'cy'; known: amara, bo"),
        ({"subscription": "amara", "score": 471}, "cannot be had with --score"),
        ({"categories": "cec"}, "goes with --score only; a subscription has its own"),
        ({"submitted": datetime(2026, 1, 1, tzinfo=UTC)}, "goes with --score only"),
        ({"score": 471, "categories": "cec,heathcare"}, 'did you mean "healthcare"?'),
    ],
)
def test_what_does_not_go_together_is_refused(options: dict[str, Any], wrong: str) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        people_of(asked(**options), SETTINGS, [])

    assert wrong in str(refused.value)

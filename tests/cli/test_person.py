"""Who a verb is asked about: a subscription, or a score of nobody in the configuration."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import pytest
import typer

from tests.values import a_round, a_subscription
from watcher.adapters.database import Store
from watcher.answers.snapshot import Snapshot
from watcher.cli.person import people_of
from watcher.core.model import Round
from watcher.core.settings import Secret, Settings, Subscription

AMARA, BO = a_subscription(), a_subscription(name="bo")
SETTINGS = Settings(
    file=PurePath("config.toml"), database=Secret("sqlite:///x"), subscriptions=(AMARA, BO)
)


@pytest.fixture(name="snapshot")
def _snapshot(store: Store) -> Iterator[Snapshot]:
    with store.reading() as tx:
        yield Snapshot(store=store, tx=tx, settings=SETTINGS, now=datetime(2026, 1, 1, tzinfo=UTC))


def asked(
    snapshot: Snapshot, every: Sequence[Round] = (), **options: Any
) -> Sequence[Subscription]:
    return people_of(
        snapshot, every, **{"subscription": None, "score": None, "categories": None, **options}
    )


def test_a_name_is_that_subscription_and_no_name_all_of_them(snapshot: Snapshot) -> None:
    assert asked(snapshot, subscription="bo") == (BO,)
    assert asked(snapshot) == (AMARA, BO)


def test_a_score_is_a_person_without_a_name(snapshot: Snapshot) -> None:
    submitted = datetime(2025, 11, 20, 15, tzinfo=UTC)

    (person,) = asked(
        snapshot,
        [a_round(category="new-one")],
        score=471,
        categories=" CEC,, new-one",
        submitted=submitted,
    )

    assert (person.name, person.score, person.submitted) == ("", 471, submitted)
    assert person.categories == {"cec", "new-one"}


def test_a_score_without_categories_may_be_invited_in_any(snapshot: Snapshot) -> None:
    (person,) = asked(snapshot, score=471)

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
def test_what_does_not_go_together_is_refused(
    snapshot: Snapshot, options: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        asked(snapshot, **options)

    assert wrong in str(refused.value)

"""Whom a typed name means, among the file's and among people who are rows."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

import pytest

from tests.values import a_person, a_rule, a_subscription
from watcher.adapters.database import Store
from watcher.answers.snapshot import Snapshot
from watcher.answers.subscriptions import count_people, named_subscriptions, near_subscriptions
from watcher.core.settings import Secret, Settings

FILE = (
    a_subscription(name="bo"),
    a_subscription(name="bo-2", person="bo"),
    a_subscription(name="cec", person="dana"),
    a_subscription(name="stem", person="dana"),
)
SETTINGS = Settings(file=PurePath("config.toml"), database=Secret(""), subscriptions=FILE)


@pytest.fixture
def snapshot(store: Store, now: datetime) -> Iterator[Snapshot]:
    rules = (a_rule(), a_rule(name="healthcare"))
    with store.writing() as tx:
        tx.people.put_many([a_person(rules=rules), a_person(name="Chidi")], now)
    with store.reading() as tx:
        yield Snapshot(store=store, tx=tx, settings=SETTINGS, now=now)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("bo", ["bo"]),
        ("dana", ["cec", "stem"]),
        ("amara", ["amara", "amara/healthcare"]),
        ("amara/healthcare", ["amara/healthcare"]),
        ("Chidi", ["Chidi"]),
        ("amara/cec", []),
        ("amar", []),
        ("", []),
    ],
)
def test_a_name_means_a_subscription_or_all_of_a_person(
    snapshot: Snapshot, name: str, found: list[str]
) -> None:
    assert [one.name for one in named_subscriptions(snapshot, name)] == found


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("amara/helthcare", "amara/healthcare"),
        ("amra/healthcare", "amara/healthcare"),
        ("maara", "amara"),
        ("chidi", "Chidi"),
        ("Chi", "Chidi"),
    ],
)
def test_names_of_people_that_may_be_meant_are_near(
    snapshot: Snapshot, name: str, meant: str
) -> None:
    assert meant in near_subscriptions(snapshot, name)


def test_of_many_names_few_are_looked_up(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.people.put_many((a_person(name=f"person-{n}") for n in range(300)), now)
        snapshot = Snapshot(store=store, tx=tx, settings=SETTINGS, now=now)
        near = near_subscriptions(snapshot, "persn-287")

    assert "person-287" in near
    assert len(near) <= 30


def test_nothing_is_near_to_what_nobody_may_mean(snapshot: Snapshot) -> None:
    assert near_subscriptions(snapshot, "zzz" * 50) == []
    assert count_people(snapshot) == 2

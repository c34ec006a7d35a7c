"""What is stored of one person, for that person alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

import pytest

from tests.adapters.database.values import an_alert_to, queued
from tests.values import a_person, a_rule, a_subscription
from watcher.adapters.database import Store
from watcher.adapters.links import AddressLink
from watcher.answers.own_data import OwnData, own_data
from watcher.answers.serialize import json_object
from watcher.answers.snapshot import Snapshot
from watcher.core.people import Person
from watcher.core.settings import Channel, Secret, Settings

NOW = datetime(2026, 8, 20, tzinfo=UTC)
MAIL = Secret("mailto://me:secret@smtp.example.org/?from=me@example.org")


@pytest.fixture
def settings(sqlite_database: Secret) -> Settings:
    return Settings(
        file=PurePath("config.toml"),
        database=sqlite_database,
        channels={"mail": Channel(name="mail", url=MAIL)},
    )


def stored(settings: Settings, name: str, target: str, *people: Person) -> OwnData | None:
    store = Store(settings.database)
    with store.writing() as tx:
        tx.people.put_many(people, NOW)
        snapshot = Snapshot(store=store, tx=tx, settings=settings, now=NOW)
        found = own_data(snapshot, AddressLink(person=name, channel="mail", target=target))
    store.close()
    return found


def test_a_person_who_is_a_row_with_each_rule(settings: Settings) -> None:
    amara = a_person(origin="import", rules=(a_rule(), a_rule(name="pnp", score=1000)))

    found = stored(settings, "amara", "amara@example.com", amara)

    assert found is not None
    assert (found.source, found.is_own) == ("import", False)
    assert [(r.name, r.score, r.known_since) for r in found.rules] == [
        ("", 488, NOW),
        ("pnp", 1000, NOW),
    ]
    assert "person" not in json_object(found)


def test_who_subscribed_themselves_may_change_it(settings: Settings) -> None:
    found = stored(settings, "amara", "amara@example.com", a_person(origin="page"))

    assert found is not None
    assert found.is_own


def test_somebody_of_the_file_with_all_rules_of_theirs(settings: Settings) -> None:
    channels = ("mail:amara@example.com",)
    named = replace(
        settings,
        subscriptions=(
            a_subscription(name="amara", channels=channels),
            a_subscription(name="amara-pnp", person="amara", channels=("mail",), score=1000),
            a_subscription(name="bo", channels=channels),
        ),
    )

    found = stored(named, "amara", "amara@example.com")

    assert found is not None
    assert (found.source, found.is_own) == ("file", False)
    assert [(r.name, r.score) for r in found.rules] == [("", 488), ("amara-pnp", 1000)]


@pytest.mark.parametrize(
    ("name", "target"), [("nobody", "amara@example.com"), ("amara", "bo@example.com")]
)
def test_who_is_not_told_at_that_address_is_nobody(
    settings: Settings, name: str, target: str
) -> None:
    assert stored(settings, name, target, a_person()) is None


def test_a_suppressed_address_is_said_to_be(settings: Settings) -> None:
    store = Store(settings.database)
    with store.writing() as tx:
        tx.suppressions.add("mail", "amara@example.com", "unsubscribed", NOW - timedelta(days=1))
    store.close()

    found = stored(settings, "amara", "amara@example.com", a_person())

    assert found is not None
    assert found.suppressed is not None
    assert found.suppressed.why == "unsubscribed"


def test_only_what_was_sent_to_the_address_of_the_link_is_shown(settings: Settings) -> None:
    store, to = Store(settings.database), ["amara@example.com", "office@example.com"]
    with store.writing() as tx:
        tx.alerts.put([queued(an_alert_to("amara"), NOW, to=[("mail", one) for one in to])], NOW)
    store.close()

    both = a_person(channels=tuple(f"mail:{one}" for one in to))
    found = stored(settings, "amara", "amara@example.com", both)

    assert found is not None
    assert [delivery.target for delivery in found.sent] == ["amara@example.com"]

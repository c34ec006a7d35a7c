"""Who is left alone, as status and pages say it."""

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

import pytest

from tests.values import a_person, a_subscription
from watcher.adapters.database import Store
from watcher.answers.left_alone import (
    LeftAlone,
    MutedPerson,
    channels_of_people,
    left_alone,
    mails_without_sender,
    person_left_alone,
    told_at,
)
from watcher.answers.snapshot import Snapshot
from watcher.core.sender import Sender
from watcher.core.settings import Channel, Secret, Settings, SignupSettings

DAY = timedelta(days=1)
MAIL = Channel(name="mail", url=Secret("mailto://127.0.0.1?from=a@example.org&to=b@example.org"))
SENDER = Sender(name="Maple", address="Ottawa", contact="hi@example.org")


def settings(database: str = "", **changes: Any) -> Settings:
    usual: dict[str, Any] = {
        "file": PurePath("x"),
        "database": Secret(database),
        "channels": {"mail": MAIL},
        "subscriptions": (a_subscription(name="bo/cec", person="bo", channels=("mail",)),),
    }
    return Settings(**{**usual, **changes})


def test_those_who_are_left_alone_are_counted(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.mutes.put("bo", now + DAY)
        tx.mutes.put("cyd", now - DAY)
        tx.suppressions.add("mail", "amara@example.com", "refused", now)

        found = left_alone(Snapshot(store=store, tx=tx, settings=settings(), now=now))

    assert found == LeftAlone(
        muted=1, next_to_end=(MutedPerson(name="bo", until=now + DAY),), unsubscribed=0, refused=1
    )


def test_a_person_is_left_alone_at_each_address(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.people.put(a_person(name="amara"), now)
        tx.mutes.put("amara", now + DAY)
        tx.suppressions.add("mail", "amara@example.com", "unsubscribed", now)
        snapshot = Snapshot(store=store, tx=tx, settings=settings(), now=now)

        found = person_left_alone(snapshot, "amara", ["mail:amara@example.com"])
        later = Snapshot(store=store, tx=tx, settings=settings(), now=now + 2 * DAY)

        assert (found.muted_until, found.waiting) == (now + DAY, 0)
        assert [s.why for s in found.suppressed] == ["unsubscribed"]
        assert person_left_alone(later, "amara", []).muted_until is None


def test_somebody_is_told_at_their_own_targets_and_at_those_of_a_channel(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.people.put(a_person(name="amara"), now)
        snapshot = Snapshot(store=store, tx=tx, settings=settings(), now=now)

        assert told_at(snapshot, "amara") == [("mail", "amara@example.com")]
        assert told_at(snapshot, "bo") == [("mail", "b@example.org")]
        assert told_at(snapshot, "nobody") is None


@pytest.mark.parametrize(
    ("changes", "missing"), [({}, True), ({"sender": SENDER}, False), ({"channels": {}}, False)]
)
def test_mail_to_people_who_are_rows_wants_a_sender(
    sqlite_database: Secret,
    now: datetime,
    changes: dict[str, Any],
    missing: bool,  # noqa: FBT001 - a column of the table
) -> None:
    asked = settings(sqlite_database.value, **changes)
    store = Store(sqlite_database)
    assert mails_without_sender(asked) is False
    with store.writing() as tx:
        tx.people.put(a_person(name="amara"), now)
    store.close()

    assert mails_without_sender(asked) is missing


def test_the_channels_of_people_who_are_rows_are_known(
    sqlite_database: Secret, now: datetime
) -> None:
    ops = Channel(name="ops", url=Secret("json://127.0.0.1:9"))
    asked = settings(sqlite_database.value, channels={"mail": MAIL, "ops": ops})
    assert channels_of_people(asked) == frozenset()
    store = Store(sqlite_database)
    with store.writing() as tx:
        tx.people.put(a_person(name="amara", channels=("mail:amara@example.com",)), now)
    store.close()

    assert channels_of_people(asked) == {"mail"}


def test_a_page_where_people_subscribe_wants_a_sender() -> None:
    signup = SignupSettings(enabled=True, channel="mail")

    assert mails_without_sender(settings(signup=signup)) is True

"""Mutes of people in the file and of rows, and what waits for their end."""

from datetime import datetime, timedelta

from tests.values import a_person
from watcher.adapters.database import Store

DAY = timedelta(days=1)


def test_somebody_of_the_file_is_muted_until_an_instant(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.mutes.put("amara", now + DAY)
        tx.mutes.put("bo", now + 2 * DAY)
        tx.mutes.put("bo", now + 3 * DAY)

        assert tx.mutes.of(["amara", "bo", "cyd"]) == {"amara": now + DAY, "bo": now + 3 * DAY}


def test_who_is_told_again_is_not_muted(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.mutes.put("amara", now + DAY)
        tx.mutes.put("amara", None)

        assert tx.mutes.of(["amara"]) == {}


def test_a_person_who_is_a_row_keeps_the_mute_there(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.people.put(a_person(name="amara"), now)
        tx.mutes.put("amara", now + DAY)

        person = tx.people.get("amara")
        assert person is not None
        assert person.muted_until == now + DAY
        assert tx.mutes.of(["amara"]) == {"amara": now + DAY}

        tx.mutes.put("amara", None)
        assert tx.mutes.of(["amara"]) == {}


def test_those_who_are_muted_now_are_listed_the_first_to_end_first(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.people.put(a_person(name="amara"), now)
        tx.mutes.put("amara", now + 2 * DAY)
        tx.mutes.put("bo", now + DAY)
        tx.mutes.put("cyd", now)

        assert tx.mutes.current(now) == [("bo", now + DAY), ("amara", now + 2 * DAY)]
        assert tx.mutes.current(now, 1) == [("bo", now + DAY)]

"""Who wants a monthly message, and of which month each had the last."""

from datetime import date, datetime, timedelta

from tests.values import a_person
from watcher.adapters.database import Store

DECEMBER, JANUARY = date(2025, 12, 1), date(2026, 1, 1)
ZONE = "America/Toronto"


def enroll(
    store: Store, now: datetime, *names: str, zone: str = ZONE, monthly: bool = True
) -> None:
    with store.writing() as tx:
        for name in names:
            tx.people.put(a_person(name=name, timezone=zone, monthly=monthly), now)


def due(store: Store, now: datetime, *, after: str = "", limit: int = 9) -> list[str]:
    with store.reading() as tx:
        found = tx.monthly.due(ZONE, DECEMBER, came_by=now, after=after, limit=limit)
    return [person.name for person in found]


def test_only_zones_of_those_who_want_one_are_named(store: Store, now: datetime) -> None:
    enroll(store, now, "amara", "bo")
    enroll(store, now, "cyd", zone="Asia/Kolkata", monthly=False)

    with store.reading() as tx:
        assert tx.monthly.zones() == [ZONE]


def test_who_had_that_month_is_not_due(store: Store, now: datetime) -> None:
    enroll(store, now, "amara", "bo", "cyd", "divya")
    with store.writing() as tx:
        tx.monthly.note(["amara"], DECEMBER)
        tx.monthly.note(["bo"], date(2025, 11, 1))
        tx.monthly.note(["cyd"], JANUARY)

    assert due(store, now) == ["bo", "divya"]
    assert due(store, now, after="bo") == ["divya"]
    assert due(store, now, limit=1) == ["bo"]


def test_who_came_later_is_not_due(store: Store, now: datetime) -> None:
    enroll(store, now, "amara")

    assert due(store, now - timedelta(seconds=1)) == []


def test_of_names_those_are_untold_who_had_no_such_month(store: Store) -> None:
    with store.writing() as tx:
        tx.monthly.note(["amara"], DECEMBER)
        tx.monthly.note(["amara", "bo"], JANUARY)

        assert tx.monthly.untold(["amara", "bo", "cyd"], JANUARY) == {"cyd"}
        assert tx.monthly.untold(["amara", "bo"], date(2026, 2, 1)) == {"amara", "bo"}

"""The stage of an import: beside the tables until it is applied, and gone with its connection."""

from datetime import datetime

import pytest

from tests.adapters.database.test_people import get, put
from tests.values import a_person
from watcher.adapters.database import Store
from watcher.core.errors import StoreError
from watcher.core.people import Person


def names(store: Store) -> list[str]:
    with store.reading() as tx:
        return sorted(tx.people.names())


def test_lines_come_back_by_name_and_number_over_every_page(store: Store) -> None:
    lines = [(f"p{i % 400:03}", i, {"score": i}) for i in range(1600)]

    with store.staging() as stage:
        stage.add_lines(lines)
        stage.add_lines([])
        groups = list(stage.by_name())

    found = {
        name: [line.line for line in lines] for group in groups for name, lines in group.items()
    }
    assert found == {f"p{i:03}": [i, i + 400, i + 800, i + 1200] for i in range(400)}
    assert sum(map(len, groups)) == 400


def test_a_stage_that_is_left_changes_nothing_and_another_begins_empty(
    store: Store, now: datetime
) -> None:
    with store.staging() as stage:
        stage.prepare([a_person()])

    with store.staging() as stage:
        stage.apply(now)

    assert names(store) == []


def test_somebody_who_came_meanwhile_is_written_over_and_not_twice(
    store: Store, now: datetime
) -> None:
    with store.staging() as stage:
        stage.prepare([a_person(language="fr")])
        put(store, now, a_person(language="en"))
        stage.apply(now)

    assert get(store, "amara") == a_person(language="fr")


def test_a_mute_that_was_set_meanwhile_stays(store: Store, now: datetime) -> None:
    put(store, now, a_person())

    with store.staging() as stage:
        stage.prepare([a_person(language="fr")])
        put(store, now, a_person(muted_until=now))
        stage.apply(now)

    assert get(store, "amara") == a_person(language="fr", muted_until=now)


def test_a_fault_in_the_middle_undoes_all(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, now, a_person(name="old"))

    def _broken(_: object) -> None:
        raise ValueError("no room")

    monkeypatch.setattr(
        "watcher.adapters.database.people_stage.PeopleStage._insert_found_by", _broken
    )
    with store.staging() as stage:
        stage.prepare([a_person()])
        stage.prepare([Person(name="old", channels=("tg:1",), rules=())])
        with pytest.raises(ValueError, match="no room"):
            stage.apply(now)

    assert names(store) == ["old"]
    assert get(store, "old") == a_person(name="old")


def test_an_error_of_the_database_is_told_as_one(store: Store, now: datetime) -> None:
    broken = a_person(channels=("tg:1", "tg:1"), rules=())

    def _apply() -> None:
        with store.staging() as stage:
            stage.prepare([broken, broken])
            stage.apply(now)

    with pytest.raises(StoreError, match="nothing was saved"):
        _apply()

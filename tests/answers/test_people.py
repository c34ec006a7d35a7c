"""Questions about people who are rows."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath

import pytest

from tests.values import a_person, a_rule
from watcher.adapters.database import Store
from watcher.answers.people import (
    every_person,
    known_among,
    list_people,
    near_names,
    person_record,
    planned_change,
)
from watcher.answers.serialize import json_object
from watcher.answers.snapshot import Snapshot
from watcher.core.settings import Secret, Settings
from watcher.pipeline.people import Fate, PlannedPerson

SETTINGS = Settings(file=PurePath("config.toml"), database=Secret(""))


@pytest.fixture
def snapshot(store: Store, now: datetime) -> Iterator[Snapshot]:
    """Three people, one of whom signed up."""
    with store.writing() as tx:
        tx.people.put_many([a_person(), a_person(name="amadou")], now)
        tx.people.put(a_person(name="bot-42", origin="bot", channels=("tg:42",)), now)
    with store.reading() as tx:
        yield Snapshot(store=store, tx=tx, settings=SETTINGS, now=now)


def test_a_page_says_how_many_match_and_whether_more_follow(snapshot: Snapshot) -> None:
    page = list_people(snapshot, limit=1, having="ama")

    assert ([p.name for p in page.people], page.count, page.more) == (["amadou"], 2, True)

    rest = list_people(snapshot, limit=1, having="ama", after="amadou")

    assert ([p.name for p in rest.people], rest.more) == (["amara"], False)
    assert [p.name for p in list_people(snapshot, limit=9, channel="tg:42").people] == ["bot-42"]


def test_all_that_is_kept_of_a_person_is_shown_in_plain_values(
    snapshot: Snapshot, now: datetime
) -> None:
    record = person_record(snapshot, "amara")

    assert record is not None
    assert record.known_since == {"amara": now}
    shown = json_object(record)
    assert (shown["name"], shown["quiet_hours"], shown["digest"]) == ("amara", None, None)
    assert person_record(snapshot, "nobody") is None


def test_names_are_found_and_near_ones_suggested(snapshot: Snapshot) -> None:
    assert known_among(snapshot, ["amara", "nobody"]) == ["amara"]
    assert near_names(snapshot, "amra") == ["amadou", "amara"]
    assert [p.name for p in every_person(snapshot)] == ["amadou", "amara", "bot-42"]
    assert [p.name for p in every_person(snapshot, "bot")] == ["bot-42"]


def test_what_an_import_does_is_told_by_its_differences() -> None:
    before, after = a_person(), a_person(rules=(a_rule(score=500),))
    planned = PlannedPerson(name="amara", fate=Fate.CHANGED, before=before, after=after)

    change = planned_change(planned)

    assert [str(difference) for difference in change.differences] == ["score: 488 -> 500"]
    assert planned_change(PlannedPerson(name="bo", fate=Fate.REMOVED)).differences == ()

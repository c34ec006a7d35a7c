"""How much the database grows: bytes for each person and message, on SQLite, with indexes."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from tests.pipeline.test_people import wait_for
from tests.values import a_person
from watcher.adapters.database import Store
from watcher.core.people import Person
from watcher.core.settings import Secret

COUNT = 2000


def size_of(file: Path) -> int:
    """Measure the file with all that its write-ahead log holds."""
    copy = file.with_suffix(".copy")
    with closing(Store(Secret(f"sqlite:///{file}"))) as store:
        store.back_up(str(copy))
    size = copy.stat().st_size
    copy.unlink()
    return size


def test_a_person_and_a_message_take_what_the_documents_say(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "watcher.db"
    people = [
        a_person(name=f"client-{i:05}", channels=(f"mail:client{i}@example.com",))
        for i in range(COUNT)
    ]
    with closing(Store(Secret(f"sqlite:///{file}"))) as store:
        store.migrate(now)
        empty = size_of(file)
        _put(store, people, now)
        with_people = size_of(file)
        wait_for(store, now, *people)
    told = size_of(file)

    assert 350 < (with_people - empty) / COUNT < 500
    assert 1000 < (told - with_people) / COUNT < 1500


def _put(store: Store, people: list[Person], now: datetime) -> None:
    with store.writing() as tx:
        tx.people.put_many(people, now)

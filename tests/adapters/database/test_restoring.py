"""A copy in the place of a database: checked before and after, refused while a watcher runs, and nothing lost."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.adapters.database.test_people import put
from tests.values import a_person
from watcher.adapters.database import Store, give_back_room, restore, spare_room
from watcher.adapters.lock import ServiceLock
from watcher.core.errors import StoreError
from watcher.core.settings import Secret


@pytest.fixture
def file(sqlite_database: Secret) -> str:
    return sqlite_database.value.removeprefix("sqlite:///")


@pytest.fixture
def copy(sqlite_database: Secret, now: datetime, tmp_path: Path) -> str:
    """Copy a database with amara, to whom bo comes afterwards."""
    with closing(Store(sqlite_database)) as store:
        put(store, now, a_person())
        store.back_up(str(tmp_path / "copy.db"))
        put(store, now, a_person(name="bo"))
    return str(tmp_path / "copy.db")


def names(file: str) -> list[str]:
    with closing(Store(Secret(f"sqlite:///{file}"))) as store, store.reading() as tx:
        return sorted(tx.people.names())


def test_a_copy_takes_the_place_and_what_was_there_is_kept(
    file: str, copy: str, now: datetime
) -> None:
    kept = restore(file, copy, now)

    assert names(file) == ["amara"]
    assert kept is not None
    assert names(kept) == ["amara", "bo"]
    assert names(copy) == ["amara"]
    assert Path(file).stat().st_mode & 0o777 == 0o600
    assert not Path(f"{file}.restoring").exists()


def test_a_lost_database_comes_back_from_its_copy(file: str, copy: str, now: datetime) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)

    assert restore(file, copy, now) is None
    assert names(file) == ["amara"]


def test_a_damaged_one_is_kept_as_it_is(file: str, copy: str, now: datetime) -> None:
    with Path(file).open("r+b") as opened:
        opened.write(b"not a database at all")

    kept = restore(file, copy, now)

    assert names(file) == ["amara"]
    assert Path(str(kept)).read_bytes().startswith(b"not a database")


def test_while_a_watcher_runs_nothing_is_restored(file: str, copy: str, now: datetime) -> None:
    with ServiceLock(file), pytest.raises(StoreError, match=r"another watcher .* runs"):
        restore(file, copy, now)

    assert names(file) == ["amara", "bo"]


def _damage(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[8192:16384] = b"\xff" * 8192
    copy.write_bytes(content)


def _empty(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as opened:
        opened.execute("CREATE TABLE other (x)")


def _newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_damage, "copy.db is damaged"),
        (_empty, "copy.db is no database of watcher; nothing was changed"),
        (_newer, "copy.db was written by a newer watcher"),
        (Path.unlink, "there is no file"),
        (lambda copy: copy.write_text("hello"), "copy.db is damaged"),
    ],
)
def test_a_copy_that_is_none_changes_nothing(
    file: str, copy: str, now: datetime, spoil: "object", sentence: str
) -> None:
    assert callable(spoil)
    spoil(Path(copy))

    with pytest.raises(StoreError, match=sentence):
        restore(file, copy, now)

    assert names(file) == ["amara", "bo"]
    assert not list(Path(file).parent.glob("*.replaced-*"))


def test_room_that_is_unused_is_given_back(
    sqlite_database: Secret, file: str, now: datetime
) -> None:
    with closing(Store(sqlite_database)) as store:
        put(store, now, *(a_person(name=f"p{i}") for i in range(2000)))
        with store.writing() as tx:
            tx.people.remove(*tx.people.names())

    assert spare_room(file) > 100_000
    assert give_back_room(file) > 100_000
    assert spare_room(file) == 0

"""A copy of an SQLite database is one whole file, and never in another's place."""

import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from tests.adapters.database.values import keep
from tests.values import a_round
from watcher.adapters.database import Store
from watcher.core.errors import StoreError
from watcher.core.settings import Secret


def numbers_in(file: Path) -> list[str]:
    with closing(Store(Secret(f"sqlite:///{file}"))) as store, store.reading() as tx:
        return [round_.number for round_ in tx.rounds.all()]


@pytest.fixture
def file(sqlite_database: Secret) -> Path:
    return Path(sqlite_database.value.removeprefix("sqlite:///"))


def test_a_copy_has_what_is_not_in_the_file_itself_yet(
    sqlite_database: Secret, file: Path, tmp_path: Path
) -> None:
    with closing(Store(sqlite_database)) as store:
        keep(store, a_round())
        shutil.copy(file, tmp_path / "file-alone.db")
        store.back_up(str(tmp_path / "copy.db"))

    assert numbers_in(tmp_path / "copy.db") == ["385"]
    assert numbers_in(tmp_path / "file-alone.db") == []  # the newest is in the WAL


def test_a_copy_is_one_file_whole_in_itself_for_its_owner_alone(
    sqlite_database: Secret, tmp_path: Path
) -> None:
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    with closing(Store(sqlite_database)) as store:
        store.back_up(str(copy))

    assert [path.name for path in copy.parent.iterdir()] == ["copy.db"]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_copy_is_made_while_somebody_writes_and_has_what_was_kept_before(
    sqlite_database: Secret, tmp_path: Path, now: datetime
) -> None:
    with closing(Store(sqlite_database)) as store, closing(Store(sqlite_database)) as other:
        keep(store, a_round(number="384"))
        with other.writing() as tx:
            tx.servers.back_off("mail", failures=1, until=now)
            store.back_up(str(tmp_path / "copy.db"))

    with closing(Store(Secret(f"sqlite:///{tmp_path}/copy.db"))) as copy, copy.reading() as tx:
        assert tx.rounds.newest_number() == "384"
        assert tx.servers.failures("mail") == 0


def test_a_copy_overwrites_nothing(sqlite_database: Secret, tmp_path: Path) -> None:
    there = tmp_path / "precious.txt"
    there.write_text("precious")

    with (
        closing(Store(sqlite_database)) as store,
        pytest.raises(StoreError, match=r"precious\.txt exists; name another"),
    ):
        store.back_up(str(there))

    assert there.read_text() == "precious"


def test_a_copy_into_a_folder_that_is_not_there_is_refused_in_a_sentence(
    sqlite_database: Secret, tmp_path: Path
) -> None:
    with (
        closing(Store(sqlite_database)) as store,
        pytest.raises(StoreError, match=r"copy\.db cannot be written: "),
    ):
        store.back_up(str(tmp_path / "nowhere" / "copy.db"))


def test_where_the_copy_fails_none_is_left(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"not a database at all, but longer than a header" * 100)

    with (
        closing(Store(Secret(f"sqlite:///{broken}"))) as store,
        pytest.raises(StoreError, match="file is not a database"),
    ):
        store.back_up(str(tmp_path / "copy.db"))

    assert not (tmp_path / "copy.db").exists()


def test_postgresql_is_copied_by_its_own_program() -> None:
    with (
        closing(Store(Secret("postgresql+psycopg://amara@db.example.org/w"))) as store,
        pytest.raises(StoreError, match="pg_dump"),
    ):
        store.back_up("copy.sql")

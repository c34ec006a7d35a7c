"""A database that is damaged or lost: found, and refused."""

import os
import sqlite3
from contextlib import closing
from hashlib import sha1
from pathlib import Path

import pytest

from tests.adapters.database.values import keep
from tests.values import a_round
from watcher.adapters.database import Store
from watcher.adapters.database.sqlite_file import CheckTimeout, damage_in
from watcher.core.errors import StoreError
from watcher.core.settings import Secret

PAGE_SIZE = 4096


@pytest.fixture
def file(sqlite_database: Secret) -> Path:
    return Path(sqlite_database.value.removeprefix("sqlite:///"))


def zero(file: Path, table: str) -> None:
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = opened.execute(query, (table,)).fetchone()
    with file.open("r+b") as opened_file:
        opened_file.seek(PAGE_SIZE * (page - 1))
        opened_file.write(bytes(PAGE_SIZE))


def keep_page(store: Store, body: bytes, digest: bytes) -> None:
    with store.writing() as tx:
        now = a_round().first_seen
        tx.sources.save_page("ircc", body, digest, now=now, limit=9)


def test_a_whole_database_has_no_damage(sqlite_database: Secret) -> None:
    with closing(Store(sqlite_database)) as store:
        keep(store, a_round())
        store.check_integrity()


def test_a_page_of_zeros_that_nobody_reads_is_found(sqlite_database: Secret, file: Path) -> None:
    zero(file, "oddities")

    with (
        closing(Store(sqlite_database)) as store,
        pytest.raises(StoreError, match="is damaged: ") as raised,
    ):
        store.check_integrity()

    assert raised.value.fault == "damaged"


def test_zeros_within_a_page_that_was_kept_are_found_by_its_hash(
    sqlite_database: Secret, file: Path
) -> None:
    body = os.urandom(20_000)  # its last part stands alone, and nothing points on from it
    with closing(Store(sqlite_database)) as store:
        keep_page(store, body, sha1(body, usedforsecurity=False).digest())
        store.check_integrity()
    whole = file.read_bytes()
    at = whole.index(body[-1000:])
    file.write_bytes(whole[:at] + bytes(1000) + whole[at + 1000 :])

    assert "a page that was kept" in (damage_in(str(file)) or "")


def test_a_check_that_takes_too_long_says_nothing(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) "
            "INSERT INTO subscriptions (name, known_since) SELECT i, '2026-01-01' FROM n"
        )

    with pytest.raises(CheckTimeout):
        damage_in(str(file), seconds=-1)


def test_who_writes_does_not_wait_for_a_check(sqlite_database: Secret) -> None:
    with closing(Store(sqlite_database)) as store, store.writing() as tx:
        tx.sources.record_unchanged("ircc", a_round().first_seen)
        store.check_integrity()


def test_no_copy_is_made_of_a_damaged_database(
    sqlite_database: Secret, file: Path, tmp_path: Path
) -> None:
    zero(file, "oddities")

    with closing(Store(sqlite_database)) as store, pytest.raises(StoreError, match="is damaged"):
        store.back_up(str(tmp_path / "copy.db"))

    assert not (tmp_path / "copy.db").exists()


def history(file: Path) -> Secret:
    """Make a database that has been used."""
    database = Secret(f"sqlite:///{file}")
    with closing(Store(database)) as store:
        store.migrate(a_round().first_seen)
    return database


def empty(file: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    file.write_bytes(b"")


def tableless(file: Path) -> None:
    empty(file)
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode=WAL")


@pytest.mark.parametrize(
    ("lose", "what"),
    [(Path.unlink, "is gone"), (empty, "is empty"), (tableless, "has no tables any more")],
)
def test_a_history_that_is_lost_is_not_begun_anew_until_that_is_said(
    tmp_path: Path, lose: object, what: str
) -> None:
    assert callable(lose)
    file = tmp_path / "watcher.db"
    database = history(file)
    lose(file)

    with pytest.raises(StoreError) as looked:
        Store.open_existing(database)
    with pytest.raises(StoreError) as started:
        history(file)

    assert started.value.fault == looked.value.fault == "lost"
    assert str(started.value) == (
        f"the database {file} {what}, though a watcher has kept its history there; "
        f"stop watcher, and restore a copy: rm -f {file}-wal {file}-shm; cp COPY {file} "
        "(a copy is what `watcher backup` wrote, or one of "
        f"{file}.before-* and {file}.rescued-*); docs/operating.md says more; or, to "
        f"start afresh without it: rm -f {file} {file}-wal {file}-shm {file}.marker"
    )

    for end in ("", "-wal", "-shm", ".marker"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    history(file)


def test_a_file_that_was_never_used_is_a_new_database(tmp_path: Path) -> None:
    file = tmp_path / "watcher.db"
    file.touch()

    history(file)

    assert file.stat().st_size > 0

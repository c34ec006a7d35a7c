"""SQLite made safe for two writers; addresses that name no database we speak to."""

import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text

from tests.adapters.database.values import keep
from tests.values import a_round
from watcher.adapters.database import Store
from watcher.adapters.database.engine import make_engine
from watcher.core.errors import StoreError
from watcher.core.settings import Secret


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("busy_timeout", 10_000),
        ("journal_size_limit", 16_777_216),
    ],
)
def test_every_connection_to_sqlite_is_set_up(
    sqlite_database: Secret, pragma: str, value: object
) -> None:
    engine = make_engine(sqlite_database.value)
    with engine.connect() as one, engine.connect() as two:
        # In WAL mode: the second begins while the first has begun.
        two.execution_options(sqlite_begin="DEFERRED")
        found = [c.scalar(text(f"PRAGMA {pragma}")) for c in (two, one)]
    engine.dispose()

    assert found == [value, value]


def test_two_processes_that_write_lose_no_update(sqlite_database: Secret, now: datetime) -> None:
    start = Barrier(2)

    def count_to_50() -> None:
        with closing(Store(sqlite_database)) as store:
            start.wait()
            for _ in range(50):
                with store.writing() as tx:
                    failures = tx.servers.failures("mail")
                    tx.servers.back_off("mail", failures=failures + 1, until=now)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(count_to_50) for _ in range(2)]:
            done.result()

    with closing(Store(sqlite_database)) as store, store.reading() as tx:
        assert tx.servers.failures("mail") == 100


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_kept(store: Store) -> None:
    keep(store, a_round(number="384"))

    with store.writing() as writer:
        writer.servers.back_off("mail", failures=1, until=None)
        with store.reading() as reader:
            assert reader.rounds.count() == 1
            assert reader.servers.failures("mail") == 0

    with store.reading() as reader:
        assert reader.servers.failures("mail") == 1


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "not an SQLAlchemy URL"),
        ("watcher.db", "not an SQLAlchemy URL"),
        ("postgresql://amara:s3cret@host:port/watcher", "not an SQLAlchemy URL"),
        ("postgresql://amara:s3cret@[::1/watcher", "not an SQLAlchemy URL"),
        ("mysql://amara:s3cret@host/watcher", "the database is mysql; sqlite or"),
        ("oracle+nosuch://amara:s3cret@host/watcher", "the database is oracle"),
        ("sqlite://", "needs a file"),
        ("sqlite:///", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite+aiosqlite:///watcher.db", "sqlite is spoken as sqlite://"),
        ("sqlite+nosuch:///watcher.db", "sqlite is spoken as sqlite://"),
        ("postgresql+nosuch://a:s3cret@host/w", "postgresql is spoken as postgresql://"),
        ("postgresql+asyncpg://a:s3cret@host/w", "postgresql is spoken as postgresql://"),
        ("postgresql+psycopg2://a:s3cret@host/w", "postgresql is spoken as postgresql://"),
    ],
)
def test_an_address_that_names_no_database_is_refused_in_a_sentence(
    address: str, sentence: str
) -> None:
    with pytest.raises(StoreError, match=sentence) as refused:
        Store(Secret(address))

    assert "s3cret" not in f"{refused.value} {refused.value.__cause__}"


def test_a_database_that_cannot_be_reached_is_named_without_its_password(now: datetime) -> None:
    address = Secret("postgresql+psycopg://amara:s3cret@127.0.0.1:1/watcher")

    with closing(Store(address)) as store, pytest.raises(StoreError) as failed:
        store.migrate(now)

    assert "postgresql+psycopg://amara:***@127.0.0.1:1/watcher" in str(failed.value)
    assert "nothing was saved" in str(failed.value)
    assert "s3cret" not in str(failed.value)


def test_the_folder_of_a_file_is_made_for_its_owner_alone(tmp_path: Path, now: datetime) -> None:
    folder = tmp_path / "state" / "watcher"
    with closing(Store(Secret(f"sqlite:///{folder}/watcher.db"))) as store:
        store.migrate(now)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "watcher.db").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")

    with pytest.raises(StoreError, match=r"watcher\.db cannot be made"):
        Store(Secret(f"sqlite:///{tmp_path}/state/watcher.db"))


def test_a_file_that_is_no_database_is_said(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "watcher.db"
    file.write_bytes(b"not a database at all, but longer than a header" * 100)

    with (
        closing(Store(Secret(f"sqlite:///{file}"))) as store,
        pytest.raises(StoreError, match=r"watcher\.db failed: file is not a database"),
    ):
        store.migrate(now)


def test_a_file_that_is_made_is_for_its_owner_alone(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "watcher.db"
    with closing(Store(Secret(f"sqlite:///{file}"))) as store:
        store.migrate(now)

    assert file.stat().st_mode & 0o777 == 0o600

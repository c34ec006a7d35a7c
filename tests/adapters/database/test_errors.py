"""An error of the database is named with the way out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from watcher.adapters.database.errors import store_error


def error_of(statement: str, file: Path, *before: str) -> sqlite3.Error:
    with closing(sqlite3.connect(file, timeout=0)) as opened:
        for pragma in before:
            opened.execute(pragma)
        with pytest.raises(sqlite3.Error) as raised:
            opened.execute(statement)
    return raised.value


def test_a_full_disk_is_named_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "a b.db"
    error = error_of("CREATE TABLE t AS SELECT zeroblob(100000)", file, "PRAGMA max_page_count = 1")

    found = store_error(error, f"sqlite:///{file}", str(file))

    assert found.fault == "full"
    assert str(found) == (
        f"the database sqlite:///{file} failed: database or disk is full; nothing was "
        f"saved; make room on the disk (df -h {tmp_path}; copies that may go: "
        f"ls '{file}'.before-*): a running watcher goes on by itself"
    )


def test_what_is_no_database_is_named_with_the_commands_that_restore_one(tmp_path: Path) -> None:
    file = tmp_path / "watcher.db"
    file.write_text("a letter to the editor" * 100)

    found = store_error(error_of("SELECT 1 FROM t", file), "here", str(file))

    assert found.fault == "damaged"
    assert f"stop watcher, move it aside (mv {file} {file}.damaged), and" in str(found)
    assert f"rm -f {file}-wal {file}-shm; cp COPY {file}" in str(found)


def test_a_lock_and_a_read_only_file_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "watcher.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("CREATE TABLE t (a)")
        read_only = error_of("INSERT INTO t VALUES (1)", file, "PRAGMA query_only = 1")
        holder.execute("BEGIN EXCLUSIVE")
        locked = error_of("SELECT * FROM t", file)

    assert store_error(read_only, "here", str(file)).fault == "read-only"
    assert store_error(locked, "here", str(file)).fault == "locked"

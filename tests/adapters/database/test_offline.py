"""What shows of a database before a service starts on it."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watcher.adapters import database
from watcher.adapters.database import Store
from watcher.core.errors import StoreError
from watcher.core.settings import Secret

NOT_WRITABLE = (
    "may not be written by this user; run watcher as the user it belongs to, or name another place"
)


def at(file: Path) -> Secret:
    """Write the address of an SQLite file."""
    return Secret(f"sqlite:///{file}")


def test_a_file_that_can_be_made_is_fine_and_is_not_made(tmp_path: Path) -> None:
    assert database.database_problem(at(tmp_path / "new/folder/watcher.db")) is None
    assert list(tmp_path.iterdir()) == []


def test_a_database_in_use_is_fine(tmp_path: Path) -> None:
    used = Store(at(tmp_path / "watcher.db"))
    used.migrate(datetime(2026, 8, 19, tzinfo=UTC))

    assert database.database_problem(at(tmp_path / "watcher.db")) is None
    used.close()


def test_an_empty_file_is_a_new_database(tmp_path: Path) -> None:
    (tmp_path / "watcher.db").touch()

    assert database.database_problem(at(tmp_path / "watcher.db")) is None


def schema(file: Path, version: str) -> Secret:
    """Make a database that says which schema it has."""
    with closing(sqlite3.connect(file)) as made, made:
        made.execute("CREATE TABLE alembic_version (version_num TEXT)")
        made.execute("INSERT INTO alembic_version VALUES (?)", (version,))
    return at(file)


def test_an_older_schema_is_brought_up_to_date_and_a_newer_one_is_refused(tmp_path: Path) -> None:
    older, newer = schema(tmp_path / "old.db", "0001"), schema(tmp_path / "new.db", "9")

    assert database.database_problem(older) is None
    assert (database.database_problem(newer) or "").startswith(
        "the database was written by a newer watcher (schema 9, "
    )


def test_what_is_no_database_is_named_with_a_way_out(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("bread, milk and a hundred other things" * 100)

    assert database.database_problem(at(text)) == (
        f"{text} cannot be used (file is not a database); put a copy from "
        "`watcher backup` in its place, or move it away and a new one is made"
    )


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert database.database_problem(at(tmp_path)) == (
        f"{tmp_path} is no file; name one in it: {tmp_path}/watcher.db"
    )


def test_a_folder_cannot_be_made_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    assert database.database_problem(at(tmp_path / "state/watcher/watcher.db")) == (
        f"{tmp_path}/state/watcher cannot be made: {tmp_path}/state is a file, not a folder"
    )


@pytest.mark.parametrize(
    ("refused", "named"), [("watcher.db", "watcher.db"), ("", ""), ("new", None)]
)
def test_what_this_user_may_not_write_is_named(
    tmp_path: Path, refused: str, named: str | None
) -> None:
    (tmp_path / "watcher.db").touch()

    def may(path: Path, how: int) -> bool:
        return not (path == tmp_path / refused and how & os.W_OK)

    told = database.database_problem(at(tmp_path / "watcher.db"), may=may)

    assert told == (None if named is None else f"{tmp_path / named} {NOT_WRITABLE}")


def test_so_is_the_folder_that_a_new_one_would_be_made_in(tmp_path: Path) -> None:
    told = database.database_problem(
        at(tmp_path / "a/b/watcher.db"), may=lambda path, _: path != tmp_path
    )

    assert told == f"{tmp_path} {NOT_WRITABLE}"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://watcher:swordfish@127.0.0.1:5432/watcher", None),
        (
            "postgresql://watcher:swordfish@127.0.0.1:54321876/watcher",
            "names the port 54321876; ports go from 1 to 65535",
        ),
        (
            "postgresql://watcher:swordfish@127.0.0.1:port/watcher",
            (
                "cannot be understood; in a name or password / is written %2F, "
                "@ %40, : %3A, and a port is a number"
            ),
        ),
    ],
)
def test_of_postgresql_the_form_is_looked_at_and_nobody_is_called(
    address: str, told: str | None
) -> None:
    assert database.database_problem(Secret(address)) == told


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user: run it as root")
def test_what_belongs_to_another_user_is_said_to(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    (tmp_path / "own").mkdir(mode=0o700)
    file = tmp_path / "own/watcher.db"

    os.seteuid(65534)
    try:
        told = database.database_problem(at(file))
        with pytest.raises(StoreError) as looked:
            Store.open_existing(at(file))
    finally:
        os.seteuid(0)

    owned = f"{file} may not be looked at by this user; run watcher as the user it belongs to"
    assert told == f"{owned}, or name another place"
    assert str(looked.value) == owned

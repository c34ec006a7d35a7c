"""Addresses of databases, refused by every verb, with what to write."""

import pytest

from watcher.adapters.config.tables import validated

FORMS = "sqlite:///FILE, or postgresql+psycopg://USER:PASSWORD@HOST/NAME"
SLASHES = (
    'write "sqlite:///watcher.db" for a file beside this one, or with a fourth slash '
    '"sqlite:////var/lib/watcher/watcher.db"'
)
POSTGRESQL = 'did you mean "postgresql+psycopg"?'
UNKNOWN = "is no database that watcher knows"


@pytest.mark.parametrize(
    ("address", "problem", "hint"),
    [
        ("sqlite://watcher.db", "names no file", SLASHES),
        ("sqlite://localhost/watcher.db", "names no file", SLASHES),
        ("sqlite:////", "names no file", SLASHES),
        ("sqlite:///", "names no file", SLASHES),
        ("sqlite://", "names no file", SLASHES),
        ("sqlite:///?mode=ro", "names no file", SLASHES),
        ("sqlite:///:memory:", "names no file", SLASHES),
        ("sqlite:watcher.db", UNKNOWN, SLASHES),
        ("sqlite:/watcher.db", UNKNOWN, SLASHES),
        ("watcher.db", UNKNOWN, SLASHES),
        ("/var/lib/watcher.db", UNKNOWN, SLASHES),
        ("SQLITE:///watcher.db", UNKNOWN, 'did you mean "sqlite"?'),
        ("sqlite3:///watcher.db", UNKNOWN, 'did you mean "sqlite"?'),
        ("postgres://h/watcher", UNKNOWN, POSTGRESQL),
        ("postgresql+psycopg2://h/watcher", UNKNOWN, POSTGRESQL),
        ("postgresql+asyncpg://h/watcher", UNKNOWN, POSTGRESQL),
        ("postgresql:/h/watcher", UNKNOWN, POSTGRESQL),
        ("psql://h/watcher", UNKNOWN, POSTGRESQL),
        ("mysql://h/watcher", UNKNOWN, None),
    ],
)
def test_an_address_that_no_database_has_is_refused(
    address: str, problem: str, hint: str | None
) -> None:
    _, errors = validated({"watcher": {"database": address}})

    words = errors[0]["ctx"]
    assert (words["problem"], words["hint"]) == (problem, hint)
    assert words["allowed"] == (FORMS if problem == UNKNOWN else None)


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///watcher.db",
        "sqlite:////var/lib/watcher/watcher.db",
        "postgresql://watcher@/watcher",
        "postgresql+psycopg:///watcher",
    ],
)
def test_one_that_a_database_may_have_is_taken(address: str) -> None:
    assert validated({"watcher": {"database": address}})[1] == []

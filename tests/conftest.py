"""A store on each database, and one instant that tests call now."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, event

from tests.servers.postgresql import CANNOT_START, PostgreSQL
from watcher.adapters.database import Store
from watcher.core.settings import Secret

# A busy machine is no failure: no test asserts how long something takes.
settings.register_profile("watcher", deadline=None)
settings.load_profile("watcher")

_NOW = datetime(2025, 12, 11, 16, 2, 10, tzinfo=UTC)


# What takes longest begins first, so that no worker is left with it at the end.
_FIRST = ("browser/", "service/", "demo/test_play.py", "cli/test_demo.py", "pipeline/", "press/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests, after they were shuffled."""
    here = Path(__file__).parent

    @cache
    def rank(file: Path) -> int:
        path = str(file.relative_to(here))
        return next((i for i, part in enumerate(_FIRST) if path.startswith(part)), len(_FIRST))

    items.sort(key=lambda item: rank(item.path))


_compiling: dict[str, Engine] = {}


@event.listens_for(Engine, "engine_connect")
def _compile_once(connection: Connection) -> None:
    """Let all engines of a process share what they compile: each test has its own."""
    first = _compiling.setdefault(connection.dialect.name, connection.engine)
    # A compiled statement is kept for a dialect, and each engine makes one.
    connection.dialect = first.dialect
    connection.engine._compiled_cache = first._compiled_cache  # noqa: SLF001


@pytest.fixture(scope="session", autouse=True)
def _trust_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Load no certificates: it takes each client 40 ms, and no test speaks to the web."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("certificates")))
        yield


@pytest.fixture
def without_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read retrieved pages in this process: a child each takes 0.2 s, and has its own tests."""
    from watcher.press.readers import read_document  # noqa: PLC0415 - 0.2 s for a few tests

    monkeypatch.setattr("watcher.press.retrieve.read_in_sandbox", read_document)


@pytest.fixture(scope="session")
def now() -> datetime:
    """When #385 was first seen; no test reads a clock."""
    return _NOW


@pytest.fixture
def store(database: Secret) -> Iterator[Store]:
    """Open a store with our tables and nothing in them: once on each database."""
    store = Store(database)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Secret:
    """Address a database with our tables and nothing in them: one, then the other."""
    # By its name, so that no test on SQLite waits for the server.
    address: Secret = request.getfixturevalue(f"{request.param}_database")
    return address


@pytest.fixture
def sqlite_database(_template: Path, tmp_path: Path) -> Secret:
    """Copy a migrated file: to migrate it takes 0.14 s, to copy it next to nothing."""
    return Secret(f"sqlite:///{shutil.copy(_template, tmp_path / 'watcher.db')}")


@pytest.fixture
def postgresql_database(postgresql: PostgreSQL, _migrated: str) -> Secret:
    """Empty the tables of the one database that the whole run shares."""
    return postgresql.empty(_migrated)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """Start a server when the first test asks for it."""
    try:
        server = PostgreSQL()
    except CANNOT_START as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")
    with server:
        yield server


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "watcher.db"
    _migrate(Secret(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def _migrated(postgresql: PostgreSQL) -> str:
    _migrate(postgresql.fresh("watcher"))
    return "watcher"


def _migrate(address: Secret) -> None:
    store = Store(address)
    store.migrate(_NOW)
    store.close()

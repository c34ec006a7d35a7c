"""Databases that no migration has seen yet."""

from pathlib import Path

import pytest

from tests.servers.postgresql import PostgreSQL
from watcher.core.settings import Secret


@pytest.fixture(params=["sqlite", "postgresql"])
def unused(request: pytest.FixtureRequest) -> Secret:
    """Address a database without any table: one, then the other."""
    address: Secret = request.getfixturevalue(f"unused_{request.param}")
    return address


@pytest.fixture
def unused_sqlite(tmp_path: Path) -> Secret:
    return Secret(f"sqlite:///{tmp_path / 'unused.db'}")


@pytest.fixture
def unused_postgresql(postgresql: PostgreSQL) -> Secret:
    return postgresql.fresh("unused")

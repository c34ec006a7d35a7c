"""A worker's session on a PostgreSQL server: its name is its own, and comes free with its end."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.servers.postgresql import PostgreSQL
from watcher.adapters.database import Store, WorkerSession
from watcher.core.errors import StoreError
from watcher.core.settings import Secret

NAME = "alpha run 1"


@pytest.fixture
def address(postgresql: PostgreSQL) -> Secret:
    """Make a database whose sessions nobody else needs."""
    return postgresql.fresh("sessions")


@pytest.fixture
def sessions(address: Secret) -> Iterator[list[WorkerSession]]:
    """Open two sessions, each of a store of its own."""
    with ExitStack() as opened:
        stores = [opened.enter_context(closing(Store(address))) for _ in range(2)]
        found = [session for store in stores if (session := store.worker_session()) is not None]
        for session in found:
            opened.callback(session.close)
        yield found


def end_all_sessions(address: Secret) -> None:
    """End every other connection to the database, as a server that restarts does."""
    engine = sa.create_engine(address.value)
    with engine.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    engine.dispose()


def test_a_name_is_held_by_one_session(sessions: list[WorkerSession]) -> None:
    one, two = sessions

    assert one.try_to_hold(NAME)
    assert one.try_to_hold(NAME)
    assert not two.try_to_hold(NAME)
    assert two.try_to_hold("alpha run 2")

    one.let_go(NAME)
    assert two.try_to_hold(NAME)


def test_a_session_that_ends_holds_nothing(sessions: list[WorkerSession]) -> None:
    one, two = sessions
    one.try_to_hold(NAME)

    one.close()

    assert two.try_to_hold(NAME)


def test_a_session_that_breaks_is_opened_anew_and_its_name_held_again(
    sessions: list[WorkerSession], address: Secret
) -> None:
    one, two = sessions
    one.try_to_hold(NAME)
    end_all_sessions(address)

    with pytest.raises(StoreError):
        one.read_clock()

    assert one.read_clock() > datetime(2026, 1, 1, tzinfo=UTC)
    assert one.try_to_hold(NAME)
    assert not two.try_to_hold(NAME)


def test_on_sqlite_there_is_none(sqlite_database: Secret) -> None:
    with closing(Store(sqlite_database)) as store:
        assert store.worker_session() is None

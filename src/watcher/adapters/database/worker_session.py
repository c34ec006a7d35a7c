"""A worker's own session on a PostgreSQL server: it holds the worker's name, and reads the server's clock."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import cast
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from watcher.adapters.database.engine import AdvisoryLock
from watcher.adapters.database.errors import store_error
from watcher.adapters.database.workers import WorkerRepository

# pg_try_advisory_lock takes two 32-bit numbers with a sign.
_SIGNED = 2**31


class WorkerSession:
    """One connection that is kept; what it holds ends with it, however the process ends.

    Any method may raise StoreError; the next call connects anew.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection: sa.Connection | None = None
        self._held: set[str] = set()

    def try_to_hold(self, name: str) -> bool:
        """Hold a name that no other session holds; False if one does."""
        if name not in self._held and self._ask(
            sa.select(sa.func.pg_try_advisory_lock(AdvisoryLock.WORKER, _number(name)))
        ):
            self._held.add(name)
        return name in self._held

    def let_go(self, name: str) -> None:
        """Hold a name no more."""
        self._ask(sa.select(sa.func.pg_advisory_unlock(AdvisoryLock.WORKER, _number(name))))
        self._held.discard(name)

    def read_clock(self) -> datetime:
        """Return the instant by the server's clock."""
        return cast("datetime", self._ask(sa.select(sa.func.clock_timestamp()))).astimezone(UTC)

    @contextmanager
    def writing(self) -> Iterator[WorkerRepository]:
        """Open a transaction on this session, which waits for none of the service's others."""
        with self._translated(), self._open().begin() as transaction:
            yield WorkerRepository(transaction.connection)

    def close(self) -> None:
        """End the session, and hold nothing any more."""
        self._held.clear()
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None

    def _ask(self, question: sa.Select[object]) -> object:
        with self._translated(), self._open().begin() as transaction:
            return transaction.connection.scalar(question)

    def _open(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            self._connection.detach()  # the pool has its own
        return self._connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            self.close()
            cause = getattr(error, "orig", None) or error
            address = self._engine.url.render_as_string(hide_password=True)
            raise store_error(cause, address, None) from error


def _number(name: str) -> int:
    return crc32(name.encode()) - _SIGNED

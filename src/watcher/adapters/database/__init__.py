"""The store: the database, behind short transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Self, get_type_hints

from sqlalchemy import Connection, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from watcher.adapters.database.alerts import AlertRepository
from watcher.adapters.database.bot import BotRepository
from watcher.adapters.database.candidates import CandidateRepository, RuleCandidate
from watcher.adapters.database.claims import ClaimRepository
from watcher.adapters.database.deliveries import (
    DeliveryQueries,
    DeliveryRecord,
    DeliveryState,
    LeasedDelivery,
    QueuedAlert,
    ToldBefore,
)
from watcher.adapters.database.engine import AdvisoryLock, lock, make_engine
from watcher.adapters.database.errors import store_error
from watcher.adapters.database.forecasts import ForecastRepository
from watcher.adapters.database.incidents import (
    FailingServer,
    IncidentRepository,
    ServerRepository,
    SubscriptionRepository,
)
from watcher.adapters.database.lanes import DueLane
from watcher.adapters.database.migrate import database_problem, is_ours, upgrade
from watcher.adapters.database.monthly import MonthlyRepository
from watcher.adapters.database.moves import MoveRepository
from watcher.adapters.database.mutes import MuteRepository, mute_bundle
from watcher.adapters.database.people import PeopleRepository
from watcher.adapters.database.people_stage import PeopleStage, StagedLine
from watcher.adapters.database.pruning import PruningRepository
from watcher.adapters.database.queue import DeliveryQueue
from watcher.adapters.database.reminders import ReminderRepository
from watcher.adapters.database.restoring import give_back_room, restore, spare_room
from watcher.adapters.database.round_reports import RoundReportQueries, RoundTotals, ToldLine
from watcher.adapters.database.rounds import Revision, RoundRepository
from watcher.adapters.database.schema import REVISION
from watcher.adapters.database.signups import SignupRepository
from watcher.adapters.database.sources import CacheRecord, PollState, SourceReport, SourceRepository
from watcher.adapters.database.sqlite_file import (
    MAX_CHECK_SECONDS,
    CheckTimeout,
    OpenFile,
    back_up,
    check_writable,
    mark,
    refuse_damaged,
    refuse_lost,
    refuse_tableless,
)
from watcher.adapters.database.suppressions import KeyRepository, SuppressionRepository
from watcher.adapters.database.worker_session import WorkerSession
from watcher.adapters.database.workers import WorkerRepository
from watcher.core.errors import StoreError
from watcher.core.settings import Secret

__all__ = [
    "REVISION",
    "CacheRecord",
    "CheckTimeout",
    "DeliveryRecord",
    "DeliveryState",
    "DueLane",
    "FailingServer",
    "LeasedDelivery",
    "PeopleStage",
    "PollState",
    "QueuedAlert",
    "Revision",
    "RoundTotals",
    "RuleCandidate",
    "SourceReport",
    "StagedLine",
    "Store",
    "ToldBefore",
    "ToldLine",
    "Transaction",
    "WorkerSession",
    "database_problem",
    "give_back_room",
    "mute_bundle",
    "restore",
    "spare_room",
]


class Transaction:
    """One transaction: all of it is kept, or nothing."""

    rounds: RoundRepository
    sources: SourceRepository
    alerts: AlertRepository
    queue: DeliveryQueue
    servers: ServerRepository
    deliveries: DeliveryQueries
    incidents: IncidentRepository
    subscriptions: SubscriptionRepository
    people: PeopleRepository
    candidates: CandidateRepository
    round_reports: RoundReportQueries
    claims: ClaimRepository
    forecasts: ForecastRepository
    reminders: ReminderRepository
    suppressions: SuppressionRepository
    keys: KeyRepository
    mutes: MuteRepository
    moves: MoveRepository
    monthly: MonthlyRepository
    signups: SignupRepository
    pruning: PruningRepository
    bot: BotRepository
    workers: WorkerRepository

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def __getattr__(self, name: str) -> object:
        # Made when they are first asked for: a transaction needs three of them.
        if name not in _REPOSITORIES:
            raise AttributeError(name)
        repository = _REPOSITORIES[name](self._db)
        setattr(self, name, repository)
        return repository


_REPOSITORIES = get_type_hints(Transaction)


class Store:
    """The database of one watcher, shared between threads. Any method may raise StoreError; then nothing is kept."""

    def __init__(self, database: Secret) -> None:
        self._engine = make_engine(database.value)
        self._url = make_url(database.value)
        self._sqlite = self._engine.dialect.name == "sqlite"
        self._held: OpenFile | None = None
        # One writer at a time also covers checkpoints: SQLite before 3.51.3 can corrupt
        # a WAL when two connections write and checkpoint at the same instant.
        self._writer = RLock()

    @classmethod
    def open_existing(cls, database: Secret) -> Self | None:
        """Open a database as it is, None where there is none yet; raises StoreError where the schema is not ours."""
        if _is_missing(database.value):
            return None
        store = cls(database)
        ours = False
        try:
            with store._translated():
                ours = is_ours(store._engine)
            if not ours and store.file is not None:
                refuse_tableless(store.file)
        finally:
            if not ours:
                store.close()
        return store if ours else None

    @property
    def file(self) -> str | None:
        """The file of an SQLite database, None elsewhere."""
        return self._url.database if self._sqlite else None

    @property
    def address(self) -> str:
        """Where the database is, without its password."""
        return self._url.render_as_string(hide_password=True)

    def migrate(self, now: datetime) -> str | None:
        """Bring the schema up to date; return the copy made of an SQLite file, if any."""
        with self._translated(), self._writer:
            copy = upgrade(self._engine, self.file, now)
        if self.file is not None:
            mark(self.file)
        return copy

    def back_up(self, to: str) -> None:
        """Copy an SQLite database to the file *to*, while it is in use."""
        if self.file is None:
            raise StoreError("a PostgreSQL database is backed up with pg_dump")
        with self._translated():
            self._same_file()
            back_up(self.file, to)

    def hold(self) -> None:
        """Detect from now on that the file of an SQLite database is changed while in use."""
        if self.file is not None:
            with self._translated(OSError):
                self._held = OpenFile(self.file)
            # One on another file than the others are would mix the two.
            event.listen(self._engine, "do_connect", self._same_file)

    def worker_session(self) -> WorkerSession | None:
        """Return what holds this worker's name on a server, None on SQLite, where there is only one."""
        return None if self._sqlite else WorkerSession(self._engine)

    def check(self) -> None:
        """Raise StoreError where an SQLite file cannot be written, or is not the one held."""
        if self.file is not None:
            with self._translated(OSError):
                self._same_file()
                check_writable(self.file)

    def check_integrity(self, *, seconds: float = MAX_CHECK_SECONDS) -> None:
        """Read an SQLite file whole; raise StoreError where it is damaged, CheckTimeout where that takes too long."""
        if self.file is None:
            return  # PostgreSQL does it: data_checksums
        with self._translated():
            refuse_damaged(self.file, seconds=seconds)

    def rescue(self, now: datetime) -> str | None:
        """Save the data of a file that was changed while in use, and close the store, unless that raises StoreError.

        Return the copy if another file is in its place.
        """
        if self._held is None:
            return None
        with self._translated(OSError):
            copy = self._held.rescue(now)
            self.close()
            return None if copy is None or self._held.put_back(copy) else copy

    @contextmanager
    def writing(self, *, polling: bool = False) -> Iterator[Transaction]:
        """Open a transaction that writes; with *polling*, the only poll at this time."""
        with self._translated(), self._writer, self._engine.begin() as connection:
            if polling:
                lock(connection, AdvisoryLock.POLLING)
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that only reads; it never waits for a writer."""
        with self._translated(), self._engine.connect() as connection:
            yield Transaction(connection.execution_options(sqlite_begin="DEFERRED"))

    @contextmanager
    def staging(self) -> Iterator[PeopleStage]:
        """Open a stage for an import of people: nothing of it is in the tables before it is applied."""
        with self._translated(), self._engine.connect() as connection:
            connection.detach()  # its temporary tables are nobody else's
            staging = connection.execution_options(sqlite_begin="DEFERRED")
            yield PeopleStage(staging, self._writer)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
        if self._held is not None:
            self._held.close()

    def _same_file(self, *_: object) -> None:
        if self._held is not None:
            self._held.check()

    @contextmanager
    def _translated(self, *also: type[Exception]) -> Iterator[None]:
        errors: tuple[type[Exception], ...] = (SQLAlchemyError, sqlite3.Error, *also)
        try:
            yield
        except errors as error:
            cause = getattr(error, "orig", None) or error
            found = store_error(cause, self.address, self.file)
            if found.fault in {"damaged", "io", "read-only"}:
                self._same_file()  # what seems broken may only be another file
            raise found from error


def _is_missing(url: str) -> bool:
    """Tell whether an SQLite file is not there or is empty; raises StoreError where it held a history."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return False  # opening it says so
    file = parsed.database if parsed.drivername.startswith("sqlite") else None
    if file is None:
        return False
    try:
        refuse_lost(file)
        return not Path(file).exists()
    except PermissionError as error:
        raise StoreError(
            f"{file} may not be looked at by this user; run watcher as the user it belongs to"
        ) from error

"""One process among those that share a database: its name, which sources it polls, and that it lives.

On SQLite there is one process, which polls everything (adapters/lock.py sees to that).
"""

import logging
import os
import secrets
import socket
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from itertools import count

from watcher.adapters.database import Transaction, WorkerSession
from watcher.adapters.logs import event
from watcher.core.errors import Displaced, StoreError
from watcher.core.settings import Settings
from watcher.core.settings_digest import settings_digest
from watcher.core.workers import BOT_LEASE, WORKER_FORGOTTEN_AFTER, Worker, WorkerKind, leader
from watcher.service.app import Watcher
from watcher.service.clock import ServerClock, system_clock

log = logging.getLogger(__name__)

# How often a worker says that it lives. A source whose holder died is taken over when its lease
# has run out and somebody looks again: within 50 seconds.
BEAT = timedelta(seconds=10)
SOURCE_LEASE = timedelta(seconds=40)
#: What the only process on an SQLite database is called in its claims.
ALONE = "service"


class Membership:
    """One process of its *kind*; raises StoreError where the server does not answer.

    ``name`` owns its claims: the same whenever it starts again on this machine, and never that of a process which
    lives. ``leads``: of all that run, this one tells the operator what must be told once and cannot go through the
    database.
    """

    def __init__(self, watcher: Watcher, kind: WorkerKind) -> None:
        self.name = ALONE
        self.leads = True
        self._watcher = watcher
        self.kind = kind
        self._session = watcher.session
        self._held: frozenset[str] = frozenset()
        self._until = datetime.min.replace(tzinfo=UTC)
        self._digest: tuple[Settings, str] | None = None
        if self._session is not None:
            self._worker = self._join(self._session)
            self.name = self._worker.name
            self.beat()

    def polls(self, source: str) -> bool:
        """Tell whether this process is the one that polls a source."""
        return self.kind == "run" and (self._session is None or source in self._polled())

    def beat(self, hanging: Collection[str] = ()) -> frozenset[str]:
        """Say that this process lives; return the sources that it polls from now on.

        Those that hang here are left to others. Raises Displaced where another process has its name.
        """
        if self._session is None:
            return frozenset()
        now = self._look_at_clock()
        # Where the connection broke, the name was let go with it.
        self._session.try_to_hold(self.name)
        worker = self._living(now)
        with self._session.writing() as workers:
            if not workers.beat(worker):
                if workers.named(self.name) is not None:
                    raise Displaced(f"another process is {self.name} now")
                workers.put(worker)  # it was forgotten, having been away for a day
            workers.release(self._held & set(hanging), worker)
            wanted = self._wanted() - set(hanging)
            held = frozenset(workers.lease(wanted, worker, now + SOURCE_LEASE))
            workers.forget(now - WORKER_FORGOTTEN_AFTER)
            everybody = workers.all()
        self.leads = leader(everybody, now) == self.name
        self._watcher.channels.rates.share(sum(one.lives(now) for one in everybody))
        # Where the leases had run out, because the server was away, nothing is polled until now.
        before = self._polled()
        gained, lost = held - before, before - held
        self._worker, self._held, self._until = worker, held, now + SOURCE_LEASE
        if gained or lost:
            event(log, "sources_shared", polls=_listed(held), no_more=_listed(lost) or None)
        return gained

    def fence(self, tx: Transaction, source: str) -> None:
        """Raise Displaced where another process polls a source now; until the commit, none can take it over."""
        if self._session is not None and not tx.workers.holds(source, self._worker):
            raise Displaced(f"another process polls {source} now")

    def others_differ(self) -> bool:
        """Tell whether another process that lives has another configuration; raises StoreError."""
        if self._session is None:
            return False
        now, ours = self._watcher.clock(), self._configuration()
        with self._watcher.store.reading() as tx:
            return any(w.configuration != ours for w in tx.workers.all() if w.lives(now))

    def leave(self) -> None:
        """Leave at a good end, so that others take over at once."""
        if self._session is not None:
            with suppress(StoreError), self._session.writing() as workers:
                workers.leave(self._worker)

    def _polled(self) -> frozenset[str]:
        return self._held if self._watcher.clock() < self._until else frozenset()

    def _wanted(self) -> frozenset[str]:
        if self.kind == "deliver":
            return frozenset()
        settings = self._watcher.settings
        sources = frozenset(source.name for source in settings.sources)
        return sources | {BOT_LEASE} if settings.bot.enabled else sources

    def _look_at_clock(self) -> datetime:
        clock = self._watcher.clock
        if isinstance(clock, ServerClock):
            clock.adjust()
        return clock()

    def _join(self, session: WorkerSession) -> Worker:
        """Take the first name of this machine that no living process has."""
        host, now = socket.gethostname(), self._look_at_clock()
        for slot in count(1):
            name = f"{host} {self.kind} {slot}"
            if not session.try_to_hold(name):
                continue
            with session.writing() as workers:
                before = workers.named(name)
                if before is None or not _lives_here(before, now):
                    worker = self._new(name, host, now)
                    workers.put(worker)
                    return worker
            session.let_go(name)  # its process has lost its session, and lives
        raise AssertionError("there is always another slot")

    def _new(self, name: str, host: str, now: datetime) -> Worker:
        return Worker(
            name=name,
            token=secrets.token_hex(8),
            host=host,
            kind=self.kind,
            process=os.getpid(),
            version=version("express-entry-watcher"),
            configuration=self._configuration(),
            started_at=now,
            seen_at=now,
        )

    def _living(self, now: datetime) -> Worker:
        ahead = (system_clock() - now).total_seconds()
        return replace(
            self._worker, seen_at=now, clock_ahead=ahead, configuration=self._configuration()
        )

    def _configuration(self) -> str:
        settings = self._watcher.settings
        if self._digest is None or self._digest[0] is not settings:
            self._digest = (settings, settings_digest(settings))
        return self._digest[1]


def _lives_here(worker: Worker, now: datetime) -> bool:
    """Tell whether a process of this machine lives that its session has ended for."""
    if worker.process == os.getpid() or not worker.lives(now):
        return False
    try:
        os.kill(worker.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _listed(sources: Collection[str]) -> str:
    return ", ".join(sorted(sources))

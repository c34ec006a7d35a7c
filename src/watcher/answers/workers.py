"""The processes that share a database: what each does, and whether it lives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watcher.answers.serialize import HIDDEN
from watcher.answers.snapshot import ServiceStatus, Snapshot, service_status
from watcher.core.schedule import TOLERANCE
from watcher.core.workers import BOT_LEASE, WorkerKind
from watcher.messages.formatter import english_span


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStatus:
    """One process on PostgreSQL, and the sources that it polls; one that does not live died without a word.

    ``configuration`` is a digest: processes with the same settings have the same.
    """

    name: str
    host: str
    kind: WorkerKind
    process: int
    since: datetime
    last_seen: datetime
    lives: bool
    polls: tuple[str, ...]
    version: str
    configuration: str
    clock_ahead: timedelta = field(metadata=HIDDEN)


def worker_statuses(snapshot: Snapshot) -> tuple[WorkerStatus, ...]:
    """Return every worker that is not forgotten; none on SQLite, where a lock says whether one runs."""
    tx, now = snapshot.tx, snapshot.now
    polled_by = tx.workers.polled_by(now)
    if BOT_LEASE in polled_by:
        polled_by["the bot"] = polled_by.pop(BOT_LEASE)
    return tuple(
        WorkerStatus(
            name=worker.name,
            host=worker.host,
            kind=worker.kind,
            process=worker.process,
            since=worker.started_at,
            last_seen=worker.seen_at,
            lives=worker.lives(now),
            polls=tuple(sorted(s for s, owner in polled_by.items() if owner == worker.name)),
            version=worker.version,
            configuration=worker.configuration,
            clock_ahead=timedelta(seconds=worker.clock_ahead),
        )
        for worker in tx.workers.all()
    )


def running_service(snapshot: Snapshot) -> ServiceStatus:
    """Tell whether anybody polls and delivers, on either database."""
    if snapshot.store.file is not None:
        return service_status(snapshot.store.file)
    living = [w for w in worker_statuses(snapshot) if w.lives and w.kind == "run"]
    return ServiceStatus(running=bool(living))


def workers_wrong(workers: Sequence[WorkerStatus]) -> Iterator[str]:
    """Say what may cost alerts: what one queues, another with other settings refuses."""
    living = [worker for worker in workers if worker.lives]
    if len({worker.configuration for worker in living}) > 1:
        which = ", ".join(f"{worker.name} with {worker.configuration}" for worker in living)
        yield (
            f"the watchers on this database run with different configurations ({which}): bring "
            "their files into line and reload them (`watcher config` shows what a file says)"
        )


def workers_remarks(workers: Sequence[WorkerStatus], now: datetime) -> Iterator[str]:
    """Say what is good to know of workers."""
    for worker in workers:
        if not worker.lives:
            yield (
                f"{worker.name} (process {worker.process}) has not been seen for "
                f"{english_span(now - worker.last_seen)}, and did not end well: the others do its "
                "work; start it again, or it is forgotten in a day"
            )
        elif abs(worker.clock_ahead) > TOLERANCE:
            which = "ahead of" if worker.clock_ahead > timedelta() else "behind"
            yield (
                f"the clock of {worker.host} is {english_span(abs(worker.clock_ahead))} {which} "
                "the database's, by which everything here goes: set it right "
                "(`timedatectl status`)"
            )
    versions = sorted({worker.version for worker in workers if worker.lives})
    if len(versions) > 1:
        yield f"the watchers on this database are of versions {' and '.join(versions)}"

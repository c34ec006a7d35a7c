"""The processes that share a database: who they are, and which of them polls a source."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime

import sqlalchemy as sa

from watcher.adapters.database.engine import Repository, insert_into, upsert
from watcher.adapters.database.schema_workers import SOURCE_LEASES, WORKER_PROCESSES
from watcher.core.workers import Worker


class WorkerRepository(Repository):
    """The workers and their leases, within one transaction. Every instant is by the database's clock."""

    def put(self, worker: Worker) -> None:
        """Write a worker in the place of an earlier one of its name."""
        upsert(self._db, WORKER_PROCESSES, [asdict(worker)])

    def beat(self, worker: Worker) -> bool:
        """Note that a worker lives, and what may have changed of it; False if another has its name."""
        living = {
            "configuration": worker.configuration,
            "clock_ahead": worker.clock_ahead,
            "seen_at": worker.seen_at,
        }
        ours = (WORKER_PROCESSES.c.name == worker.name) & (WORKER_PROCESSES.c.token == worker.token)
        beaten = (
            sa.update(WORKER_PROCESSES)
            .where(ours)
            .values(living)
            .returning(WORKER_PROCESSES.c.name)
        )
        return self._db.scalar(beaten) is not None

    def leave(self, worker: Worker) -> None:
        """Forget a worker that ends well, and give back its leases."""
        for table, name in (
            (SOURCE_LEASES, SOURCE_LEASES.c.owner),
            (WORKER_PROCESSES, WORKER_PROCESSES.c.name),
        ):
            self._db.execute(
                sa.delete(table).where(name == worker.name, table.c.token == worker.token)
            )

    def forget(self, before: datetime) -> None:
        """Forget workers that were not seen since."""
        self._db.execute(sa.delete(WORKER_PROCESSES).where(WORKER_PROCESSES.c.seen_at < before))

    def named(self, name: str) -> Worker | None:
        """Return the last worker of a name."""
        row = (
            self._db.execute(sa.select(WORKER_PROCESSES).where(WORKER_PROCESSES.c.name == name))
            .mappings()
            .first()
        )
        return None if row is None else Worker(**row)

    def all(self) -> list[Worker]:
        """Return every worker that is not forgotten, those that run longest first."""
        rows = self._db.execute(
            sa.select(WORKER_PROCESSES).order_by(
                WORKER_PROCESSES.c.started_at, WORKER_PROCESSES.c.name
            )
        )
        return [Worker(**row) for row in rows.mappings()]

    def lease(self, sources: Collection[str], worker: Worker, until: datetime) -> set[str]:
        """Renew the worker's leases of *sources*, and take those that are free; return what it holds."""
        if not sources:
            return set()
        # In one order, or two that take several would wait for each other.
        rows = [
            {"source": name, "owner": worker.name, "token": worker.token, "until": until}
            for name in sorted(sources)
        ]
        taken = insert_into(self._db.dialect.name, SOURCE_LEASES).values(rows)
        held, new = SOURCE_LEASES.c, taken.excluded
        taken = taken.on_conflict_do_update(
            index_elements=["source"],
            set_={name: new[name] for name in ("owner", "token", "until")},
            where=sa.or_(held.owner == new.owner, held.until <= worker.seen_at),
        )
        return set(self._db.scalars(taken.returning(held.source)))

    def holds(self, source: str, worker: Worker) -> bool:
        """Tell whether a worker polls a source; until the transaction ends, nobody can take it over."""
        lease = SOURCE_LEASES.c
        ours = (lease.source == source) & (lease.owner == worker.name)
        wanted = sa.select(lease.source).where(ours, lease.token == worker.token)
        return self._db.scalar(wanted.with_for_update()) is not None

    def release(self, sources: Collection[str], worker: Worker) -> None:
        """Give back leases of sources that the worker polls no more."""
        lease = SOURCE_LEASES.c
        ours = (lease.owner == worker.name) & (lease.token == worker.token)
        self._db.execute(sa.delete(SOURCE_LEASES).where(ours, lease.source.in_(sources)))

    def servers_time(self) -> datetime | None:
        """Return the present by the server's clock; None on SQLite, which has none of its own."""
        if self._db.dialect.name == "sqlite":
            return None
        said: datetime = self._db.scalars(sa.select(sa.func.clock_timestamp())).one()
        return said.astimezone(UTC)

    def polled_by(self, now: datetime) -> dict[str, str]:
        """Return which worker polls each source, of those leases that have not run out."""
        lease = SOURCE_LEASES.c
        rows = self._db.execute(sa.select(lease.source, lease.owner).where(lease.until > now))
        return {row.source: row.owner for row in rows}

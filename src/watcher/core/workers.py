"""Workers: the processes that share a database; which of them live, and which one speaks for all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

# A worker says that it lives every ten seconds. One that was not seen for so long is dead;
# after a day nobody wants to know.
WORKER_DEAD_AFTER = timedelta(seconds=60)
WORKER_FORGOTTEN_AFTER = timedelta(days=1)

#: The lease of the bot, of which Telegram allows one poller; no source can be called so.
BOT_LEASE = "://bot"

WorkerKind = Literal["run", "deliver"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One process; ``token`` tells it from an earlier one of its ``name``, which is that of its host and slot.

    ``configuration`` is a digest of its settings, ``clock_ahead`` how far its machine's clock is ahead of the
    database's, in seconds.
    """

    name: str
    token: str
    host: str
    kind: WorkerKind
    process: int
    version: str
    configuration: str
    clock_ahead: float = 0.0
    started_at: datetime
    seen_at: datetime

    def lives(self, now: datetime) -> bool:
        """Tell whether it was seen lately."""
        return now - self.seen_at <= WORKER_DEAD_AFTER


def leader(workers: Iterable[Worker], now: datetime) -> str | None:
    """Name the worker that has polled, or could have, for longest."""
    living = [worker for worker in workers if worker.kind == "run" and worker.lives(now)]
    first = min(living, key=lambda worker: (worker.started_at, worker.name), default=None)
    return None if first is None else first.name

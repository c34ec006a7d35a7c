"""The pacer: keeps what the database knows of when rounds came, and plans each source's next poll by it."""

import random
from contextlib import suppress
from datetime import date, datetime

from watcher.adapters.database import Store
from watcher.core.errors import StoreError
from watcher.core.pace import next_poll
from watcher.core.rhythm import RoundTimes, round_times
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Source
from watcher.pipeline.poll import PollResult


class Pacer:
    """One for all sources: a round that one official page shows is known for the others too."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = RoundTimes()
        self._known_of: date | None = None

    def next_poll(self, source: Source, polled: PollResult | None, now: datetime) -> datetime:
        """Return the instant of the next poll after one at *now*, None where that one did not end."""
        today = now.astimezone(OTTAWA).date()
        # Each day too: another process may have polled.
        if source.every is None and (self._known_of != today or (polled and polled.changes)):
            self._read(today)
        return next_poll(
            now,
            source,
            self._known,
            chance=random.random(),  # noqa: S311 - spreads load, guards nothing
            failed=polled is None or polled.failed,
            wait=polled.wait if polled else None,
        ).at

    def _read(self, today: date) -> None:
        """Read what is known; without the database, the pace stays as it was, and the poll will tell."""
        self._known_of = None
        with suppress(StoreError), self._store.reading() as tx:
            self._known = round_times(tx.rounds.seen_times())
            self._known_of = today

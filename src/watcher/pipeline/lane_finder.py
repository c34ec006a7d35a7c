"""Looking for servers with messages that are due, and leasing their first ones."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import RLock

from watcher.adapters.database import DueLane
from watcher.pipeline.delivery import LEASE, DeliveryContext, lease
from watcher.pipeline.lanes import FIRST_BATCH, FOR_FAILING, LaneTable

# What a clock that ran ahead has written is looked for so often; also where ours was set back by so much.
VOIDED_EVERY, SET_BACK = 3600.0, timedelta(minutes=1)

# Another process may have taken all that one found; then it looks again, so often at most.
LOOKS = 3


class LaneFinder:
    """Fills a table of lanes; one thread at a time may look. *lock* guards the table."""

    def __init__(
        self,
        context: DeliveryContext,
        lanes: LaneTable,
        lock: RLock,
        monotonic: Callable[[], float],
    ) -> None:
        self._context = context
        self._lanes = lanes
        self._lock = lock
        self._monotonic = monotonic
        self._excluded: dict[str, float] = {}
        self._voided: tuple[float, datetime] | None = None
        #: Whether the last look found no more servers than it asked for.
        self.saw_all = False

    def exclude(self, name: str, seconds: float) -> None:
        """Leave a server alone for a while, whatever waits for it."""
        with self._lock:
            self._excluded[name] = self._monotonic() + seconds

    def look(self, wanted: int) -> None:
        """Lease the first messages of so many servers, and take these in hand; raises StoreError."""
        for _ in range(LOOKS):
            found = self._find(wanted)
            if not found or self._take(found):
                return

    def _find(self, wanted: int) -> dict[str, DueLane]:
        context, lanes = self._context, self._lanes
        with self._lock:
            in_hand = lanes.names()
            for_failing = max(FOR_FAILING - lanes.failing, 0)
        limit = wanted + len(in_hand)
        with context.store.reading() as tx:
            found = tx.queue.due_lanes(context.clock(), LEASE, limit=limit, spare=not for_failing)
        self.saw_all = len(found) < limit
        with self._lock:
            now = self._monotonic()
            self._excluded = {name: at for name, at in self._excluded.items() if at > now}
            # One that was in hand when this look began may have failed, and rest, since then.
            in_hand |= self._excluded.keys()
            new = [due for due in found if due.name not in in_hand]
        failing = [due for due in new if due.failures][:for_failing]
        chosen = [due for due in new if not due.failures or due in failing][:wanted]
        return {due.name: due for due in chosen}

    def _take(self, found: Mapping[str, DueLane]) -> bool:
        """Lease the first messages of servers; return whether others have left any."""
        context, lanes = self._context, self._lanes
        leased = lease(context, found.values(), max(FIRST_BATCH // len(found), 1))
        with self._lock:
            for message in leased:
                name = message.server
                if name not in lanes:
                    connections = context.limits(name).connections
                    lanes.add(found[name], connections, self._monotonic())
                lanes[name].waiting.append(message)
        return bool(leased)

    def void_fast_clocks(self) -> None:
        """Make due what waits for an instant that only a clock that ran ahead could set: once, and when ours goes back."""
        now, seconds = self._context.clock(), self._monotonic()
        if self._voided is not None:
            last, then = self._voided
            if seconds - last < VOIDED_EVERY and now >= then - SET_BACK:
                self._voided = last, max(now, then)
                return
        self._voided = seconds, now
        with self._context.store.writing() as tx:
            tx.queue.void_fast_clocks(now)

"""Lanes in hand: the servers that are written to now, with what was leased of each, and who may have one more thread.

A server that hangs keeps the threads that it has until their deadlines; these rules say how many that can be.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from watcher.adapters.database import DueLane, LeasedDelivery

# Threads that wait cost little; each is made when it is first needed.
WORKERS = 48
# Servers that failed last never take more of them than a third,
FOR_FAILING = WORKERS // 3
# nor do second and further connections to any of them: the last third is for others.
FOR_FURTHER = WORKERS // 3
# Messages that are leased of one server at once: no more than leave in a moment, so that
# what is more urgent need not wait for them, and a kill leaves few in doubt.
FIRST_BATCH, MOST_IN_BATCH = 4, 100
# One message is never started more often within so many seconds: even its first retry
# waits for 30.
STARTS, WITHIN = 5, 60.0
# Seconds in which a batch ought to leave.
SHORTEST, LONGEST = 0.1, 0.5


@dataclass(slots=True, eq=False)
class Lane:
    """One server: its leased messages, and the threads that send them.

    It begins with one connection, and may have twice as many after each message that was taken: one that hangs from
    the beginning holds up one thread.
    """

    name: str
    connections: int
    leased_at: float
    failing: bool = False
    resting: bool = False
    refilling: bool = False
    dry: bool = False
    working: int = 0
    allowed: int = 1
    batch: int = FIRST_BATCH
    waiting: deque[LeasedDelivery] = field(default_factory=deque)

    def take(self, index: int) -> LeasedDelivery:
        """Take one of the waiting messages out."""
        message = self.waiting[index]
        del self.waiting[index]
        return message

    def took_one(self, *, paced: bool) -> None:
        """Note that the server took a message; *paced*: it had to wait for the server's rate."""
        self.failing = self.resting = False
        if not paced:
            self.allowed = min(self.allowed * 2, self.connections)

    def failed(self) -> None:
        """Note that the server failed: nothing more is begun."""
        self.resting = self.failing = True
        self.allowed = 1
        self.batch = FIRST_BATCH

    def runs_low(self, now: float) -> bool:
        """Tell whether the next batch is to be leased, by one thread, while others send the rest of this one."""
        few = len(self.waiting) <= self.batch // 2
        # Only where all of it leaves at once: what was leased may not lie about.
        quick = now - self.leased_at <= LONGEST
        return few and quick and self.working > 1 and not (self.refilling or self.dry)

    def refilled(self, messages: Iterable[LeasedDelivery], now: float) -> None:
        """Add what was leased; the next batch is larger where this one left quickly, and smaller where it did not."""
        took = now - self.leased_at
        if took < SHORTEST:
            self.batch = min(self.batch * 2, MOST_IN_BATCH)
        elif took > LONGEST:
            self.batch = max(self.batch // 2, 1)
        self.leased_at = now
        self.waiting.extend(messages)


class LaneTable:
    """The lanes in hand; not safe without the lock of whoever has it."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}
        #: With messages, and no thread yet.
        self.ready: deque[Lane] = deque()

    def __contains__(self, name: str) -> bool:
        return name in self._lanes

    def __getitem__(self, name: str) -> Lane:
        return self._lanes[name]

    def names(self) -> set[str]:
        """Return the servers in hand."""
        return set(self._lanes)

    @property
    def working(self) -> int:
        """The threads that are at work."""
        return sum(lane.working for lane in self._lanes.values())

    @property
    def failing(self) -> int:
        """The lanes whose server failed last."""
        return sum(lane.failing for lane in self._lanes.values())

    def add(self, due: DueLane, connections: int, now: float) -> Lane:
        """Take a server in hand, whose messages a thread is to be found for."""
        lane = Lane(due.name, connections, now, failing=due.failures > 0)
        self._lanes[due.name] = lane
        self.ready.append(lane)
        return lane

    def drop(self, lane: Lane) -> None:
        """Leave a server that nobody works for and nothing waits for."""
        if not lane.working and not lane.waiting and not lane.refilling:
            self._lanes.pop(lane.name, None)

    def may_have_one_more(self, lane: Lane) -> bool:
        """Tell whether a lane may have a further thread, beside that of its own."""
        if not lane.waiting or lane.working >= lane.allowed:
            return False
        working = [lane.working for lane in self._lanes.values()]
        further = sum(count - 1 for count in working if count)
        return further < FOR_FURTHER and sum(working) < WORKERS


class RecentStarts:
    """When messages were started that had been before: one that is retried in a tight loop is a fault of ours."""

    def __init__(self) -> None:
        self._at: dict[tuple[int, ...], list[float]] = {}
        self._lock = Lock()

    def goes_round(self, leased: LeasedDelivery, now: float) -> bool:
        """Note that a message is to be sent; tell whether it is in a tight loop."""
        if leased.attempts == 1:
            return False
        with self._lock:
            kept = {m: [at for at in times if now - at < WITHIN] for m, times in self._at.items()}
            self._at = {message: times for message, times in kept.items() if times}
            times = self._at.setdefault(leased.deliveries, [])
            times.append(now)
            return len(times) >= STARTS

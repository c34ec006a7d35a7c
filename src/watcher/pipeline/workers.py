"""Delivery workers: threads that each write to one server at a time, several of them to the same one where it may be.

A thread goes on with what was leased of its server until nothing more is due there, and then takes another one.
"""

import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Event, Lock, RLock

from watcher.adapters.database import LeasedDelivery
from watcher.adapters.logs import event
from watcher.core.errors import DeliveryRefused, StoreError, Unrecorded, catch_unexpected
from watcher.core.sending_limits import is_throttled
from watcher.pipeline.delivery import (
    LONGEST_IN_HAND,
    Attempt,
    DeliveryContext,
    DeliveryResult,
    attempt,
    lease_next,
    set_aside,
)
from watcher.pipeline.group_commit import GroupCommit
from watcher.pipeline.lane_finder import LaneFinder
from watcher.pipeline.lanes import WITHIN, WORKERS, Lane, LaneTable, RecentStarts
from watcher.pipeline.recording import record
from watcher.pipeline.send_rates import SendRates

log = logging.getLogger(__name__)

# Of servers that are found at once, so many times the threads that are free wait for one.
_AHEAD = 4


class DeliveryWorkers:
    """Threads that deliver what is due; they call *done* with every result, *failed* with unexpected errors."""

    def __init__(
        self,
        context: DeliveryContext,
        *,
        done: Callable[[DeliveryResult], None],
        failed: Callable[[BaseException], None],
        rates: SendRates | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._context = context
        self._done = done
        self._failed = failed
        self._monotonic = monotonic
        self.rates = rates or SendRates(context.limits, monotonic)
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="delivery")
        self._record: GroupCommit[Attempt, DeliveryResult] = GroupCommit(
            lambda attempts: record(context, attempts)
        )
        # What is in memory is under the first; under the second, one thread at a time looks for work.
        self._lock = RLock()
        self._looking = Lock()
        self._lanes = LaneTable()
        self._out: set[Future[None]] = set()
        self._unrecorded: list[Unrecorded[DeliveryResult]] = []
        self._unreleased: list[LeasedDelivery] = []
        self._starts = RecentStarts()
        self._finder = LaneFinder(context, self._lanes, self._lock, monotonic)
        self._stopping = Event()

    @property
    def busy(self) -> bool:
        """Whether messages are being sent."""
        return bool(self._out)

    def dispatch(self) -> int:
        """Put threads to work for servers that have messages which are due; return how many."""
        with self._looking:
            self._record_late()
            self._finder.void_fast_clocks()
            started = 0
            while self._free_threads() and (lane := self._next_ready(again=started > 0)):
                self._start(lane)
                started += 1
        return started

    def drain(self) -> None:
        """Deliver until nothing more is due."""
        while True:
            started = self.dispatch()
            with self._lock:
                out = list(self._out)
            if not out and not started:
                return
            wait(out, return_when=FIRST_COMPLETED)

    def stop(self, seconds: float) -> int:
        """Finish what is being sent, for so long at most; return how many threads were not done.

        What was leased and not begun is released at once.
        """
        self._stopping.set()
        with self._lock:
            out = list(self._out)
        left = wait(out, timeout=seconds).not_done
        with self._looking, suppress(StoreError):
            self._release(self._take_ready())
            self._record_late()
        self._threads.shutdown(wait=not left, cancel_futures=True)
        return len(left)

    def _next_ready(self, *, again: bool = False) -> Lane | None:
        """Return a lane with messages and no thread; look for such, but not *again* where all was seen."""
        if self._held_up():
            return None
        if not self._lanes.ready and not (again and self._finder.saw_all):
            self._finder.look(_AHEAD * max(self._free_threads(), 1))
        with self._lock:
            return self._lanes.ready.popleft() if self._lanes.ready else None

    def _free_threads(self) -> int:
        with self._lock:
            return WORKERS - self._lanes.working

    def _take_ready(self) -> list[LeasedDelivery]:
        with self._lock:
            ready = list(self._lanes.ready)
            self._lanes.ready.clear()
            messages = [message for lane in ready for message in lane.waiting]
            for lane in ready:
                lane.waiting.clear()
                self._lanes.drop(lane)
        return messages

    def _record_late(self) -> None:
        """Record what the database refused before, or it would be sent again; raises StoreError."""
        while self._unrecorded:
            result = self._unrecorded[0].record()
            del self._unrecorded[0]
            self._done(result)
        with self._lock:
            messages, self._unreleased = self._unreleased, []
        self._release(messages)

    def _start(self, lane: Lane) -> None:
        with self._lock:
            lane.working += 1
            future = self._threads.submit(self._run, lane)
            self._out.add(future)
        future.add_done_callback(self._ended)

    def _ended(self, future: Future[None]) -> None:
        with self._lock:
            self._out.discard(future)
        if not future.cancelled() and (error := future.exception()):
            self._failed(error)

    def _run(self, lane: Lane | None) -> None:
        while lane is not None:
            try:
                self._work(lane)
            finally:
                self._leave(lane)
            lane = self._another()

    def _another(self) -> Lane | None:
        with self._looking:
            lane = self._next_ready()
            if lane is not None:
                with self._lock:
                    lane.working += 1
        return lane

    def _work(self, lane: Lane) -> None:
        while (leased := self._next(lane)) is not None:
            pause = self.rates.reserve(lane.name, leased.target)
            if pause and (self._stopping.wait(pause) or self._ends(lane)):  # its lease may be old
                self._release([leased])
                continue
            self._send(lane, leased, paced=pause > 0)
            if not self._held_up():
                self._spread(lane)

    def _send(self, lane: Lane, leased: LeasedDelivery, *, paced: bool) -> None:
        made = attempt(self._context, leased)
        error = made.error
        if made.crash is not None:
            self._failed(made.crash)
        with self._lock:
            if error is None:
                self.rates.accepted(lane.name)
                lane.took_one(paced=paced)
            elif not error.personal and not isinstance(error, DeliveryRefused):
                lane.failed()
                if is_throttled(error.answer, error.retry_after):
                    self.rates.throttled(lane.name)
        try:
            result = self._record(made)
        except Unrecorded as unrecorded:
            with self._lock:
                self._unrecorded.append(unrecorded)
            self._failed(unrecorded)
            return
        self._done(result)

    def _next(self, lane: Lane) -> LeasedDelivery | None:
        """Return the next message of a lane, leased anew where none is left; None where it is to be left."""
        while True:
            self._refill_early(lane)
            with self._lock:
                leased = self._pick(lane)
                if self._ends(lane):
                    break
                if leased is None and lane.refilling:
                    return None  # by another thread, which calls for more if there are any
                lane.refilling = lane.refilling or leased is None
            if leased is None:
                if not self._refill(lane):
                    return None
            elif not self._starts.goes_round(leased, self._monotonic()):
                return leased
            else:
                self._set_aside(lane, leased)
                return None
        with self._lock:
            messages = [*filter(None, [leased]), *lane.waiting]
            lane.waiting.clear()
        self._release(messages)
        return None

    def _pick(self, lane: Lane) -> LeasedDelivery | None:
        """Take the first message whose recipient may be written to at once, else the one that may be soonest."""
        if not lane.waiting:
            return None
        if not self._context.limits(lane.name).per_target_seconds:
            return lane.waiting.popleft()
        waits = [self.rates.wait_of(lane.name, message.target) for message in lane.waiting]
        return lane.take(waits.index(min(waits)))

    def _ends(self, lane: Lane) -> bool:
        """Tell whether nothing more is to be begun for a lane, or of what is in hand of it."""
        # By a clock that nobody sets: what is leased now is not old however often it is.
        stale = self._monotonic() - lane.leased_at > LONGEST_IN_HAND.total_seconds()
        return stale or lane.resting or self._held_up()

    def _refill_early(self, lane: Lane) -> None:
        with self._lock:
            low = lane.runs_low(self._monotonic()) and not self._ends(lane)
            lane.refilling = lane.refilling or low
        if low:
            self._refill(lane)

    def _refill(self, lane: Lane) -> bool:
        found: list[LeasedDelivery] = []
        try:
            found = lease_next(self._context, lane.name, lane.batch)
        finally:
            with self._lock:
                lane.refilling, lane.dry = False, not found
                if found:
                    lane.refilled(found, self._monotonic())
        self._spread(lane)
        return bool(found)

    def _spread(self, lane: Lane) -> None:
        """Give a lane further threads, as far as its server and the others leave them."""
        with self._lock:
            while self._lanes.may_have_one_more(lane) and not self._stopping.is_set():
                self._start(lane)

    def _leave(self, lane: Lane) -> None:
        with self._lock:
            lane.working -= 1
            left = [] if lane.working else list(lane.waiting)
            if left:
                lane.waiting.clear()
            self._lanes.drop(lane)
        self._release(left)

    def _release(self, messages: Iterable[LeasedDelivery]) -> None:
        """Put back what nobody began to send; later, where the database does not take it."""
        if not (messages := list(messages)):
            return
        with catch_unexpected() as caught, self._context.store.writing() as tx:
            for message in messages:
                tx.queue.release(message)
        if caught.error is not None:
            with self._lock:
                self._unreleased += messages
            self._failed(caught.error)

    def _held_up(self) -> bool:
        """Tell whether nothing more may be begun: what is sent could not be recorded, or the service ends."""
        return self._stopping.is_set() or bool(self._unrecorded)

    def _set_aside(self, lane: Lane, leased: LeasedDelivery) -> None:
        """Put a message off that goes round, and leave its server alone for a while: this must not be a loop, too."""
        event(log, "goes_round", level=logging.ERROR, channel=leased.channel)
        with self._lock:
            self._finder.exclude(lane.name, WITHIN)
        set_aside(self._context, leased)

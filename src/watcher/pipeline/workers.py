"""Delivery workers: several deliveries at once, one at a time for each server.

A server that hangs keeps one worker busy until its deadline, and is then backed off. Servers that failed last never
take more than half of the workers.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from threading import Event, RLock

from watcher.adapters.database import LeasedDelivery
from watcher.adapters.logs import event
from watcher.core.errors import StoreError, Unrecorded
from watcher.pipeline.delivery import (
    Attempt,
    DeliveryContext,
    DeliveryResult,
    attempt,
    claim_next,
    set_aside,
)
from watcher.pipeline.recording import record

log = logging.getLogger(__name__)

# Threads that wait cost little; each is made when it is first needed.
WORKERS = 16
FOR_FAILING = WORKERS // 2
# One message is never started more often within so many seconds: even its first retry
# waits for 30.
STARTS, WITHIN = 5, 60.0


class DeliveryWorkers:
    """Threads that deliver what is due; they call *done* with every result, *failed* with unexpected errors."""

    def __init__(
        self,
        context: DeliveryContext,
        *,
        done: Callable[[DeliveryResult], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._context = context
        self._done = done
        self._failed = failed
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="delivery")
        # A send that is done at once calls back in the thread that started it.
        self._lock = RLock()
        self._out: dict[Future[DeliveryResult], LeasedDelivery] = {}
        self._unrecorded: list[Unrecorded[DeliveryResult]] = []
        self._started: dict[tuple[int, ...], list[float]] = {}
        self._stopping = Event()

    @property
    def busy(self) -> bool:
        """Whether messages are being sent."""
        return bool(self._out)

    def dispatch(self) -> int:
        """Start as many deliveries as are due and workers are free; return how many."""
        started = 0
        with self._lock:
            self._record_late()
            while not self._stopping.is_set() and len(self._out) < WORKERS:
                leased = self._claim()
                if leased is None:
                    break
                if self._repeats(leased):
                    event(log, "goes_round", level=logging.ERROR, channel=leased.channel)
                    set_aside(self._context, leased)
                    break  # until the next look
                future = self._threads.submit(self._deliver, leased)
                self._out[future] = leased
                future.add_done_callback(self._finish)
                started += 1
        return started

    def drain(self) -> None:
        """Deliver until nothing more is due."""
        while True:
            # Under one lock: a send that ends in between would free its server's next
            # message, with nothing left to wait for.
            with self._lock:
                started = self.dispatch()
                out = list(self._out)
            if not out and not started:
                return
            wait(out, return_when=FIRST_COMPLETED)

    def stop(self, seconds: float) -> int:
        """Finish what is being sent, for so long at most; return how many were not."""
        self._stopping.set()
        with self._lock:
            out = list(self._out)
        left = wait(out, timeout=seconds).not_done
        with self._lock, suppress(StoreError):
            self._record_late()
        self._threads.shutdown(wait=not left, cancel_futures=True)
        return len(left)

    def _record_late(self) -> None:
        """Record results that the database refused before, or they would be sent again; raises StoreError."""
        while self._unrecorded:
            result = self._unrecorded[0].record()
            del self._unrecorded[0]
            self._done(result)

    def _claim(self) -> LeasedDelivery | None:
        out = self._out.values()
        failing = sum(leased.failures > 0 for leased in out)
        busy = {leased.server for leased in out}
        return claim_next(self._context, busy=busy, spare=failing >= FOR_FAILING)

    def _repeats(self, leased: LeasedDelivery) -> bool:
        """Note that a message is to be sent; tell whether it is in a tight loop."""
        now = time.monotonic()
        self._started = {
            message: recent
            for message, times in self._started.items()
            if (recent := [at for at in times if now - at < WITHIN])
        }
        times = self._started.setdefault(leased.deliveries, [])
        times.append(now)
        return len(times) > STARTS

    def _deliver(self, leased: LeasedDelivery) -> DeliveryResult:
        self._stopping.wait(self._context.reserve(leased.channel, leased.target))
        made = attempt(self._context, leased)
        if made.crash is not None:
            self._failed(made.crash)
        again = partial(self._record, made)
        try:
            return again()
        except StoreError as error:
            raise Unrecorded(error, again) from error

    def _record(self, made: Attempt) -> DeliveryResult:
        [result] = record(self._context, [made])
        return result

    def _finish(self, future: Future[DeliveryResult]) -> None:
        try:
            result = future.result()
        except Unrecorded as error:
            result = None
            self._unrecorded.append(error)
            self._failed(error)
        with self._lock:
            del self._out[future]
        if result is not None:
            self._done(result)

"""Several deliveries at once: a few hands, one message at a time for each server.

A server that hangs or refuses holds up nobody else: it keeps one hand busy until its
deadline, and then its channel rests.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Event, RLock
from typing import Protocol

from watcher.deliver import Delivery, Post, claim_next, failed, send
from watcher.errors import StoreError, Unrecorded
from watcher.store import Claim

HANDS = 4


class Lanes(Protocol):
    """Which channels share a server, and how fast each may be served."""

    def server_of(self, channel: str) -> str:
        """Name the server behind a channel."""

    def sharing(self, server: str) -> set[str]:
        """Return the channels that a server stands behind."""

    def pace(self, channel: str, target: str) -> float:
        """Take the next place on the lane to a target; return the seconds until it."""


class Couriers:
    """The hands that take messages off the queue.

    *done* is told of every delivery, *failed* of what nobody expected; both are
    called from a hand's thread.
    """

    def __init__(
        self,
        post: Post,
        lanes: Lanes,
        *,
        done: Callable[[Delivery], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._post = post
        self._lanes = lanes
        self._done = done
        self._failed = failed
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="courier")
        # A send that is done at once calls back in the thread that started it.
        self._lock = RLock()
        self._out: dict[Future[Delivery], Claim] = {}
        self._unrecorded: list[Unrecorded[Delivery]] = []
        self._stopping = Event()

    @property
    def busy(self) -> bool:
        """Whether messages are on their way."""
        return bool(self._out)

    def dispatch(self) -> int:
        """Start as many sends as are due and hands are free; return how many."""
        started = 0
        with self._lock:
            self._record_late()
            while not self._stopping.is_set() and len(self._out) < HANDS:
                claim = claim_next(self._post, busy=self._busy())
                if claim is None:
                    break
                self._start(claim)
                started += 1
        return started

    def drain(self) -> None:
        """Send until nothing more is due."""
        while True:
            # Together: a send that ended in between would leave its server's next
            # message behind, with nothing out to wait for.
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
        self._hands.shutdown(wait=not left, cancel_futures=True)
        return len(left)

    def _record_late(self) -> None:
        """Record first what the database did not take: else it would be sent again.

        Raises StoreError where it does not take it now either.
        """
        while self._unrecorded:
            delivery = self._unrecorded[0].record()
            del self._unrecorded[0]
            self._done(delivery)

    def _busy(self) -> set[str]:
        servers = {self._lanes.server_of(c.channel) for c in self._out.values()}
        return {name for server in servers for name in self._lanes.sharing(server)}

    def _start(self, claim: Claim) -> None:
        future = self._hands.submit(self._carry, claim)
        self._out[future] = claim
        future.add_done_callback(self._back)

    def _carry(self, claim: Claim) -> Delivery:
        seconds = self._lanes.pace(claim.channel, claim.target)
        self._stopping.wait(seconds)
        return send(self._post, claim)

    def _back(self, future: Future[Delivery]) -> None:
        try:
            delivery = self._ended(future, self._out[future])
        except Unrecorded as error:
            delivery = None
            self._unrecorded.append(error)
            self._failed(error)
        except StoreError as error:
            delivery = None  # the lease runs out, and the message is sent again
            self._failed(error)
        with self._lock:
            del self._out[future]
        if delivery is not None:
            self._done(delivery)

    def _ended(self, future: Future[Delivery], claim: Claim) -> Delivery:
        error = future.exception()
        if error is None:
            return future.result()
        if not isinstance(error, Exception) or isinstance(error, StoreError):
            raise error
        self._failed(error)
        return failed(self._post, claim, error)

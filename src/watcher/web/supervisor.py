"""Sees to it that the web face is served as the settings say, and never in the way.

A place to listen at that is taken keeps nobody from their alerts: the service goes on,
and it is tried again. What the service does is counted here for as long as it runs,
whichever face shows it.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.core.errors import StoreError
from watcher.core.incidents import DatabaseTrouble
from watcher.core.settings import Settings
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult

if TYPE_CHECKING:
    from watcher.web.metrics import Metrics
    from watcher.web.server import WebServer

log = logging.getLogger(__name__)

# Seconds until a place that was taken is tried again.
RETRY_SECONDS = 30.0


class WebSupervisor:
    """The one face of a running service; ``tend`` is called now and then, by any thread.

    ``note`` is told why the page cannot be served, and None once it is or need not be.
    """

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        clock: Callable[[], datetime],
        trouble: Callable[[], DatabaseTrouble | None] = lambda: None,
        *,
        note: Callable[[str | None], None] = lambda _: None,
    ) -> None:
        self._note = note
        self._trouble = trouble
        self._store = store
        self._settings = settings
        self._clock = clock
        self._sending: Callable[[], bool] = lambda: False
        self._at_work: set[object] = set()
        self._face: WebServer | None = None
        self._lock = Lock()
        self._began = clock()
        self._metrics: Metrics | None = None
        self._counting = Lock()
        self._not_before = 0.0
        self._refused = ""
        self._noted: str | None = None

    def tend(self, *, at_once: bool = False) -> None:
        """Start, restart or stop it, as the settings and its health ask for."""
        web = self._settings().web
        with self._lock:
            face = self._face
            if face is not None and (face.web != web or not face.is_alive):
                face.stop()
                face = self._face = None
            due = at_once or time.monotonic() >= self._not_before
            if face is None and web.enabled and due:
                self._start()
            if not web.enabled:
                self._refused = ""
            self._note_refusal()

    def _note_refusal(self) -> None:
        """Note why it is not served, or that it is; later where the database fails."""
        if self._noted != self._refused:
            with suppress(StoreError):
                self._note(self._refused or None)
                self._noted = self._refused

    def stop(self) -> None:
        """Stop it for good."""
        with self._lock:
            if self._face is not None:
                self._face.stop()
                self._face = None

    def gives_way_to(self, sending: Callable[[], bool]) -> None:
        """Have a crowd of readers wait also while messages are on their way."""
        self._sending = sending

    @contextmanager
    def giving_way(self) -> Iterator[None]:
        """Have a crowd of readers wait while the work of this block is done."""
        work = object()
        self._at_work.add(work)
        try:
            yield
        finally:
            self._at_work.discard(work)

    def _busy(self) -> bool:
        return bool(self._at_work) or self._sending()

    def polled(self, polled: PollResult) -> None:
        """Count a poll."""
        now = self._clock()
        self._count(lambda metrics: metrics.polled(polled, now))

    def delivered(self, delivery: DeliveryResult) -> None:
        """Count an attempt to send."""
        settings = self._settings()
        self._count(lambda metrics: metrics.delivered(delivery, settings))

    def database_failed(self) -> None:
        """Count a turn of the service that the database failed."""
        self._count(lambda metrics: metrics.database_failed())

    def _count(self, count: Callable[["Metrics"], None]) -> None:
        if not self._settings().web.enabled:
            return
        try:
            count(self._counts())
        except Exception as error:  # noqa: BLE001 - what only counts must hold up no alert
            event(log, "not_counted", level=logging.ERROR, error=error)

    def _counts(self) -> "Metrics":
        """Return the counts, which outlive a face; the first poll may come before one."""
        from watcher.web.metrics import Metrics  # noqa: PLC0415

        with self._counting:
            if self._metrics is None:
                self._metrics = Metrics(self._began)
            return self._metrics

    def _start(self) -> None:
        # Its libraries take 6 MiB: whoever switches it off is spared them.
        from watcher.web.server import ListenError, WebServer  # noqa: PLC0415

        self._not_before = time.monotonic() + RETRY_SECONDS
        try:
            self._face = WebServer(
                self._store,
                self._settings,
                self._clock,
                self._counts(),
                busy=self._busy,
                trouble=self._trouble,
            )
        except ListenError as error:
            if str(error) != self._refused:  # once, not every half minute
                event(log, "web_cannot_listen", level=logging.ERROR, why=error)
            self._refused = str(error)
        else:
            self._refused = ""

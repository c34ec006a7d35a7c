"""Keeps the web server running as the settings say, and counts what the service does.

An address that is taken keeps nobody from their alerts: the service goes on, and it is
tried again.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from threading import Lock

from watcher.adapters.logs import event
from watcher.answers.snapshot import Store
from watcher.core.errors import StoreError, catch_unforeseen
from watcher.core.incidents import DatabaseTrouble
from watcher.core.settings import Settings
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult
from watcher.web.app import WebApp
from watcher.web.metrics import Metrics
from watcher.web.server import ListenError, WebServer

log = logging.getLogger(__name__)

# Seconds until an address that was taken is tried again.
RETRY_SECONDS = 30.0


class WebSupervisor:
    """The one server of a running service; ``check`` is called now and then, by any thread.

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
        self._store = store
        self._settings = settings
        self._clock = clock
        self._trouble = trouble
        self._note = note
        self._sending: Callable[[], bool] = lambda: False
        self._at_work: set[object] = set()
        self._server: WebServer | None = None
        self._lock = Lock()
        self._metrics = Metrics(clock())
        self._not_before = 0.0
        self._refused = ""
        self._noted: str | None = None

    def check(self, *, at_once: bool = False) -> None:
        """Start, restart or stop the server, as the settings and its health ask for."""
        web = self._settings().web
        with self._lock:
            server = self._server
            if server is not None and (server.web != web or not server.is_alive):
                server.stop()
                self._server = None
            due = at_once or time.monotonic() >= self._not_before
            if self._server is None and web.enabled and due:
                self._start()
            if not web.enabled:
                self._refused = ""
            if self._noted != self._refused:
                with suppress(StoreError):  # it is noted later
                    self._note(self._refused or None)
                    self._noted = self._refused

    def stop(self) -> None:
        """Stop the server for good."""
        with self._lock:
            if self._server is not None:
                self._server.stop()
                self._server = None

    def wait_while(self, sending: Callable[[], bool]) -> None:
        """Have a crowd of readers wait while messages are on their way."""
        self._sending = sending

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Have a crowd of readers wait while the work of this block is done."""
        work = object()
        self._at_work.add(work)
        try:
            yield
        finally:
            self._at_work.discard(work)

    def count_poll(self, polled: PollResult) -> None:
        """Count a poll."""
        now = self._clock()
        self._count(lambda: self._metrics.count_poll(polled, now))

    def count_delivery(self, delivery: DeliveryResult) -> None:
        """Count an attempt to send."""
        self._count(lambda: self._metrics.count_delivery(delivery, self._settings()))

    def count_database_failure(self) -> None:
        """Count a turn of the service that the database failed."""
        self._count(self._metrics.count_database_failure)

    def _count(self, count: Callable[[], None]) -> None:
        with catch_unforeseen() as caught:  # what only counts must hold up no alert
            count()
        if caught.error is not None:
            event(log, "not_counted", level=logging.ERROR, error=caught.error)

    def _start(self) -> None:
        self._not_before = time.monotonic() + RETRY_SECONDS
        try:
            app = WebApp(
                self._store,
                self._settings,
                self._clock,
                self._metrics,
                busy=lambda: bool(self._at_work) or self._sending(),
                trouble=self._trouble,
            )
            self._server = WebServer(app)
        except ListenError as error:
            if str(error) != self._refused:  # once, not every half minute
                event(log, "web_cannot_listen", level=logging.ERROR, why=error)
            self._refused = str(error)
        else:
            self._refused = ""

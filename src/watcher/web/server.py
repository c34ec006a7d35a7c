"""The web server: a thread of its own, the only place where asyncio runs, and its supervisor."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from ipaddress import ip_address
from threading import Lock, Thread

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import Server

from watcher.adapters.logs import event
from watcher.answers.snapshot import Store
from watcher.core.errors import StoreError, catch_unexpected
from watcher.core.incidents import DatabaseTrouble
from watcher.core.settings import Settings, Web
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollResult
from watcher.web.app import WebApp
from watcher.web.metrics import Metrics

log = logging.getLogger(__name__)

# Seconds for receiving and answering a request.
REQUEST_TIMEOUT = 30.0
_SHUTDOWN_TIMEOUT = 3
# Connections at once; more get 503.
_CONNECTIONS = 1024
_LARGEST_HEAD = 16_384
# Seconds until an address that was taken is tried again.
_RETRY_SECONDS = 30.0


class ListenError(Exception):
    """The address to listen at is taken, or not this machine's."""


class DeadlineProtocol(H11Protocol):
    """Closes a connection whose request takes too long; uvicorn only closes idle ones."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own does
        """Start the deadline of the first request."""
        super().connection_made(transport)
        self._restart_deadline()

    def on_response_complete(self) -> None:
        """Start the deadline of the next request."""
        self._restart_deadline()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the deadline."""
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def _restart_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(REQUEST_TIMEOUT, self.transport.abort)


class WebServer:
    """Serves an application in a thread until stopped; raises ListenError if it cannot."""

    def __init__(self, app: WebApp) -> None:
        self.web = app.web
        self._socket = _listen(app.web)
        self._app = app
        config = Config(
            app.asgi(),
            http=DeadlineProtocol,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
            timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT,
        )
        # Malformed requests must not fill the log.
        logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
        # Addresses may have somebody's score: no handler that is added later may get them.
        logging.getLogger("uvicorn.access").setLevel(logging.CRITICAL)
        self._server = Server(config)
        self._thread = Thread(target=self._serve, name="web", daemon=True)
        self._thread.start()
        event(log, "web_listening", url=self.url)

    @property
    def url(self) -> str:
        """The address that it listens at, with the port it got."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    @property
    def is_alive(self) -> bool:
        """Whether it still serves."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Finish the requests in flight, and end."""
        self._server.should_exit = True
        self._thread.join(_SHUTDOWN_TIMEOUT + 2)

    def _serve(self) -> None:
        try:
            with catch_unexpected() as caught:  # the supervisor starts another
                self._server.run(sockets=[self._socket])
            if caught.error is not None:
                event(log, "web_crashed", level=logging.ERROR, error=caught.error)
        finally:
            self._socket.close()
            self._app.close()


class WebSupervisor:
    """Keeps the server running as the settings say; ``check`` may be called by any thread.

    An address that is taken stops nothing else: it is tried again, and *note* is called with
    the reason, or None once it is gone.
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
        """Start, restart or stop the server as the settings say."""
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
        """Let many readers wait while messages are being sent."""
        self._sending = sending

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Let many readers wait while this block runs."""
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
        """Count a turn of the service that failed on the database."""
        self._count(self._metrics.count_database_failure)

    def _count(self, count: Callable[[], None]) -> None:
        with catch_unexpected() as caught:  # a bug in metrics must stop no alert
            count()
        if caught.error is not None:
            event(log, "not_counted", level=logging.ERROR, error=caught.error)

    def _start(self) -> None:
        self._not_before = time.monotonic() + _RETRY_SECONDS
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


def _listen(web: Web) -> socket.socket:
    is_v6 = ip_address(web.host).version == 6  # noqa: PLR2004 - IPv6
    # With IPPROTO_TCP: else asyncio leaves Nagle's algorithm on, 40 ms a response.
    listener = socket.socket(
        socket.AF_INET6 if is_v6 else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((web.host, web.port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise ListenError(f"{web.host}:{web.port}: {error.strerror}") from error
    return listener

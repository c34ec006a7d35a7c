"""Serves the web application in a thread of its own, the only place where asyncio runs."""

import asyncio
import logging
import socket
from ipaddress import ip_address
from threading import Thread

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import Server

from watcher.adapters.logs import event
from watcher.core.errors import catch_unforeseen
from watcher.core.settings import Web
from watcher.web.app import WebApp

log = logging.getLogger(__name__)

# Seconds in which a request has to have come, head and body, and been answered.
REQUEST_TIMEOUT = 30.0
_SHUTDOWN_TIMEOUT = 3
# Connections at once; those beyond are told to come later.
_CONNECTIONS = 1024
_LARGEST_HEAD = 16_384


class ListenError(Exception):
    """The address to listen at is taken, or not this machine's."""


class DeadlineProtocol(H11Protocol):
    """Closes a connection unless every request on it is over in time.

    uvicorn itself ends only a connection that is idle between two requests.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own does
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._restart_deadline()

    def on_response_complete(self) -> None:
        """Begin to wait for the next one."""
        self._restart_deadline()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        if self._deadline is not None:
            self._deadline.cancel()
        super().connection_lost(exc)

    def _restart_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(REQUEST_TIMEOUT, self.transport.abort)


class WebServer:
    """Serves an application in a thread, until it is stopped.

    Raises ListenError where it cannot.
    """

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
        # Whoever sends what is no HTTP must not fill the log.
        logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
        self._server = Server(config)
        self._thread = Thread(target=self._serve, name="web", daemon=True)
        self._thread.start()
        event(log, "web_listening", url=self.url)

    @property
    def url(self) -> str:
        """Where it listens; with the port that was free where any would do."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    @property
    def is_alive(self) -> bool:
        """Whether it still serves."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Answer what was asked, and end."""
        self._server.should_exit = True
        self._thread.join(_SHUTDOWN_TIMEOUT + 2)

    def _serve(self) -> None:
        try:
            with catch_unforeseen() as caught:  # the supervisor notices, and starts another
                self._server.run(sockets=[self._socket])
            if caught.error is not None:
                event(log, "web_crashed", level=logging.ERROR, error=caught.error)
        finally:
            self._socket.close()
            self._app.close()


def _listen(web: Web) -> socket.socket:
    is_v6 = ip_address(web.host).version == 6  # noqa: PLR2004 - IPv6
    # With its protocol: asyncio switches Nagle's delay off only where that is said, and
    # each response on a connection that stays would take 40 ms more.
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

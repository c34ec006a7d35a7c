"""The web face of a running watcher: starts and stops it, in a thread of its own."""

import logging
import socket
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from threading import Thread

from uvicorn.config import Config
from uvicorn.server import Server

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.core.notice import DatabaseTrouble
from watcher.core.settings import Settings, Web
from watcher.web.counters import Counted
from watcher.web.metrics import Metrics
from watcher.web.site import Site
from watcher.web.timeouts import Prompt

log = logging.getLogger(__name__)

_SECONDS_TO_END = 3
# Connections at once; those beyond are told to come later.
_CONNECTIONS = 1024
_LARGEST_HEAD = 16_384


class CannotListen(Exception):
    """The place to listen at is taken, or not this machine's."""


class Face:
    """Serves what *settings* say, until it is stopped; a crowd waits while it is *busy*.

    Raises CannotListen where it cannot.
    """

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        clock: Callable[[], datetime],
        metrics: Metrics,
        *,
        busy: Callable[[], bool] = lambda: False,
        trouble: Callable[[], DatabaseTrouble | None] = lambda: None,
    ) -> None:
        from watcher.web.pages.auth import refused  # noqa: PLC0415
        from watcher.web.routes import places  # noqa: PLC0415 - templates and all

        self.web = settings().web
        self._socket = _listening(self.web)
        self._site = Site(
            store=store,
            settings=settings,
            clock=clock,
            places=(*places(), metrics.place()),
            refused=refused,
            busy=busy,
            trouble=trouble,
        )
        config = Config(
            Counted(self._site.app(), metrics.requested),
            http=Prompt,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
            timeout_graceful_shutdown=_SECONDS_TO_END,
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
        self._thread.join(_SECONDS_TO_END + 2)

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except Exception as error:  # noqa: BLE001 - the service looks, and starts another
            event(log, "web_crashed", level=logging.ERROR, error=error)
        finally:
            self._socket.close()
            self._site.close()


def _listening(web: Web) -> socket.socket:
    family = (
        socket.AF_INET6 if ip_address(web.host).version == 6 else socket.AF_INET  # noqa: PLR2004 - IPv6
    )
    # With its protocol: asyncio switches Nagle's delay off only where that is said, and
    # each answer on a connection that stays would take 40 ms more.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((web.host, web.port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise CannotListen(f"{web.host}:{web.port}: {error.strerror}") from error
    return listener

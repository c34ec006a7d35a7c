"""An open web on loopback: names that are public, and a cable that leads to a server."""

import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpcore

from tests.adapters.http.manners import Clock, a_secondary_source
from tests.servers.http import HttpServer
from watcher.adapters.http import Fetcher
from watcher.adapters.http.transport import GuardedTransport, Resolve
from watcher.core.settings import Source

# Public addresses: nothing connects to them.
PUBLIC, ANOTHER = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class Names:
    """A resolver that says what it is told, and counts how often it was asked."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.addresses


class Cable(httpcore.NetworkBackend):
    """Connects whatever address is asked for to a server on loopback."""

    def __init__(self, server: HttpServer, *, dead: Iterable[str] = ()) -> None:
        self.port = server.port
        self.dead = set(dead)
        self.tried: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        assert port in {80, 443}
        self.tried.append(host)
        if host in self.dead:
            raise httpcore.ConnectError(f"{host} is dead")
        return httpcore.SyncBackend().connect_tcp(
            "127.0.0.1", self.port, timeout, local_address, socket_options
        )


def nobody_knows(_host: str, _port: int) -> Sequence[str]:
    """Resolve nothing."""
    raise socket.gaierror(-2, "Name or service not known")


def a_guarded_source(url: str, **more: object) -> Source:
    return a_secondary_source(url, allow_private=False, **more)


@contextmanager
def guarded(
    names: Resolve,
    cable: httpcore.NetworkBackend,
    *,
    context: ssl.SSLContext | None = None,
    total: timedelta = timedelta(seconds=30),
) -> Iterator[Fetcher]:
    """Fetch as from the open web, which is at the other end of the cable."""
    if context is None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    clock = Clock()
    with Fetcher(
        contact="",
        version="0.1",
        transport=GuardedTransport(context, names, cable),
        clock=clock,
        pause=clock.pause,
        total=total,
    ) as fetcher:
        yield fetcher

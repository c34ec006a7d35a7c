"""A mail server and a web server that take everything, as fast as Python can, in a process of their own.

They count, remember the first and the last instant by the monotonic clock, which all processes of a machine share, and
keep the recipients, so that who was told how often can be told.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, cast

# Under each of these both servers answer too: to whoever sends, they are other machines.
OTHER_HOSTS = [f"127.0.0.{n}" for n in range(2, 9)]


@dataclass(slots=True)
class Taken:
    """What came in since it was last asked: how much, from when to when, over how many connections."""

    messages: int = 0
    first: float = 0.0
    last: float = 0.0
    connections: int = 0
    people: Counter[str] = field(default_factory=Counter)

    def count(self, who: str) -> None:
        """Count one message."""
        self.last = time.monotonic()
        self.first = self.first or self.last
        self.messages += 1
        self.people[who] += 1

    @property
    def rate(self) -> float:
        """Messages a second."""
        return (self.messages - 1) / (self.last - self.first)


class Sinks:
    """Starts both servers, and ends them; the web server thinks about each message for *latency* seconds."""

    def __init__(self, latency: float = 0) -> None:
        spawning = get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_serve, args=(theirs, latency), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.smtp_port, self.http_port = cast("tuple[int, int]", self._pipe.recv())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe.send(None)
        self._process.join()

    def taken(self) -> Taken:
        """Return what came in, and begin anew."""
        self._pipe.send("taken")
        return cast("Taken", self._pipe.recv())


def _serve(pipe: Connection, latency: float) -> None:
    asyncio.run(_Stage(pipe, latency).run())


class _Stage:
    def __init__(self, pipe: Connection, latency: float) -> None:
        self._pipe = pipe
        self.latency = latency
        self.taken = Taken()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        ports = []
        for protocol in (_Mail, _Web):
            made = partial(protocol, self)
            server = await loop.create_server(made, "127.0.0.1", 0, backlog=256)
            ports.append(server.sockets[0].getsockname()[1])
            await loop.create_server(made, OTHER_HOSTS, ports[-1], backlog=256)
        self._pipe.send(tuple(ports))
        while await loop.run_in_executor(None, self._pipe.recv) is not None:
            told, self.taken = self.taken, Taken()
            self._pipe.send(told)


class _Line(asyncio.Protocol):
    def __init__(self, stage: _Stage) -> None:
        self._stage = stage
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._out = cast("asyncio.Transport", transport)
        self._stage.taken.connections += 1


class _Mail(_Line):
    """SMTP with PIPELINING."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._recipient: bytes | None = None
        self._in_data = False
        self._out.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._held += data
        replies = []
        while True:
            end = b"\r\n.\r\n" if self._in_data else b"\r\n"
            head, found, rest = self._held.partition(end)
            if not found:
                break
            self._held = rest
            replies.append(self._took() if self._in_data else self._told(head))
        if replies:
            self._out.write(b"".join(replies))

    def _took(self) -> bytes:
        self._in_data = False
        self._stage.taken.count((self._recipient or b"").decode())
        return b"250 2.0.0 OK: queued as 4F2A\r\n"

    def _told(self, command: bytes) -> bytes:
        verb = command[:4].upper()
        if verb == b"RCPT":
            self._recipient = command[9:-1]
        elif verb == b"DATA":
            self._in_data = True
            return b"354 go on\r\n"
        elif verb == b"EHLO":
            return b"250-sink\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n"
        elif verb == b"QUIT":
            self._out.write(b"221 bye\r\n")
            self._out.close()
            return b""
        return b"250 OK\r\n"


class _Web(_Line):
    """HTTP/1.1 that keeps its connections."""

    def data_received(self, data: bytes) -> None:
        self._held += data
        while b"\r\n\r\n" in self._held:
            head, _, rest = self._held.partition(b"\r\n\r\n")
            at = head.lower().find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(rest) < length:
                return
            self._held = rest[length:]
            self._stage.taken.count(head.split(b" ", 2)[1].decode())
            said = b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"ok":true}'
            if self._stage.latency:
                asyncio.get_running_loop().call_later(self._stage.latency, self._out.write, said)
            else:
                self._out.write(said)

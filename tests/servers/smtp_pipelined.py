"""A server on loopback that speaks SMTP with PIPELINING, which aiosmtpd does not, and says what it was told.

with Pipelined(rcpt=["550 5.1.1 no such user", "250 OK"]) as server:
url = server.channel
"""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from tests.servers.smtp import HANG_UP
from watcher.adapters.notify.connections import close_kept
from watcher.core.settings import Secret

HELLO = "250-sink\r\n250-PIPELINING\r\n250 SIZE 1000"


class Pipelined:
    """A server that takes commands in one piece, and answers each as it was told, the last answer staying.

    ``said`` holds what came in, piece by piece; ``HANG_UP`` ends the connection in place of an answer.
    """

    def __init__(self, **answers: list[str]) -> None:
        self.said: list[bytes] = []
        self.mails: list[bytes] = []
        self.connections = 0
        self._answers = {"ehlo": [HELLO], "data": ["354 go on"], "end": ["250 taken"], **answers}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.channel = Secret(f"mailto://127.0.0.1:{self._listener.getsockname()[1]}?from=w@x.org")

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        close_kept()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                with connection, suppress(OSError):
                    self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        connection.sendall(f"{self._next('greeting', '220 sink')}\r\n".encode())
        held, in_data = b"", False
        while piece := connection.recv(65_536):
            self.said.append(piece)
            held += piece
            while (end := b"\r\n.\r\n" if in_data else b"\r\n") in held:
                head, _, held = held.partition(end)
                verb = "end" if in_data else head[:4].decode().strip().lower()
                answer = self._next(verb, "250 OK")
                if in_data:
                    self.mails.append(head.strip())
                in_data = verb == "data" and answer.startswith("354")
                if answer == HANG_UP:
                    return
                held = (
                    b"\r\n" + held if in_data else held
                )  # the end of the command may be that of the text
                connection.sendall(f"{answer}\r\n".encode())

    def _next(self, verb: str, usual: str) -> str:
        known = self._answers.get(verb, [usual])
        return known.pop(0) if len(known) > 1 else known[0]

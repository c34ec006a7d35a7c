"""The least that the web framework can answer with: an empty page, in a process of its own."""

import socket
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self


class Bare:
    """Starlette and uvicorn as the service has them, without anything of ours."""

    def __init__(self) -> None:
        spawning = get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_serve, args=(theirs,), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.port: int = self._pipe.recv()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.join()


def _serve(pipe: Connection) -> None:
    from starlette.applications import Starlette  # noqa: PLC0415 - in the child alone
    from starlette.requests import Request  # noqa: PLC0415
    from starlette.responses import HTMLResponse  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415
    from uvicorn.config import Config  # noqa: PLC0415
    from uvicorn.server import Server  # noqa: PLC0415

    async def empty(_: Request) -> HTMLResponse:
        return HTMLResponse("")

    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    pipe.send(listener.getsockname()[1])
    app = Starlette(routes=[Route("/", empty)])
    config = Config(app, log_config=None, access_log=False, lifespan="off", http="h11", ws="none")
    Server(config).run(sockets=[listener])

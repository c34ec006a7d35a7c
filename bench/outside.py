"""The world outside, in a process of its own: the page, a mail server, webhooks.

It tells when it sent the first byte of a page and when it accepted messages, by the
monotonic clock, which all processes of a machine share.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self, cast

from tests.servers.http import HttpServer, Line, Request, Step, answer, conditional
from tests.servers.smtp import Mail, SmtpServer

PAGE = "/rounds.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """What is to stand outside from now on; what was heard before is forgotten."""

    page: bytes
    webhooks: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """When the page's first byte went out (once for each request), when messages came."""

    pages: tuple[float, ...]
    mails: tuple[float, ...]
    posts: tuple[float, ...]


class Outside:
    """Starts the servers, and ends them."""

    def __init__(self) -> None:
        spawning = get_context("spawn")
        self._pipe, theirs = spawning.Pipe()
        self._process = spawning.Process(target=_serve, args=(theirs,), daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self._http_port, self.smtp_port = cast("tuple[int, int]", self._pipe.recv())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pipe.send(None)
        self._process.join()

    @property
    def page_url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self._http_port}{PAGE}"

    def mail(self, person: str) -> str:
        """Give the Apprise address of a person's mailbox."""
        sender, to = "watcher@example.org", f"{person}@example.org"
        return f"mailto://127.0.0.1:{self.smtp_port}?from={sender}&to={to}"

    def webhook(self, person: str) -> str:
        """Give the Apprise address of a person's webhook."""
        return f"json://127.0.0.1:{self._http_port}/{person}"

    def show(self, page: bytes, webhooks: Collection[str] = ()) -> None:
        """Publish a page, and open these webhooks."""
        self._pipe.send(Show(page=page, webhooks=webhooks))
        self._pipe.recv()

    def heard(self) -> Heard:
        """Ask what has happened since then."""
        self._pipe.send("heard")
        return cast("Heard", self._pipe.recv())


def _serve(pipe: Connection) -> None:
    with HttpServer() as http, SmtpServer() as smtp:
        stage = _Stage(http, smtp)
        pipe.send((http.port, smtp.port))
        while (wanted := pipe.recv()) is not None:
            if isinstance(wanted, Show):
                stage.show(wanted)
            pipe.send(stage.heard())


class _Stage:
    """Both servers, and the instants of what they did."""

    def __init__(self, http: HttpServer, smtp: SmtpServer) -> None:
        self._http, self._smtp = http, smtp
        self._shown = 0
        self._forget()

    def show(self, wanted: Show) -> None:
        self._shown += 1
        self._forget()
        page = conditional(wanted.page, etag=f'"{self._shown}"')
        self._http.at(PAGE, _noted(page, self._pages))
        taken = _noted(answer(b"taken"), self._posts)
        for name in wanted.webhooks:
            self._http.at(f"/{name}", taken)

    def heard(self) -> Heard:
        mails = tuple(self._mails.instants)
        pages, posts = tuple(self._pages), tuple(self._posts)
        return Heard(pages=pages, mails=mails, posts=posts)

    def _forget(self) -> None:
        self._pages: list[float] = []
        self._posts: list[float] = []
        self._smtp.messages = self._mails = _Mails()


class _Mails(list[Mail]):
    """Mails, and when each was accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.instants: list[float] = []

    def append(self, mail: Mail) -> None:
        self.instants.append(time.monotonic())
        super().append(mail)


def _noted(step: Step, instants: list[float]) -> Step:
    def noted(request: Request, line: Line) -> None:
        instants.append(time.monotonic())
        step(request, line)

    return noted

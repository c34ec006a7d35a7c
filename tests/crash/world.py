"""What outlives the program: the page, a mail server, webhooks, and what they took."""

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Condition
from types import TracebackType
from typing import Self

from tests.crash.moods import MoodyMailbox, moody_hook
from tests.crash.people import CHANNELS, CUTOFF, MOODY, NAMES, REFUSED
from tests.pages import a_page, a_row
from tests.servers.http import HttpServer, Line, Request, answer, conditional
from tests.servers.smtp import Mail, SmtpServer
from watcher.service.clock import system_clock

PAGE = "/rounds.json"
OLD = ("437", "436", "435")  # history when the program first looks
FIRST = 438
# From taking a message to saying so, in seconds: long enough to be killed in.
LONGEST_ANSWER = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message that a server took, and when (monotonic); no number: a notice.

    ``said``: the server said so; otherwise its answer broke off, and the message is told again.
    """

    channel: str
    number: str | None
    title: str
    at: float
    said: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """One look at the page: which process asked, and when (monotonic)."""

    life: str
    at: float


class World:
    """The servers, as a context; ``taken`` has every message, oldest first."""

    def __init__(self, rng: random.Random) -> None:
        self.taken: list[Taken] = []
        self.rounds: dict[str, str] = {}  # number -> name, of those that are published
        self.asked: list[Asked] = []
        self._rng = rng
        self._changed = Condition()
        self._day = (system_clock() - timedelta(days=1)).date().isoformat()
        self._http, self._smtp = HttpServer(), SmtpServer()
        self._smtp.messages = _Mailbox(self._take)
        # Servers of their own: one that fails is left alone, with all who are told there.
        self._moody_http = HttpServer()
        self._moody_smtp = SmtpServer(recipients=MoodyMailbox(rng, gone="hal-mail"))
        self._moody_smtp.messages = _Mailbox(self._take)
        self._show()
        for channel in CHANNELS:
            self._http.at(f"/{channel}", partial(self._hook, channel))
            self._moody_http.at(f"/{channel}", partial(self._moody_hook, channel))

    def __enter__(self) -> Self:
        for server in self._servers:
            server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in reversed(self._servers):
            server.__exit__(kind, error, trace)

    @property
    def _servers(self) -> tuple[HttpServer | SmtpServer, ...]:
        return (self._http, self._smtp, self._moody_http, self._moody_smtp)

    def publish(self, count: int) -> None:
        """Put so many new rounds on the page, at once."""
        for _ in range(count):
            nth = len(self.rounds)
            self.rounds[str(FIRST + nth)] = NAMES[nth % len(NAMES)]
        self._show()

    def page_url(self) -> str:
        """Give the address of the page."""
        return self._http.url(PAGE)

    def channel_url(self, channel: str) -> str:
        """Give the Apprise address of a channel."""
        is_moody = channel in {*MOODY, *(who for gone in REFUSED.values() for who in gone)}
        if channel.endswith("-mail"):
            smtp = self._moody_smtp if is_moody else self._smtp
            return smtp.channel(f"{channel}@example.org").value
        http = self._moody_http if is_moody else self._http
        return http.url(f"/{channel}", scheme="json")

    def wait_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until something that happens here makes it true; tell whether it did."""
        with self._changed:
            return self._changed.wait_for(condition, seconds)

    def _show(self) -> None:
        new = [
            a_row(number, self._day, drawName=name, drawCRS=CUTOFF)
            for number, name in reversed(self.rounds.items())
        ]
        old = [a_row(number, self._day) for number in OLD]
        page = conditional(a_page(*new, *old), etag=f'"{len(new)}"')

        def asked(request: Request, line: Line) -> None:
            life = re.search(r"life[0-9]+", request.headers["user-agent"])
            assert life is not None
            with self._changed:
                self.asked.append(Asked(life[0], time.monotonic()))
                self._changed.notify_all()
            page(request, line)

        self._http.at(PAGE, asked)

    def _hook(self, channel: str, request: Request, line: Line) -> None:
        self._take(channel, json.loads(request.body)["title"])
        line.pause(self._rng.uniform(0, LONGEST_ANSWER))
        answer(b"taken")(request, line)

    def _moody_hook(self, channel: str, request: Request, line: Line) -> None:
        title = json.loads(request.body)["title"]
        moody_hook(self._rng, lambda said: self._take(channel, title, said=said), request, line)

    def _take(self, channel: str, title: str, *, said: bool = True) -> None:
        found = re.match(r"#(\w+) ", title)
        number = found[1] if found else None
        taken = Taken(channel=channel, number=number, title=title, at=time.monotonic(), said=said)
        with self._changed:
            self.taken.append(taken)
            self._changed.notify_all()


class _Mailbox(list[Mail]):
    """Passes on what the mail server takes."""

    def __init__(self, take: Callable[[str, str], None]) -> None:
        super().__init__()
        self._take = take

    def append(self, mail: Mail) -> None:
        for recipient in mail.recipients:
            self._take(recipient.partition("@")[0], str(mail.message["Subject"]))

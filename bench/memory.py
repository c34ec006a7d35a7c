"""Resident memory of the running program, and whether it grows.

It polls up to twenty times a second; every tenth poll finds a new round, of which two
people are told, one by mail and one by a webhook. Read while it asks for the page.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from tests.running import Running
from tests.servers.http import HttpServer, Line, Request, answer, conditional
from tests.servers.smtp import SmtpServer

from bench.feed import page
from bench.table import Figure
from watcher.service.clock import system_clock

PAGE = "/rounds.json"
EVERY = 0.05  # seconds between polls
READ_AFTER = (50, 100, 150, 200)  # polls
A_NEW_ROUND_EVERY = 10  # polls
PATIENCE = 120.0  # seconds until the last of them
AT_MOST = 128.0  # MiB
FLAT = 1.0  # MiB from the hundredth poll to the last

CONFIGURATION = """
[watcher]
database = "sqlite:///watcher.db"
smtp_per_minute = 6000
[web]
enabled = false
[[source]]
name = "ircc"
url = "{page}"
[channels]
mail = "{mail}"
webhook = "{webhook}"
[operator]
channels = ["webhook"]
[[subscription]]
name = "amara"
categories = ["french"]
score = 400
channels = ["mail"]
[[subscription]]
name = "bo"
categories = ["all"]
score = 300
tell_when = "every-round"
channels = ["webhook"]
"""


def figures() -> Iterator[Figure]:
    """Run the program for two hundred polls; takes some twenty seconds."""
    with TemporaryDirectory() as folder, HttpServer() as http, SmtpServer() as smtp:
        reading = _Reading(http)
        webhook = http.at("/hook", answer(b"taken")).replace("http:", "json:")
        file = Path(folder) / "config.toml"
        file.write_text(
            CONFIGURATION.format(
                page=http.url(PAGE), mail=smtp.channel("amara@x.org").value, webhook=webhook
            )
        )
        with Running(file, every=EVERY) as program:
            reading.pid = program.pid
            sizes = [reading.sizes.get(timeout=PATIENCE) for _ in READ_AFTER]
        told = len(smtp.messages)
    assert told >= max(READ_AFTER) // A_NEW_ROUND_EVERY - 2, f"{told} mails"
    growth = sizes[-1] - sizes[READ_AFTER.index(100)]
    polls = ", ".join(map(str, READ_AFTER))
    yield Figure(
        what=f"resident memory after {READ_AFTER[-1]} polls",
        measured=f"{sizes[-1]:.1f} MiB",
        goal=f"< {AT_MOST:g} MiB",
        met=sizes[-1] < AT_MOST,
    )
    yield Figure(
        what=f"  after {polls}: " + ", ".join(f"{size:.1f}" for size in sizes),
        measured=f"{growth:+.1f} MiB",
        goal=f"< {FLAT:g} MiB",
        met=growth < FLAT,
    )


class _Reading:
    """The page, which counts how often it is asked for."""

    def __init__(self, http: HttpServer) -> None:
        self.pid = os.getpid()
        self.sizes: SimpleQueue[float] = SimpleQueue()
        self._now = system_clock()
        self._polls = 0
        self._page = conditional(page(), etag='"0"')
        http.at(PAGE, self._asked)

    def _asked(self, request: Request, line: Line) -> None:
        if self._polls in READ_AFTER:
            self.sizes.put(resident(self.pid))
        self._polls += 1
        # Half-way between two readings, which find nothing under way.
        if self._polls % A_NEW_ROUND_EVERY == A_NEW_ROUND_EVERY // 2:
            more = self._polls // A_NEW_ROUND_EVERY + 1
            self._page = conditional(page(more, drawn=self._now), etag=f'"{more}"')
        self._page(request, line)


def resident(pid: int) -> float:
    """Read how many MiB of a process lie in memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found, status
    return int(found[1]) / 1024

"""The web face: how long a page takes, how much memory, and whom two hundred readers hold up.

All against the running program. A page is asked for over a connection that stays, in
turn with an empty page of the same framework in another process.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.running import Running

from bench.bare import Bare
from bench.feed import page
from bench.memory import resident
from bench.outside import Outside
from bench.readers import Habit, Readers
from bench.table import Figure, against, milliseconds
from watcher.service.clock import system_clock

TIMES = 300
WARMING_UP = 20
ROUNDS = 15  # told without readers, and as many with
READERS = 200
EVERY = 0.3  # seconds between polls
# One for all: a page that changes the dates of known rounds is not believed.
DRAWN = system_clock()
PATIENCE = 30.0
WHOLE_HISTORY = "/rounds?per_page=1000"
READ = ("/", WHOLE_HISTORY, "/trends", "/rounds/437", "/rounds?score=471", "/programs")
PAGES = (
    *READ,
    *(f"{one}{'&' if '?' in one else '?'}lang=fr" for one in READ),
    "/api/v1/rounds?per_page=1000",
    "/feeds/rounds.atom",
    "/feeds/rounds.json",
    "/rounds.ics",
    "/rounds.csv",
    "/metrics",
    "/readyz",
)
AT_MOST_MIB, AT_MOST_TIMES, AT_MOST_LATER = 128.0, 5.0, 0.1

CONFIGURATION = """
[watcher]
database = "sqlite:///watcher.db"
[web]
listen = "127.0.0.1:0"
requests_per_second = 100000
[[source]]
name = "ircc"
url = "{page}"
[channels]
webhook = "{webhook}"
[operator]
channels = ["webhook"]
[[subscription]]
name = "bo"
categories = ["all"]
score = 400
channels = ["webhook"]
"""


def figures() -> Iterator[Figure]:
    """Measure all three; takes some forty seconds."""
    with _serving() as (outside, program, port):
        yield from _times(port)
        yield from _memory(port, program)
        yield from _delays(outside, port)
        yield _resident("after all of this", program)


@contextmanager
def _serving() -> Iterator[tuple[Outside, Running, int]]:
    with TemporaryDirectory() as folder, Outside() as outside:
        outside.show(page(), webhooks=["ops"])
        file = Path(folder) / "config.toml"
        file.write_text(CONFIGURATION.format(page=outside.page_url, webhook=outside.webhook("ops")))
        with Running(file, every=EVERY) as program:
            url = str(program.wait_for("web_listening")["url"])
            program.wait_for("polled")
            yield outside, program, urlsplit(url).port or 0


def _times(port: int) -> Iterator[Figure]:
    ours: list[float] = []
    floor: list[float] = []
    with Bare() as bare:
        served, empty = _Asking(port), _Asking(bare.port)
        for _ in range(WARMING_UP + TIMES):
            floor.append(empty.seconds("/"))
            ours.append(served.seconds(WHOLE_HISTORY))
    steady = slice(WARMING_UP, None)
    what = "a page of 438 rounds"
    yield against(what, ours[steady], floor[steady], at_most=AT_MOST_TIMES)
    made = [served.seconds(f"/rounds?per_page=1000&score={n}") for n in range(900, 920)]
    yield Figure(what="  one that nobody asked for before", measured=milliseconds(median(made)))


def _memory(port: int, program: Running) -> Iterator[Figure]:
    asking = _Asking(port)
    for score in range(300, 500):
        asking.seconds(f"/rounds?score={score}")
    missing = [page for page in PAGES if not asking.seconds(page)]
    assert not missing, missing
    yield _resident("after every page, in both languages", program)


def _resident(when: str, program: Running) -> Figure:
    size = resident(program.pid)
    return Figure(
        what=f"resident memory {when}",
        measured=f"{size:.1f} MiB",
        goal=f"< {AT_MOST_MIB:g} MiB",
        met=size < AT_MOST_MIB,
    )


def _delays(outside: Outside, port: int) -> Iterator[Figure]:
    quiet, apart = _told(outside, 1)
    with Readers(_habit(port, 1.0)) as readers:
        before, began = readers.answered, time.monotonic()
        busy, then = _told(outside, 1 + ROUNDS)
        rate = (readers.answered - before) / (time.monotonic() - began)
    about = f"{READERS} readers, {rate:.0f} pages a second"
    yield _later(f"poll to alert taken: {about}", busy, quiet)
    yield _later("  from one poll to the next", then, apart)
    with Readers(_habit(port, 0.0)) as readers:
        before, began = readers.answered, time.monotonic()
        busy, then = _told(outside, 1 + 2 * ROUNDS)
        rate = (readers.answered - before) / (time.monotonic() - began)
    about = f"{READERS} who never pause, {rate:.0f} pages a second"
    yield _later(f"poll to alert taken: {about}", busy, quiet, goal=False)
    yield _later("  from one poll to the next", then, apart, goal=False)


def _habit(port: int, pause: float) -> Habit:
    return Habit(port=port, pages=READ, count=READERS, pause=pause)


def _later(what: str, busy: list[float], quiet: list[float], *, goal: bool = True) -> Figure:
    later = median(busy) - median(quiet)
    return Figure(
        what=what,
        measured=f"{later * 1000:+.1f} ms",
        floor=milliseconds(median(quiet)),
        goal=f"<= {AT_MOST_LATER * 1000:g} ms later" if goal else "",
        met=later <= AT_MOST_LATER if goal else None,
    )


def _told(outside: Outside, first: int) -> tuple[list[float], list[float]]:
    """Publish rounds one by one; return how long each took to be told, and polls took."""
    took: list[float] = []
    apart: list[float] = []
    for more in range(first, first + ROUNDS):
        outside.show(page(more, drawn=DRAWN), webhooks=["ops"])
        deadline = time.monotonic() + PATIENCE
        heard = outside.heard()
        while not heard.posts or len(heard.pages) < 3:
            assert time.monotonic() < deadline, "nothing was told"
            time.sleep(0.02)  # noqa: TID251 - a bench waits
            heard = outside.heard()
        took.append(heard.posts[0] - heard.pages[0])
        apart.append(heard.pages[2] - heard.pages[1])
    return took, apart


class _Asking:
    """One connection that stays."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def seconds(self, address: str) -> float:
        """Ask, read to the end, and give the time; 0 where it is no page."""
        began = time.perf_counter()
        self._connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = self._connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
        return took if answer.status == 200 else 0.0

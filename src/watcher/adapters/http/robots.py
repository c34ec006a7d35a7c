"""Politeness towards sites: robots.txt (RFC 9309), and one request at a time."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

import httpx
from protego import Protego

from watcher.adapters.http.request import FetchRequest
from watcher.adapters.http.response import body_chunks, join_lines
from watcher.adapters.http.transport import NotPublic
from watcher.core.errors import FetchError, FetchForbidden, FetchLater, Stopped
from watcher.core.redaction import public_url
from watcher.core.settings import Source

#: The name that rules are written for.
USER_AGENT_TOKEN = "express-entry-watcher"  # noqa: S105 - a product token, and no secret
#: Redirects that the RFC asks to be followed.
ROBOTS_REDIRECTS = 5

_A_DAY = 86_400.0
_TEN_MINUTES = 600.0
_LONGEST_DELAY = 60.0
_MAX_ROBOTS_BYTES = 512_000  # as the RFC asks for; what is beyond is not read
# Far more than the sources of a file: a hostile site may lead to many of its ports.
_MAX_SITES = 64

# In every way that Protego takes for one: "User-agent: x", "useragent x", "User Agent:x".
# A name ends where its product token ends: "express-entry-watcher/1.0" is ours.
_AGENT = re.compile(
    r"^\s*user[-\s]*agent(?:[:\s]\s*:?\s*|$)(?P<name>\*(?=\s|#|$)|[A-Za-z_-]*).*", re.IGNORECASE
)
# A site that was not asked for so long (in seconds) is owed no rest, and forgotten.
FORGET = 3600.0

#: Fetches the rules at an address; raises FetchError.
Ask = Callable[[Source, str], str]


@dataclass(slots=True)
class _Rules:
    """The rules of one site as text, which takes less memory than parsed."""

    text: str = ""
    trouble: FetchError | None = None
    until: float = float("-inf")
    lock: Lock = field(default_factory=Lock)


class Robots:
    """The rules of every site; shared between threads."""

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._lock = Lock()
        self._sites: dict[tuple[str, str, int | None], _Rules] = {}

    def rest(self, source: Source, url: httpx.URL) -> float:
        """Return how many seconds the site wants between two requests; raises FetchForbidden or FetchLater."""
        file = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        rules = Protego.parse(self._text(source, file))
        # Only its path and query are matched; a host might be misread on the way.
        if not rules.can_fetch(f"http://x{url.raw_path.decode('ascii')}", USER_AGENT_TOKEN):
            raise FetchForbidden(
                f"{public_url(str(url))} is not for us to ask, says {public_url(str(file))}; "
                "choose another page, or set robots = false for this source if you "
                "may read it all the same."
            )
        return min(rules.crawl_delay(USER_AGENT_TOKEN) or 0.0, _LONGEST_DELAY)

    def _text(self, source: Source, file: httpx.URL) -> str:
        rules = self._rules_of(file)
        with rules.lock:
            if rules.until <= self._clock():
                self._renew(rules, source, str(file))
            if rules.trouble is not None:
                raise _unreadable(rules.trouble)
            return rules.text

    def _rules_of(self, file: httpx.URL) -> _Rules:
        with self._lock:
            rules = self._sites.setdefault((file.scheme, file.host, file.port), _Rules())
            if len(self._sites) > _MAX_SITES:
                del self._sites[next(iter(self._sites))]
            return rules

    def _renew(self, rules: _Rules, source: Source, file: str) -> None:
        try:
            rules.text, rules.trouble = self._ask(source, file), None
            lasting = _A_DAY
        except NotPublic:
            raise  # it says what to do, and holds for this source alone
        except FetchError as error:
            rules.trouble = error
            wait = error.retry_after if isinstance(error, FetchLater) else None
            lasting = max(_TEN_MINUTES, 0.0 if wait is None else wait.total_seconds())
        rules.until = self._clock() + lasting


def rules_of(request: FetchRequest, response: httpx.Response) -> str:
    """Read the rules out of an answer; raises FetchError where the site cannot say now what it wants."""
    status = response.status_code
    if response.is_success:
        body = join_lines(body_chunks(request, response, _MAX_ROBOTS_BYTES), _MAX_ROBOTS_BYTES)
        return only_our_rules(body.decode("utf-8-sig", "replace"))
    if response.is_client_error and status != httpx.codes.TOO_MANY_REQUESTS:
        return ""
    raise request.status_error(status, response.headers)


def only_our_rules(text: str) -> str:
    """Give all other agents one name: Protego keeps a list of rules for each, 60 KB of which cost it four seconds."""

    def _renamed(line: re.Match[str]) -> str:
        name = line["name"].lower()
        return f"User-agent: {name if name in {'*', USER_AGENT_TOKEN, ''} else 'somebody-else'}"

    return "\n".join(_AGENT.sub(_renamed, line) for line in text.splitlines())


def _unreadable(error: FetchError) -> FetchLater:
    return FetchLater(
        f"{error} It says what may be asked of the site: until it can be read, nothing "
        "is; robots = false for this source would do without it.",
        error.trouble,
        error.retry_after if isinstance(error, FetchLater) else None,
    )


@dataclass(slots=True)
class _SiteQueue:
    """The threads waiting for one site; ``ended`` is when its last request did."""

    lock: Lock = field(default_factory=Lock)
    waiting: int = 0
    ended: float | None = None


class SiteQueues:
    """One request at a time for each site, and a rest after each, for all threads; ``pause`` waits so many seconds."""

    def __init__(
        self, clock: Callable[[], float], pause: Callable[[float], object] | None = None
    ) -> None:
        self._clock = clock
        self._stopped = Event()
        self._pause = pause or self._stopped.wait
        self._lock = Lock()
        self._queues: dict[str, _SiteQueue] = {}

    def __len__(self) -> int:
        return len(self._queues)

    @contextmanager
    def turn(self, site: str, rest: float) -> Iterator[None]:
        """Wait until the site has rested so many seconds, and have it to oneself; raises Stopped."""
        queue = self._join(site)
        try:
            with queue.lock:
                self._wait(site, queue, rest)
                try:
                    yield
                finally:
                    queue.ended = self._clock()
        finally:
            with self._lock:
                queue.waiting -= 1

    def stop(self) -> None:
        """Raise Stopped in all threads that wait, now and later."""
        self._stopped.set()

    def _join(self, site: str) -> _SiteQueue:
        with self._lock:
            long_ago = self._clock() - FORGET
            self._queues = {
                name: queue
                for name, queue in self._queues.items()
                if queue.waiting or (queue.ended is not None and queue.ended > long_ago)
            }
            queue = self._queues.setdefault(site, _SiteQueue())
            queue.waiting += 1
            return queue

    def _wait(self, site: str, queue: _SiteQueue, rest: float) -> None:
        left = 0.0 if queue.ended is None else queue.ended + rest - self._clock()
        if left > 0 and not self._stopped.is_set():
            self._pause(left)
        if self._stopped.is_set():
            raise Stopped(
                f"{site} is not asked any more: watcher stops; "
                "it is asked again after the next start."
            )

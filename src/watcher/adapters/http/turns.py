"""Who may ask a site next, and when: one at a time, and not too soon."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

from watcher.core.errors import Stopped

# A site that was not asked for so long (in seconds) is owed no rest, and forgotten.
FORGET = 3600.0


@dataclass(slots=True)
class _Line:
    """Those who want to ask one site; ``ended`` is when it was asked last."""

    first: Lock = field(default_factory=Lock)
    waiting: int = 0
    ended: float | None = None


class Turns:
    """One request at a time for each site, and a rest after each, for all threads.

    ``clock`` gives seconds, ``pause`` waits so many; without one, a pause ends early
    when ``stop`` is called.
    """

    def __init__(
        self, clock: Callable[[], float], pause: Callable[[float], object] | None = None
    ) -> None:
        self._clock = clock
        self._stopped = Event()
        self._pause = pause or self._stopped.wait
        self._lock = Lock()
        self._lines: dict[str, _Line] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @contextmanager
    def turn(self, site: str, rest: float) -> Iterator[None]:
        """Wait until the site has rested so many seconds, and have it to oneself.

        Raises Stopped where there is no use in waiting any more.
        """
        line = self._join(site)
        try:
            with line.first:
                self._wait(site, line, rest)
                try:
                    yield
                finally:
                    line.ended = self._clock()
        finally:
            with self._lock:
                line.waiting -= 1

    def stop(self) -> None:
        """Give nobody a turn any more; whoever waits for one is told at once."""
        self._stopped.set()

    def _join(self, site: str) -> _Line:
        with self._lock:
            long_ago = self._clock() - FORGET
            self._lines = {
                name: line
                for name, line in self._lines.items()
                if line.waiting or (line.ended is not None and line.ended > long_ago)
            }
            line = self._lines.setdefault(site, _Line())
            line.waiting += 1
            return line

    def _wait(self, site: str, line: _Line, rest: float) -> None:
        left = 0.0 if line.ended is None else line.ended + rest - self._clock()
        if left > 0 and not self._stopped.is_set():
            self._pause(left)
        if self._stopped.is_set():
            raise Stopped(
                f"{site} is not asked any more: watcher stops; "
                "it is asked again after the next start."
            )

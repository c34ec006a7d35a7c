"""The processes that share the work: started, killed, paused, and started again."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.running import Line, Running
from watcher.core.workers import WorkerKind

# In seconds: a lease of a source, and how often it is renewed. Far shorter than those of the
# program, as are all waits here: what takes minutes there takes seconds.
SOURCE_LEASE, BEAT = 4, 0.5
_HURRIED = {
    "FIRST_RETRY": 0.1,
    "LAST_RETRY": 1,
    "LONGEST_REST": 1,
    "DELIVER_EVERY": 0.5,
    "SEND_DEADLINE": 2,
    "DOUBTFUL": 1,
    "LEASE": 10,
    "BEAT": BEAT,
    "SOURCE_LEASE": SOURCE_LEASE,
    "WORKER_DEAD_AFTER": 6,
    "WITHIN": 1,
}
# Wherever a module has taken one of these waits from another. The page is told who asks.
_BEFORE = """
import socket, sys, datetime
import watcher.core.schedule
waits, span = %(waits)r, datetime.timedelta
def hurry():
    found = [
        (module, name) for key, module in list(sys.modules.items()) if key.startswith("watcher.")
        for name in waits if isinstance(getattr(module, name, None), span | float)
    ]
    for module, name in found:
        is_span = isinstance(getattr(module, name), span)
        setattr(module, name, span(seconds=waits[name]) if is_span else float(waits[name]))
    return {name for _, name in found}
hurry()
import watcher.service.service, watcher.service.app as app
assert hurry() == set(waits), set(waits) - hurry()
version, socket.gethostname = app.version, lambda: %(host)r
app.version = lambda name: version(name) + "+" + %(life)r
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a process runs, and what it does."""

    host: str
    kind: WorkerKind


PLACES = {
    1: (Place("alpha", "run"),),
    2: (Place("alpha", "run"), Place("beta", "run")),
    4: (
        *(Place("alpha", "run"), Place("alpha", "deliver")),
        *(Place("beta", "run"), Place("beta", "deliver")),
    ),
}


class Fleet:
    """Runs one process in each place; ``started`` has the last to start at its end."""

    def __init__(self, file: Path, workers: int) -> None:
        self.places = list(PLACES[workers])
        self.started: list[Place] = []
        self._file = file
        self._running: dict[Place, Running] = {}
        self._lives = count(1)
        self._machines = count(1)
        self._logged: list[Line] = []

    def __enter__(self) -> Self:
        for place in self.places:
            self.start(place)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for place in list(self._running):
            self._leave(place)

    def start(self, place: Place) -> None:
        """Start a process; it has a name of its own for the page."""
        life = f"life{next(self._lives)}"
        before = _BEFORE % {"waits": _HURRIED, "host": place.host, "life": life}
        program = Running(self._file, verb=place.kind, before=before)
        program.__enter__()
        self._running[place] = program
        self.started = [*(p for p in self.started if p != place), place]

    def kill(self, place: Place) -> None:
        """End a process as a loss of power does."""
        program = self._running[place]
        program.signal(signal.SIGKILL)
        if program.exit_status() != -signal.SIGKILL:
            _expect_broken_start(program)
        self._leave(place)

    def revive(self) -> None:
        """Start again, as systemd does, what could not start because its connection was broken."""
        for place, program in list(self._running.items()):
            if program.has_ended:
                _expect_broken_start(program)
                self._leave(place)
                self.start(place)

    def move(self, place: Place) -> Place:
        """Return another place on a machine that was never seen, which does the same."""
        moved = replace(place, host=f"machine{next(self._machines)}")
        self.places[self.places.index(place)] = moved
        return moved

    def pause(self, place: Place) -> None:
        """Stop a process in the middle of whatever it does."""
        self._running[place].signal(signal.SIGSTOP)

    def go_on(self, place: Place) -> None:
        """Let a paused process go on."""
        self._running[place].signal(signal.SIGCONT)

    def end(self) -> None:
        """Have every process end well."""
        for program in self._running.values():
            program.wait_for("started")  # before that, it ends without a word
            program.signal(signal.SIGTERM)
        for program in self._running.values():
            if program.exit_status() != 0:
                raise AssertionError(f"it did not end well:\n{program.log}")

    def logged(self, event: str) -> Iterator[Line]:
        """Yield every line of an event, of processes that have ended too."""
        yield from (line for line in self._logged if line["event"] == event)
        for program in self._running.values():
            yield from program.logged(event)

    def log(self) -> str:
        """Return what each process logged last."""
        return "\n".join(f"{place}:\n{p.log}" for place, p in self._running.items())

    def _leave(self, place: Place) -> None:
        program = self._running.pop(place)
        program.__exit__(None, None, None)
        self._logged += program.logged("leases_taken_back")


def _expect_broken_start(program: Running) -> None:
    """Fail unless a process has ended for the one reason that it may end for by itself."""
    started = program.logged("started")
    if program.exit_status() != 1 or started or "terminating connection" not in program.log:
        raise AssertionError(f"it ended by itself:\n{program.log}")

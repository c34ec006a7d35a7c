"""The lives of the program: started, given new rounds, killed at a random moment."""

import random
import signal
import time
from pathlib import Path
from threading import Event

from tests.crash.count import untold
from tests.crash.people import CHANNELS, OPERATOR, SUBSCRIPTIONS
from tests.crash.world import World
from tests.running import PATIENCE, Running
from watcher.core.reconcile import MOST_NEW

# A kill comes within so many seconds of the start, of a look at the page that has new
# rounds, or of a first message; and so often in a hundred.
STARTING, POLLING, TELLING = (1.0, 15), (1.0, 35), (0.2, 50)
AT_ONCE = (1, 5)  # rounds that are published together, at the least and at the most
DRAINING = 60.0  # seconds
HEAD = """
[watcher]
database = "sqlite:///watcher.db"
smtp_per_minute = 6000

[[source]]
name = "ircc"
url = "{page}"

[operator]
channels = ["{operator}"]

[channels]
"""


class Replay:
    """Kills the program so many times, while so many rounds are published."""

    def __init__(
        self, world: World, folder: Path, rng: random.Random, *, kills: int, rounds: int
    ) -> None:
        self.database = folder / "watcher.db"
        self.kills: list[float] = []
        self.taken_back = 0
        self._world = world
        self._rng = rng
        self._wanted = kills
        self._unpublished = rounds
        self._file = folder / "config.toml"
        self._file.write_text(_configuration(world))

    def run(self) -> None:
        """Live and die; then tell what is left, and see that nothing more is told."""
        with Running(self._file) as program:
            self._wait_for_a_message()  # to the operator: the history is recorded
            self._kill(program)
        while len(self.kills) < self._wanted:
            self._life()
        with Running(self._file) as program:
            self._wait_until_asked(program)
            while self._unpublished and self._is_all_told():
                self._publish(MOST_NEW)
            self._is_all_told()
            _end(program)
        self._count_leases(program)
        with Running(self._file) as program:
            program.wait_for("polled", times=3)
            _end(program)
        self._count_leases(program)

    def _life(self) -> None:
        moments = (STARTING, POLLING, TELLING)
        (moment,) = self._rng.choices(moments, [often for _, often in moments])
        with Running(self._file) as program:
            if moment is not STARTING:
                self._wait_until_asked(program)
                self._publish(self._rng.randint(*AT_ONCE))
            if moment is TELLING and untold(self._world):
                self._wait_for_a_message()
            _let_it_run(self._rng.uniform(0, moment[0]))
            self._kill(program)
        self._count_leases(program)

    def _kill(self, program: Running) -> None:
        self.kills.append(time.monotonic())
        program.signal(signal.SIGKILL)
        if program.exit_status() != -signal.SIGKILL:
            raise AssertionError(f"it ended by itself:\n{program.log}")

    def _wait_for_a_message(self) -> None:
        before = len(self._world.taken)
        self._world.wait_until(lambda: len(self._world.taken) > before, PATIENCE)

    def _wait_until_asked(self, program: Running) -> None:
        before = self._world.asked
        if not self._world.wait_until(lambda: self._world.asked > before, PATIENCE):
            raise AssertionError(f"it does not poll:\n{program.log}")

    def _is_all_told(self) -> bool:
        return self._world.wait_until(lambda: not untold(self._world), DRAINING)

    def _publish(self, count: int) -> None:
        """Publish so many rounds, and never more unseen ones than a page is believed."""
        unseen = {number for _, number in untold(self._world)}
        count = min(count, self._unpublished, max(MOST_NEW - len(unseen), 0))
        self._unpublished -= count
        self._world.publish(count)

    def _count_leases(self, program: Running) -> None:
        for line in program.logged("leases_taken_back"):
            self.taken_back += line["deliveries"]


def _configuration(world: World) -> str:
    head = HEAD.format(page=world.page_url(), operator=OPERATOR)
    channels = [f'{channel} = "{world.channel_url(channel)}"' for channel in CHANNELS]
    return "\n".join([head.rstrip(), *channels, SUBSCRIPTIONS])


def _let_it_run(seconds: float) -> None:
    Event().wait(seconds)


def _end(program: Running) -> None:
    program.signal(signal.SIGTERM)
    if program.exit_status() != 0:
        raise AssertionError(f"it did not end well:\n{program.log}")

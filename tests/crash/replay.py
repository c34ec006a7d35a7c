"""The lives of the program: started, given new rounds, killed at random moments."""

import random
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Event

import sqlalchemy as sa

from tests.crash.count import untold
from tests.crash.fleet import SOURCE_LEASE, Fleet, Place
from tests.crash.people import CHANNELS, OPERATOR, ROWS, SUBSCRIPTIONS
from tests.crash.world import World
from watcher.adapters.database import Store
from watcher.core.reconcile import MOST_NEW
from watcher.core.settings import Secret
from watcher.service.clock import system_clock

# A kill comes within so many seconds of the start, of a look at the page that has new
# rounds, or of a first message; and so often in a hundred.
STARTING, POLLING, TELLING = (1.0, 15), (1.0, 35), (0.2, 50)
AT_ONCE = (1, 5)  # rounds that are published together, at the least and at the most
# Of several processes, so often in a hundred: one is killed and starts again, or on a machine
# that was never seen; all are killed; one is paused for longer than its lease; the server ends
# every connection.
KILL, LOSE, KILL_ALL, PAUSE, CUT = 55, 15, 10, 8, 12
PATIENCE, DRAINING = 60.0, 120.0  # seconds
HEAD = """
[watcher]
database = "{database}"
smtp_per_minute = 6000

[web]
enabled = false

[[source]]
name = "ircc"
url = "{page}"

[operator]
channels = ["{operator}"]

[channels]
"""


def configure(world: World, folder: Path, database: Secret) -> Path:
    """Write the configuration that every process has."""
    head = HEAD.format(database=database.value, page=world.page_url(), operator=OPERATOR)
    channels = [f'{channel} = "{world.channel_url(channel)}"' for channel in CHANNELS]
    file = folder / "config.toml"
    file.write_text("\n".join([head.rstrip(), *channels, SUBSCRIPTIONS]))
    return file


def enroll(database: Secret) -> None:
    """Put the people who are rows into the database."""
    now = system_clock()
    with closing(Store(database)) as store:
        store.migrate(now)
        with store.writing() as tx:
            tx.people.put_many(ROWS, now)


class Replay:
    """Kills processes so many times, while so many rounds are published."""

    def __init__(
        self,
        world: World,
        fleet: Fleet,
        address: Secret,
        rng: random.Random,
        *,
        kills: int,
        rounds: int,
    ) -> None:
        self.kills: list[float] = []
        self.pauses = self.cuts = self.taken_back = 0
        self._world = world
        self._fleet = fleet
        self._address = address
        self._rng = rng
        self._wanted = kills
        self._unpublished = rounds

    def run(self) -> None:
        """Live and die; then tell what is left, and see that nothing more is told."""
        with self._fleet as fleet:
            self._wait_for_a_message()  # to the operator: the history is recorded
            while len(self.kills) < self._wanted:
                self._live()
            fleet.revive()
            self._wait_until_asked()
            while self._unpublished and self._is_all_told():
                self._publish(MOST_NEW)
            self._is_all_told()
            self._wait_until_recorded()
            fleet.end()
            self.taken_back = sum(line["deliveries"] for line in fleet.logged("leases_taken_back"))
        with self._fleet as fleet:
            for _ in range(3):
                self._wait_until_asked()
            fleet.end()

    def _live(self) -> None:
        self._fleet.revive()
        moments = (STARTING, POLLING, TELLING)
        (moment,) = self._rng.choices(moments, [often for _, often in moments])
        if moment is not STARTING:
            self._wait_until_asked()
            self._publish(self._rng.randint(*AT_ONCE))
        if moment is TELLING and untold(self._world):
            self._wait_for_a_message()
        _let_it_run(self._rng.uniform(0, moment[0]))
        if len(self._fleet.places) == 1:
            self._kill(self._fleet.places)
            return
        place = (
            self._fleet.started[-1] if moment is STARTING else self._rng.choice(self._fleet.places)
        )
        acts: tuple[Callable[[], None], ...] = (
            lambda: self._kill([place]),
            lambda: self._kill([place], lost=True),
            lambda: self._kill(self._fleet.places),
            lambda: self._pause(place),
            self._cut,
        )
        (act,) = self._rng.choices(acts, [KILL, LOSE, KILL_ALL, PAUSE, CUT])
        act()

    def _kill(self, places: list[Place], *, lost: bool = False) -> None:
        """Kill processes and start them again, or others where their machine is lost."""
        for place in list(places):
            self.kills.append(time.monotonic())
            self._fleet.kill(place)
        for place in list(places):
            self._fleet.start(self._fleet.move(place) if lost else place)

    def _pause(self, place: Place) -> None:
        """Stop a process until others have taken over what it does."""
        self.pauses += 1
        self._fleet.pause(place)
        _let_it_run(self._rng.uniform(0, 2 * SOURCE_LEASE))
        self._fleet.go_on(place)

    def _cut(self) -> None:
        """End every connection to the database's server, as one that restarts does."""
        self.cuts += 1
        engine = sa.create_engine(self._address.value, poolclass=sa.NullPool)
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        with engine.connect() as connection:
            connection.execute(
                sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608 - our own words
            )

    def _wait_for_a_message(self) -> None:
        before = len(self._world.taken)
        self._world.wait_until(lambda: len(self._world.taken) > before, PATIENCE)

    def _wait_until_asked(self) -> None:
        before = len(self._world.asked)
        if not self._world.wait_until(lambda: len(self._world.asked) > before, PATIENCE):
            raise AssertionError(f"nobody polls:\n{self._fleet.log()}")

    def _wait_until_recorded(self) -> None:
        """Wait until nothing is left to send: what was taken without a word is sent again."""
        with closing(Store(self._address)) as store:
            for _ in range(int(DRAINING / 0.2)):
                with store.reading() as tx:
                    if tx.deliveries.oldest_waiting() is None:
                        return
                _let_it_run(0.2)

    def _is_all_told(self) -> bool:
        return self._world.wait_until(lambda: not untold(self._world), DRAINING)

    def _publish(self, count: int) -> None:
        """Publish so many rounds, and never more unseen ones than a page is believed."""
        unseen = {number for _, number in untold(self._world)}
        count = min(count, self._unpublished, max(MOST_NEW - len(unseen), 0))
        self._unpublished -= count
        self._world.publish(count)


def _let_it_run(seconds: float) -> None:
    Event().wait(seconds)

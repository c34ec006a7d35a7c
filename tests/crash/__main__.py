"""Replay, count, and end with 1 on any loss, false alert or unexplained repeat."""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crash.count import Count
from tests.crash.fleet import Fleet
from tests.crash.replay import Replay, configure, enroll
from tests.crash.world import World
from tests.servers.postgresql import PostgreSQL
from watcher.core.settings import Secret

#: What is played where nothing is said: the database, processes, kills, and new rounds.
ALL = (("sqlite", 1, 80, 160), ("postgresql", 2, 70, 140), ("postgresql", 4, 60, 120))


def main() -> int:
    """Kill, count, and say it in a line for each of the plays."""
    options = _options()
    failed = False
    for database, workers, kills, rounds in ALL:
        if options.database in {None, database} and options.workers in {None, workers}:
            failed |= _play(
                database,
                workers,
                kills=options.kills or kills,
                rounds=options.rounds or rounds,
                seed=options.seed,
            )
    return int(failed)


def _play(database: str, workers: int, *, kills: int, rounds: int, seed: int) -> bool:
    """Play once; tell whether anything was wrong."""
    _say(f"{database}, {_counted(workers, 'process')}, seed {seed}")
    rng = random.Random(seed)  # noqa: S311 - when to kill, not a secret
    begun = time.monotonic()
    with TemporaryDirectory() as folder, World(rng) as world, _address(database, folder) as address:
        file = configure(world, Path(folder), address)
        enroll(address)
        replay = Replay(world, Fleet(file, workers), address, rng, kills=kills, rounds=rounds)
        replay.run()
        count = Count(world, address, replay.kills)
    for problem in count.problems:
        _say(problem)
    _say(
        f"{len(replay.kills)} kills, {replay.pauses} pauses and {replay.cuts} broken connections "
        f"over {len(world.rounds)} new rounds, {replay.taken_back} deliveries cut off. "
        f"{count.summary} {time.monotonic() - begun:.0f} s."
    )
    return bool(count.problems)


@contextmanager
def _address(database: str, folder: str) -> Iterator[Secret]:
    if database == "sqlite":
        yield Secret(f"sqlite:///{folder}/watcher.db")
        return
    with PostgreSQL() as server:
        server.fresh("crash")
        # A test must not wait for a lock for good; here a process may be paused with one.
        yield server.at("crash", "-c lock_timeout=0")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    parser.add_argument("--workers", type=int, choices=[1, 2, 4])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    parser.add_argument("--kills", type=int)
    parser.add_argument("--rounds", type=int)
    return parser.parse_args()


def _counted(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count} {what}es"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

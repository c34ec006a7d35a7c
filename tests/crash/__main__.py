"""Replay, count, and end with 1 on any loss, false alert or unexplained repeat."""

import argparse
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crash.count import Count
from tests.crash.replay import Replay
from tests.crash.world import World


def main() -> int:
    """Kill, count, and say it in a line."""
    options = _options()
    sys.stdout.write(f"seed {options.seed}\n")
    sys.stdout.flush()
    rng = random.Random(options.seed)  # noqa: S311 - when to kill, not a secret
    begun = time.monotonic()
    with TemporaryDirectory() as folder, World(rng) as world:
        replay = Replay(world, Path(folder), rng, kills=options.kills, rounds=options.rounds)
        replay.run()
        count = Count(world, replay.database, replay.kills)
    for problem in count.problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(
        f"{len(replay.kills)} kills over {len(world.rounds)} new rounds, "
        f"{replay.taken_back} deliveries cut off. {count.summary} "
        f"{time.monotonic() - begun:.0f} s.\n"
    )
    return 1 if count.problems else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=120)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

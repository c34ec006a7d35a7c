"""Importing people: memory, which does not follow their number, and how long other writers wait.

A hundred thousand lines of a consulting firm, new and then with other scores; ``WATCHER_BENCH_PEOPLE`` has another
number (1000000 takes some minutes). Each import runs in a process of its own, whose memory is read when it ends.
"""

import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from subprocess import run
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bench.table import Figure
from watcher.adapters.database import PeopleStage
from watcher.cli import app

LINES = int(os.environ.get("WATCHER_BENCH_PEOPLE", "100000"))
AT_MOST = 250.0  # MiB

CONFIGURATION = """
[watcher]
database = "sqlite:///watcher.db"
[channels]
mail = "mailto://user:pw@127.0.0.1:2525?from=me@example.com&to=ops@example.com"
"""
HEADING = "name,categories,score,submitted,mail,language,timezone,quiet_hours,wake,near\n"
ZONES = ("America/Toronto", "Asia/Kolkata", "Africa/Lagos", "Asia/Manila")
CATEGORIES = ("cec; french", "healthcare", "pnp; cec; stem", "trades; education")


def figures() -> Iterator[Figure]:
    """Import a table twice, the second time with every score changed."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "config.toml").write_text(CONFIGURATION)
        for what, more in (("new", 0), ("changed", 1)):
            # Line by line: the memory of a parent counts as that of the child.
            with (Path(folder) / "clients.csv").open("w") as clients:
                clients.write(HEADING)
                clients.writelines(_lines(more))
            yield from _measured(folder, what)


def _lines(more: int) -> Iterator[str]:
    for i in range(LINES):
        yield (
            f"client-{i * 7919 % LINES:07},{CATEGORIES[i % 4]},{380 + i % 150 + more},"
            f"2025-{1 + i % 12:02}-{1 + i % 28:02}T{i % 24:02}:{i % 60:02}:00Z,"
            f"client{i}@example.com,{'en' if i % 3 else 'fr'},{ZONES[i % 4]},22:00-07:00,yes,10\n"
        )


def _measured(folder: str, what: str) -> Iterator[Figure]:
    command = [sys.executable, "-m", "bench.people"]
    began = time.perf_counter()
    ended = run(command, cwd=folder, check=True, capture_output=True, text=True, env=_environment())
    took = time.perf_counter() - began
    memory, held = re.findall(r"[0-9.]+", ended.stdout.splitlines()[-1])
    of = f"{LINES:,} people {what}"
    yield Figure(what=f"{of}: the whole import", measured=f"{LINES / took:,.0f} lines/s")
    yield Figure(
        what=f"{of}: resident memory",
        measured=f"{float(memory):.0f} MiB",
        goal=f"<= {AT_MOST:g}",
        met=float(memory) <= AT_MOST,
    )
    yield Figure(what=f"{of}: other writers wait", measured=f"{float(held):.1f} s")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}


def _import() -> None:
    """Import ``clients.csv``, and print the memory and the time in the transaction."""
    apply, held = PeopleStage._apply, []  # noqa: SLF001 - the transaction alone

    def _timed(stage: PeopleStage, *given: object) -> None:
        began = time.perf_counter()
        apply(stage, *given)  # type: ignore[arg-type] # passed on
        held.append(time.perf_counter() - began)

    with patch.object(PeopleStage, "_apply", _timed):
        app(["people", "import", "clients.csv"], standalone_mode=False)
    print(getrusage(RUSAGE_SELF).ru_maxrss / 1024, sum(held))


if __name__ == "__main__":
    _import()

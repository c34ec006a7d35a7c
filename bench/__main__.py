"""``python -m bench [NAME ...]``: measure, and print the table. Ends with 0, met or not."""

import platform
import sqlite3
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from bench import (
    alert,
    chances,
    hostile,
    judging,
    memory,
    pace,
    people,
    polls,
    queue,
    rank,
    recipients,
    sending,
    web,
    workers,
)
from bench.table import Figure, rendered

MEASURES: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "polls": polls.figures,
    "alert": alert.figures,
    "memory": memory.figures,
    "recipients": recipients.figures,
    "sending": sending.figures,
    "hostile": hostile.figures,
    "web": web.figures,
    "rank": rank.figures,
    "pace": pace.figures,
    "chances": chances.figures,
    "judging": judging.figures,
    "queue": queue.figures,
    "workers": workers.figures,
    "people": people.figures,
}


def main(arguments: list[str]) -> None:
    """Measure what is named, or everything."""
    parser = ArgumentParser(prog="python -m bench", description="Measure, and print the table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument(
        "--sightings", type=Path, default=pace.SIGHTINGS, help="of rounds, for pace: %(default)s"
    )
    parser.add_argument(
        "--messages",
        type=int,
        default=sending.MESSAGES,
        help="of each kind, for sending: %(default)s",
    )
    given = parser.parse_args(arguments)
    if unknown := sorted(set(given.names) - MEASURES.keys()):
        parser.error(f"there is no {unknown[0]}: there are {', '.join(MEASURES)}")
    measures = dict(MEASURES)
    measures["pace"] = partial(pace.figures, given.sightings)
    measures["sending"] = partial(sending.figures, given.messages)
    found = list[Figure]()
    for name in given.names or measures:
        print(f"{name} ...", file=sys.stderr)
        found += measures[name]()
    print("$ python -m bench", *arguments)
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    print(rendered(found))


if __name__ == "__main__":
    main(sys.argv[1:])

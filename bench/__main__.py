"""``python -m bench [NAME ...]``: measure, and print the table. Ends with 0, met or not."""

import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping

from bench import alert, hostile, memory, polls, rank, recipients, web
from bench.table import Figure, rendered

MEASURES: Mapping[str, Callable[[], Iterator[Figure]]] = {
    "polls": polls.figures,
    "alert": alert.figures,
    "memory": memory.figures,
    "recipients": recipients.figures,
    "hostile": hostile.figures,
    "web": web.figures,
    "rank": rank.figures,
}


def main(names: list[str]) -> None:
    """Measure what is named, or everything."""
    found = [figure for name in names or MEASURES for figure in MEASURES[name]()]
    print("$", "python -m bench", *names)
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    print(rendered(found))


if __name__ == "__main__":
    main(sys.argv[1:])

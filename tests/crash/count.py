"""What was due, what was told, and whether a kill explains every repeat."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from tests.crash.people import DUE, OPERATOR
from tests.crash.world import World
from watcher.adapters.database import DeliveryRecord, DeliveryState, Store
from watcher.core.settings import Secret

# What was on the wire at the kill may be taken so much later, in seconds.
ON_THE_WIRE = 0.5

Told = tuple[str, str | None]  # a channel and the number of a round; None for a notice
NOTICE: Told = (OPERATOR, None)  # one is due: that the history was recorded


def due(world: World) -> set[Told]:
    """Name all that has to be told of the rounds that are published."""
    return {(who, n) for n, name in world.rounds.items() for who in DUE[name]}


def untold(world: World) -> set[Told]:
    """Name what is due and nobody took."""
    return due(world) - {(taken.channel, taken.number) for taken in world.taken}


class Count:
    """The figures of a replay; ``problems`` has a sentence for each fault."""

    def __init__(self, world: World, database: Path, kills: Sequence[float]) -> None:
        self._due = due(world) | {NOTICE}
        self._kills = kills
        self._told: Mapping[Told, list[float]] = defaultdict(list)
        self._rows: Mapping[Told, list[DeliveryRecord]] = defaultdict(list)
        for taken in world.taken:
            self._told[taken.channel, taken.number].append(taken.at)
        for row in _rows(database):
            self._rows[row.channel, row.number].append(row)
        self.lost = self._due - self._told.keys()
        self.false = self._told.keys() - self._due
        self.repeats = sum(len(instants) - 1 for instants in self._told.values())
        self.doubtful = sum(any(r.doubtful for r in rows) for rows in self._rows.values())
        self.problems = [*self._problems(), *_damage(database)]

    @property
    def summary(self) -> str:
        """Say it in a sentence."""
        return (
            f"{len(self._due)} messages due: {len(self.lost)} lost, {len(self.false)} "
            f"false, {self.repeats} said twice; {self.doubtful} marked doubtful."
        )

    def _problems(self) -> Iterator[str]:
        for channel, number in sorted(self.lost, key=str):
            yield f"lost: #{number} on {channel}"
        for channel, number in sorted(self.false, key=str):
            yield f"false: #{number} on {channel}"
        for channel, number in sorted(self._rows.keys() ^ self._due, key=str):
            yield f"the queue and what is due disagree: #{number} on {channel}"
        for (channel, number), rows in self._rows.items():
            if any(row.state is not DeliveryState.SENT for row in rows):
                yield f"not recorded as sent: #{number} on {channel}"
        for told, instants in self._told.items():
            if len(instants) > 1 and not self._is_explained(told, instants):
                yield f"said {len(instants)} times: #{told[1]} on {told[0]}"

    def _is_explained(self, told: Told, instants: Sequence[float]) -> bool:
        """Tell whether a kill lies between any two, and the database knows that it may."""
        rows = self._rows.get(told, [])
        known = all(row.doubtful and row.attempts >= len(instants) for row in rows)
        return known and all(
            any(first - ON_THE_WIRE < kill < second for kill in self._kills)
            for first, second in pairwise(instants)
        )


def _rows(database: Path) -> list[DeliveryRecord]:
    store = Store(Secret(f"sqlite:///{database}"))
    with store.reading() as tx:
        rows = tx.deliveries.search()
    store.close()
    return rows


def _damage(database: Path) -> Iterator[str]:
    with closing(sqlite3.connect(database)) as connection:
        for (said,) in connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield f"the database is damaged: {said}"

"""What was due, what was told, and whether a kill explains every repeat."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise

from tests.crash.fleet import SOURCE_LEASE
from tests.crash.people import DUE, OPERATOR, REFUSED
from tests.crash.world import Asked, Taken, World
from watcher.adapters.database import DeliveryRecord, DeliveryState, Store
from watcher.core.settings import Secret

# What was on the wire at the kill may be taken so much later, in seconds.
ON_THE_WIRE = 0.5

# How it ends for one whom the server does not know: refused once, and left alone from then on.
_NEVER = {DeliveryState.REFUSED, DeliveryState.SUPPRESSED}

Told = tuple[str, str | None]  # a channel and the number of a round; None for a notice
NOTICE: Told = (OPERATOR, None)  # at least one is due: that the history was recorded


def due(world: World) -> set[Told]:
    """Name all that has to be told of the rounds that are published."""
    return {(who, n) for n, name in world.rounds.items() for who in DUE[name]}


def untold(world: World) -> set[Told]:
    """Name what is due and nobody took."""
    return due(world) - {(taken.channel, taken.number) for taken in world.taken}


class Count:
    """The figures of a replay; ``problems`` has a sentence for each fault."""

    def __init__(self, world: World, database: Secret, kills: Sequence[float]) -> None:
        self._due = due(world) | {NOTICE}
        self._refused = {(who, n) for n, name in world.rounds.items() for who in REFUSED[name]}
        self._kills = kills
        self._told: Mapping[Told, list[Taken]] = defaultdict(list)
        self._rows: Mapping[Told, list[DeliveryRecord]] = defaultdict(list)
        for taken in world.taken:
            self._told[taken.channel, taken.number].append(taken)
        for row in _rows(database):
            self._rows[_who(row), row.number].append(row)
        self.lost = self._due - self._told.keys()
        self.false = self._told.keys() - self._due
        people = {told: taken for told, taken in self._told.items() if told != NOTICE}
        self._repeated = {told: taken for told, taken in people.items() if len(taken) > 1}
        self.repeats = sum(len(taken) - 1 for taken in self._repeated.values())
        self.doubtful = sum(any(r.doubtful for r in rows) for rows in self._rows.values())
        self.problems = [*self._problems(), *_polled_twice(world.asked), *_damage(database)]

    @property
    def summary(self) -> str:
        """Say it in a sentence."""
        return (
            f"{len(self._due)} messages due: {len(self.lost)} lost, {len(self.false)} "
            f"false, {self.repeats} said twice; {self.doubtful} marked doubtful; "
            f"{len(self._refused)} refused for good; {len(self._told[NOTICE])} notices."
        )

    def _problems(self) -> Iterator[str]:
        for channel, number in sorted(self.lost, key=str):
            yield f"lost: #{number} on {channel}"
        for channel, number in sorted(self.false, key=str):
            yield f"false: #{number} on {channel}"
        for channel, number in sorted(self._rows.keys() ^ (self._due | self._refused), key=str):
            yield f"the queue and what is due disagree: #{number} on {channel}"
        for told, rows in self._rows.items():
            wanted = _NEVER if told in self._refused else {DeliveryState.SENT}
            states = {row.state for row in rows} - wanted
            if states:
                yield f"{', '.join(states)}, not {wanted}: #{told[1]} on {told[0]}"
        for told, taken in self._repeated.items():
            if not self._is_explained(told, taken):
                at = ", ".join(f"{one.at:.2f}" for one in taken)
                known = [(row.attempts, row.doubtful) for row in self._rows.get(told, [])]
                yield f"said {len(taken)} times: #{told[1]} on {told[0]}, at {at}, recorded {known}"

    def _is_explained(self, told: Told, taken: Sequence[Taken]) -> bool:
        """Tell whether a kill or an answer cut off lies between any two, and the database knows that it may."""
        rows = self._rows.get(told, [])
        known = all(row.doubtful and row.attempts >= len(taken) for row in rows)
        return known and all(
            not first.said or any(first.at - ON_THE_WIRE < kill < second.at for kill in self._kills)
            for first, second in pairwise(taken)
        )


def _polled_twice(asked: Sequence[Asked]) -> Iterator[str]:
    """Find where a process polled again after another had, before its lease could have run out."""
    for i, (one, other) in enumerate(pairwise(asked)):
        if one.life != other.life and any(
            again.life == one.life and again.at - one.at < SOURCE_LEASE for again in asked[i + 2 :]
        ):
            yield f"polled by two at once: {one.life} and {other.life}"


def _who(row: DeliveryRecord) -> str:
    """Name who is told, as servers know them: a mailbox by its name."""
    return row.target.partition("@")[0] or row.channel


def _rows(database: Secret) -> list[DeliveryRecord]:
    with closing(Store(database)) as store, store.reading() as tx:
        return tx.deliveries.search()


def _damage(database: Secret) -> Iterator[str]:
    _, sqlite, file = database.value.partition("sqlite:///")
    if sqlite:
        with closing(sqlite3.connect(file)) as connection:
            for (said,) in connection.execute("PRAGMA integrity_check"):
                if said != "ok":
                    yield f"the database is damaged: {said}"

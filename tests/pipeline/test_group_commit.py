"""What several threads record at one moment shares a transaction, and nobody waits for more."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from watcher.core.errors import StoreError, Unrecorded
from watcher.pipeline.group_commit import GroupCommit

PATIENCE = 10.0


class Database:
    """Commits groups; the first one takes until it is let go."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.begun, self.let_go = Event(), Event()
        self.broken = False

    def __call__(self, items: Sequence[int]) -> list[str]:
        self.groups.append(sorted(items))
        if len(self.groups) == 1:
            self.begun.set()
            assert self.let_go.wait(PATIENCE)
        if self.broken:
            raise StoreError("full")
        if 13 in items:
            raise ValueError(f"{len(items)}")
        return [f"result {item}" for item in items]


def wait_for(database: GroupCommit[int, str], waiting: int) -> None:
    for _ in range(1000):
        if database.waiting == waiting:
            return
        Event().wait(0.005)
    raise AssertionError("nobody waits")


def commit(database: Database, *items: int) -> list[str]:
    """Commit the first item, and the others while that is being committed."""
    committing = GroupCommit(database)
    with ThreadPoolExecutor(len(items)) as threads:
        first = threads.submit(committing, items[0])
        assert database.begun.wait(PATIENCE)
        others = [threads.submit(committing, item) for item in items[1:]]
        wait_for(committing, len(others))
        database.let_go.set()
        return [str(future.exception(PATIENCE) or future.result()) for future in [first, *others]]


def test_the_first_begins_at_once_and_those_who_come_meanwhile_are_next_together() -> None:
    database = Database()

    results = commit(database, 1, 2, 3, 4)

    assert results == ["result 1", "result 2", "result 3", "result 4"]
    assert database.groups == [[1], [2, 3, 4]]


def test_one_that_cannot_be_recorded_spoils_no_other() -> None:
    database = Database()

    results = commit(database, 1, 2, 13, 4)

    assert results == ["result 1", "result 2", "1", "result 4"]
    assert database.groups == [[1], [2, 4, 13], [2], [13], [4]]


def test_where_the_database_is_away_each_can_be_recorded_later() -> None:
    database = Database()
    database.let_go.set()
    database.broken = True
    committing = GroupCommit(database)

    with pytest.raises(Unrecorded) as away:
        committing(5)
    database.broken = False

    assert away.value.record() == "result 5"
    assert committing(6) == "result 6"

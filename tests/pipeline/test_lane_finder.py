"""Servers with work are taken in hand, but none that was in hand while one looked."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from threading import RLock

import pytest

from tests.adapters.database.values import an_alert_to
from watcher.adapters.database import QueuedAlert, Store
from watcher.core.alerts import Priority
from watcher.core.settings import Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.delivery import DeliveryContext
from watcher.pipeline.lane_finder import VOIDED_EVERY, LaneFinder
from watcher.pipeline.lanes import FOR_FAILING, LaneTable

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
BOOK = AddressBook(
    settings=Settings(file=PurePath("x"), database=Secret("")), targets=lambda _: ("",)
)


class Scout:
    """A finder, the lanes that it fills, and clocks that a test turns."""

    def __init__(self, store: Store) -> None:
        self.store, self.lanes = store, LaneTable()
        self.now, self.seconds = NOW, 0.0
        context = DeliveryContext(
            store=store,
            send=lambda *_: "never",
            address_book=lambda: BOOK,
            clock=lambda: self.now,
            chance=lambda: 0.0,
            owner="test",
        )
        self.finder = LaneFinder(context, self.lanes, RLock(), lambda: self.seconds)

    def put(self, *channels: str, at: datetime = NOW) -> None:
        with self.store.writing() as tx:
            tx.alerts.put(
                [
                    QueuedAlert(
                        alert=an_alert_to(channel),
                        targets=[(channel, "")],
                        due_at=at,
                        priority=Priority.REST,
                    )
                    for channel in channels
                ],
                at,
            )


@pytest.fixture
def scout(sqlite_database: Secret) -> Iterator[Scout]:
    with closing(Store(sqlite_database)) as store:
        yield Scout(store)


def test_as_many_servers_are_taken_in_hand_as_are_wanted(scout: Scout) -> None:
    scout.put("a", "b", "c", "d")

    scout.finder.look(3)
    assert [len(lane.waiting) for lane in scout.lanes.ready] == [1, 1, 1]
    scout.finder.look(3)

    assert scout.lanes.names() == {"a", "b", "c", "d"}


def test_one_that_is_in_hand_is_left_to_who_has_it(scout: Scout) -> None:
    scout.put("a", "b")
    scout.finder.look(1)
    scout.put("c")
    scout.finder.look(9)

    assert sorted(lane.name for lane in scout.lanes.ready) == ["a", "b", "c"]


def test_no_more_servers_that_failed_last_are_taken_than_their_share(scout: Scout) -> None:
    down = [f"down-{n}" for n in range(FOR_FAILING + 5)]
    scout.put(*down, "well")
    with scout.store.writing() as tx:
        for name in down:
            tx.servers.back_off(name, failures=1, until=NOW)

    scout.finder.look(99)
    scout.finder.look(99)

    assert scout.lanes.failing == FOR_FAILING
    assert "well" in scout.lanes


def test_one_that_is_excluded_is_left_alone_for_a_while(scout: Scout) -> None:
    scout.put("a")
    scout.finder.exclude("a", 60.0)

    scout.finder.look(9)
    assert scout.lanes.names() == set()
    scout.seconds += 60.0
    scout.finder.look(9)

    assert scout.lanes.names() == {"a"}


def test_what_a_fast_clock_wrote_is_looked_for_at_first_now_and_then_and_when_ours_goes_back(
    scout: Scout,
) -> None:
    fast = NOW + timedelta(days=40)
    for turn, (minutes, seconds) in enumerate([(0, 0.0), (1, VOIDED_EVERY), (-9, VOIDED_EVERY)]):
        scout.put(f"p{turn}", at=fast)
        scout.now, scout.seconds = NOW + timedelta(minutes=minutes), seconds
        scout.finder.void_fast_clocks()
        scout.put(f"q{turn}", at=fast)
        scout.finder.void_fast_clocks()  # nothing has changed since

        with scout.store.reading() as tx:
            due = [d.channel for d in tx.deliveries.search() if d.next_attempt_at < fast]
        assert f"p{turn}" in due
        assert f"q{turn}" not in due

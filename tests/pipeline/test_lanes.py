"""How many threads a server may have, and how much is leased of it at once."""

from datetime import UTC, datetime

import pytest

from watcher.adapters.database import DueLane, LeasedDelivery
from watcher.core.alerts import Priority
from watcher.pipeline.lanes import (
    FIRST_BATCH,
    FOR_FURTHER,
    MOST_IN_BATCH,
    STARTS,
    WITHIN,
    Lane,
    LaneTable,
    RecentStarts,
)

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)


def a_message(number: int = 1, attempts: int = 1) -> LeasedDelivery:
    return LeasedDelivery(
        deliveries=(number,),
        lease_until=NOW,
        channel="mail",
        target="",
        server="mail",
        attempts=attempts,
        due_at=NOW,
        doubtful=False,
    )


@pytest.fixture
def table() -> LaneTable:
    return LaneTable()


def a_lane(table: LaneTable, name: str, *, connections: int = 4, working: int = 1) -> Lane:
    lane = table.add(DueLane(name, Priority.REST), connections, 0.0)
    lane.waiting.extend(a_message(n) for n in range(10))
    lane.working = working
    return lane


def test_a_server_gets_more_connections_with_each_message_that_it_takes(table: LaneTable) -> None:
    lane = a_lane(table, "mail")
    allowed = []
    for _ in range(4):
        allowed.append(lane.allowed)
        lane.took_one(paced=False)

    assert allowed == [1, 2, 4, 4]
    assert table.may_have_one_more(lane)
    lane.working = 4
    assert not table.may_have_one_more(lane)


def test_one_that_waits_for_its_rate_needs_no_second_connection(table: LaneTable) -> None:
    lane = a_lane(table, "mail")

    lane.took_one(paced=True)

    assert not table.may_have_one_more(lane)


def test_one_that_failed_begins_anew_with_one_connection_and_a_small_batch(
    table: LaneTable,
) -> None:
    lane = a_lane(table, "mail")
    lane.allowed, lane.batch = 4, MOST_IN_BATCH

    lane.failed()

    assert (lane.resting, lane.allowed, lane.batch) == (True, 1, FIRST_BATCH)
    assert table.failing == 1
    lane.took_one(paced=False)
    assert (lane.resting, table.failing) == (False, 0)


def test_servers_that_all_hang_leave_a_third_of_the_threads_to_others(table: LaneTable) -> None:
    for number in range(FOR_FURTHER // 3 + 1):
        lane = a_lane(table, f"mail {number}", working=4)
        lane.allowed = 4

    another = a_lane(table, "another")
    another.allowed = 4

    assert not table.may_have_one_more(another)  # but its first it has


@pytest.mark.parametrize(
    ("seconds", "batches"),
    [
        (0.01, [4, 8, 16, 32, 64, 100, 100]),
        (0.3, [4, 4, 4, 4, 4, 4, 4]),
        (9.0, [4, 2, 1, 1, 1, 1, 1]),
    ],
)
def test_a_batch_is_what_leaves_in_a_moment(seconds: float, batches: list[int]) -> None:
    lane, found = Lane("mail", 4, 0.0), []
    for turn in range(len(batches)):
        found.append(lane.batch)
        lane.refilled([], (turn + 1) * seconds)

    assert found == batches


def test_a_lane_is_left_when_nobody_works_and_nothing_waits(table: LaneTable) -> None:
    lane = a_lane(table, "mail")
    table.drop(lane)
    assert "mail" in table

    lane.waiting.clear()
    lane.working = 0
    table.drop(lane)

    assert "mail" not in table
    assert table.names() == set()


def test_a_message_that_is_started_again_and_again_goes_round() -> None:
    starts = RecentStarts()
    tight = [starts.goes_round(a_message(1, attempts=n), float(n)) for n in range(1, 8)]
    slow = [starts.goes_round(a_message(2, attempts=n), n * WITHIN) for n in range(1, 8)]

    assert tight.index(True) == STARTS
    assert not any(slow)

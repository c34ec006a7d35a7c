"""When a message is given up, also by clocks that leap."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.pages import a_page, a_row, rows
from tests.pipeline.test_delivery import cec, fetcher, states
from tests.scene import Scene
from tests.servers.http import HttpServer
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.http import Fetcher
from watcher.core.errors import DeliveryError
from watcher.pipeline.recording import is_too_old

__all__ = ["fetcher"]

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
MICROSECOND, HOUR, DAY = (timedelta(microseconds=1), timedelta(hours=1), timedelta(days=1))
THREE_DAYS = timedelta(hours=72)


@pytest.fixture
def scene(store: Store, fetcher: Fetcher) -> Iterator[Scene]:
    """Return a watcher with round #438 queued for amara, whose channel fails."""
    with HttpServer() as server:
        scene = Scene(store, server, fetcher, NOW, [cec("amara")])
        scene.publish(a_page(*rows(3)))
        scene.poll()
        scene.deliver()
        scene.publish(a_page(a_row("438"), *rows(3)))
        scene.poll()
        scene.channels.failures["amara"] = [DeliveryError("503")] * 200
        yield scene


def try_eight_times(scene: Scene) -> datetime:
    """Let it fail for some hours; return when the message was queued."""
    queued = scene.now
    for _ in range(8):
        scene.deliver(after=HOUR)
    return queued


@pytest.mark.parametrize(
    ("late", "state"), [(timedelta(), DeliveryState.QUEUED), (MICROSECOND, DeliveryState.EXPIRED)]
)
def test_a_message_whose_next_try_is_within_72_hours_is_tried_again(
    scene: Scene, late: timedelta, state: DeliveryState
) -> None:
    queued = try_eight_times(scene)

    scene.now = queued + THREE_DAYS - HOUR + late  # it is tried once an hour by now
    scene.deliver()

    assert states(scene, "amara") == [state]


@pytest.mark.parametrize(
    ("created", "next_try", "tries", "given_up"),
    [
        (NOW - THREE_DAYS, NOW, 8, False),
        (NOW - THREE_DAYS, NOW + MICROSECOND, 8, True),
        (NOW - 40 * DAY, NOW, 7, False),
        (NOW - 40 * DAY, NOW, 8, True),
        # Made by a clock that ran ahead: how old it is nobody knows.
        (NOW + 40 * DAY, NOW, 79, False),
        (NOW + 40 * DAY, NOW, 80, True),
    ],
)
def test_what_is_given_up_is_old_and_was_tried_for_long(
    created: datetime, next_try: datetime, tries: int, *, given_up: bool
) -> None:
    assert is_too_old(created, NOW, next_try, tries) is given_up


def test_a_clock_that_leaps_40_days_gives_nothing_up_and_delays_nothing(scene: Scene) -> None:
    right = scene.now
    scene.now += 40 * DAY
    scene.deliver()
    assert states(scene, "amara") == [DeliveryState.QUEUED]

    scene.channels.failures.clear()
    scene.now = right + timedelta(minutes=1)
    scene.deliver()

    assert states(scene, "amara") == [DeliveryState.SENT]


def test_what_a_dead_server_kept_from_being_tried_is_given_up_with_the_rest(scene: Scene) -> None:
    # Twenty targets of one server: each is tried four times in 80 hours, the server 80.
    scene.channels.targets["amara"] = tuple(map(str, range(20)))
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    for _ in range(80):
        scene.deliver(after=HOUR)

    assert DeliveryState.EXPIRED in states(scene, "amara")

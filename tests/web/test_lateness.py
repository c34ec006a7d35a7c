"""The delay between news and alert, as metrics observe it."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.pages import a_page, a_row, rows
from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_subscription
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.http import Fetcher
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import QuietHours, Subscription
from watcher.pipeline.delivery import DeliveryResult

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def scene(store: Store, fetcher: Fetcher) -> Iterator[Scene]:
    """Return a watcher that knows three rounds; the next poll is a minute later."""
    with HttpServer() as server:
        scene = Scene(store, server, fetcher, NOW, [amara()])
        scene.publish(a_page(*rows(3)))
        scene.poll()
        scene.deliver()
        yield scene


def amara(**rule: object) -> Subscription:
    usual = {"categories": frozenset({"cec"}), "score": 500, "channels": ("amara",)}
    return a_subscription(**{**usual, **rule})


def to_amara(ended: list[DeliveryResult]) -> DeliveryResult:
    [delivery] = [d for d in ended if d.channel == "amara"]
    return delivery


def test_an_alert_is_as_late_as_it_leaves_after_its_round_was_seen(scene: Scene) -> None:
    scene.publish(a_page(a_row("438"), *rows(3)))
    scene.poll()

    sent = to_amara(scene.deliver(after=7 * MINUTE))

    assert (sent.state, sent.sent_after, sent.rested) == (DeliveryState.SENT, 7 * MINUTE, False)


def test_what_was_not_sent_yet_is_not_late_yet_and_retries_count(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("503")]
    scene.publish(a_page(a_row("438"), *rows(3)))
    scene.poll()

    assert to_amara(scene.deliver()).sent_after is None
    assert to_amara(scene.deliver(after=2 * HOUR)).sent_after == 2 * HOUR


def test_what_is_refused_has_no_lateness(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryRefused("403")]
    scene.publish(a_page(a_row("438"), *rows(3)))
    scene.poll()

    assert to_amara(scene.deliver()).sent_after is None


def test_a_correction_is_late_from_when_it_was_seen_itself(scene: Scene) -> None:
    scene.publish(a_page(a_row("438"), *rows(3)))
    scene.poll()
    scene.deliver()
    scene.publish(a_page(a_row("438", drawCRS="501"), *rows(3)))
    scene.poll(after=5 * HOUR)

    assert to_amara(scene.deliver(after=3 * MINUTE)).sent_after == 3 * MINUTE


def test_an_alert_that_came_into_quiet_hours_says_so(scene: Scene) -> None:
    night = QuietHours(start=time(14), end=time(22))  # in Toronto it is 14:02
    scene.enroll(amara(quiet_hours=night))
    scene.publish(a_page(a_row("438"), *rows(3)))
    scene.poll()

    assert [d for d in scene.deliver() if d.channel == "amara"] == []
    sent = to_amara(scene.deliver(after=8 * HOUR))

    assert (sent.sent_after, sent.rested) == (8 * HOUR, True)


def test_a_notice_to_the_operator_has_no_lateness(scene: Scene) -> None:
    scene.publish(a_page(a_row("438", drawName="Astronauts"), *rows(3)))
    scene.poll()

    notices = [d for d in scene.deliver(after=MINUTE) if d.channel == "ops"]

    assert [(d.state, d.sent_after) for d in notices] == [(DeliveryState.SENT, None)]

"""What a claimed message says."""

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from tests.pipeline.test_readers import leased
from tests.values import a_subscription, an_alert
from watcher.core.model import Message
from watcher.core.settings import Channel, Secret, Settings
from watcher.pipeline.composing import compose_delivery

NOW = datetime(2025, 12, 11, 16, 3, tzinfo=UTC)


def composed(*subscriptions: str, **contents: Any) -> Message:
    desk = Channel(name="mail", url=Secret("json://127.0.0.1"))
    settings = Settings(
        file=PurePath("x"),
        database=Secret(""),
        channels={"mail": desk},
        subscriptions=tuple(a_subscription(name=n, channels=("mail",)) for n in subscriptions),
    )
    return compose_delivery(
        leased(**contents),
        settings=settings,
        now=NOW,
        foresee=lambda alerts: alerts,
        illustrate=lambda _: b"a chart",
    )


def test_where_others_are_told_on_the_channel_the_reader_is_named() -> None:
    assert "amara invited" in composed("amara", "bo", alerts=(an_alert(),)).title
    assert "amara invited" not in composed("amara", alerts=(an_alert(),)).title


def test_a_picture_goes_with_the_first_attempt_alone() -> None:
    alerts = (an_alert(subscription=a_subscription(picture=True)),)

    assert composed("amara", alerts=alerts).picture == b"a chart"
    assert composed("amara", alerts=alerts, attempts=2).picture is None
    assert composed("amara", alerts=(an_alert(),)).picture is None

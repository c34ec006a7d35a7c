"""Reminders go through the queue: once, at nine by the reader's clock, and never lost."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from tests.adapters.database.values import lease_next
from tests.insight.profiles import person
from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_subscription
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.http import Fetcher
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import QuietHours, Subscription
from watcher.pipeline.delivery import LEASE
from watcher.pipeline.reminding import (
    LOOK_AGAIN,
    ComingReminders,
    coming_reminders,
    queue_reminders,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ASKED = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)
# Reminders come 12, 9 and 7 months before: on 8 March, 8 June and 8 August 2026.
PASSPORT = date(2027, 3, 8)
BEFORE_IT = [f"Passport: valid for {months} months more" for months in (12, 9, 7)]


def amara(**rule: Any) -> Subscription:
    usual = {
        "name": "amara",
        "channels": ("amara",),
        "reminders": True,
        "submitted": None,
        "score": None,
        "profile": person(passport_expires=PASSPORT),
    }
    return a_subscription(**{**usual, **rule})


@pytest.fixture(scope="module")
def server() -> Iterator[HttpServer]:
    with HttpServer() as server:
        yield server


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def scene(store: Store, server: HttpServer, fetcher: Fetcher) -> Scene:
    """Return a watcher whose subscriber asked for reminders on 1 February."""
    scene = Scene(store, server, fetcher, ASKED)
    scene.enroll(amara())
    remind(scene)
    return scene


def remind(scene: Scene) -> datetime:
    """Look for what is due, as the service does; return when it would look again."""
    with scene.store.writing() as tx:
        return queue_reminders(tx, scene.address_book, coming(scene), scene.now)


def coming(scene: Scene) -> ComingReminders:
    return coming_reminders(scene.address_book.settings.subscriptions, scene.now)


def told_by(scene: Scene, text: str) -> list[str]:
    """Let time pass until an instant, look once and deliver; return all titles so far."""
    scene.now = datetime.fromisoformat(text).replace(tzinfo=UTC)
    remind(scene)
    return scene.told("amara")


def test_on_the_night_that_the_clocks_change_it_is_still_told_at_nine(scene: Scene) -> None:
    """Toronto goes from UTC-5 to UTC-4 in that night: nine is 13:00 UTC, an hour sooner."""
    assert told_by(scene, "2026-03-08T12:59") == []
    assert told_by(scene, "2026-03-08T13:00") == BEFORE_IT[:1]


@pytest.mark.parametrize("stands_in", ["subscription", "profile"])
def test_the_year_of_a_profile_goes_by_the_readers_calendar(scene: Scene, stands_in: str) -> None:
    """Submitted at ten in the evening of 1 April in Toronto; the subscription's word wins over the profile's."""
    submitted, other = datetime(2025, 4, 2, 2, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
    in_profile = other if stands_in == "subscription" else submitted
    scene.enroll(
        amara(
            submitted=submitted if stands_in == "subscription" else None,
            profile=replace(person(), submitted=in_profile),
        )
    )

    assert told_by(scene, "2026-03-01T13:59") == []
    assert told_by(scene, "2026-03-01T14:00") == ["Profile: it ends in 31 days"]


def test_in_autumn_it_is_not_told_an_hour_early(scene: Scene) -> None:
    scene.enroll(amara(profile=person(passport_expires=date(2027, 8, 1))))

    first = told_by(scene, "2026-08-01T13:00")
    assert told_by(scene, "2026-11-01T13:59") == first
    assert told_by(scene, "2026-11-01T14:00") == [*first, "Passport: valid for 9 months more"]


def test_each_reminder_is_told_once_however_often_it_is_looked_for(scene: Scene) -> None:
    told_by(scene, "2026-03-08T13:00")
    remind(scene)
    remind(scene)

    assert told_by(scene, "2026-03-08T18:00") == BEFORE_IT[:1]
    assert told_by(scene, "2026-06-08T13:00") == BEFORE_IT[:2]


def test_the_first_look_tells_nothing_of_the_past(
    store: Store, server: HttpServer, fetcher: Fetcher
) -> None:
    """Asked for on 10 June, two days after one was due."""
    scene = Scene(store, server, fetcher, datetime(2026, 6, 10, tzinfo=UTC))
    scene.enroll(amara())
    remind(scene)

    assert scene.told("amara") == []
    assert told_by(scene, "2026-08-08T13:00") == BEFORE_IT[2:]


def test_nobody_is_reminded_who_does_not_ask_or_has_no_profile(scene: Scene) -> None:
    scene.enroll(amara(reminders=False), a_subscription(name="bo", reminders=True))

    assert told_by(scene, "2026-06-08T13:00") == []


def test_who_asks_again_is_told_only_of_what_comes_then(scene: Scene) -> None:
    scene.enroll(amara(reminders=False))
    told_by(scene, "2026-03-08T13:00")
    scene.enroll(amara())

    assert told_by(scene, "2026-03-09T13:00") == []
    assert told_by(scene, "2026-06-08T13:00") == BEFORE_IT[1:2]


def test_what_is_interrupted_before_its_end_is_done_again(scene: Scene) -> None:
    scene.now = datetime(2026, 3, 8, 13, 0, tzinfo=UTC)
    with suppress(KeyboardInterrupt), scene.store.writing() as tx:
        queue_reminders(tx, scene.address_book, coming(scene), scene.now)
        raise KeyboardInterrupt
    assert scene.told("amara") == []

    assert told_by(scene, "2026-03-08T13:01") == BEFORE_IT[:1]


def test_one_that_is_cut_off_while_it_is_sent_is_sent_again(scene: Scene) -> None:
    told_by(scene, "2026-02-02T13:00")
    scene.now = datetime(2026, 3, 8, 13, 0, tzinfo=UTC)
    remind(scene)
    with scene.store.writing() as tx:
        assert lease_next(tx, scene.now, owner="dies", lease=LEASE, busy=())

    assert scene.told("amara") == []
    scene.deliver(after=LEASE)
    assert scene.channels.titles("amara") == BEFORE_IT[:1]


def test_after_an_outage_it_comes_late_and_says_so(scene: Scene) -> None:
    assert told_by(scene, "2026-03-20T12:00") == ["Passport: valid for 11 months more"]
    assert "This reminder comes late: it was due on March 8, 2026." in scene.channels.sent[0].text


def test_after_a_long_outage_the_last_of_a_subject_is_enough(scene: Scene) -> None:
    invited = replace(amara(), profile=person(invited=date(2026, 2, 1)))
    scene.enroll(invited)

    titles = told_by(scene, "2026-03-29T14:00")

    assert titles == ["Invitation: 4 days left to apply"]


def test_what_is_over_is_not_told_any_more(scene: Scene) -> None:
    scene.enroll(amara(profile=person(invited=date(2026, 2, 1))))

    assert told_by(scene, "2026-04-02T14:00") == []


def test_quiet_hours_of_the_person_delay_it(scene: Scene) -> None:
    quiet = QuietHours(start=time(8), end=time(11))
    scene.enroll(amara(timezone="Asia/Kolkata", quiet_hours=quiet))

    assert told_by(scene, "2026-03-08T03:30") == []
    assert told_by(scene, "2026-03-08T05:29") == []
    assert told_by(scene, "2026-03-08T05:30") == BEFORE_IT[:1]


def test_it_is_in_the_language_of_the_person(scene: Scene) -> None:
    scene.enroll(amara(language="fr"))

    assert told_by(scene, "2026-03-08T13:00") == ["Passeport\u00a0: encore valable 12\u00a0mois"]


def test_a_channel_that_fails_is_tried_again(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("503 busy")]

    assert told_by(scene, "2026-03-08T13:00") == []
    scene.deliver(after=HOUR)
    assert scene.channels.titles("amara") == BEFORE_IT[:1]


def test_one_that_is_refused_is_told_to_the_operator(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryRefused("404 no such bot")]
    told_by(scene, "2026-03-08T13:00")

    assert scene.told("ops") == ["[watcher] Reminder: not delivered to amara"]
    with scene.store.reading() as tx:
        [refused] = tx.deliveries.search(subscriptions=["amara"])
    assert (refused.state, refused.change) == (DeliveryState.REFUSED, "reminder")
    assert told_by(scene, "2026-03-08T15:00") == []


def test_one_that_nobody_takes_for_three_days_is_given_up(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("503 busy", personal=True)] * 200
    told_by(scene, "2026-03-08T13:00")
    for _ in range(80):
        scene.deliver(after=HOUR)

    assert scene.told("ops") == ["[watcher] Reminder: not delivered to amara"]


def test_a_new_date_of_a_paper_is_a_new_reminder(scene: Scene) -> None:
    told_by(scene, "2026-03-08T13:00")
    scene.enroll(amara(profile=person(passport_expires=PASSPORT + DAY)))

    assert told_by(scene, "2026-03-09T13:00") == [BEFORE_IT[0]] * 2


def test_it_says_when_to_look_again(scene: Scene) -> None:
    scene.now = datetime(2026, 3, 8, 12, 30, tzinfo=UTC)
    assert remind(scene) == datetime(2026, 3, 8, 13, 0, tzinfo=UTC)

    scene.now = datetime(2026, 3, 8, 13, 0, tzinfo=UTC)
    assert remind(scene) == scene.now + LOOK_AGAIN


def test_the_profile_is_not_kept_in_the_queue(scene: Scene) -> None:
    scene.enroll(amara(profile=person(name="secret name", passport_expires=PASSPORT, funds=12345)))
    scene.now = datetime(2026, 3, 8, 13, 0, tzinfo=UTC)
    remind(scene)
    with scene.store.writing() as tx:
        leased = lease_next(tx, scene.now, owner="test", lease=HOUR, busy=())

    assert leased is not None
    assert "secret" not in repr(leased)
    assert "12345" not in repr(leased)

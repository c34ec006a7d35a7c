"""Left alone, from the page to the channel: digests, mutes, and addresses that are not written to."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from tests.pages import a_page, a_row
from tests.pipeline.test_delivery import fetcher
from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_subscription
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.http import Fetcher
from watcher.adapters.links import AddressLink
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import Digest, QuietHours, Secret, Subscription
from watcher.pipeline.muting import mute, unmute
from watcher.pipeline.unsubscribing import unsubscribe

__all__ = ["fetcher"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 8, 19, 16, tzinfo=UTC)  # in Toronto
OLD = a_row("436", "2026-08-12")
SHORT = a_row("437", "2026-08-19", drawCRS="500")
INVITED = a_row("438", "2026-08-19", drawCRS="440")
OTHER = a_row("439", "2026-08-20", drawName="Provincial Nominee Program", drawCRS="760")
DAILY = Digest(at=time(18))


def somebody(**rule: Any) -> Subscription:
    usual: dict[str, Any] = {
        "channels": ("mail",),
        "categories": frozenset({"cec"}),
        "score": 471,
        "submitted": None,
        "tell_when": "every-round",
    }
    return a_subscription(**{**usual, **rule})


@contextmanager
def staged(store: Store, fetcher: Fetcher) -> Iterator[Scene]:
    """Set the scene at noon: the page has been read once."""
    with HttpServer() as server:
        scene = Scene(store, server, fetcher, NOON - HOUR)
        scene.publish(a_page(OLD))
        scene.poll()
        yield scene


@pytest.fixture
def scene(sqlite_database: Secret, fetcher: Fetcher) -> Iterator[Scene]:
    with closing(Store(sqlite_database)) as store, staged(store, fetcher) as scene:
        yield scene


@pytest.fixture
def each(store: Store, fetcher: Fetcher) -> Iterator[Scene]:
    """Set the scene on each database, for what its queue alone decides."""
    with staged(store, fetcher) as scene:
        yield scene


def enroll(scene: Scene, *people: Subscription) -> None:
    scene.enroll(*people)
    scene.deliver()
    scene.now = NOON


def see(scene: Scene, *rows: object) -> None:
    """Publish these rounds on top of the old one, and poll."""
    scene.publish(a_page(*rows, OLD))
    scene.poll(timedelta())


def at(scene: Scene, hour: int, day: int = 19) -> list[str]:
    """Deliver at an hour of Toronto; return all titles that amara has had."""
    scene.now = datetime(2026, 8, day, hour, tzinfo=UTC) + 4 * HOUR
    return scene.told("mail")


def test_what_can_wait_is_told_at_the_hour_of_the_digest_in_one_message(each: Scene) -> None:
    enroll(each, somebody(digest=DAILY))
    see(each, SHORT)
    assert at(each, 15) == []
    see(each, OTHER, SHORT)
    assert at(each, 17) == []

    assert at(each, 18) == ["#439 and #437: not invited"]
    assert at(each, 19) == ["#439 and #437: not invited"]


def test_what_cannot_wait_is_told_at_once(scene: Scene) -> None:
    enroll(scene, somebody(digest=DAILY, near=30))
    see(scene, INVITED, a_row("437", "2026-08-19", drawCRS="505"))

    assert at(scene, 12) == ["#438 Canadian Experience Class: invited, 31 points above the cut-off"]
    see(scene, a_row("440", "2026-08-19", drawCRS="490"), INVITED)
    assert at(scene, 13)[1:] == ["#440 Canadian Experience Class: short by 19 points"]
    assert at(scene, 18)[2:] == ["#437: not invited"]


def test_a_weekly_digest_waits_for_its_day(scene: Scene) -> None:
    enroll(scene, somebody(digest=Digest(at=time(9), weekday=0)))
    see(scene, SHORT)

    assert at(scene, 8, day=24) == []
    assert at(scene, 9, day=24) == ["#437: not invited"]


def test_a_round_after_the_digest_waits_for_the_next(scene: Scene) -> None:
    enroll(scene, somebody(digest=DAILY))
    see(scene, SHORT)
    at(scene, 18)
    see(scene, OTHER, SHORT)

    assert at(scene, 17, day=20) == ["#437: not invited"]
    assert at(scene, 18, day=20) == ["#437: not invited", "#439: not invited"]


def test_a_digest_waits_for_the_end_of_quiet_hours(scene: Scene) -> None:
    sleeps = QuietHours(start=time(17), end=time(20))
    enroll(scene, somebody(digest=DAILY, quiet_hours=sleeps))
    see(scene, SHORT)

    assert at(scene, 18) == at(scene, 19) == []
    assert at(scene, 20) == ["#437: not invited"]


def test_a_correction_takes_the_place_of_what_waits(scene: Scene) -> None:
    enroll(scene, somebody(digest=DAILY))
    see(scene, SHORT)
    see(scene, SHORT | {"drawCRS": "510"})

    assert at(scene, 18) == ["#437: not invited"]
    assert "short" not in scene.channels.sent[-1].title
    assert scene.channels.sent[-1].text.count("#437,") == 1
    assert "39 points below the cut-off of 510" in scene.channels.sent[-1].text
    assert "Before the correction" not in scene.channels.sent[-1].text


def test_a_correction_that_invites_does_not_wait(scene: Scene) -> None:
    enroll(scene, somebody(digest=DAILY))
    see(scene, SHORT)
    see(scene, SHORT | {"drawCRS": "460"})

    assert at(scene, 12) == ["#437 Canadian Experience Class: invited, 11 points above the cut-off"]
    assert at(scene, 18)[1:] == []


def test_two_rules_of_one_person_make_one_digest(scene: Scene) -> None:
    enroll(
        scene,
        somebody(name="amara/cec", person="amara", digest=DAILY),
        somebody(
            name="amara/pnp", person="amara", digest=DAILY, categories=frozenset({"pnp"}), score=300
        ),
    )
    see(scene, OTHER, SHORT)
    at(scene, 18)

    [told] = [sent for sent in scene.channels.sent if sent.channel == "mail"]
    assert told.text.count("amara/pnp:") == 2


def mute_until(scene: Scene, until: datetime) -> None:
    with scene.store.writing() as tx:
        mute(tx, "amara", until)


def test_who_is_muted_is_told_afterwards_in_one_message_that_says_it_is_late(each: Scene) -> None:
    enroll(each, somebody())
    mute_until(each, NOON + 5 * DAY)
    see(each, SHORT)
    assert at(each, 12) == []
    see(each, INVITED, SHORT)
    assert at(each, 23, day=23) == []

    assert at(each, 12, day=24) == ["#438: invited, 31 points above the cut-off (and 1 more round)"]
    assert "This message is late: what it tells was first seen 5 days before." in (
        each.channels.sent[-1].text
    )


def test_one_round_that_waited_is_told_as_it_would_have_been(scene: Scene) -> None:
    enroll(scene, somebody())
    mute_until(scene, NOON + 5 * DAY)
    see(scene, INVITED)
    at(scene, 13)

    assert at(scene, 12, day=24) == [
        "#438 Canadian Experience Class: invited, 31 points above the cut-off"
    ]
    assert "This message is late" in scene.channels.sent[-1].text


def test_a_mute_that_is_ended_tells_what_waited_at_once(each: Scene) -> None:
    enroll(each, somebody())
    mute_until(each, NOON + 50 * DAY)
    see(each, SHORT, INVITED)
    at(each, 12)
    with each.store.writing() as tx:
        assert unmute(tx, "amara", each.now) == 2

    assert len(at(each, 13)) == 1


def test_a_mute_that_is_made_longer_holds_what_waits_for_it(scene: Scene) -> None:
    enroll(scene, somebody())
    mute_until(scene, NOON + DAY)
    see(scene, SHORT)
    at(scene, 12)
    mute_until(scene, NOON + 3 * DAY)

    assert at(scene, 12, day=21) == []
    assert len(at(scene, 12, day=22)) == 1


def test_a_mute_ends_in_quiet_hours_and_the_morning_tells(scene: Scene) -> None:
    enroll(scene, somebody(quiet_hours=QuietHours(start=time(22), end=time(7))))
    mute_until(scene, datetime(2026, 8, 21, 4, tzinfo=UTC))
    see(scene, SHORT)

    assert at(scene, 0, day=21) == at(scene, 6, day=21) == []
    assert len(at(scene, 7, day=21)) == 1


def test_who_lets_what_is_urgent_pass_is_told_of_it_while_muted(scene: Scene) -> None:
    enroll(scene, somebody(wake=True))
    mute_until(scene, NOON + DAY)
    see(scene, SHORT, INVITED)

    assert at(scene, 12) == ["#438 Canadian Experience Class: invited, 31 points above the cut-off"]
    assert at(scene, 12, day=20)[1:] == ["#437 Canadian Experience Class: short by 29 points"]


def test_what_is_urgent_takes_what_waits_in_the_same_message_with_it(scene: Scene) -> None:
    rule = {"person": "amara", "wake": True, "tell_when": "invited"}
    enroll(
        scene,
        somebody(**rule, name="amara/cec"),
        somebody(**rule, name="amara/low", score=430, near=20),
    )
    mute_until(scene, NOON + DAY)
    see(scene, INVITED)

    assert len(at(scene, 12)) == 1
    assert len(at(scene, 12, day=20)) == 1


def test_what_a_long_mute_held_back_is_not_given_up_at_the_first_failure(scene: Scene) -> None:
    enroll(scene, somebody())
    mute_until(scene, NOON + 30 * DAY)
    see(scene, SHORT)
    at(scene, 12)
    scene.channels.failures["mail"] = [DeliveryError("451 busy", personal=True)] * 10

    scene.now = NOON + 30 * DAY
    states = [result.state for result in scene.deliver()]

    assert states == [DeliveryState.QUEUED]


def test_others_are_told_while_one_is_muted(scene: Scene) -> None:
    enroll(scene, somebody(), somebody(name="bo", channels=("bo",)))
    mute_until(scene, NOON + DAY)
    see(scene, SHORT)
    at(scene, 12)

    assert len(scene.channels.titles("bo")) == 1


def states(scene: Scene) -> list[tuple[str | None, DeliveryState]]:
    with scene.store.reading() as tx:
        return [(d.number, d.state) for d in tx.deliveries.search(subscriptions=["amara"])]


def test_who_unsubscribes_a_second_before_is_not_written_to(each: Scene) -> None:
    enroll(each, somebody())
    see(each, SHORT)
    # Beside what ends at once: a row that another process queues at this very moment.
    with each.store.writing() as tx:
        tx.suppressions.add("mail", "", "unsubscribed", each.now)

    assert at(each, 12) == []
    assert states(each) == [("437", DeliveryState.SUPPRESSED)]


def test_who_unsubscribed_is_not_written_to_by_a_later_round(scene: Scene) -> None:
    enroll(scene, somebody())
    unsubscribe(scene.store, AddressLink(person="amara", channel="mail", target=""), scene.now)
    see(scene, SHORT)

    assert at(scene, 12) == []
    assert states(scene) == [("437", DeliveryState.SUPPRESSED)]


@pytest.mark.parametrize(
    ("gone", "later"), [(True, DeliveryState.SUPPRESSED), (False, DeliveryState.SENT)]
)
def test_only_who_is_gone_is_not_written_to_again(
    scene: Scene,
    gone: bool,  # noqa: FBT001 - a column of the table
    later: DeliveryState,
) -> None:
    enroll(scene, somebody())
    scene.channels.failures["mail"] = [DeliveryRefused("550 5.1.1 no such user", gone=gone)]
    see(scene, SHORT)
    at(scene, 12)
    see(scene, INVITED, SHORT)
    at(scene, 13)

    assert states(scene) == [("438", later), ("437", DeliveryState.REFUSED)]


def test_the_operator_is_told_whatever_was_refused(scene: Scene) -> None:
    scene.channels.failures["ops"] = [DeliveryRefused("410 gone", gone=True)]
    scene.deliver()

    with scene.store.reading() as tx:
        assert tx.suppressions.count() == {"unsubscribed": 0, "refused": 0}

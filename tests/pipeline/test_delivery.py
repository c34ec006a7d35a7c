"""From the queue to the channel: sent once, tried again, refused, given up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.pages import a_page, a_row, rows
from tests.scene import Scene, claim_next, deliver
from tests.servers.http import HttpServer
from tests.values import a_subscription
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.http import Fetcher
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.model import Message
from watcher.core.settings import Channel, QuietHours, Secret, Subscription
from watcher.pipeline.delivery import LEASE, DeliveryResult
from watcher.pipeline.recording import AFTER_ITS_SERVER

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def cec(name: str, **rule: object) -> Subscription:
    usual = {"name": name, "categories": frozenset({"cec"}), "score": 500, "channels": (name,)}
    return a_subscription(**{**usual, **rule})


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def scene(store: Store, fetcher: Fetcher) -> Iterator[Scene]:
    """Return a watcher with one new round queued for amara and bo."""
    with HttpServer() as server:
        scene = Scene(store, server, fetcher, NOW, [cec("amara"), cec("bo")])
        scene.publish(a_page(*rows(3)))
        scene.poll()
        scene.deliver()
        scene.channels.sent.clear()
        scene.publish(a_page(a_row("438"), *rows(3)))
        scene.poll()
        yield scene


def states(scene: Scene, channel: str) -> list[DeliveryState]:
    with scene.store.reading() as tx:
        return [d.state for d in tx.deliveries.search(channel=channel)]


@pytest.mark.parametrize(("shared", "title"), [(False, ": invited, "), (True, ": amara invited, ")])
def test_one_who_shares_an_address_is_named(
    scene: Scene,
    shared: bool,  # noqa: FBT001 - a column of the table
    title: str,
) -> None:
    """Bo is told at a channel of another name, which may lead to the same place."""
    url = {"amara": "json://a.example", "bo": "json://b.example"}
    if shared:
        url["bo"] = url["amara"]
    scene.settings = replace(
        scene.settings, channels={n: Channel(name=n, url=Secret(u)) for n, u in url.items()}
    )

    scene.deliver()

    [told] = scene.channels.titles("amara")
    assert title in told


def test_each_person_is_told_once(scene: Scene) -> None:
    scene.deliver()
    scene.deliver(after=timedelta(days=1))

    assert [sent.channel for sent in scene.channels.sent] == ["amara", "bo"]
    assert states(scene, "amara") == [DeliveryState.SENT]


def test_the_answer_of_the_channel_is_kept(scene: Scene) -> None:
    scene.deliver()

    with scene.store.reading() as tx:
        [delivery] = tx.deliveries.search(channel="amara")
    assert (delivery.answer, delivery.attempts) == ("200 OK", 1)
    assert delivery.ended_at == scene.now


def test_a_passing_failure_is_tried_again_with_growing_patience(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("503"), DeliveryError("503")]

    scene.deliver()
    assert states(scene, "amara") == [DeliveryState.QUEUED]
    scene.deliver(after=timedelta(seconds=29))
    assert scene.channels.tried.count("amara") == 1
    scene.deliver(after=timedelta(seconds=1) + AFTER_ITS_SERVER)
    assert scene.channels.tried.count("amara") == 2
    scene.deliver(after=timedelta(seconds=59))
    assert scene.channels.tried.count("amara") == 2
    scene.deliver(after=timedelta(seconds=1) + AFTER_ITS_SERVER)

    assert states(scene, "amara") == [DeliveryState.SENT]
    assert len(scene.channels.titles("amara")) == 1


def test_a_success_lets_patience_begin_anew(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("down")] * 3
    for _ in range(4):
        scene.deliver(after=timedelta(hours=1))
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    scene.channels.failures["amara"] = [DeliveryError("down")]
    scene.deliver()

    scene.deliver(after=timedelta(seconds=30) + AFTER_ITS_SERVER)

    assert states(scene, "amara") == [DeliveryState.SENT, DeliveryState.SENT]


def test_a_channel_that_asks_for_patience_gets_it(scene: Scene) -> None:
    asked = DeliveryError("429", retry_after=timedelta(minutes=10))
    scene.channels.failures["amara"] = [asked]

    scene.deliver()
    scene.deliver(after=timedelta(minutes=9, seconds=59))
    assert states(scene, "amara") == [DeliveryState.QUEUED]
    scene.deliver(after=timedelta(seconds=1) + AFTER_ITS_SERVER)

    assert states(scene, "amara") == [DeliveryState.SENT]


def test_one_bad_channel_holds_up_nobody_else(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("down")] * 99

    scene.deliver()

    assert states(scene, "bo") == [DeliveryState.SENT]
    assert states(scene, "amara") == [DeliveryState.QUEUED]


def test_a_refusal_ends_it_and_is_told_to_the_operator_once(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryRefused("403 bot was blocked")] * 2

    scene.deliver()
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    scene.deliver(after=timedelta(days=1))

    assert states(scene, "amara") == [DeliveryState.REFUSED, DeliveryState.REFUSED]
    assert scene.channels.tried.count("amara") == 2
    alarms = scene.channels.titles("ops")
    assert len(alarms) == 1
    assert "amara" in alarms[0]


def test_a_channel_that_keeps_failing_is_told_once_and_once_when_it_is_well(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("down")] * 6
    for _ in range(8):
        scene.deliver(after=timedelta(hours=1))

    assert states(scene, "amara") == [DeliveryState.SENT]
    dead, well = scene.channels.titles("ops")
    assert "amara" in dead
    assert "amara" in well


def test_after_72_hours_a_message_is_given_up_and_the_operator_told(scene: Scene) -> None:
    scene.channels.failures["amara"] = [DeliveryError("down")] * 200
    for _ in range(75):
        scene.deliver(after=timedelta(hours=1))

    assert states(scene, "amara") == [DeliveryState.EXPIRED]
    assert any("#438" in title for title in scene.channels.titles("ops"))


def test_a_send_that_was_cut_off_is_repeated_and_marked_doubtful(scene: Scene) -> None:
    lost = claim_next(scene.delivery_context())
    scene.deliver(after=LEASE - timedelta(seconds=1))
    assert "amara" not in {sent.channel for sent in scene.channels.sent}

    [repeated] = scene.deliver(after=timedelta(seconds=1))

    assert lost is not None
    assert lost.channel == repeated.channel == "amara"
    assert repeated.doubtful
    assert states(scene, "amara") == [DeliveryState.SENT]


def test_two_subscriptions_of_one_person_make_one_message(scene: Scene) -> None:
    scene.deliver()
    scene.channels.sent.clear()
    pair = [cec("first", channels=("amara",)), cec("second", channels=("amara",))]
    scene.enroll(*pair)
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()

    scene.deliver()

    [message] = scene.channels.sent
    assert "first" in message.text
    assert "second" in message.text
    assert states(scene, "amara") == [DeliveryState.SENT] * 3


def test_every_target_of_a_channel_has_a_delivery_of_its_own(scene: Scene) -> None:
    scene.channels.targets["amara"] = ("a@example.org", "b@example.org")
    scene.deliver()
    scene.channels.sent.clear()
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    scene.channels.failures["amara"] = [DeliveryRefused("550 no such user")]

    scene.deliver()

    assert [s.target for s in scene.channels.sent if s.channel == "amara"] == ["b@example.org"]
    assert states(scene, "amara")[:2] == [DeliveryState.SENT, DeliveryState.REFUSED]


def test_quiet_hours_delay_and_drop_nothing(scene: Scene) -> None:
    scene.deliver()
    scene.channels.sent.clear()

    night = QuietHours(start=time(18), end=time(20))
    scene.enroll(cec("amara", quiet_hours=night, timezone="UTC"))
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()

    scene.deliver()
    assert scene.channels.sent == []
    scene.now = NOW.replace(hour=20)
    scene.deliver()

    assert len(scene.channels.titles("amara")) == 1


def test_an_operator_whose_own_channel_is_dead_is_not_told_of_it_for_ever(scene: Scene) -> None:
    scene.channels.failures["ops"] = [DeliveryRefused("404")] * 50
    scene.channels.failures["amara"] = [DeliveryRefused("404")]

    for _ in range(5):
        scene.deliver(after=timedelta(hours=1))

    assert scene.channels.tried.count("ops") <= 3


def test_a_full_mailbox_holds_up_no_other_target_of_its_channel(scene: Scene) -> None:
    scene.channels.targets["amara"] = ("full@example.org", "b@example.org")
    scene.deliver()
    scene.channels.sent.clear()
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    full = DeliveryError("452 mailbox full", personal=True)
    scene.channels.failures["amara"] = [full]

    scene.deliver()

    assert [s.target for s in scene.channels.sent if s.channel == "amara"] == ["b@example.org"]
    assert scene.channels.titles("ops") == []


def test_what_may_have_arrived_is_not_said_again_for_ten_minutes(scene: Scene) -> None:
    slow = DeliveryError("no answer in time", doubtful=True)
    scene.channels.failures["amara"] = [slow]

    scene.deliver()
    scene.deliver(after=timedelta(minutes=9, seconds=59))
    assert states(scene, "amara") == [DeliveryState.QUEUED]
    scene.deliver(after=timedelta(seconds=1))

    with scene.store.reading() as tx:
        [delivery] = tx.deliveries.search(channel="amara")
    assert (delivery.state, delivery.doubtful) == (DeliveryState.SENT, True)


def test_a_revoked_token_makes_one_alarm_for_all_targets(scene: Scene) -> None:
    scene.channels.targets["amara"] = tuple(f"{n}@example.org" for n in range(20))
    scene.deliver()
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    scene.channels.failures["amara"] = [DeliveryRefused("401")] * 20

    scene.deliver()

    assert len(scene.channels.titles("ops")) == 1


def test_an_address_that_takes_messages_again_is_named(scene: Scene) -> None:
    scene.deliver()
    scene.channels.targets["amara"] = ("1@example.org",)
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    scene.channels.failures["amara"] = [DeliveryRefused("550 spam")]
    scene.deliver()
    scene.publish(a_page(a_row("440"), a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    scene.deliver()
    scene.deliver()

    assert (
        scene.channels.titles("ops")[-1] == "[watcher] Channel amara (1@example.org): works again"
    )


def test_what_is_refused_on_another_day_is_told_again(scene: Scene) -> None:
    scene.deliver()
    for number, hours in (("439", 1), ("440", 22), ("441", 3)):
        scene.channels.targets["amara"] = (f"{number}@example.org",)
        newer = [a_row(str(n)) for n in range(int(number), 437, -1)]
        scene.publish(a_page(*newer, *rows(3)))
        scene.poll(after=timedelta(hours=hours))
        scene.channels.failures["amara"] = [DeliveryRefused("550 no such user")]
        scene.deliver()

    told = [title.partition(":")[0] for title in scene.channels.titles("ops")]
    assert told == ["[watcher] #439", "[watcher] #441"]


def test_a_retry_that_comes_due_in_quiet_hours_waits_for_the_morning(scene: Scene) -> None:
    scene.deliver()
    scene.channels.sent.clear()
    night = QuietHours(start=time(18, 5), end=time(20))
    scene.enroll(cec("amara", quiet_hours=night, timezone="UTC"))
    scene.publish(a_page(a_row("439"), a_row("438"), *rows(3)))
    scene.poll()
    scene.channels.failures["amara"] = [DeliveryError("down")]
    scene.deliver()

    scene.deliver(after=timedelta(minutes=10))
    assert scene.channels.sent == []
    scene.now = NOW.replace(hour=20)
    scene.deliver()

    with scene.store.reading() as tx:
        delivery = tx.deliveries.search(channel="amara")[0]
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 2)


def test_a_fault_of_our_own_backs_off_ends_and_is_told(scene: Scene) -> None:
    faulty = replace(scene.delivery_context(), foresee=lambda alerts: [alerts[1]])
    for _ in range(100):
        claim = claim_next(faulty)
        if claim is not None:
            deliver(faulty, claim)
        scene.now += timedelta(hours=1)

    assert states(scene, "amara") == [DeliveryState.EXPIRED]
    assert scene.channels.titles("ops")


class Drawing:
    """Draws for everybody who wants a picture, and counts."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, _: object) -> bytes | None:
        self.drawn += 1
        return b"png"


class Album:
    """A channel that takes words, and pictures only where it is told so."""

    def __init__(self, *answers: DeliveryError | None) -> None:
        self.answers = list(answers)
        self.pictures: list[bytes | None] = []

    def __call__(self, channel: str, target: str, message: Message) -> str:  # noqa: ARG002 - as a channel is sent to
        self.pictures.append(message.picture)
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return "200 OK"


def illustrated(scene: Scene, album: Album, drawing: Drawing) -> DeliveryResult:
    """Send amara, who wants pictures, what waits for her."""
    post = replace(scene.delivery_context(), send=album, illustrate=drawing)
    claim = claim_next(post)
    assert claim is not None
    wants = replace(claim.alerts[0].subscription, picture=True)
    alert = replace(claim.alerts[0], subscription=wants)
    return deliver(post, replace(claim, alerts=(alert,)))


def test_what_is_forecast_is_in_the_words(scene: Scene) -> None:
    sent: list[str] = []

    def send(_channel: str, _target: str, message: Message) -> str:
        sent.append(message.text)
        return "200 OK"

    post = replace(
        scene.delivery_context(),
        send=send,
        foresee=lambda alerts: [replace(alert, next_cutoff=(511, 520)) for alert in alerts],
    )
    claim = claim_next(post)
    assert claim is not None
    deliver(post, claim)

    assert "cut-off as likely as not between 511 and 520, by our forecast" in sent[0]


def test_whoever_wants_a_picture_gets_one_with_the_words(scene: Scene) -> None:
    album = Album()

    delivery = illustrated(scene, album, Drawing())

    assert delivery.state is DeliveryState.SENT
    assert album.pictures == [b"png"]


def test_nothing_is_drawn_for_whoever_wants_none(scene: Scene) -> None:
    drawing = Drawing()
    post = replace(scene.delivery_context(), illustrate=drawing)
    claim = claim_next(post)
    assert claim is not None
    deliver(post, claim)

    assert drawing.drawn == 0


def test_where_a_picture_is_refused_the_words_go_alone_at_once(scene: Scene) -> None:
    album = Album(DeliveryRefused("413 too large"))

    delivery = illustrated(scene, album, Drawing())

    assert delivery.state is DeliveryState.SENT
    assert album.pictures == [b"png", None]


def test_words_that_are_refused_too_are_refused(scene: Scene) -> None:
    album = Album(DeliveryRefused("403"), DeliveryRefused("403 blocked"))

    delivery = illustrated(scene, album, Drawing())

    assert (delivery.state, delivery.answer) == (DeliveryState.REFUSED, "403 blocked")


def test_after_a_failure_it_is_tried_again_without_the_picture(scene: Scene) -> None:
    first = Album(DeliveryError("503"))
    assert illustrated(scene, first, Drawing()).state is DeliveryState.QUEUED
    scene.now += timedelta(hours=1)
    again = Album()

    for _ in ("amara, once more", "bo, for the first time"):
        illustrated(scene, again, Drawing())

    assert first.pictures == [b"png"]
    assert again.pictures == [None, b"png"]

"""Many messages at once: one for each server, none held up by the trouble of another."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from threading import Event, Lock

import pytest
import sqlalchemy as sa

from tests.adapters.database.values import an_alert_to
from watcher.adapters.database import DeliveryState, QueuedAlert, Store, Transaction
from watcher.adapters.database.schema import DELIVERIES
from watcher.core.alerts import Priority
from watcher.core.errors import DeliveryError, StoreError, Unrecorded
from watcher.core.model import Message
from watcher.core.sending_limits import SendLimits
from watcher.core.settings import Operator, Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.delivery import LONGEST_IN_HAND, LONGEST_SEND, DeliveryContext, DeliveryResult
from watcher.pipeline.lanes import FIRST_BATCH, FOR_FAILING, WORKERS
from watcher.pipeline.recording import AFTER_ITS_SERVER
from watcher.pipeline.workers import DeliveryWorkers

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
PATIENCE = 20.0  # seconds until a test gives up
A_MOMENT = 0.2  # in which nothing is to happen


class Servers:
    """Takes messages; one that hangs answers when it is let go, with 503 or as it fails."""

    def __init__(self) -> None:
        self.hanging: set[str] = set()
        self.failing: dict[str, DeliveryError] = {}
        self.begun: list[str] = []
        self.sent: list[str] = []
        self.let_go = Event()
        self._lock = Lock()
        self._changed = Event()

    def __call__(self, channel: str, target: str, message: Message) -> str:  # noqa: ARG002 - as a channel is sent to
        with self._lock:
            self.begun.append(channel)
        if channel in self.hanging:
            assert self.let_go.wait(PATIENCE)
            raise self.failing.get(channel, DeliveryError("503"))
        if channel in self.failing:
            raise self.failing[channel]
        with self._lock:
            self.sent.append(channel)
        return "200 OK"


class Stage:
    """Couriers at a queue, and what they told."""

    def __init__(self, store: Store, limits: SendLimits) -> None:
        self.store = store
        self.servers = Servers()
        self.now = NOW
        self.step = timedelta()
        self.done: list[DeliveryResult] = []
        self.failed: list[BaseException] = []
        self.ended = Event()
        self.in_step = True
        post = DeliveryContext(
            store=store,
            send=self.servers,
            address_book=lambda: DESK,
            clock=self._clock,
            chance=lambda: 0.0,
            owner="test",
            limits=lambda _: limits,
        )
        self.workers = DeliveryWorkers(
            post, done=self._done, failed=self._failed, monotonic=self._monotonic
        )

    def _monotonic(self) -> float:
        """Return the seconds that go by, and those by which a test turns the clock."""
        turned = (self.now - NOW).total_seconds() if self.in_step else 0.0
        return time.monotonic() + turned

    def _clock(self) -> datetime:
        self.now += self.step
        return self.now

    def _done(self, delivery: DeliveryResult) -> None:
        self.done.append(delivery)
        self.ended.set()

    def _failed(self, error: BaseException) -> None:
        self.failed.append(error)
        self.ended.set()

    def put(
        self, *channels: str, lane: str | None = None, priority: Priority = Priority.REST
    ) -> None:
        """Queue a message for each channel; all of them on one *lane*, if it is named."""
        with self.store.writing() as tx:
            tx.alerts.put(
                [
                    QueuedAlert(
                        alert=an_alert_to(channel),
                        targets=[(channel, "")],
                        due_at=NOW,
                        priority=priority,
                        servers={channel: lane or channel},
                    )
                    for channel in channels
                ],
                NOW,
            )

    def wait_for(self, number: int, what: Sequence[object]) -> None:
        """Wait until so many have begun, or were sent."""
        for _ in range(int(PATIENCE / 0.01)):
            if len(what) >= number:
                return
            PAUSE.wait(0.01)
        raise AssertionError(f"only {what}")

    def waiting(self) -> list[tuple[str, int, bool]]:
        """Return what waits, how often it was tried, and whether it may have arrived."""
        with self.store.reading() as tx:
            queued = tx.deliveries.search(states=[DeliveryState.QUEUED])
        return [(d.channel, d.attempts, d.doubtful) for d in reversed(queued)]

    def titles(self) -> list[str]:
        """Return what the operator is to be told."""
        with self.store.reading() as tx:
            return [str(e.subject) for e in tx.incidents.open_episodes()]


PAUSE = Event()
DESK = AddressBook(
    settings=Settings(
        file=PurePath("config.toml"), database=Secret(""), operator=Operator(channels=("ops",))
    ),
    targets=lambda _: ("",),
)


#: One connection, and no rate to wait for.
ONE = SendLimits(connections=1, per_second=10_000)
FOUR = SendLimits(connections=4, per_second=10_000)


@pytest.fixture
def limits() -> SendLimits:
    return ONE


@pytest.fixture
def stage(sqlite_database: Secret, limits: SendLimits) -> Iterator[Stage]:
    with closing(FailingStore(sqlite_database)) as store:
        stage = Stage(store, limits)
        yield stage
        stage.servers.let_go.set()
        stage.workers.stop(PATIENCE)


class FailingStore(Store):
    """A database that cannot be written while it is ``broken``."""

    broken = False

    @contextmanager
    def writing(self, *, polling: bool = False) -> Iterator[Transaction]:
        if self.broken:
            raise StoreError("database or disk is full; nothing was saved")
        with super().writing(polling=polling) as tx:
            yield tx


def many(name: str, number: int) -> list[str]:
    return [f"{name}-{n}" for n in range(number)]


def test_one_message_at_a_time_goes_to_a_server(stage: Stage) -> None:
    stage.servers.hanging = {"chat-1"}
    stage.put("chat-1", "chat-2", "chat-3", lane="bot")
    stage.put("mail")

    stage.workers.dispatch()
    stage.wait_for(1, stage.servers.sent)
    PAUSE.wait(A_MOMENT)

    assert sorted(stage.servers.begun) == ["chat-1", "mail"]


def test_the_next_message_to_a_server_leaves_when_one_is_through(stage: Stage) -> None:
    stage.put("chat-1", "chat-2", "chat-3", lane="bot")

    stage.workers.drain()

    assert stage.servers.sent == ["chat-1", "chat-2", "chat-3"]


@pytest.mark.parametrize("limits", [SendLimits(per_second=1 / 3600)])
def test_what_waits_for_the_rate_of_its_server_is_released_by_who_stops(stage: Stage) -> None:
    stage.put("first", "second", "third", lane="mail")
    stage.workers.dispatch()
    stage.wait_for(1, stage.servers.sent)
    PAUSE.wait(A_MOMENT)
    assert stage.servers.begun == ["first"]

    assert stage.workers.stop(PATIENCE) == 0

    assert stage.servers.sent == ["first"]
    assert stage.waiting() == [("second", 0, False), ("third", 0, False)]


@pytest.mark.parametrize("limits", [SendLimits(per_second=0.02)])
def test_what_waited_for_its_rate_for_too_long_is_leased_anew_before_it_leaves(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _wait(_: float) -> bool:
        stage.now += LONGEST_IN_HAND + timedelta(seconds=1)
        return False

    monkeypatch.setattr(stage.workers._stopping, "wait", _wait)  # noqa: SLF001 - what it waits by
    stage.servers.hanging = {"second"}
    stage.put("first", "second", lane="mail")
    stage.workers.dispatch()
    stage.wait_for(2, stage.servers.begun)

    with stage.store.reading() as tx:
        of = sa.select(DELIVERIES.c.lease_until, DELIVERIES.c.attempts)
        [held] = tx.queue._db.execute(of.where(DELIVERIES.c.channel == "second"))  # noqa: SLF001 - shown nowhere
    assert held.lease_until is not None
    assert held.lease_until - stage.now >= LONGEST_SEND
    assert held.attempts == 1


def test_a_database_that_fails_a_courier_is_told(stage: Stage) -> None:
    stage.servers.hanging = {"mail"}
    stage.put("mail")
    stage.workers.dispatch()
    stage.wait_for(1, stage.servers.begun)

    assert isinstance(stage.store, FailingStore)
    stage.store.broken = True
    stage.servers.let_go.set()

    assert stage.ended.wait(PATIENCE)
    assert [str(error) for error in stage.failed] == ["database or disk is full; nothing was saved"]
    assert stage.done == []
    assert not stage.workers.busy


def test_a_database_that_fails_over_a_mistake_of_our_own_is_told_too(stage: Stage) -> None:
    stage.servers.hanging = {"mail"}
    stage.servers.failing = {"mail": ZeroDivisionError()}  # type: ignore[dict-item] # it is none
    stage.put("mail")
    stage.workers.dispatch()
    stage.wait_for(1, stage.servers.begun)

    assert isinstance(stage.store, FailingStore)
    stage.store.broken = True
    stage.servers.let_go.set()
    stage.wait_for(2, stage.failed)

    assert [type(error) for error in stage.failed] == [ZeroDivisionError, Unrecorded]


def test_a_channel_is_called_dead_at_its_fifth_failure_in_a_row(stage: Stage) -> None:
    stage.servers.failing = {"mail": DeliveryError("502")}
    stage.put("mail")
    for _ in range(4):
        stage.workers.drain()
        stage.now += timedelta(hours=1)
    assert stage.titles() == []

    stage.workers.drain()

    assert stage.titles() == ["channel mail"]


def test_a_mistake_of_our_own_is_told_and_the_message_is_tried_again(stage: Stage) -> None:
    stage.servers.failing = {"mail": ZeroDivisionError()}  # type: ignore[dict-item] # it is none
    stage.put("mail")

    stage.workers.drain()

    assert [type(error) for error in stage.failed] == [ZeroDivisionError]
    assert [d.state for d in stage.done] == [DeliveryState.QUEUED]


def test_servers_that_hang_hold_up_no_other(stage: Stage) -> None:
    hanging = many("hanging", 6)
    stage.servers.hanging = set(hanging)
    stage.put(*hanging, priority=Priority.INVITED)
    stage.put("well")

    stage.workers.dispatch()
    stage.wait_for(1, stage.servers.sent)
    stage.wait_for(7, stage.servers.begun)

    assert stage.servers.sent == ["well"]
    assert sorted(stage.servers.begun) == sorted([*hanging, "well"])


def test_servers_that_failed_last_never_take_more_than_a_third_of_the_threads(stage: Stage) -> None:
    hanging, well = many("hanging", 2 * WORKERS), many("well", 3)
    stage.servers.hanging = set(hanging)
    with stage.store.writing() as tx:
        for name in hanging:
            tx.servers.back_off(name, failures=1, until=NOW)
    stage.put(*hanging, priority=Priority.INVITED)
    stage.put(*well)

    stage.workers.dispatch()
    stage.wait_for(3, stage.servers.sent)
    stage.wait_for(FOR_FAILING + 3, stage.servers.begun)
    PAUSE.wait(A_MOMENT)

    assert sorted(stage.servers.sent) == well
    tried = [name for name in stage.servers.begun if name in stage.servers.hanging]
    assert len(tried) == FOR_FAILING == WORKERS // 3


def test_a_bot_that_asks_for_patience_is_not_asked_by_its_other_chats(stage: Stage) -> None:
    chats = many("chat", 50)
    busy = DeliveryError("429", retry_after=timedelta(seconds=60))
    stage.servers.failing = dict.fromkeys(chats, busy)
    stage.put(*chats, lane="bot")

    stage.workers.drain()
    stage.now += timedelta(seconds=59)
    stage.workers.drain()
    assert len(stage.servers.begun) == 1

    stage.servers.failing.clear()
    stage.now += timedelta(seconds=1)
    stage.workers.drain()

    assert sorted(stage.servers.sent) == sorted(chats)


def test_no_server_is_left_alone_for_more_than_an_hour_whatever_it_asks(stage: Stage) -> None:
    busy = DeliveryError("429", retry_after=timedelta(hours=20))
    stage.servers.failing = {"amara": busy}
    stage.put("amara")
    stage.workers.drain()

    stage.servers.failing.clear()
    stage.now += timedelta(minutes=59, seconds=59)
    stage.workers.drain()
    assert stage.servers.sent == []
    stage.now += timedelta(seconds=1) + AFTER_ITS_SERVER
    stage.workers.drain()

    assert stage.servers.sent == ["amara"]


def test_what_one_mailbox_refuses_for_now_holds_up_no_other(stage: Stage) -> None:
    full = DeliveryError("452 mailbox full", personal=True)
    stage.servers.failing = {"full": full}
    stage.put("full", "b", "c", lane="mail")

    stage.workers.drain()

    assert stage.servers.sent == ["b", "c"]


def test_a_message_that_always_fails_lets_the_others_of_its_server_go_first(stage: Stage) -> None:
    stage.servers.failing = {"poison": DeliveryError("500")}
    stage.put("poison", lane="mail", priority=Priority.INVITED)
    stage.put("b", "c", lane="mail")

    stage.workers.drain()
    assert stage.servers.sent == []
    stage.now += timedelta(seconds=30)
    stage.workers.drain()

    assert stage.servers.sent == ["b", "c"]
    assert stage.servers.begun.count("poison") == 2


def test_a_server_that_keeps_failing_is_told_once_for_all_its_channels(stage: Stage) -> None:
    chats = many("chat", 8)
    stage.servers.failing = dict.fromkeys(chats, DeliveryError("502"))
    stage.put(*chats, lane="bot")
    for _ in range(12):
        stage.workers.drain()
        stage.now += timedelta(hours=1)
    assert stage.titles() == ["channel chat-0"]

    # Any of them shows that it is well, also while the first one has nothing to say.
    del stage.servers.failing["chat-7"]
    stage.servers.failing["chat-0"] = DeliveryError("452", personal=True)
    for name in chats[1:7]:
        stage.servers.failing[name] = DeliveryError("452", personal=True)
    stage.workers.drain()

    assert "chat-7" in stage.servers.sent
    assert stage.titles() == []


def test_a_message_that_comes_up_again_and_again_is_put_aside_and_told(stage: Stage) -> None:
    # Whenever it is looked at, this clock has gone on by a day.
    stage.step, stage.in_step = timedelta(days=1), False
    stage.servers.failing = {"amara": DeliveryError("503", personal=True)}
    stage.put("amara")

    stage.workers.drain()

    assert stage.servers.begun.count("amara") == 5
    assert stage.titles() == ["channel amara"]
    stage.workers.drain()
    assert stage.servers.sent == ["ops"]


@pytest.mark.parametrize("limits", [FOUR])
def test_a_server_that_takes_messages_gets_as_many_connections_as_it_may(stage: Stage) -> None:
    stage.servers.hanging = {f"mail-{n}" for n in range(3, 20)}
    stage.put(*(f"mail-{n}" for n in range(20)), lane="mail")

    stage.workers.dispatch()
    stage.wait_for(3 + 4, stage.servers.begun)
    PAUSE.wait(A_MOMENT)

    assert len(stage.servers.begun) == 3 + 4
    assert len(stage.servers.sent) == 3


@pytest.mark.parametrize("limits", [FOUR])
def test_a_server_that_hangs_from_the_beginning_holds_one_thread_and_keeps_one_message(
    stage: Stage,
) -> None:
    stage.servers.hanging = {f"mail-{n}" for n in range(200)}
    stage.put(*(f"mail-{n}" for n in range(200)), lane="mail")
    stage.put(*(f"well-{n}" for n in range(50)), lane="well")

    stage.workers.dispatch()
    stage.wait_for(50, stage.servers.sent)

    assert len([name for name in stage.servers.begun if name.startswith("mail")]) == 1
    stage.servers.let_go.set()
    assert stage.workers.stop(PATIENCE) == 0
    tried = [(name, doubtful) for name, attempts, doubtful in stage.waiting() if attempts]
    assert tried == [("mail-0", False)]


def test_what_is_more_urgent_leaves_first_also_when_it_comes_later(stage: Stage) -> None:
    stage.servers.hanging = {"rest-0"}
    stage.put(*(f"rest-{n}" for n in range(30)), lane="mail")
    stage.workers.dispatch()
    stage.wait_for(1, stage.servers.begun)

    stage.put("invited", lane="mail", priority=Priority.INVITED)
    stage.servers.failing = {"rest-0": DeliveryError("452", personal=True)}
    stage.servers.let_go.set()
    stage.wait_for(30, stage.servers.sent)

    assert stage.servers.sent.index("invited") <= FIRST_BATCH


def test_after_an_outage_of_three_hours_all_are_told_in_order_of_urgency(stage: Stage) -> None:
    orders = {Priority.REST: "rest", Priority.NEAR: "near", Priority.INVITED: "invited"}
    everybody = [f"{name}-{n}" for name in orders.values() for n in range(5)]
    for priority, name in orders.items():
        stage.put(*(f"{name}-{n}" for n in range(5)), lane="mail", priority=priority)
    stage.servers.failing = dict.fromkeys(everybody, DeliveryError("connection refused"))
    while stage.now < NOW + timedelta(hours=3):
        stage.workers.drain()
        stage.now += timedelta(minutes=1)
    assert stage.servers.sent == ["ops"]

    stage.servers.failing.clear()
    while len(stage.servers.sent) <= len(everybody):
        stage.workers.drain()
        stage.now += timedelta(minutes=1)

    kinds = [name.partition("-")[0] for name in stage.servers.sent if name in everybody]
    assert kinds == ["invited"] * 5 + ["near"] * 5 + ["rest"] * 5
    assert all(
        d.sent_after and d.sent_after > timedelta(hours=3)
        for d in stage.done
        if not d.failed and d.channel in everybody
    )


def test_what_a_server_down_for_good_kept_is_given_up_and_told_and_the_record_complete(
    stage: Stage,
) -> None:
    everybody = many("mail", 12)
    stage.put(*everybody, lane="mail")
    stage.servers.failing = dict.fromkeys(everybody, DeliveryError("connection refused"))
    while stage.now < NOW + timedelta(hours=76):
        stage.workers.drain()
        stage.now += timedelta(minutes=20)

    with stage.store.reading() as tx:
        ended = [d for d in tx.deliveries.search() if d.channel != "ops"]
    assert {(d.state, d.answer) for d in ended} == {("expired", "connection refused")}
    assert len(ended) == 12
    assert any(subject.startswith("expired mail") for subject in stage.titles())


@pytest.mark.parametrize("limits", [SendLimits(per_second=1000, per_target_seconds=0.3)])
def test_one_chat_that_must_wait_holds_up_no_other(stage: Stage) -> None:
    with stage.store.writing() as tx:
        tx.alerts.put(
            [
                QueuedAlert(
                    alert=an_alert_to(f"{chat}{n}", str(400 + n)),
                    targets=[("tg", chat)],
                    due_at=NOW,
                    priority=Priority.REST,
                )
                for chat, count in (("busy", 5), ("other", 1), ("third", 1))
                for n in range(count)
            ],
            NOW,
        )

    stage.workers.drain()

    first, *others = (delivery.target for delivery in stage.done[:3])
    assert (first, set(others)) == ("busy", {"other", "third"})
    for _ in range(5):
        stage.now += timedelta(seconds=9)
        stage.workers.drain()
    assert [delivery.target for delivery in stage.done].count("busy") == 5

"""Stopped after every step of poll and of deliver: nothing lost, at most a repeat.

What stops is a BaseException, as a signal or a kill would be: no handler may turn it
into something else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest

from tests.pages import a_page, a_row, rows
from tests.scene import Scene
from tests.servers.http import HttpServer, conditional
from tests.values import a_reported_round, a_subscription, an_early_alert
from watcher.adapters.database import DeliveryState, QueuedAlert, Store, Transaction
from watcher.adapters.http import Fetcher
from watcher.core.alerts import Priority
from watcher.core.model import Message, ReportedRound
from watcher.pipeline.delivery import LEASE

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
# One more step than each has; a test below sees that it is enough.
POLL, DELIVERY, CONFIRMATION = range(1, 25), range(1, 48), range(1, 27)


class Stopped(BaseException):
    """The process ended here."""


class Steps:
    """Counts what is done, and stops after the step that it was told."""

    def __init__(self) -> None:
        self.done = 0
        self.last: int | None = None

    def step(self) -> None:
        self.done += 1
        if self.done == self.last:
            raise Stopped


class Stepwise:
    """Passes every call on, and counts it as a step."""

    def __init__(self, part: object, steps: Steps) -> None:
        self._part = part
        self._steps = steps

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            result = getattr(self._part, name)(*args, **more)
            self._steps.step()
            return result

        return call


class SteppingStore(Store):
    """A store in which each call and each commit is a step."""

    steps: Steps

    @contextmanager
    def writing(self, *, polling: bool = False) -> Iterator[Transaction]:
        with super().writing(polling=polling) as tx:
            yield self._stepwise(tx)
        self.steps.step()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with super().reading() as tx:
            yield self._stepwise(tx)

    def _stepwise(self, tx: Transaction) -> Transaction:
        for part in Transaction.__annotations__:
            setattr(tx, part, Stepwise(getattr(tx, part), self.steps))
        return tx


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture
def scene(store: Store, fetcher: Fetcher) -> Iterator[Scene]:
    """Return a watcher for which a new round stands on the page, unseen as yet."""
    people = [
        a_subscription(name=name, categories=frozenset({"cec"}), channels=(name,))
        for name in ("amara", "bo")
    ]
    store.__class__ = SteppingStore
    stepping = cast("SteppingStore", store)
    stepping.steps = Steps()
    with HttpServer() as server:
        scene = Scene(stepping, server, fetcher, NOW, people)
        scene.publish(a_page(*rows(3)))
        scene.poll()
        scene.deliver()
        scene.channels.sent.clear()
        both = a_page(a_row("439"), a_row("438"), *rows(3))
        scene.publish(conditional(both, etag='"new"'))
        yield scene


def stopping_at(scene: Scene, step: int, work: Callable[[], object]) -> bool:
    """Do *work*, stopped after *step*; tell whether it came that far."""
    steps = cast("SteppingStore", scene.store).steps
    steps.done, steps.last = 0, step
    try:
        work()
    except Stopped:
        return True
    finally:
        steps.last = None
    return False


def told(scene: Scene) -> list[tuple[str, str]]:
    return sorted((sent.channel, sent.title[:4]) for sent in scene.channels.sent)


EVERYTHING = [("amara", "#438"), ("amara", "#439"), ("bo", "#438"), ("bo", "#439")]


@pytest.mark.parametrize("step", POLL)
def test_a_poll_stopped_after_any_step_is_repeated_whole(scene: Scene, step: int) -> None:
    stopping_at(scene, step, scene.poll)

    scene.poll()
    scene.deliver()

    assert told(scene) == EVERYTHING
    with scene.store.reading() as tx:
        assert tx.rounds.count() == 5


@pytest.mark.parametrize("step", DELIVERY)
def test_a_delivery_stopped_after_any_step_is_lost_never_and_repeated_once_at_most(
    scene: Scene, step: int
) -> None:
    scene.poll()

    stopped = stopping_at(scene, step, scene.deliver)
    before = len(scene.channels.sent)
    scene.deliver(after=LEASE)

    repeats = len(scene.channels.sent) - len(EVERYTHING)
    assert set(told(scene)) == set(EVERYTHING)
    assert 0 <= repeats <= (1 if stopped and before else 0)
    with scene.store.reading() as tx:
        states = {d.state for d in tx.deliveries.search()}
        doubtful = sum(d.doubtful for d in tx.deliveries.search())
    assert states == {DeliveryState.SENT}
    assert repeats <= doubtful <= 1


def test_a_stop_between_acceptance_and_record_is_said_twice_and_known(scene: Scene) -> None:
    scene.poll()
    accept = scene.channels

    class StopsOnce:
        """Accepts, and stops before anybody can write it down."""

        stopped = False

        def __call__(self, channel: str, target: str, message: Message) -> str:
            answer = accept(channel, target, message)
            if not self.stopped:
                self.stopped = True
                raise Stopped
            return answer

        targets_of = accept.targets_of
        sent = accept.sent

    scene.channels = cast("type(accept)", StopsOnce())  # type: ignore[valid-type] # a test double
    with pytest.raises(Stopped):
        scene.deliver()
    scene.deliver(after=LEASE)

    assert sorted(told(scene)) == sorted([EVERYTHING[0], *EVERYTHING])
    with scene.store.reading() as tx:
        assert [d.doubtful for d in tx.deliveries.search(number="438")].count(True) == 1


@pytest.fixture
def early(scene: Scene) -> Scene:
    """Return a watcher whose two people heard of #438 early, with a wrong cut-off."""
    reported = a_reported_round(
        number="reported-1",
        claimed="438",
        date=date(2026, 8, 19),
        category="cec",
        cutoff=463,
        first_seen=scene.now,
    )
    report = ReportedRound(reported=reported, by=("news",))
    with scene.store.writing() as tx:
        tx.rounds.save([report], page=b"news", now=scene.now)
        tx.alerts.put(
            [
                QueuedAlert(
                    alert=an_early_alert(subscription=person, change=report),
                    targets=[(person.name, "")],
                    due_at=scene.now,
                    priority=Priority.INVITED,
                )
                for person in scene.settings.subscriptions
            ],
            scene.now,
        )
    scene.deliver()
    scene.channels.sent.clear()
    raised = a_row("438", drawCRS="500", drawSize="1,001")
    scene.publish(a_page(raised, *rows(3)))
    return scene


@pytest.mark.parametrize("step", CONFIRMATION)
def test_a_confirmation_stopped_after_any_step_is_repeated_whole(early: Scene, step: int) -> None:
    stopping_at(early, step, early.poll)

    early.poll()
    early.deliver()

    assert told(early) == [("amara", "#438"), ("bo", "#438")]
    assert all("not as reported" in sent.title for sent in early.channels.sent)
    with early.store.reading() as tx:
        assert tx.rounds.unconfirmed() == []
        assert tx.rounds.count() == 4
        assert tx.deliveries.told_before("438", ["amara", "bo"]).reached == {"amara", "bo"}


def test_there_are_fewer_steps_than_were_tried(scene: Scene) -> None:
    assert not stopping_at(scene, POLL[-1], scene.poll)
    steps = cast("SteppingStore", scene.store).steps
    assert steps.done > 12  # every write of the poll is a step of its own

    assert not stopping_at(scene, DELIVERY[-1], scene.deliver)
    assert steps.done > 15


def test_a_confirmation_has_fewer_steps_than_were_tried(early: Scene) -> None:
    assert not stopping_at(early, CONFIRMATION[-1], early.poll)


def test_a_watcher_started_anew_takes_its_leases_back_at_once(scene: Scene) -> None:
    scene.poll()
    stopping_at(scene, 7, scene.deliver)  # leased, not sent

    with scene.store.writing() as tx:
        assert tx.queue.release_leases("test") == 1
    scene.deliver(after=timedelta())

    assert told(scene) == EVERYTHING

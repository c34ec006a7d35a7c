"""Many results are recorded in one transaction, each with all that follows from it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

import pytest

from tests.adapters.database.values import an_alert_to
from watcher.adapters.database import DeliveryState, LeasedDelivery, QueuedAlert, Store
from watcher.core.alerts import Priority
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.incidents import DEAD_AFTER
from watcher.core.settings import Operator, Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.delivery import Attempt, DeliveryContext
from watcher.pipeline.recording import AFTER_ITS_SERVER, GIVE_UP, record

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
LEASE = timedelta(minutes=4)
BOOK = AddressBook(
    settings=Settings(
        file=PurePath("config.toml"), database=Secret(""), operator=Operator(channels=("ops",))
    ),
    targets=lambda _: ("",),
)


class Desk:
    """Some messages to one mail server, in hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = NOW
        self.context = DeliveryContext(
            store=store,
            send=lambda *_: "never",
            address_book=lambda: BOOK,
            clock=lambda: self.now,
            chance=lambda: 0.0,
            owner="test",
        )
        with store.writing() as tx:
            tx.alerts.put(
                [
                    QueuedAlert(
                        alert=an_alert_to(f"p{n}"),
                        targets=[("mail", f"p{n}")],
                        due_at=NOW,
                        priority=Priority.REST,
                    )
                    for n in range(4)
                ],
                NOW,
            )

    def lease(self, limit: int = 4) -> list[LeasedDelivery]:
        with self.store.writing() as tx:
            due = [lane for lane in [tx.queue.due_in("mail", self.now, LEASE)] if lane]
            return tx.queue.lease(due, self.now, owner="test", lease=LEASE, limit=limit)

    def states(self) -> list[str]:
        with self.store.reading() as tx:
            return [d.state for d in reversed(tx.deliveries.search(channel="mail"))]

    def told(self) -> list[str]:
        with self.store.reading() as tx:
            return [str(e.subject) for e in tx.incidents.open_episodes()]


@pytest.fixture
def desk(sqlite_database: Secret) -> Iterator[Desk]:
    with closing(Store(sqlite_database)) as store:
        yield Desk(store)


def failed(leased: LeasedDelivery, error: DeliveryError) -> Attempt:
    return Attempt(leased=leased, answer=error.answer, error=error)


def test_each_of_a_group_ends_as_its_own_answer_says(desk: Desk) -> None:
    sent, refused, full, down = desk.lease()

    results = record(
        desk.context,
        [
            failed(refused, DeliveryRefused("550 no such user")),
            Attempt(leased=sent, answer="250 OK"),
            failed(full, DeliveryError("452 mailbox full", personal=True)),
            failed(down, DeliveryError("421 busy")),
        ],
    )

    assert [r.state for r in results] == ["refused", "sent", "queued", "queued"]
    assert desk.states() == ["sent", "refused", "queued", "queued"]
    assert desk.told() == ["channel mail p1"]


def test_a_server_that_takes_one_and_not_another_is_well(desk: Desk) -> None:
    one, other = desk.lease(limit=2)

    record(
        desk.context,
        [Attempt(leased=one, answer="250 OK"), failed(other, DeliveryError("421 busy"))],
    )

    with desk.store.reading() as tx:
        assert tx.servers.failing() == []


def test_several_that_failed_at_once_are_one_failure_of_their_server(desk: Desk) -> None:
    messages = desk.lease()

    for leased in messages:
        record(desk.context, [failed(leased, DeliveryError("connection reset"))])

    with desk.store.reading() as tx:
        [server] = tx.servers.failing()
    assert (server.failures, server.until) == (1, NOW + timedelta(seconds=30))
    assert desk.told() == []


def test_a_server_rests_as_long_as_it_asks_and_no_longer_unless_that_leads_nowhere(
    desk: Desk,
) -> None:
    asked = timedelta(seconds=3)
    rests = []
    for _ in range(DEAD_AFTER):
        [leased] = desk.lease(limit=1)
        record(desk.context, [failed(leased, DeliveryError("429", retry_after=asked))])
        with desk.store.reading() as tx:
            [server] = tx.servers.failing()
        assert server.until is not None
        rests.append(server.until - desk.now)
        desk.now = server.until + AFTER_ITS_SERVER

    assert rests == [asked] * (DEAD_AFTER - 1) + [timedelta(minutes=8)]


def test_what_a_dead_server_kept_waiting_is_given_up_together_and_counted(desk: Desk) -> None:
    [leased] = desk.lease(limit=1)
    with desk.store.writing() as tx:
        tx.servers.back_off("mail", failures=80, until=NOW, channel="mail")
    desk.now = NOW + GIVE_UP

    [result] = record(desk.context, [failed(replace(leased, attempts=9), DeliveryError("down"))])

    assert result.state is DeliveryState.EXPIRED
    assert desk.states() == ["expired"] * 4
    assert "expired mail" in desk.told()
    with desk.store.writing() as tx:
        due = tx.queue.due_lanes(desk.now, LEASE, limit=9)
        notices = tx.queue.lease(due, desk.now, owner="test", lease=LEASE, limit=9)
    words = [m.notice.text for m in notices if m.notice]
    assert any("Given up with it, of the same server: 3" in text for text in words), words

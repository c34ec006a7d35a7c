"""A message leaves the queue only by an answer, and belongs to one process at a time."""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.adapters.database.claiming import LEASE, MINUTE, claim, claimed, people, put
from tests.adapters.database.values import an_alert_to, lease_next, queued
from tests.values import a_round, an_alert
from watcher.adapters.database import DeliveryState, LeasedDelivery, QueuedAlert, Store
from watcher.core.alerts import Priority


def test_an_alert_is_claimed_as_it_was_queued(store: Store, now: datetime) -> None:
    alert = an_alert(previous=a_round(number="380"))
    to = [("mail", "amara@example.org")]

    assert put(store, now, queued(alert, now, to=to)) == 1

    found = claimed(store, now)
    assert found == LeasedDelivery(
        deliveries=found.deliveries,
        lease_until=found.lease_until,
        channel="mail",
        target="amara@example.org",
        server="mail",
        attempts=1,
        due_at=now,
        doubtful=False,
        alerts=(alert,),
    )
    assert claim(store, now) is None


def test_every_target_gets_a_message_of_its_own(store: Store, now: datetime) -> None:
    to = [("mail", "a@example.org"), ("mail", "b@example.org"), ("tg", "")]

    assert put(store, now, queued(an_alert(), now, to=to)) == 3

    found = [claimed(store, now) for _ in to]
    assert [(c.channel, c.target) for c in found] == to
    assert claim(store, now) is None


def test_urgent_messages_leave_first_then_those_due_longest(store: Store, now: datetime) -> None:
    def due(name: str, minutes: int, *, priority: Priority) -> QueuedAlert:
        to = [("mail", name)]
        return queued(an_alert_to(name), now - minutes * MINUTE, to=to, priority=priority)

    put(
        store,
        now,
        due("third", 5, priority=Priority.REST),
        due("second", 0, priority=Priority.INVITED),
        due("first", 1, priority=Priority.INVITED),
        due("fourth", 1, priority=Priority.REST),
        due("fifth", 1, priority=Priority.REST),
    )

    order = [people(claim(store, now)) for _ in range(5)]
    assert order == [["first"], ["second"], ["third"], ["fourth"], ["fifth"]]


def test_one_urgent_part_makes_the_whole_message_urgent(store: Store, now: datetime) -> None:
    put(
        store,
        now,
        queued(an_alert_to("bruno"), now, to=[("mail", "bruno")]),
        queued(an_alert_to("home"), now),
        queued(an_alert_to("work"), now, priority=Priority.INVITED),
    )

    assert people(claim(store, now)) == ["home", "work"]


def test_nothing_leaves_before_it_is_due(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert(), now + MINUTE))

    assert claim(store, now + MINUTE - timedelta(microseconds=1)) is None
    assert claim(store, now + MINUTE) is not None


def test_a_part_that_is_due_later_does_not_leave_with_the_rest(store: Store, now: datetime) -> None:
    put(
        store,
        now,
        queued(an_alert_to("home"), now + MINUTE),
        queued(an_alert_to("work"), now, priority=Priority.INVITED),
    )

    assert people(claim(store, now)) == ["work"]
    assert claim(store, now) is None
    assert people(claim(store, now + MINUTE)) == ["home"]


def test_a_lease_that_ran_out_is_taken_over_and_the_message_is_doubtful(
    store: Store, now: datetime
) -> None:
    put(store, now, queued(an_alert_to("home"), now), queued(an_alert_to("work"), now))
    first = claimed(store, now, owner="one")

    assert claim(store, now + LEASE - timedelta(microseconds=1), owner="two") is None
    assert claim(store, now + LEASE, owner="two") == replace(first, attempts=2, doubtful=True)


def test_messages_for_busy_channels_are_left_alone(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert(), now, to=[("mail", "a"), ("tg", "b")]))

    assert claim(store, now, busy=["mail", "tg"]) is None
    assert claimed(store, now, busy=["mail"]).channel == "tg"
    assert claimed(store, now).channel == "mail"


def test_a_channel_at_rest_is_left_alone_until_it_has_rested(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert(), now, to=[("mail", "a"), ("tg", "b")]))
    with store.writing() as tx:
        tx.servers.back_off("mail", failures=1, until=now + MINUTE)
        tx.servers.back_off("tg", failures=0, until=None)

    assert claimed(store, now).channel == "tg"
    assert claim(store, now + MINUTE - timedelta(microseconds=1)) is None
    assert claimed(store, now + MINUTE).channel == "mail"


def test_how_often_a_channel_failed_in_a_row_is_counted_by_whoever_sends(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        assert tx.servers.failures("mail") == 0
        tx.servers.back_off("mail", failures=3, until=now)
        tx.servers.back_off("tg", failures=1, until=now)
        assert tx.servers.failures("mail") == 3
        tx.servers.back_off("mail", failures=0, until=None)
        assert tx.servers.failures("mail") == 0
        assert tx.servers.failures("tg") == 1


def test_what_waits_for_a_channel_is_what_has_not_ended(store: Store, now: datetime) -> None:
    to = [("mail", "a"), ("mail", "b"), ("mail", "c"), ("tg", "d")]
    put(store, now, queued(an_alert(), now, to=to))
    with store.writing() as tx:
        sent = lease_next(tx, now, owner="one", lease=LEASE, busy=())
        assert sent is not None
        tx.queue.finish(sent, DeliveryState.SENT, "250 OK", now)
        lease_next(tx, now, owner="one", lease=LEASE, busy=())

        assert (tx.queue.count_waiting("mail"), tx.queue.count_waiting("tg")) == (2, 1)
        assert tx.queue.count_waiting("sms") == 0


def test_a_service_takes_back_what_it_held_when_it_died(store: Store, now: datetime) -> None:
    put(store, now, queued(an_alert(), now, to=[("mail", "a"), ("mail", "b")]))
    mine = claimed(store, now, owner="service")
    claimed(store, now, owner="somebody else")
    with store.writing() as tx:
        assert tx.queue.release_leases("service") == 1
        assert tx.queue.release_leases("service") == 0

    assert claim(store, now) == replace(mine, attempts=2, doubtful=True)
    assert claim(store, now) is None

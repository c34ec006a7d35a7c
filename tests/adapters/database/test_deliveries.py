"""What was queued, sent and refused, as the operator looks at it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.adapters.database.values import an_alert_to, corrected, lease_next, queued
from tests.values import a_round, an_alert
from watcher.adapters.database import DeliveryRecord, DeliveryState, FailingServer, Store
from watcher.core.model import Message

MINUTE = timedelta(minutes=1)
LEASE = 3 * MINUTE
NOTICE = Message(title="ircc is blind", text="HTML", html="<p>HTML</p>")


@pytest.fixture
def ids(store: Store, now: datetime) -> dict[str, int]:
    """Queue four messages and a notice, and bring each to another state."""
    to = [("mail", "amara@example.org"), ("tg", "42")]
    fate = {
        "sent": DeliveryState.SENT,
        "refused": DeliveryState.REFUSED,
        "expired": DeliveryState.EXPIRED,
    }
    with store.writing() as tx:
        tx.alerts.put(
            [
                queued(an_alert_to("amara"), now, to=to),
                queued(an_alert_to("bruno", "384"), now, to=to[:1]),
            ],
            now,
        )
        found = {}
        for name, state in fate.items():
            busy = ["mail"] if name == "refused" else []
            claim = lease_next(tx, now, owner="one", lease=LEASE, busy=busy)
            assert claim is not None
            tx.queue.finish(claim, state, f"it was {name}", now + MINUTE)
            (found[name],) = claim.deliveries
        tx.alerts.put_notice(NOTICE, [("ops", "")], now)
        claim = lease_next(tx, now, owner="one", lease=LEASE, busy=())
        assert claim is not None
        (found["sending"],) = claim.deliveries
        tx.alerts.put([queued(an_alert_to("carla"), now + LEASE)], now + MINUTE)
        (found["queued"],) = [d.id for d in tx.deliveries.search(states=[DeliveryState.QUEUED])]
    return found


def listed(store: Store, **conditions: Any) -> list[DeliveryRecord]:
    with store.reading() as tx:
        return tx.deliveries.search(**conditions)


def test_a_delivery_is_shown_with_all_that_is_known_of_it(
    store: Store, now: datetime, ids: dict[str, int]
) -> None:
    assert listed(store, channel="tg") == [
        DeliveryRecord(
            id=ids["refused"],
            subscription="amara",
            number="385",
            change="new",
            revision=1,
            channel="tg",
            target="42",
            state=DeliveryState.REFUSED,
            attempts=1,
            created_at=now,
            next_attempt_at=now,
            ended_at=now + MINUTE,
            doubtful=False,
            answer="it was refused",
        )
    ]
    assert isinstance(listed(store, channel="tg")[0].state, DeliveryState)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, ["queued", "sending", "expired", "refused", "sent"]),
        ({"limit": 2}, ["queued", "sending"]),
        ({"limit": 0}, []),
        ({"states": [DeliveryState.SENT]}, ["sent"]),
        ({"states": [DeliveryState.SENT, DeliveryState.REFUSED]}, ["refused", "sent"]),
        ({"subscriptions": ["amara"]}, ["refused", "sent"]),
        ({"number": "384"}, ["expired"]),
        ({"channel": "mail"}, ["queued", "expired", "sent"]),
        ({"channel": "mail", "limit": 2}, ["queued", "expired"]),
        ({"channel": "mail", "subscriptions": ["amara"]}, ["sent"]),
        ({"subscriptions": ["amara"], "number": "384"}, []),
        ({"subscriptions": ["nobody"]}, []),
    ],
)
def test_deliveries_are_listed_newest_first_where_every_condition_holds(
    store: Store, ids: dict[str, int], conditions: dict[str, Any], expected: list[str]
) -> None:
    names = {id_: name for name, id_ in ids.items()}

    assert [names[d.id] for d in listed(store, **conditions)] == expected


def test_a_notice_has_no_subscription_and_no_round(store: Store, ids: dict[str, int]) -> None:
    (notice,) = listed(store, channel="ops")

    assert notice.id == ids["sending"]
    assert (notice.subscription, notice.number, notice.change) == (None, None, "notice")


def test_a_correction_is_shown_as_one_with_its_revision(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        alert = an_alert(change=corrected(a_round(), cutoff=490))
        tx.alerts.put([queued(alert, now)], now)

    (delivery,) = listed(store)

    assert (delivery.change, delivery.revision) == ("corrected", 2)


def test_deliveries_are_listed_by_their_numbers(store: Store, ids: dict[str, int]) -> None:
    found = listed(store, ids=[ids["sent"], ids["expired"], 10**9])

    assert [d.id for d in found] == [ids["expired"], ids["sent"]]


@pytest.mark.usefixtures("ids")
def test_deliveries_are_counted_by_state(store: Store) -> None:
    with store.reading() as tx:
        assert tx.deliveries.count_by_state() == dict.fromkeys(DeliveryState, 1) | {
            DeliveryState.SUPERSEDED: 0,
            DeliveryState.SUPPRESSED: 0,
        }


def test_where_nothing_was_queued_every_state_counts_nothing(store: Store) -> None:
    with store.reading() as tx:
        assert tx.deliveries.count_by_state() == dict.fromkeys(DeliveryState, 0)


def test_refused_and_expired_deliveries_are_tried_again_as_if_new(
    store: Store, now: datetime, ids: dict[str, int]
) -> None:
    later = now + timedelta(days=4)
    with store.writing() as tx:
        again = tx.deliveries.retry(list(ids.values()), later)
        claims = [lease_next(tx, later, owner="two", lease=LEASE, busy=["ops"]) for _ in range(4)]

    assert again == 2
    assert {(*c.deliveries, c.attempts, c.due_at) for c in claims if c} == {
        (ids["queued"], 1, now + LEASE),
        (ids["expired"], 1, later),
        (ids["refused"], 1, later),
    }


def test_nothing_is_tried_again_unasked(store: Store, now: datetime, ids: dict[str, int]) -> None:
    with store.writing() as tx:
        assert tx.deliveries.retry([], now) == 0
        assert tx.deliveries.retry([ids["refused"], 10**9], now) == 1

    assert [d.id for d in listed(store, states=[DeliveryState.EXPIRED])] == [ids["expired"]]


def test_more_deliveries_are_tried_again_than_a_statement_takes(
    store: Store, now: datetime, ids: dict[str, int]
) -> None:
    with store.writing() as tx:
        assert tx.deliveries.retry([*range(10**9, 10**9 + 70_000), ids["refused"]], now) == 1


def test_what_waits_longest_is_what_was_queued_first_and_has_not_ended(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        assert tx.deliveries.oldest_waiting() is None
        tx.alerts.put([queued(an_alert_to("amara"), now)], now)
        tx.alerts.put([queued(an_alert_to("bruno", "384"), now)], now + MINUTE)
        assert tx.deliveries.oldest_waiting() == now

        sent = lease_next(tx, now, owner="one", lease=LEASE, busy=())
        assert sent is not None
        assert tx.deliveries.oldest_waiting() == now

        tx.queue.finish(sent, DeliveryState.SENT, "OK", now)
        assert tx.deliveries.oldest_waiting() == now + MINUTE


def test_what_is_due_longest_is_not_held_up_by_a_channel_that_fails(
    store: Store, now: datetime
) -> None:
    later = now + MINUTE
    with store.writing() as tx:
        assert tx.deliveries.longest_due() is None
        tx.alerts.put([queued(an_alert_to("amara"), now, to=[("mail", "a")])], now)
        tx.alerts.put([queued(an_alert_to("bruno"), later, to=[("tg", "b")])], now)
        assert tx.deliveries.longest_due() == now

        tx.servers.back_off("mail", failures=1, until=later)
        assert tx.deliveries.longest_due() == later

        tx.servers.back_off("mail", failures=0, until=None)
        assert tx.deliveries.longest_due() == now


def test_channels_that_failed_last_are_listed_by_name(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.servers.back_off("tg", failures=5, until=now)
        tx.servers.back_off("mail", failures=1, until=None)
        tx.servers.back_off("ops", failures=0, until=None)

        assert tx.servers.failing() == [
            FailingServer(channel="mail", failures=1, until=None),
            FailingServer(channel="tg", failures=5, until=now),
        ]

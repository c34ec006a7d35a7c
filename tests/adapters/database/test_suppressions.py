"""Addresses that are left alone, in any case of letters, and what waited for them."""

from datetime import datetime, timedelta

from tests.adapters.database.test_reminders import ALERT as A_REMINDER
from tests.adapters.database.values import an_alert_to, queued
from watcher.adapters.database import DeliveryState, Store
from watcher.core.model import Message
from watcher.core.suppressions import Suppression

AMARA, BO = ("mail", "amara@example.org"), ("mail", "bo@example.org")
DAY = timedelta(days=1)


def suppressed(store: Store, *addresses: tuple[str, str]) -> dict[tuple[str, str], str]:
    with store.reading() as tx:
        return {address: s.why for address, s in tx.suppressions.among(addresses).items()}


def test_an_address_is_left_alone_from_when_it_was_said_and_why(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "refused", now, detail="550 5.1.1 no such user")

        assert tx.suppressions.among([AMARA, BO]) == {
            AMARA: Suppression(
                channel="mail",
                target="amara@example.org",
                why="refused",
                since=now,
                detail="550 5.1.1 no such user",
            )
        }


def test_the_same_target_of_another_channel_is_another_address(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "refused", now)

    assert suppressed(store, ("other", "amara@example.org")) == {}


def test_an_address_is_known_in_any_case_of_letters(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.suppressions.add("mail", "Amara@Example.org", "unsubscribed", now)

    shouted = ("mail", "AMARA@EXAMPLE.ORG")
    assert suppressed(store, AMARA, shouted) == {AMARA: "unsubscribed", shouted: "unsubscribed"}


def test_a_refusal_does_not_hide_that_somebody_unsubscribed(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "unsubscribed", now)
        tx.suppressions.add(*AMARA, "refused", now + DAY)

    assert suppressed(store, AMARA) == {AMARA: "unsubscribed"}


def test_who_is_refused_can_still_unsubscribe(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "refused", now)
        tx.suppressions.add(*AMARA, "unsubscribed", now + DAY)

    assert suppressed(store, AMARA) == {AMARA: "unsubscribed"}


def test_a_lifted_address_is_written_to_again(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "refused", now)
        lifted = tx.suppressions.lift("mail", "Amara@example.org")
        again = tx.suppressions.lift(*AMARA)

    assert (lifted and lifted.why, again) == ("refused", None)
    assert suppressed(store, AMARA) == {}


def test_only_what_was_refused_is_lifted_where_that_is_asked(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "unsubscribed", now)

        assert tx.suppressions.lift(*AMARA, why="refused") is None

    assert suppressed(store, AMARA) == {AMARA: "unsubscribed"}


def test_more_addresses_are_asked_for_than_a_statement_takes(store: Store, now: datetime) -> None:
    many = [("mail", f"p{i}@example.org") for i in range(1201)]
    with store.writing() as tx:
        tx.suppressions.add(*many[0], "refused", now)
        tx.suppressions.add(*many[-1], "refused", now)

    assert suppressed(store, *many) == {many[0]: "refused", many[-1]: "refused"}


def test_addresses_left_alone_are_counted_by_why(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "refused", now)

        assert tx.suppressions.count() == {"unsubscribed": 0, "refused": 1}


def test_what_waits_for_an_address_ends_and_nothing_else(store: Store, now: datetime) -> None:
    notice = Message(title="Confirm", text="", html="")
    with store.writing() as tx:
        tx.alerts.put([queued(an_alert_to("amara"), now, to=[("mail", "Amara@example.org")])], now)
        tx.alerts.put([queued(an_alert_to("bo"), now, to=[BO])], now)
        tx.alerts.put_notice(notice, [AMARA], now)

        ended = tx.suppressions.end_waiting(*AMARA, "not sent: unsubscribed", now + DAY)

    with store.reading() as tx:
        told = [(d.subscription, d.state, d.answer) for d in tx.deliveries.search()]
    assert ended == 1
    assert told == [
        (None, DeliveryState.QUEUED, None),
        ("bo", DeliveryState.QUEUED, None),
        ("amara", DeliveryState.SUPPRESSED, "not sent: unsubscribed"),
    ]


def test_a_key_is_made_once(store: Store) -> None:
    with store.writing() as tx:
        assert tx.keys.known_secret("links") is None
        assert tx.keys.secret("links", b"first") == b"first"
        assert tx.keys.secret("links", b"second") == b"first"
        assert tx.keys.known_secret("links") == b"first"


def recorded(store: Store) -> list[tuple[str | None, str, DeliveryState, str | None]]:
    with store.reading() as tx:
        return [(d.subscription, d.target, d.state, d.answer) for d in tx.deliveries.search()]


def test_what_is_told_to_a_suppressed_address_is_recorded_as_not_sent(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.suppressions.add("mail", "amara@example.org", "refused", now)
        to = [("mail", "Amara@Example.org"), ("tg", "987")]
        queued_now = tx.alerts.put([queued(an_alert_to("amara"), now, to=to)], now)

    assert queued_now == 1
    assert recorded(store) == [
        (
            "amara",
            "Amara@Example.org",
            DeliveryState.SUPPRESSED,
            "not sent: there is nobody at this address any more",
        ),
        ("amara", "987", DeliveryState.QUEUED, None),
    ]


def test_a_reminder_to_a_suppressed_address_is_recorded_and_a_letter_is_sent(
    store: Store, now: datetime
) -> None:
    letter = Message(title="Confirm", text="", html="")
    with store.writing() as tx:
        tx.suppressions.add(*AMARA, "unsubscribed", now)
        assert tx.alerts.put_reminder(A_REMINDER, [AMARA], now, {}) == 0
        tx.alerts.put_letter(letter, "amara", AMARA, now, {})
        assert tx.suppressions.end_waiting(*AMARA, "not sent: unsubscribed", now) == 0

    assert [(state, answer) for _, _, state, answer in recorded(store)] == [
        (DeliveryState.QUEUED, None),
        (DeliveryState.SUPPRESSED, "not sent: unsubscribed"),
    ]

"""People who subscribe themselves: what is theirs, and what is left of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.values import a_person, a_rule, an_alert
from watcher.adapters.database import LeasedDelivery, QueuedAlert, Store, Transaction
from watcher.core.alerts import Priority
from watcher.core.model import Message
from watcher.core.people import Person, subscriptions_of
from watcher.core.settings import SignupSettings
from watcher.core.signups import Consent
from watcher.pipeline import subscribing
from watcher.pipeline.left_alone import may_leave

HOUR = timedelta(hours=1)
MAIL = ("mail", "amara@example.com")
HERS = a_person(name="page-1", origin="page")


def agreed(now: datetime, target: str = "amara@example.com") -> Consent:
    return Consent(
        channel="mail", target=target, wording="page 1 en", asked_at=now, confirmed_at=now + HOUR
    )


@pytest.fixture
def amara(store: Store, now: datetime) -> Person:
    """Subscribe amara, with an alert that waits for her."""
    with store.writing() as tx:
        person = subscribing.subscribe_person(tx, HERS, agreed(now))
        alert = an_alert(subscription=subscriptions_of(person)[0])
        queued = QueuedAlert(alert=alert, targets=[MAIL], due_at=now, priority=Priority.INVITED)
        tx.alerts.put([queued], now)
    return person


def leased(tx: Transaction, now: datetime) -> list[LeasedDelivery]:
    """Lease what may leave now."""
    span = timedelta(minutes=4)
    lanes = tx.queue.due_lanes(now, span, limit=1)
    found = tx.queue.lease(lanes, now, owner="a", lease=span, limit=9)
    return may_leave(tx, found, now)


def is_left_alone(tx: Transaction) -> bool:
    return MAIL in tx.suppressions.among([MAIL])


def test_who_subscribes_is_known_by_the_address_with_what_they_agreed_to(
    store: Store, now: datetime, amara: Person
) -> None:
    with store.reading() as tx:
        assert subscribing.find_person(tx, *MAIL) == amara
        assert tx.signups.consents("page-1") == (agreed(now),)
    assert amara == replace(HERS, channels=("mail:amara@example.com",), consented_at=now + HOUR)


def test_who_subscribes_again_keeps_the_name_and_is_written_to_again(
    store: Store, now: datetime, amara: Person
) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*MAIL, "unsubscribed", now)
        again = a_person(name="page-2", origin="page", rules=(a_rule(score=500),))
        person = subscribing.subscribe_person(tx, again, agreed(now + HOUR))
        assert (person.name, person.rules[0].score) == (amara.name, 500)
        assert list(tx.people.names()) == ["page-1"]
        assert not is_left_alone(tx)


def test_whom_the_operator_imported_is_somebody_else(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.people.put(a_person(name="client-7", origin="import"), now)
        assert subscribing.find_person(tx, *MAIL) is None
        subscribing.subscribe_person(tx, HERS, agreed(now))
        assert list(tx.people.names()) == ["client-7", "page-1"]


def test_a_change_leaves_the_address_and_the_consent_as_they_are(
    store: Store, now: datetime, amara: Person
) -> None:
    wanted = a_person(
        name="page-1", origin="import", channels=("mail:bo@example.com",), language="fr"
    )
    with store.writing() as tx:
        changed = subscribing.change_person(tx, wanted, now)
        assert changed == replace(amara, language="fr", rules=wanted.rules)
        assert tx.people.get("page-1") == changed


def test_what_is_not_theirs_is_not_changed(store: Store, now: datetime) -> None:
    imported = a_person(name="client-7", origin="import")
    with store.writing() as tx:
        tx.people.put(imported, now)
        assert subscribing.change_person(tx, replace(imported, language="fr"), now) is None
        assert subscribing.change_person(tx, a_person(name="nobody"), now) is None
        assert tx.people.get("client-7") == imported


def test_a_mute_is_kept_and_taken_back(store: Store, now: datetime, amara: Person) -> None:
    with store.writing() as tx:
        subscribing.mute_person(tx, amara.name, now + HOUR, now)
        assert tx.people.get(amara.name) == replace(amara, muted_until=now + HOUR)
        subscribing.mute_person(tx, amara.name, None, now)
        assert tx.people.get(amara.name) == amara


def test_who_moves_is_told_at_the_new_address_in_place_of_whoever_was(
    store: Store, now: datetime, amara: Person
) -> None:
    there = agreed(now, "bo@example.com")
    with store.writing() as tx:
        subscribing.subscribe_person(tx, a_person(name="page-2", origin="page"), there)
        moved = subscribing.move_person(tx, amara, there)
        assert moved.channels == ("mail:bo@example.com",)
        assert list(tx.people.names()) == ["page-1"]
        assert tx.signups.consents("page-1") == (there,)
        assert tx.signups.consents("page-2") == ()


def test_whoever_ends_it_is_left_alone_and_the_record_stays(
    store: Store, now: datetime, amara: Person
) -> None:
    with store.writing() as tx:
        subscribing.end_person(tx, amara, now)
        assert tx.people.get("page-1") is None
        assert tx.signups.consents("page-1") == ()
        assert is_left_alone(tx)
        assert [d.state for d in tx.deliveries.search()] == ["suppressed"]


def test_nothing_is_left_of_whoever_is_erased(store: Store, now: datetime, amara: Person) -> None:
    with store.writing() as tx:
        tx.suppressions.add(*MAIL, "unsubscribed", now)
        letter = Message(title="a", text="b", html="c")
        tx.alerts.put_letter(letter, "page-1", MAIL, now, {})
        subscribing.erase_person(tx, amara)
        assert tx.people.get("page-1") is None
        assert tx.signups.consents("page-1") == ()
        assert tx.deliveries.search() == []
        assert not is_left_alone(tx)


def test_another_name_takes_all_with_it(store: Store, now: datetime, amara: Person) -> None:
    with store.writing() as tx:
        known_since = tx.people.known_since("page-1").values()
        renamed = subscribing.rename_person(tx, amara)
        assert renamed.name.startswith("page-")
        assert len(renamed.name) == len("page-") + 16
        assert list(tx.people.names()) == [renamed.name]
        assert [d.subscription for d in tx.deliveries.search()] == [renamed.name]
        assert tx.signups.consents(renamed.name) == (agreed(now),)
        assert list(tx.people.known_since(renamed.name).values()) == list(known_since)


def test_what_waits_for_the_end_of_a_mute_does_so_under_another_name(
    store: Store, now: datetime, amara: Person
) -> None:
    subscribed = replace(amara, rules=(a_rule(), a_rule(name="french")))
    with store.writing() as tx:
        tx.people.put(subscribed, now)
        subscribing.mute_person(tx, "page-1", now + HOUR, now)
        assert leased(tx, now) == []
        renamed = subscribing.rename_person(tx, subscribed).name
        assert tx.mutes.waiting("page-1") == 0
        assert tx.mutes.waiting(renamed) == 1
        [told] = leased(tx, now + HOUR)
    assert {told.people, (told.alerts[0].subscription.person,)} == {(renamed,)}
    with store.reading() as tx:
        assert [line.person for line in tx.round_reports.told("385")] == [renamed]


def test_the_month_is_told_once_under_either_name_and_forgotten_with_the_person(
    store: Store, amara: Person
) -> None:
    month = date(2025, 12, 1)
    with store.writing() as tx:
        tx.monthly.note(["page-1"], month)
        renamed = subscribing.rename_person(tx, amara)
        assert tx.monthly.untold(["page-1", renamed.name], month) == {"page-1"}
        subscribing.erase_person(tx, renamed)
        assert tx.monthly.untold([renamed.name], month) == {renamed.name}


@pytest.mark.usefixtures("amara")
def test_there_is_room_for_so_many_who_came_by_themselves(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.people.put(a_person(name="client-7", origin="import"), now)
        assert subscribing.has_room(tx, SignupSettings(most_people=2))
        assert not subscribing.has_room(tx, SignupSettings(most_people=1))

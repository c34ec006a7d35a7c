"""Sign-ups that wait, consents, and letters whose words are forgotten once they arrived."""

from datetime import datetime, timedelta

import pytest

from tests.adapters.database.values import lease_next
from tests.values import a_person
from watcher.adapters.database import DeliveryState, LeasedDelivery, Store
from watcher.core.model import Message
from watcher.core.signups import Consent, Signup

HOUR = timedelta(hours=1)
LETTER = Message(
    title="Confirm", text="https://a.example/subscribe/confirm/s3cret", html="<b>x</b>"
)
MAIL = ("mail", "amara@example.com")


def a_signup(now: datetime, **changes: object) -> Signup:
    usual: dict[str, object] = {
        "channel": "mail",
        "target": "amara@example.com",
        "mailbox": "amara@example.com",
        "wording": "page 1 en",
        "asked_at": now,
        "wanted": a_person(origin="page"),
    }
    return Signup(**{**usual, **changes})  # type: ignore[arg-type]  # as the test names them


def a_consent(now: datetime, target: str = "amara@example.com") -> Consent:
    return Consent(
        channel="mail", target=target, wording="page 1 en", asked_at=now, confirmed_at=now + HOUR
    )


def test_a_signup_is_found_by_its_token_as_it_was_asked(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.signups.queue_up()
        tx.signups.put(a_signup(now), b"one")
        assert tx.signups.get(b"one") == a_signup(now)
        assert tx.signups.get(b"two") is None


def test_mails_are_counted_since_an_instant_in_all_and_for_a_mailbox(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.signups.put(a_signup(now), b"one")
        tx.signups.put(a_signup(now + HOUR), b"two")
        tx.signups.put(a_signup(now + HOUR, mailbox="bo@example.com"), b"three")
        assert tx.signups.count(now - HOUR) == 3
        assert tx.signups.count(now) == 2
        assert tx.signups.count(now - HOUR, mailbox="amara@example.com") == 2


def test_once_confirmed_what_it_asked_for_is_forgotten(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.signups.put(a_signup(now), b"one")
        assert tx.signups.waiting(*MAIL) == a_signup(now)
        tx.signups.confirm(b"one", "page-1")
        assert tx.signups.get(b"one") == a_signup(now, wanted=None, confirmed="page-1")
        assert tx.signups.waiting(*MAIL) is None


def test_old_ones_are_pruned_and_those_of_an_address_forgotten(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.signups.put(a_signup(now), b"old")
        tx.signups.put(a_signup(now + HOUR), b"new")
        tx.signups.put(a_signup(now + HOUR, target="bo@example.com"), b"bo")
        tx.signups.prune(now)
        assert tx.signups.get(b"old") is None
        tx.signups.forget(*MAIL)
        assert tx.signups.get(b"new") is None
        assert tx.signups.get(b"bo") is not None


def test_a_consent_is_kept_for_each_address_and_follows_a_name(store: Store, now: datetime) -> None:
    newer = a_consent(now + HOUR)
    with store.writing() as tx:
        for consent in (a_consent(now), newer, a_consent(now, "bo@example.com")):
            tx.signups.keep_consent("page-1", consent)
        tx.signups.put(a_signup(now, changes="page-1", confirmed="page-1"), b"one")
        tx.signups.rename("page-1", "page-2")
        assert tx.signups.consents("page-1") == ()
        assert tx.signups.consents("page-2") == (a_consent(now, "bo@example.com"), newer)
        assert tx.signups.get(b"one") == a_signup(now, changes="page-2", confirmed="page-2")
        tx.signups.forget_consents("page-2")
        assert tx.signups.consents("page-2") == ()


@pytest.mark.parametrize(
    ("state", "kept"),
    [(DeliveryState.SENT, False), (DeliveryState.REFUSED, True), (DeliveryState.EXPIRED, True)],
)
def test_the_words_of_a_letter_are_forgotten_once_it_arrived(
    store: Store, now: datetime, state: DeliveryState, *, kept: bool
) -> None:
    with store.writing() as tx:
        tx.alerts.put_letter(LETTER, "page-1", MAIL, now, {"mail": "mailto a.example"})
        leased = _lease(lease_next(tx, now, owner="one", lease=HOUR, busy=()))
        assert (leased.notice, leased.letter_to, leased.target) == (LETTER, "page-1", MAIL[1])
        assert leased.people == ("page-1",)
        tx.queue.finish(leased, state, "250 OK", now)
        said = tx.alerts._db.exec_driver_sql("SELECT payload FROM alerts").scalar_one()  # noqa: SLF001 - what a thief would read
    assert ("s3cret" in said) is kept


def test_what_somebody_was_told_is_renamed_and_erased(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.alerts.put_letter(LETTER, "page-1", MAIL, now, {})
        tx.alerts.put_letter(LETTER, "page-9", MAIL, now, {})
        tx.alerts.rename("page-1", [], "page-2")
        assert [d.subscription for d in tx.deliveries.search()] == ["page-9", "page-2"]
        tx.alerts.erase(["page-2"])
        assert [d.subscription for d in tx.deliveries.search()] == ["page-9"]


def _lease(leased: LeasedDelivery | None) -> LeasedDelivery:
    assert leased is not None
    return leased

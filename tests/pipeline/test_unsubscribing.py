"""Unsubscribing by a signed link, and coming back."""

from contextlib import closing
from datetime import datetime

from tests.adapters.database.values import an_alert_to, queued
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.links import AddressLink
from watcher.core.settings import Secret
from watcher.pipeline.unsubscribing import (
    link_signer,
    renew,
    resubscribe,
    suppression_of,
    unsubscribe,
)

AMARA = AddressLink(person="amara", channel="mail", target="amara@example.org")


def test_links_are_good_after_a_restart(sqlite_database: Secret) -> None:
    with closing(Store(sqlite_database)) as store:
        token = link_signer(store).sign(AMARA)
    with closing(Store(sqlite_database)) as store:
        assert link_signer(store).read(token) == AMARA


def test_who_unsubscribes_is_left_alone_and_nothing_that_waits_is_sent(
    store: Store, now: datetime
) -> None:
    with store.writing() as tx:
        tx.alerts.put([queued(an_alert_to("amara"), now)], now)

    assert unsubscribe(store, AMARA, now) == 1
    assert unsubscribe(store, AMARA, now) == 0

    found = suppression_of(store, AMARA)
    assert found is not None
    assert (found.why, found.since) == ("unsubscribed", now)
    with store.reading() as tx:
        [delivery] = tx.deliveries.search()
    assert (delivery.state, delivery.answer) == (DeliveryState.SUPPRESSED, "not sent: unsubscribed")


def test_who_comes_back_is_written_to_again(store: Store, now: datetime) -> None:
    unsubscribe(store, AMARA, now)

    lifted = resubscribe(store, AMARA)

    assert lifted is not None
    assert suppression_of(store, AMARA) is None
    assert resubscribe(store, AMARA) is None


def test_who_signs_up_anew_is_written_to_at_each_address(store: Store, now: datetime) -> None:
    unsubscribe(store, AMARA, now)
    with store.writing() as tx:
        tx.suppressions.add("tg", "987", "refused", now)

        renewed = renew(tx, [("mail", "amara@example.org"), ("tg", "987"), ("tg", "654")])

    assert [(s.channel, s.why) for s in renewed] == [("mail", "unsubscribed"), ("tg", "refused")]
    assert suppression_of(store, AMARA) is None

"""What is on record about a round, streamed and summed."""

from datetime import datetime, timedelta

import pytest

from tests.adapters.database.claiming import claimed, put
from tests.adapters.database.values import an_alert_to, queued
from tests.values import a_verdict
from watcher.adapters.database import DeliveryState, Store
from watcher.core.model import VerdictKind

MINUTE = timedelta(minutes=1)


@pytest.fixture
def told(store: Store, now: datetime) -> Store:
    """Of #385 two were sent, after one and three minutes, one is refused, one waits; #386 is another's."""
    put(store, now, *(queued(an_alert_to(n), now, to=[("mail", n)]) for n in ("a", "b", "c", "d")))
    for state, answer, minutes in (
        (DeliveryState.SENT, "250 OK", 1),
        (DeliveryState.SENT, "250 OK", 3),
        (DeliveryState.REFUSED, "550 no such user", 4),
    ):
        leased = claimed(store, now)
        with store.writing() as tx:
            tx.queue.finish(leased, state, answer, now + minutes * MINUTE)
    put(store, now, queued(an_alert_to("a", "386"), now))
    return store


def test_the_sums_are_of_one_round(told: Store) -> None:
    with told.reading() as tx:
        totals = tx.round_reports.totals("385")
        assert tx.round_reports.reasons("385", 3) == [("550 no such user", 1)]
        assert tx.round_reports.totals("384").people == 0

    assert totals.people == 4
    assert totals.states == {"queued": 1, "refused": 1, "sent": 2}
    assert totals.verdicts == {"invited": 4}
    assert totals.slowest == 3 * MINUTE


def test_lines_come_in_the_order_in_which_they_were_queued(told: Store, now: datetime) -> None:
    with told.reading() as tx:
        lines = list(tx.round_reports.told("385"))
        refused = list(tx.round_reports.told("385", states=[DeliveryState.REFUSED]))
        assert list(tx.round_reports.told("385", verdicts=[VerdictKind.SHORT])) == []
        assert [line.target for line in tx.round_reports.told("385", person="b")] == ["b"]
        assert len(list(tx.round_reports.told("385", limit=2))) == 2

    assert [line.subscription for line in lines] == ["a", "b", "c", "d"]
    assert [line.answer for line in refused] == ["550 no such user"]
    assert lines[0].ended_at == now + MINUTE
    assert lines[0].verdict is VerdictKind.INVITED
    assert lines[0].points == a_verdict().points

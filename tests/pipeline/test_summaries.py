"""The operator has one summary of a round: when all are told, or after an hour."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePath

import pytest

from tests.adapters.database.claiming import claimed, put
from tests.adapters.database.values import an_alert_to, queued
from watcher.adapters.database import DeliveryState, Store
from watcher.core.settings import Operator, Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.summaries import queue_summaries

MINUTE = timedelta(minutes=1)


def a_book(at_least: int) -> AddressBook:
    settings = Settings(
        file=PurePath("config.toml"),
        database=Secret(""),
        operator=Operator(channels=("ops",), summary=at_least),
    )
    return AddressBook(settings=settings, targets=lambda _: ("",))


def tell(store: Store, now: datetime, *, people: int = 3) -> None:
    names = [f"person-{n}" for n in range(people)]
    put(store, now, *(queued(an_alert_to(n), now, to=[("mail", n)]) for n in names))


def send(store: Store, now: datetime, count: int) -> None:
    for _ in range(count):
        leased = claimed(store, now)
        with store.writing() as tx:
            tx.queue.finish(leased, DeliveryState.SENT, "250 OK", now)


def titles(store: Store, now: datetime) -> list[str]:
    """Send everything that is queued for the operator, and return the titles."""
    found = []
    with store.reading() as tx:
        waiting = [d for d in tx.deliveries.search(channel="ops") if d.state == "queued"]
    for _ in waiting:
        leased = claimed(store, now)
        assert leased.notice is not None
        found.append(leased.notice.title)
        with store.writing() as tx:
            tx.queue.finish(leased, DeliveryState.SENT, "250 OK", now)
    return found


def test_it_comes_once_when_nothing_waits_any_more(store: Store, now: datetime) -> None:
    tell(store, now)
    send(store, now, 2)
    assert queue_summaries(store, a_book(3), now + MINUTE) == 0

    send(store, now + MINUTE, 1)
    assert queue_summaries(store, a_book(3), now + 2 * MINUTE) == 1

    assert titles(store, now + 2 * MINUTE) == ["#385: 3 of 3 messages sent"]
    assert queue_summaries(store, a_book(3), now + 3 * MINUTE) == 0
    with store.reading() as tx:
        totals = tx.round_reports.totals("385")
    assert (totals.people, dict(totals.states)) == (3, {"sent": 3})


def test_after_an_hour_it_says_what_waits(store: Store, now: datetime) -> None:
    tell(store, now)
    send(store, now, 1)

    assert queue_summaries(store, a_book(3), now + 59 * MINUTE) == 0
    assert queue_summaries(store, a_book(3), now + 60 * MINUTE) == 1
    assert queue_summaries(store, a_book(3), now + 61 * MINUTE) == 0


@pytest.mark.parametrize("at_least", [0, 4])
def test_few_people_make_none(store: Store, now: datetime, at_least: int) -> None:
    tell(store, now)
    send(store, now, 3)

    assert queue_summaries(store, a_book(at_least), now + MINUTE) == 0


def test_without_a_channel_of_the_operator_there_is_none(store: Store, now: datetime) -> None:
    tell(store, now)
    book = a_book(3)
    silent = replace(book, settings=replace(book.settings, operator=Operator(summary=3)))

    assert queue_summaries(store, silent, now + 60 * MINUTE) == 0


def test_rounds_of_before_are_history(store: Store, now: datetime) -> None:
    tell(store, now)

    assert queue_summaries(store, a_book(3), now + timedelta(days=2, minutes=1)) == 0

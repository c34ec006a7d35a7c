"""Two processes write the same at the same instant: neither fails for it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, event

from watcher.adapters.database import Store, Transaction
from watcher.core.incidents import Episode, IncidentKind, IncidentSubject
from watcher.core.model import Oddity
from watcher.core.settings import Secret

Write = Callable[[Transaction, datetime], None]
URL = "https://www.canada.ca/feed.json"


def the_same_name(tx: Transaction, now: datetime) -> None:
    tx.subscriptions.register(["amara"], now)


def the_same_channel(tx: Transaction, now: datetime) -> None:
    tx.servers.back_off("mail", failures=1, until=now)


def the_same_source(tx: Transaction, now: datetime) -> None:
    tx.sources.record_failure("ircc", URL, now, wait=None)


@pytest.fixture
def second_inserts() -> Iterator[Event]:
    """Be told when an INSERT goes out for the second time."""
    seen: list[str] = []
    twice = Event()

    def listen(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("INSERT"):
            seen.append(statement)
        if len(seen) > 1:
            twice.set()

    event.listen(Engine, "before_cursor_execute", listen)
    yield twice
    event.remove(Engine, "before_cursor_execute", listen)


@pytest.fixture
def at_once(
    postgresql_database: Secret, second_inserts: Event, now: datetime
) -> Iterator[Callable[[Write], Store]]:
    """Write in one process, and a minute later in another before the first is done."""
    with (
        closing(Store(postgresql_database)) as one,
        closing(Store(postgresql_database)) as two,
        ThreadPoolExecutor(1) as pool,
    ):

        def second(write: Write) -> None:
            with two.writing() as tx:
                write(tx, now + timedelta(minutes=1))

        def both(write: Write) -> Store:
            with one.writing() as tx:
                write(tx, now)
                waiting = pool.submit(second, write)
                assert second_inserts.wait(4)
            waiting.result()
            return one

        yield both


@pytest.mark.parametrize("write", [the_same_name, the_same_channel, the_same_source])
def test_what_two_processes_write_at_once_fails_neither(
    at_once: Callable[[Write], Store], write: Write
) -> None:
    at_once(write)


def test_a_name_is_known_since_the_first_of_two_processes_met_it(
    at_once: Callable[[Write], Store], now: datetime
) -> None:
    with at_once(the_same_name).reading() as tx:
        assert tx.subscriptions.known_since() == {"amara": now}


def test_of_two_processes_that_meet_the_same_trouble_one_tells_it(
    at_once: Callable[[Write], Store],
) -> None:
    told: list[bool] = []

    def the_same_trouble(tx: Transaction, now: datetime) -> None:
        subject = IncidentSubject(IncidentKind.CHANNEL, "mail")
        told.append(
            tx.incidents.open(Episode(subject=subject, trouble="failing", detail="", since=now))
        )

    at_once(the_same_trouble)

    assert told == [True, False]


def test_of_two_processes_that_meet_the_same_oddity_one_tells_it(
    at_once: Callable[[Write], Store],
) -> None:
    odd = Oddity(where="category name", printed="Poets", why="not known")
    told: list[list[Oddity]] = []

    def the_same_oddity(tx: Transaction, now: datetime) -> None:
        told.append(tx.incidents.record_oddities("ircc", [odd], now))

    at_once(the_same_oddity)

    assert told == [[odd], []]

"""Raw pages, printed rows and held values, as a source left them."""

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.adapters.database.counting import statements
from tests.adapters.database.values import OTHER, PAGE, a_page, a_report
from watcher.adapters.database import Store
from watcher.adapters.database.engine import make_engine
from watcher.adapters.database.schema import PAGES, REPORTS
from watcher.core.documents import Document
from watcher.core.model import FIGURES
from watcher.core.pool import Pool
from watcher.core.reconcile import Hold
from watcher.core.settings import Secret

MINUTE = timedelta(minutes=1)
UNCOUNTED = Pool(as_on=None, bands=(), total=None)


def kept(
    store: Store, body: bytes, now: datetime, *, name: str = "ircc", limit: int = 400
) -> bytes:
    digest = hashlib.blake2b(body, digest_size=16).digest()
    with store.writing() as tx:
        tx.sources.save_page(name, body, digest, now=now, limit=limit)
    return digest


def still_there(store: Store, digests: Sequence[bytes]) -> list[bytes | None]:
    with store.reading() as tx:
        return [tx.sources.page(digest) for digest in digests]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"rounds": []}\r\n\t', id="a page"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00\xff\xfe\x80 \x97", id="no text at all"),
        pytest.param(os.urandom(70_000), id="noise"),
    ],
)
def test_a_kept_page_is_what_was_published_to_the_byte(
    store: Store, now: datetime, body: bytes
) -> None:
    digest = kept(store, body, now)

    assert still_there(store, [digest, b"another"]) == [body, None]


def test_a_page_is_kept_once_however_often_and_wherever_it_is_seen(
    store: Store, database: Secret, now: datetime
) -> None:
    body = b'{"drawCRS": "476"}' * 1000
    kept(store, body, now)
    kept(store, body, now + MINUTE)
    kept(store, body, now, name="news")

    engine = make_engine(database.value)
    with engine.connect() as connection:
        rows = connection.execute(
            select(PAGES.c.source, PAGES.c.size, PAGES.c.seen_at, func.length(PAGES.c.body))
        ).all()
    engine.dispose()

    assert [row[:3] for row in rows] == [("ircc", 18_000, now)]
    assert rows[0][3] < 1_000  # compressed


def test_over_the_limit_the_oldest_pages_of_the_source_go(store: Store, now: datetime) -> None:
    news = kept(store, b"news", now - MINUTE, name="news", limit=3)
    digests = [
        kept(store, body, now + k * MINUTE, limit=3)
        for k, body in enumerate([b"one", b"two", b"three", b"four", b"five"])
    ]

    assert still_there(store, [news, *digests]) == [b"news", None, None, b"three", b"four", b"five"]


def say(
    store: Store,
    document: Document,
    now: datetime,
    *,
    settled: Sequence[str],
    name: str = "ircc",
    page: bytes = PAGE,
) -> None:
    with store.writing() as tx:
        tx.sources.save_reports(name, document, frozenset(settled), page=page, now=now)


def seen(store: Store, name: str = "ircc") -> dict[str, bytes]:
    with store.reading() as tx:
        return tx.sources.row_digests(name)


def test_the_digests_of_settled_rows_are_remembered(store: Store, now: datetime) -> None:
    page = a_page(a_report("384"), a_report("385"), a_report("386"))
    say(store, page, now, settled=["384", "386"])

    assert seen(store) == {"384": b"384 1", "386": b"386 1"}
    assert seen(store, "news") == {}


def test_a_row_that_is_not_settled_leaves_the_settled_one_to_compare_with(
    store: Store, now: datetime
) -> None:
    say(store, a_page(a_report("385"), version="1"), now, settled=["385"])
    say(store, a_page(a_report("385"), version="2"), now, settled=[])

    assert seen(store) == {"385": b"385 1"}

    say(store, a_page(a_report("385"), version="2"), now, settled=["385"])

    assert seen(store) == {"385": b"385 2"}


def test_rows_that_were_not_read_this_time_keep_their_digests(store: Store, now: datetime) -> None:
    say(store, a_page(a_report("384")), now, settled=["384"])
    say(store, a_page(a_report("385")), now, settled=["385"])

    assert seen(store) == {"384": b"384 1", "385": b"385 1"}


def test_each_source_has_its_own_rows(store: Store, now: datetime) -> None:
    say(store, a_page(a_report("385")), now, settled=["385"])
    say(store, a_page(a_report("385"), version="2"), now, settled=["385"], name="news")

    assert seen(store) == {"385": b"385 1"}
    assert seen(store, "news") == {"385": b"385 2"}


def test_a_report_is_what_was_said_last_since_it_was_said_first(
    store: Store, database: Secret, now: datetime
) -> None:
    say(store, a_page(a_report("385")), now, settled=["385"])
    again = a_page(a_report("385", cutoff=490, pool=None, tie_break=None))
    say(store, again, now + MINUTE, settled=[], page=b"next page")

    engine = make_engine(database.value)
    with engine.connect() as connection:
        row = connection.execute(select(REPORTS)).one()
    engine.dispose()

    said = row.said
    assert (said.cutoff, said.tie_break, said.invitations) == (490, None, 1000)
    assert (row.first_seen, row.seen_at) == (now, now + MINUTE)
    assert row.page == b"next page"


def test_what_each_source_says_of_a_round_is_listed_the_first_to_say_it_first(
    store: Store, now: datetime
) -> None:
    say(store, a_page(a_report("385", pool=None)), now, settled=["385"])
    early = a_page(a_report("385", cutoff=490, pool=UNCOUNTED), a_report("384"))
    say(store, early, now - MINUTE, settled=[], name="news")
    say(store, early, now + MINUTE, settled=[], name="news")

    with store.reading() as tx:
        first, second = tx.sources.reports("385")
        assert tx.sources.reports("386") == []

    assert (first.source, first.first_seen, first.seen_at) == ("news", now - MINUTE, now + MINUTE)
    assert (first.figures.cutoff, first.figures.pool) == (490, UNCOUNTED)
    assert (second.source, second.figures.cutoff) == ("ircc", 476)


def test_many_rows_that_change_at_once_take_no_more_statements_than_two(
    store: Store, now: datetime
) -> None:
    def statements_for(*numbers: str) -> int:
        page = a_page(*map(a_report, numbers), version=f"{len(numbers)}")
        with statements() as said:
            say(store, page, now, settled=numbers[::2])
        return len(said)

    many = [str(number) for number in range(1, 439)]
    say(store, a_page(*map(a_report, many)), now, settled=many)

    assert statements_for(*many) == statements_for("384", "385")


def holds_of(store: Store, name: str = "ircc") -> dict[tuple[str, str], Hold]:
    with store.reading() as tx:
        return tx.sources.holds(name)


def hold(now: datetime, figure: str, number: str = "385") -> Hold:
    return Hold(number=number, figure=figure, value=OTHER[figure], since=now, polls=2)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_held_value_comes_back_as_what_it_was(store: Store, now: datetime, figure: str) -> None:
    with store.writing() as tx:
        tx.sources.replace_holds("ircc", [hold(now, figure)])

    assert holds_of(store) == {("385", figure): hold(now, figure)}


def test_holds_replace_all_that_the_source_held_before(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.sources.replace_holds("ircc", [hold(now, "cutoff"), hold(now, "url")])
        tx.sources.replace_holds("news", [hold(now, "cutoff")])
        tx.sources.replace_holds("ircc", [hold(now, "cutoff", "384")])

    assert list(holds_of(store)) == [("384", "cutoff")]
    assert list(holds_of(store, "news")) == [("385", "cutoff")]

    with store.writing() as tx:
        tx.sources.replace_holds("ircc", [])

    assert holds_of(store) == {}

"""Claims of secondary sources: saved, matched to rounds, and weighed, within one transaction."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.values import a_round
from watcher.adapters.database import Store
from watcher.adapters.http import Validators
from watcher.core.documents import Document, Piece
from watcher.core.model import (
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    Report,
    ReportedRound,
)
from watcher.core.settings import Source
from watcher.press.ingest import confirm_reported, ingest, overdue_reports, reported_round
from watcher.press.readers.article import read_article
from watcher.press.retrieve import Retrieved

NOW = datetime(2025, 12, 12, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NUMBER = "reported-2025-12-12-cec"
CEC = {"date": date(2025, 12, 12), "category": "cec", "invitations": 3000, "main": True}


@pytest.fixture
def known(store: Store) -> Store:
    """Hold the official rounds as they were the day before: #385 and none after it."""
    with store.writing() as tx:
        tx.rounds.save([NewRound(round=a_round())], page=b"ircc", now=NOW - 24 * HOUR)
    return store


def told(store: Store, name: str, at: datetime, *, cutoff: int) -> tuple[Change, ...]:
    """Ingest the one article of a source, which says this cut-off of a CEC round."""
    source = Source(name=name, kind="article", url=f"https://{name}.example/", trust="secondary")
    report = Report(**{**CEC, "cutoff": cutoff})  # type: ignore[arg-type] # its own figures
    piece = Piece(key="", digest=b"1", link=source.url, published=at, reports=(report,))
    retrieved = Retrieved(
        document=Document(kind="article", pieces=(piece,)),
        validators=Validators(),
        page=b"page",
        bodies={},
    )
    with store.writing() as tx:
        return ingest(tx, source, retrieved, at)


def test_a_round_that_no_official_page_shows_is_reported_once(known: Store) -> None:
    [change] = told(known, "first", NOW, cutoff=520)

    assert isinstance(change, ReportedRound)
    assert (change.reported.number, change.reported.cutoff) == (NUMBER, 520)
    assert (change.by, change.independent) == (("first",), 1)
    assert told(known, "second", NOW + HOUR, cutoff=520) == ()
    with known.reading() as tx:
        assert [r.number for r in tx.rounds.unconfirmed()] == [NUMBER]
        assert reported_round(tx, change.reported).by == ("first", "second")


def test_most_independent_sources_correct_what_the_first_reported(known: Store) -> None:
    told(known, "first", NOW, cutoff=502)
    assert told(known, "second", NOW + HOUR, cutoff=520) == ()

    [change] = told(known, "third", NOW + 2 * HOUR, cutoff=520)

    assert isinstance(change, CorrectedRound)
    assert (change.before.cutoff, change.after.cutoff) == (502, 520)


def test_what_fits_an_official_round_changes_nothing_and_is_matched_to_it(known: Store) -> None:
    source = Source(name="copy", kind="ircc-json", url="https://copy.example/", trust="secondary")
    report = Report(number="385", date=date(2025, 12, 11), category="healthcare", cutoff=476)
    document = Document(kind="ircc-json", reports=(report,), digests={"385": b"1"})
    retrieved = Retrieved(document=document, validators=Validators(), page=b"page", bodies={})

    with known.writing() as tx:
        assert ingest(tx, source, retrieved, NOW) == ()
        assert [claim.source for claim in tx.claims.of_round("385")] == ["copy"]


def test_the_official_round_takes_the_place_of_the_reported_one(known: Store) -> None:
    told(known, "first", NOW, cutoff=502)
    official = a_round(
        number="386", date=date(2025, 12, 12), category="cec", cutoff=520, first_seen=NOW + HOUR
    )
    with known.reading() as tx:
        waiting = tx.rounds.unconfirmed()

    [change] = confirm_reported([NewRound(round=official)], waiting)

    assert isinstance(change, ConfirmedRound)
    assert (change.reported.number, change.confirmed.number) == (NUMBER, "386")
    assert change.confirmed.first_seen == NOW


@pytest.mark.parametrize(("after", "days"), [(HOUR, []), (73 * HOUR, [3])])
def test_a_reported_round_is_overdue_after_three_days(
    known: Store, after: timedelta, days: list[int]
) -> None:
    told(known, "first", NOW, cutoff=520)

    with known.reading() as tx:
        overdue = list(overdue_reports(tx, NOW + after))

    assert [notice.days for notice in overdue] == days
    assert all(notice.by == ("first",) for notice in overdue)


def test_what_a_text_says_of_a_year_is_kept_with_the_round_that_it_is_about(known: Store) -> None:
    text = (
        "Express Entry draw #385\n\nIRCC invited 1,000 healthcare candidates in draw #385 on "
        "December 11, 2025 with a CRS score of 476.\n\nIRCC has issued 106,599 ITAs in 2025."
    )
    source = Source(name="news", kind="article", url="https://news.example/", trust="secondary")
    retrieved = Retrieved(
        document=read_article(text.encode(), seen={}),
        validators=Validators(),
        page=b"page",
        bodies={},
    )
    with known.writing() as tx:
        ingest(tx, source, retrieved, NOW)
        (told,) = tx.claims.of_year(2025)

    assert (told.source, told.number) == ("news", "385")
    assert told.claim.invitations == 106_599

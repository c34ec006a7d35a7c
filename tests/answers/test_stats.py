"""What a year adds up to by now, beside what texts say of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.values import a_round
from watcher.adapters.database import Store
from watcher.answers.serialize import json_object
from watcher.answers.snapshot import Snapshot
from watcher.answers.stats import year_stats
from watcher.core.documents import Piece, YearClaim
from watcher.core.errors import NothingFound
from watcher.core.model import NewRound, Report

NOON = datetime(2025, 12, 11, 17, 0, tzinfo=UTC)


@pytest.fixture
def december(store: Store, snapshot: Snapshot) -> Iterator[Snapshot]:
    """Hold three rounds of 2025 and one of 2024, and be at noon of 11 December 2025."""
    rounds = [
        a_round(),
        a_round(number="384", date=date(2025, 12, 10), category="cec", drawn_at=None),
        a_round(number="320", date=date(2025, 1, 8), category="cec", drawn_at=None),
        a_round(number="300", date=date(2024, 12, 12), category="cec", drawn_at=None),
    ]
    with store.writing() as tx:
        tx.rounds.save([NewRound(round=r) for r in rounds], page=b"page", now=NOON)
    with store.reading() as tx:
        yield replace(snapshot, store=store, tx=tx, now=NOON)


def telling(store: Store, published: datetime | None, *claims: YearClaim, number: str = "") -> None:
    """Keep a text that says this of a year; *number* is the round it is about."""
    report = Report(number="385", main=True)
    piece = Piece(key="1", digest=b"1", published=published, reports=(report,), years=claims)
    with store.writing() as tx:
        tx.claims.save("news", "article", [piece], pages={}, page=b"page", now=NOON)
        if number:
            tx.claims.join(tx.claims.unjoined()[0], number, "by its number")


def test_the_running_year_goes_to_today(december: Snapshot) -> None:
    found = year_stats(december)

    assert (found.year, found.until) == (2025, date(2025, 12, 11))
    assert (found.total.rounds, found.total.invitations) == (3, 3000)
    before = found.earlier[0]
    assert (before.year, before.to_day.rounds, before.whole.rounds) == (2024, 0, 1)
    assert [one.category for one in found.categories] == ["cec", "healthcare"]
    assert len(found.months) == 12


def test_an_earlier_year_is_whole(december: Snapshot) -> None:
    found = year_stats(december, 2024)

    assert (found.until, found.total.rounds) == (date(2024, 12, 31), 1)


def test_as_of_a_day_only_rounds_before_it_count(december: Snapshot) -> None:
    found = year_stats(december, as_of=date(2025, 12, 11))

    assert (found.until, found.total.rounds) == (date(2025, 12, 10), 2)


@pytest.mark.parametrize("year", [2014, 2026])
def test_a_year_without_a_round_is_not_found(december: Snapshot, year: int) -> None:
    with pytest.raises(NothingFound, match=f"no round of {year} is known"):
        year_stats(december, year)


def test_what_a_text_says_stands_beside_the_sum_to_its_day(
    store: Store, december: Snapshot
) -> None:
    telling(
        store,
        datetime(2025, 12, 10, 20, tzinfo=UTC),
        YearClaim(year=2025, invitations=2000, quote="2,000 ITAs in 2025"),
        YearClaim(year=2025, category="cec", rounds=3, quote="CEC: 3 draws"),
        YearClaim(year=2024, invitations=1000),
    )
    everything, cec = year_stats(december).told

    assert json_object(everything) == {
        "source": "news",
        "link": None,
        "title": None,
        "published": "2025-12-10T20:00:00Z",
        "category": None,
        "invitations": 2000,
        "rounds": None,
        "until": "2025-12-10",
        "total": {"rounds": 2, "invitations": 2000, "unknown": 0},
        "differs": False,
        "quote": "2,000 ITAs in 2025",
    }
    assert (cec.rounds, cec.total and cec.total.rounds, cec.differs) == (3, 2, True)
    (whole,) = year_stats(december, 2024).told
    assert (whole.until, whole.differs) == (date(2024, 12, 31), False)


def test_a_round_of_the_same_day_after_the_text_is_not_counted(
    store: Store, december: Snapshot
) -> None:
    claim = YearClaim(year=2025, invitations=2000)
    telling(store, datetime(2025, 12, 11, 11, 0, tzinfo=UTC), claim)  # 385 was drawn at 11:51

    (one,) = year_stats(december).told
    assert (one.until, one.differs) == (date(2025, 12, 11), False)


def test_a_text_without_a_day_is_of_the_day_of_its_round(store: Store, december: Snapshot) -> None:
    telling(store, None, YearClaim(year=2025, invitations=106_599), number="384")

    (one,) = year_stats(december).told
    assert (one.until, one.total and one.total.invitations) == (date(2025, 12, 10), 2000)


def test_a_text_without_either_is_not_compared(store: Store, december: Snapshot) -> None:
    telling(store, None, YearClaim(year=2025, invitations=106_599))

    (one,) = year_stats(december).told
    assert (one.until, one.total, one.differs) == (None, None, None)

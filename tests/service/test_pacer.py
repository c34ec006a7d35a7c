"""The pacer learns of rounds from the database, and plans without one too."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.core.test_pace import ADAPTIVE, FIXED, ottawa
from tests.core.test_rhythm import CLUSTERS
from tests.values import a_round
from watcher.adapters.database import Store
from watcher.core.model import NewRound
from watcher.core.settings import Secret
from watcher.pipeline.poll import PollResult
from watcher.service.pacer import Pacer

NOON = ottawa("2026-03-02T12:00")
GOOD = PollResult(source="ircc", outcome="unchanged")


def keep_rounds(store: Store, *days: date) -> None:
    rounds = (
        NewRound(
            round=a_round(number=f"{n}", date=day, first_seen=datetime(2026, 1, 1, tzinfo=UTC))
        )
        for n, day in enumerate(days, start=int(days[0].toordinal()))
    )
    with store.writing() as tx:
        tx.rounds.save(rounds, page=b"1", now=NOON)


def wait(pacer: Pacer, polled: PollResult | None = GOOD, now: datetime = NOON) -> float:
    return (pacer.next_poll(ADAPTIVE, polled, now) - now).total_seconds()


def test_it_follows_the_rounds_that_the_database_knows(store: Store) -> None:
    keep_rounds(store, *CLUSTERS)

    assert 20 <= wait(Pacer(store)) <= 22


def test_a_round_that_comes_is_known_at_once_and_for_all_sources(store: Store) -> None:
    keep_rounds(store, *CLUSTERS)
    pacer = Pacer(store)
    assert wait(pacer) <= 22

    keep_rounds(store, NOON.date())
    assert wait(pacer) <= 22  # by another process: it is known from the next day on
    assert (
        wait(pacer, PollResult(source="fr", outcome="read", changes=(NewRound(round=a_round()),)))
        == 1800
    )
    assert wait(pacer) == 1800


def test_what_another_process_found_is_known_a_day_later(store: Store) -> None:
    keep_rounds(store, *CLUSTERS)
    pacer = Pacer(store)
    wait(pacer, now=NOON - timedelta(days=1))

    keep_rounds(store, NOON.date())
    assert wait(pacer) == 1800


def test_without_the_database_a_poll_is_planned_all_the_same(tmp_path: Path) -> None:
    pacer = Pacer(Store(Secret(f"sqlite:///{tmp_path}/empty.db")))

    assert 20 <= wait(pacer) <= 600


def test_a_poll_that_did_not_end_is_followed_soon_and_a_fixed_pace_kept(store: Store) -> None:
    pacer = Pacer(store)
    night = ottawa("2026-03-01T03:00")

    assert wait(pacer, None, night) <= 600
    assert 30 <= (pacer.next_poll(FIXED, GOOD, night) - night).total_seconds() <= 33
    asked = PollResult(source="ircc", outcome="failed", wait=timedelta(minutes=50))
    assert wait(pacer, asked) == 3000

"""A transaction is kept whole or not at all, and its failures are StoreErrors."""

from datetime import datetime, timedelta, timezone

import pytest

from tests.adapters.database.values import an_alert_to, keep, lease_next, queued
from tests.values import a_round
from watcher.adapters.database import DeliveryState, Store
from watcher.core.errors import StoreError
from watcher.core.settings import Secret

URL = "https://www.canada.ca/feed.json"
EARTHQUAKE = RuntimeError("earthquake")


def write_everywhere_and_crash(store: Store, now: datetime) -> None:
    with store.writing(polling=True) as tx:
        tx.sources.save_page("ircc", b"page", b"hash", now=now, limit=400)
        tx.alerts.put([queued(an_alert_to("amara"), now)], now)
        tx.sources.record_page("ircc", URL, validators=("e", None), page=b"hash", now=now)
        raise EARTHQUAKE


def test_what_a_crash_interrupts_was_never_there(store: Store, now: datetime) -> None:
    with pytest.raises(RuntimeError) as crash:
        write_everywhere_and_crash(store, now)

    assert crash.value is EARTHQUAKE
    with store.reading() as tx:
        assert tx.sources.page(b"hash") is None
        assert tx.deliveries.count_by_state()[DeliveryState.QUEUED] == 0
        assert tx.sources.poll_state("ircc", URL).etag is None


def test_an_error_of_the_database_is_a_store_error_with_its_cause(store: Store) -> None:
    keep(store, a_round())

    with pytest.raises(StoreError) as failed:
        keep(store, a_round(number="386"), a_round())

    assert "nothing was saved" in str(failed.value)
    assert "UNIQUE" in str(failed.value).upper()
    assert failed.value.__cause__ is not None
    with store.reading() as tx:
        assert tx.rounds.count() == 1


def test_a_time_without_a_zone_is_refused_and_nothing_beside_it_is_kept(
    store: Store, now: datetime
) -> None:
    with pytest.raises(StoreError, match="an instant needs a zone"):
        keep(store, a_round(number="384"), a_round(tie_break=now.replace(tzinfo=None)))

    with store.reading() as tx:
        assert tx.rounds.count() == 0


def test_an_instant_is_the_same_in_whatever_zone_it_was_given(store: Store, now: datetime) -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    halifax = timezone(timedelta(hours=-4))
    with store.writing() as tx:
        tx.alerts.put([queued(an_alert_to("amara"), now.astimezone(kolkata))], now)

    def claim(at: datetime) -> object:
        with store.writing() as tx:
            return lease_next(tx, at, owner="one", lease=timedelta(minutes=3), busy=())

    assert claim((now - timedelta(seconds=1)).astimezone(halifax)) is None
    assert claim(now.astimezone(halifax)) is not None


def test_two_polls_of_one_store_follow_each_other(store: Store, now: datetime) -> None:
    for number in ("384", "385"):
        with store.writing(polling=True) as tx:
            tx.sources.save_page("ircc", b"page", number.encode(), now=now, limit=9)

    with store.reading() as tx:
        assert tx.sources.page(b"384") == tx.sources.page(b"385") == b"page"


def test_a_store_says_where_it_is_without_its_password() -> None:
    store = Store(Secret("postgresql+psycopg://amara:s3cret@db.example.org/watcher"))
    store.close()

    assert store.address == "postgresql+psycopg://amara:***@db.example.org/watcher"
    assert store.file is None


def test_a_store_in_a_file_names_it(sqlite_database: Secret) -> None:
    store = Store(sqlite_database)
    store.close()

    assert store.file == sqlite_database.value.removeprefix("sqlite:///")
    assert store.address == sqlite_database.value

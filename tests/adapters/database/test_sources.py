"""What is remembered of a source, and what makes it remember something else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.values import a_round, an_episode
from watcher.adapters.database import CacheRecord, PollState, Store, Transaction
from watcher.core.incidents import IncidentKind, IncidentSubject
from watcher.core.reconcile import Hold

URL = "https://www.canada.ca/feed.json"
ELSEWHERE = "https://www.canada.ca/new-feed.json"
MINUTE = timedelta(minutes=1)
HOLD = Hold(number="385", figure="cutoff", value=507, since=a_round().first_seen, polls=2)


def memory_of(store: Store, name: str = "ircc", url: str = URL) -> PollState:
    with store.reading() as tx:
        return tx.sources.poll_state(name, url)


def read(store: Store, now: datetime, name: str = "ircc", page: bytes = b"one") -> PollState:
    with store.writing() as tx:
        tx.sources.record_page(name, URL, validators=('"v1"', "Thu"), page=page, now=now)
    return memory_of(store, name)


def test_of_a_source_that_was_never_polled_nothing_is_remembered(store: Store) -> None:
    assert memory_of(store) == PollState()


def test_a_page_that_was_read_leaves_its_validators_and_its_hash(
    store: Store, now: datetime
) -> None:
    assert read(store, now) == PollState(
        etag='"v1"', last_modified="Thu", page=b"one", polled_at=now, good_at=now, changed_at=now
    )


def test_the_next_page_that_was_read_replaces_all_of_it(store: Store, now: datetime) -> None:
    read(store, now)
    later = now + MINUTE
    with store.writing() as tx:
        tx.sources.record_page("ircc", URL, validators=(None, None), page=b"two", now=later)

    assert memory_of(store) == PollState(
        page=b"two", polled_at=later, good_at=later, changed_at=later
    )


def unchanged(tx: Transaction, url: str, now: datetime) -> None:
    assert url
    tx.sources.record_unchanged("ircc", now)


def failed(tx: Transaction, url: str, now: datetime) -> None:
    tx.sources.record_failure("ircc", url, now, wait=None)


def throttled(tx: Transaction, url: str, now: datetime) -> None:
    tx.sources.record_failure("ircc", url, now, wait=10 * MINUTE)


def went_stale(tx: Transaction, url: str, now: datetime) -> None:
    tx.sources.record_stale("ircc", url, now)


LATER = a_round().first_seen + MINUTE


@pytest.mark.parametrize(
    ("happens", "changes"),
    [
        (unchanged, {"polled_at": LATER, "good_at": LATER}),
        (failed, {"polled_at": LATER}),
        (throttled, {"polled_at": LATER, "not_before": LATER + 10 * MINUTE}),
        (went_stale, {"polled_at": LATER, "stale": True}),
    ],
)
def test_nothing_but_a_page_that_was_read_replaces_the_validators(
    store: Store, now: datetime, happens: object, changes: dict[str, object]
) -> None:
    before = read(store, now)
    with store.writing() as tx:
        assert callable(happens)
        happens(tx, URL, LATER)

    assert memory_of(store) == replace(before, **changes)  # type: ignore[arg-type] # fields by name


def test_a_good_poll_ends_the_waiting_and_the_staleness(store: Store, now: datetime) -> None:
    before = read(store, now)
    with store.writing() as tx:
        tx.sources.record_stale("ircc", URL, now)
        tx.sources.record_failure("ircc", URL, now, wait=MINUTE)
        tx.sources.record_unchanged("ircc", now)

    assert memory_of(store) == before


def test_a_failure_leaves_a_source_as_stale_as_it_was(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.sources.record_stale("ircc", URL, now)
        tx.sources.record_failure("ircc", URL, now, wait=None)

    assert memory_of(store).stale


def test_a_failure_that_asks_for_no_wait_ends_the_one_before(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.sources.record_failure("ircc", URL, now, wait=MINUTE)
        tx.sources.record_failure("ircc", URL, now + MINUTE, wait=None)

    assert memory_of(store) == PollState(polled_at=now + MINUTE)


def test_another_address_makes_a_source_forget_its_page(store: Store, now: datetime) -> None:
    read(store, now)

    assert memory_of(store, url=ELSEWHERE) == PollState()


@pytest.mark.parametrize(
    ("happens", "remembered"),
    [
        (failed, PollState(polled_at=LATER)),
        (throttled, PollState(polled_at=LATER, not_before=LATER + 10 * MINUTE)),
        (went_stale, PollState(polled_at=LATER, stale=True)),
    ],
)
def test_what_happens_at_another_address_is_remembered_of_that_one(
    store: Store, now: datetime, happens: object, remembered: PollState
) -> None:
    read(store, now)
    with store.writing() as tx:
        assert callable(happens)
        happens(tx, ELSEWHERE, LATER)

    assert memory_of(store, url=ELSEWHERE) == remembered
    assert memory_of(store) == PollState()


def test_a_source_knows_that_it_is_in_trouble_at_any_address(store: Store, now: datetime) -> None:
    before = read(store, now)
    with store.writing() as tx:
        tx.incidents.open(an_episode("source ircc", now))

    assert memory_of(store) == replace(before, in_trouble=True)
    assert memory_of(store, url=ELSEWHERE) == PollState(in_trouble=True)
    assert not memory_of(store, "news").in_trouble

    with store.writing() as tx:
        tx.incidents.close(IncidentSubject(IncidentKind.SOURCE, "ircc"), now)

    assert memory_of(store) == before


def test_a_source_knows_that_it_holds_a_value(store: Store, now: datetime) -> None:
    before = read(store, now)
    read(store, now, "news")
    with store.writing() as tx:
        tx.sources.replace_holds("ircc", [HOLD])

    assert memory_of(store) == replace(before, on_hold=True)
    assert not memory_of(store, "news").on_hold


def test_what_an_answer_says_of_caches_is_remembered_until_the_next_good_one(
    store: Store, now: datetime
) -> None:
    cached = CacheRecord(age=12, longest_age=298, cache_control="max-age=300")
    with store.writing() as tx:
        tx.sources.record_page(
            "ircc", URL, validators=(None, None), page=b"one", now=now, cached=cached
        )
    failed_once = memory_of(store)
    with store.writing() as tx:
        tx.sources.record_failure("ircc", URL, now + MINUTE, wait=None)

    assert (failed_once.age, failed_once.longest_age) == (12, 298)
    assert memory_of(store).cache_control == "max-age=300"
    with store.writing() as tx:
        tx.sources.record_unchanged("ircc", now, CacheRecord(longest_age=298))
    assert (memory_of(store).age, memory_of(store).longest_age) == (None, 298)

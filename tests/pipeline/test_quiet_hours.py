"""Quiet hours end, whatever the clocks of a zone do in the night."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import PurePath
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.adapters.database.values import an_alert_to, queued
from tests.scene import claim_next
from watcher.adapters.database import DeliveryState, LeasedDelivery, Store
from watcher.core.model import Message
from watcher.core.schedule import quiet_until
from watcher.core.settings import QuietHours, Secret, Settings
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.delivery import DeliveryContext

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGINNING, END = datetime(1970, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones())
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(text: str) -> QuietHours:
    start, end = text.split("-")
    return QuietHours(start=time.fromisoformat(start), end=time.fromisoformat(end))


def is_quiet(at: datetime, quiet: QuietHours, zone: str) -> bool:
    """Look at the clock on the wall."""
    wall = at.astimezone(ZoneInfo(zone)).time()
    if quiet.start < quiet.end:
        return quiet.start <= wall < quiet.end
    return not quiet.end <= wall < quiet.start


@cache
def changes(zone: str) -> list[datetime]:
    """Find every instant, to the minute, at which the clocks of a zone change."""

    def offset(at: datetime) -> timedelta | None:
        return at.astimezone(ZoneInfo(zone)).utcoffset()

    found = []
    for week in range((END - BEGINNING) // (7 * DAY)):
        before = BEGINNING + week * 7 * DAY
        after = before + 7 * DAY
        if offset(before) == offset(after):
            continue
        while after - before > timedelta(minutes=1):
            middle = before + (after - before) / 2
            same = offset(middle) == offset(before)
            before, after = (middle, after) if same else (before, middle)
        found.append(after.replace(second=0, microsecond=0))
    return found


@st.composite
def near_a_change(draw: st.DrawFn) -> tuple[str, datetime, QuietHours]:
    """Draw quiet hours that begin or end near a change of the clocks, and an instant."""
    zone = draw(st.sampled_from(ZONES))
    assume(changes(zone))
    change = draw(st.sampled_from(changes(zone)))
    around = st.integers(-150, 150).map(lambda m: timedelta(minutes=m))
    wall = (change + draw(around)).astimezone(ZoneInfo(zone)).time()
    edge, other = wall.replace(second=0, microsecond=0), draw(TIMES)
    assume(edge != other)
    start, end = draw(st.permutations([edge, other]))
    now = change + draw(around) - draw(st.sampled_from([0, 0, 8, 23])) * HOUR
    return zone, now, QuietHours(start=start, end=end)


@st.composite
def anywhere(draw: st.DrawFn) -> tuple[str, datetime, QuietHours]:
    """Draw any zone, any instant and any quiet hours."""
    seconds = draw(st.integers(0, int((END - BEGINNING).total_seconds())))
    start, end = draw(TIMES), draw(TIMES)
    assume(start != end)
    zone = draw(st.sampled_from(ZONES))
    now = BEGINNING + timedelta(seconds=seconds)
    return zone, now, QuietHours(start=start, end=end)


@given(st.one_of(near_a_change(), anywhere()))
def test_quiet_hours_end_later_within_25_hours_and_when_it_is_no_longer_quiet(
    drawn: tuple[str, datetime, QuietHours],
) -> None:
    zone, now, quiet = drawn

    until = quiet_until(now, quiet, zone)

    if until is not None:
        assert is_quiet(now, quiet, zone)
        assert now < until <= now + 25 * HOUR
        assert not is_quiet(until, quiet, zone)
    elif is_quiet(now, quiet, zone):
        # The zone skips the little of a day that is not quiet.
        day = datetime(2000, 1, 2, tzinfo=UTC)
        awake = datetime.combine(day, quiet.start) - datetime.combine(day, quiet.end)
        assert awake % DAY <= 3 * HOUR


@pytest.mark.parametrize(
    ("zone", "quiet", "now", "until"),
    [
        # Toronto's clocks go back at 06:00 UTC: 01:30 is shown at 05:30 and at 06:30.
        ("America/Toronto", "22:00-01:30", "2026-11-01T05:29", "2026-11-01T05:30"),
        ("America/Toronto", "22:00-01:30", "2026-11-01T05:30", None),
        ("America/Toronto", "22:00-01:30", "2026-11-01T06:10", "2026-11-01T06:30"),
        ("America/Toronto", "22:00-01:30", "2026-11-01T06:30", None),
        ("America/Toronto", "01:30-07:00", "2026-11-01T05:45", "2026-11-01T12:00"),
        # They go forward at 07:00 UTC: 02:30 is skipped.
        ("America/Toronto", "22:00-02:30", "2026-03-08T06:59", "2026-03-08T07:30"),
        ("America/Toronto", "22:00-02:30", "2026-03-08T07:00", None),
        ("Australia/Lord_Howe", "22:00-01:45", "2026-04-04T15:10", "2026-04-04T15:15"),
        # Samoa went from 29 December to 31 December: the 30th has no seven o'clock.
        ("Pacific/Apia", "22:00-07:00", "2011-12-30T09:00", "2011-12-30T17:00"),
        ("America/Toronto", "02:50-02:10", "2026-03-07T10:00", None),
    ],
)
def test_quiet_hours_end_where_the_clocks_change(
    zone: str, quiet: str, now: str, until: str | None
) -> None:
    expected = None if until is None else utc(until)

    assert quiet_until(utc(now), hours(quiet), zone) == expected


class Queue:
    """A queue on a real database, claimed from at the instants that a test names."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._number = 0

    def put(self, now: datetime, zone: str, quiet: QuietHours) -> None:
        """Queue a message for somebody who sleeps then, due at once."""
        self._number += 1
        alert = an_alert_to(
            "amara", str(self._number), timezone=zone, quiet_hours=quiet, wake=False
        )
        with self._store.writing() as tx:
            tx.alerts.put([queued(alert, now)], now)

    def claim(self, now: datetime) -> LeasedDelivery | None:
        address_book = AddressBook(
            settings=Settings(file=PurePath("x"), database=Secret("")), targets=lambda _: ("",)
        )
        post = DeliveryContext(
            store=self._store,
            send=_taken,
            address_book=lambda: address_book,
            clock=lambda: now,
            chance=lambda: 0.0,
            owner="test",
        )
        return claim_next(post)

    def next_attempt(self) -> datetime:
        with self._store.reading() as tx:
            return tx.deliveries.search(limit=1)[0].next_attempt_at

    def empty(self, claim: LeasedDelivery) -> None:
        with self._store.writing() as tx:
            tx.queue.finish(claim, DeliveryState.SENT, "200 OK", claim.due_at)


def _taken(channel: str, target: str, message: Message) -> str:
    return f"200 {channel} {target} {message.title}"


@pytest.fixture
def queue(sqlite_database: Secret) -> Iterator[Queue]:
    with closing(Store(sqlite_database)) as store:
        yield Queue(store)


def test_a_night_that_ends_in_the_repeated_hour_ends(queue: Queue) -> None:
    queue.put(utc("2026-11-01T06:10"), "America/Toronto", hours("22:00-01:30"))

    assert queue.claim(utc("2026-11-01T06:10")) is None
    assert queue.claim(utc("2026-11-01T06:29:59")) is None
    assert queue.claim(utc("2026-11-01T06:30")) is not None


@pytest.mark.parametrize("drawing", [near_a_change(), anywhere()], ids=["near", "any"])
def test_every_message_that_sleeps_through_quiet_hours_is_claimed_after_them(
    queue: Queue, drawing: st.SearchStrategy[tuple[str, datetime, QuietHours]]
) -> None:
    @settings(max_examples=60)
    @given(drawing)
    def holds(drawn: tuple[str, datetime, QuietHours]) -> None:
        zone, now, quiet = drawn
        queue.put(now, zone, quiet)

        claim = queue.claim(now)
        if claim is None:
            later = queue.next_attempt()
            assert now < later <= now + 25 * HOUR
            assert not is_quiet(later, quiet, zone)
            claim = queue.claim(later)

        assert claim is not None
        queue.empty(claim)

    holds()

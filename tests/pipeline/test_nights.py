"""Nights in which the clocks change, through the queue: nobody is woken, and everybody is told in the morning."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.adapters.database.values import an_alert_to, lease_next
from tests.values import a_verdict
from watcher.adapters.database import DeliveryState, QueuedAlert, Store
from watcher.core.alerts import alert_priority
from watcher.core.model import VerdictKind
from watcher.core.settings import QuietHours, Secret
from watcher.pipeline.left_alone import may_leave

HOUR = timedelta(hours=1)
# The clocks of these change at the instant that is named (UTC), most by an hour.
CHANGES = [
    ("America/Toronto", "2026-11-01T06:00"),
    ("America/Toronto", "2027-03-14T07:00"),
    ("America/St_Johns", "2026-11-01T04:30"),  # half an hour beside all others
    ("America/St_Johns", "2027-03-14T05:30"),
    ("Australia/Lord_Howe", "2026-04-04T15:00"),  # by half an hour
    ("Australia/Lord_Howe", "2026-10-03T15:30"),
    ("Africa/Casablanca", "2026-02-15T02:00"),  # back for Ramadan
    ("Africa/Casablanca", "2026-03-22T02:00"),
    ("Pacific/Apia", "2011-12-30T10:00"),  # which skipped the 30th
    ("Asia/Kolkata", "2026-10-25T01:00"),  # never
]
SPANS = ["22:00-07:00", "23:30-06:15", "00:00-09:00", "01:30-02:30", "21:00-01:45", "13:00-14:30"]
# Around the change by the half hour, and far enough to see everybody awake again.
NEAR = [timedelta(minutes=30 * n) for n in range(-12, 13)]
STEPS = [*(n * HOUR for n in range(-15, -6, 3)), *NEAR, *(n * HOUR for n in range(8, 30, 3))]


def quiet_hours(text: str) -> QuietHours:
    start, end = map(time.fromisoformat, text.split("-"))
    return QuietHours(start=start, end=end)


def sleeps(at: datetime, quiet: QuietHours, zone: str) -> bool:
    """Look at the clock on the wall."""
    wall = at.astimezone(ZoneInfo(zone)).time()
    if quiet.start < quiet.end:
        return quiet.start <= wall < quiet.end
    return not quiet.end <= wall < quiet.start


class Night:
    """Somebody who sleeps at fixed hours, and the queue of what they are told."""

    def __init__(self, store: Store, zone: str, quiet: QuietHours, numbers: Iterator[int]) -> None:
        self._store = store
        self._zone = zone
        self._quiet = quiet
        self._numbers = numbers

    def queue(self, now: datetime, *, invited: bool, wake: bool) -> str:
        """Queue one message, due at once, as after a failure or an outage."""
        number = str(next(self._numbers))
        kind = VerdictKind.INVITED if invited else VerdictKind.SHORT
        alert = an_alert_to(
            "amara", number, timezone=self._zone, quiet_hours=self._quiet, wake=wake
        )
        alert = replace(alert, verdict=a_verdict(kind))
        item = QueuedAlert(
            alert=alert,
            targets=[("mail", "amara@example.org")],
            due_at=now,
            priority=alert_priority(alert),
        )
        with self._store.writing() as tx:
            tx.alerts.put([item], now)
        return number

    def deliver(self, now: datetime) -> list[str]:
        """Send all that may leave at an instant; return the rounds."""
        sent = []
        with self._store.writing() as tx:
            tx.queue.void_fast_clocks(now)
            while leased := lease_next(tx, now):
                if may_leave(tx, [leased], now):
                    tx.queue.finish(leased, DeliveryState.SENT, "250", now)
                    sent.append(leased.alerts[0].round.number)
        return sent


@pytest.fixture
def store(sqlite_database: Secret) -> Iterator[Store]:
    with closing(Store(sqlite_database)) as store:
        yield store


@st.composite
def nights(draw: st.DrawFn) -> tuple[str, datetime, QuietHours, list[tuple[int, bool, bool]]]:
    """Draw a change of the clocks, hours of sleep, and what is queued at which step."""
    zone, at = draw(st.sampled_from(CHANGES))
    change = datetime.fromisoformat(at).replace(tzinfo=UTC)
    messages = st.tuples(st.integers(0, len(STEPS) - 8), st.booleans(), st.booleans())
    queued = draw(st.lists(messages, min_size=1, max_size=4))
    return zone, change, quiet_hours(draw(st.sampled_from(SPANS))), queued


def test_nobody_is_woken_and_nothing_is_dropped_when_the_clocks_change(store: Store) -> None:
    numbers = count(1)

    @settings(max_examples=8)
    @given(nights())
    def holds(drawn: tuple[str, datetime, QuietHours, list[tuple[int, bool, bool]]]) -> None:
        zone, change, quiet, queued = drawn
        night = Night(store, zone, quiet, numbers)
        waiting: dict[str, bool] = {}
        for step, ahead in enumerate(STEPS):
            now = change + ahead
            for at, invited, wake in queued:
                if at == step:
                    number = night.queue(now, invited=invited, wake=wake)
                    waiting[number] = invited and wake
            asleep = sleeps(now, quiet, zone)
            told = night.deliver(now) if waiting else []

            # Asleep, only what they asked to be woken for; awake, all that had waited. An end that the clocks skip,
            # or come back before, counts by the old time: so long it may wait.
            awaited = {n for n, wakes in waiting.items() if wakes or not asleep}
            skipped = change <= now < change + 2 * HOUR
            assert set(told) <= awaited if skipped else set(told) == awaited
            for number in told:
                del waiting[number]
        assert waiting == {}

    holds()


def test_what_waits_is_due_at_the_very_end_of_the_night(store: Store) -> None:
    quiet, numbers = quiet_hours("22:00-07:00"), count(1)
    for zone, at in CHANGES:
        night = Night(store, zone, quiet, numbers)
        change = datetime.fromisoformat(at).replace(tzinfo=UTC)
        now = next(change - ahead for ahead in STEPS if sleeps(change - ahead, quiet, zone))
        number = night.queue(now, invited=False, wake=False)
        assert night.deliver(now) == []
        with store.reading() as tx:
            [delivery] = tx.deliveries.search(limit=1)

        morning = delivery.next_attempt_at
        assert f"{morning.astimezone(ZoneInfo(zone)):%H:%M}" == "07:00"
        assert night.deliver(morning - timedelta(seconds=1)) == []
        assert night.deliver(morning) == [number]

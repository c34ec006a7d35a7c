"""When a source is polled next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.test_rhythm import CLUSTERS
from watcher.core.pace import LONGEST_POLL, SHORTEST_POLL, NextPoll, day_pace, next_poll
from watcher.core.rhythm import RoundTimes
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Source, source_of

ADAPTIVE = source_of("ircc", kind="ircc-json", url="https://example.org/rounds.json")
FIXED = Source(name="x", kind="feed", url="https://example.org/", every=timedelta(seconds=30))
MINUTE = timedelta(minutes=1)
#: Rounds came on Monday to Wednesday of every second week, at noon; the next would on 2 March.
NOON = tuple((day, 12 * 60) for day in CLUSTERS)
KNOWN = RoundTimes(days=tuple(CLUSTERS), sightings=NOON)


def ottawa(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OTTAWA).astimezone(UTC)


def planned(
    text: str, known: RoundTimes = KNOWN, chance: float = 0.0, **more: Any
) -> tuple[str, float]:
    now = ottawa(text)
    found = next_poll(now, ADAPTIVE, known, chance=chance, **more)
    return found.reason, (found.at - now).total_seconds()


def test_the_wait_is_short_where_a_round_is_likely() -> None:
    assert planned("2026-03-02T12:00") == ("round hours", 20)
    reason, evening = planned("2026-03-02T20:00")
    assert (reason, evening > 40) == ("other hours", True)
    reason, other_week = planned("2026-02-23T12:00")
    assert (reason, other_week > 60) == ("unlikely day", True)
    assert planned("2026-03-01T12:00")[1] > other_week


def test_of_a_round_that_has_not_come_yet_what_is_left_of_the_day_has_more() -> None:
    # As many rounds appear two and a half hours after noon as before.
    assert 1.2 * planned("2026-03-02T14:30")[1] < planned("2026-03-02T09:30")[1]


def test_once_the_round_of_the_day_is_known_a_source_is_left_alone() -> None:
    found = RoundTimes(days=(*CLUSTERS, date(2026, 3, 2)), sightings=NOON)

    assert planned("2026-03-02T12:01", found) == ("known", 1800)
    assert day_pace(date(2026, 3, 2), found).days_since == 12
    assert planned("2026-03-03T12:01", found) == ("round hours", 20)


def test_no_wait_ends_after_a_busier_time_has_begun() -> None:
    """Of half an hour at 23:50, what is left after midnight counts by the next day."""
    rounds_at_night = RoundTimes(
        days=tuple(CLUSTERS), sightings=tuple((day, 5) for day in CLUSTERS)
    )

    assert planned("2026-03-01T23:45", rounds_at_night)[1] == 15 * 60 + 20


def test_a_fixed_pace_knows_no_hours_but_is_jittered() -> None:
    night = ottawa("2026-11-21T03:00:00")

    for chance, seconds in ((0.0, 30.0), (0.5, 31.5)):
        found = next_poll(night, FIXED, KNOWN, chance=chance)
        assert found == NextPoll(at=night + timedelta(seconds=seconds), reason="fixed")


def test_chance_makes_a_wait_up_to_a_tenth_longer() -> None:
    assert planned("2026-03-02T12:00", chance=0.5) == ("round hours", 21)
    assert planned("2026-03-01T12:00", chance=0.9)[1] <= 1800


def test_after_a_failed_poll_the_next_follows_within_ten_minutes() -> None:
    assert planned("2026-03-01T03:00", failed=True) == ("failed", 600)
    assert planned("2026-03-02T12:00", failed=True) == ("round hours", 20)


def test_a_server_that_asks_for_a_wait_gets_it() -> None:
    assert planned("2026-03-02T12:00", wait=5 * MINUTE) == ("asked to wait", 300)
    assert planned("2026-03-02T03:00", wait=MINUTE)[0] == "other hours"
    found = next_poll(ottawa("2026-03-02T12:00"), FIXED, KNOWN, chance=0, wait=timedelta(hours=1))
    assert found.reason == "asked to wait"


@pytest.mark.parametrize(
    "known", [RoundTimes(), RoundTimes(sightings=()), RoundTimes(days=(date(2026, 2, 27),))]
)
def test_a_new_database_has_a_pace_too(known: RoundTimes) -> None:
    _, wait = planned("2026-03-02T12:00", known)

    assert 20 <= wait <= 600


def test_a_round_that_a_clock_dated_ahead_is_not_known_yet() -> None:
    ahead = RoundTimes(days=(*CLUSTERS, date(2027, 1, 4)), sightings=NOON)

    assert planned("2026-03-02T12:00", ahead) == planned("2026-03-02T12:00")


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_the_days_on_which_clocks_change_have_their_hours(day: str) -> None:
    now = ottawa(f"{day}T00:00")
    while now < ottawa(f"{day}T12:00"):
        found = next_poll(now, ADAPTIVE, KNOWN, chance=0)
        assert SHORTEST_POLL <= found.at - now <= LONGEST_POLL
        now = found.at


def requests_on(day: date) -> int:
    """Count the requests of a day on which the round, if one is due, appears at noon."""
    before = tuple(held for held in CLUSTERS if held < day)
    now = datetime(day.year, day.month, day.day, tzinfo=OTTAWA).astimezone(UTC)
    count, noon, end = 0, now + timedelta(hours=12), now + timedelta(days=1)
    while now < end:
        found = now >= noon and day in CLUSTERS
        known = RoundTimes(days=(*before, day) if found else before, sightings=NOON)
        now = next_poll(now, ADAPTIVE, known, chance=0.5).at
        count += 1
    return count


def test_four_weeks_keep_the_budget() -> None:
    counts = [requests_on(date(2026, 2, 2) + timedelta(days=n)) for n in range(28)]

    assert 250 < sum(counts) / 28 <= 290
    assert max(counts) < 1500


def test_a_pace_is_worked_out_once_for_a_day_and_a_round() -> None:
    day_pace.cache_clear()
    for minute in range(60):
        planned(f"2026-03-02T12:{minute:02}")
    assert day_pace.cache_info().misses == 1


DAYS = st.lists(st.dates(date(2023, 7, 1), date(2027, 1, 1)), max_size=40, unique=True)
TIMES = st.builds(
    lambda days, minutes: RoundTimes(
        days=tuple(sorted(days)), sightings=tuple(zip(sorted(days), minutes, strict=False))
    ),
    DAYS,
    st.lists(st.integers(0, 1439), max_size=40),
)


@settings(max_examples=25, deadline=None)
@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
    known=TIMES,
    chance=st.floats(0, 0.999),
)
def test_no_wait_is_shorter_or_longer_than_allowed_nor_past_a_busier_minute(
    now: datetime, known: RoundTimes, chance: float
) -> None:
    at = next_poll(now, ADAPTIVE, known, chance=chance).at

    assert SHORTEST_POLL <= at - now <= LONGEST_POLL
    minute = now
    while (minute := minute.replace(second=0, microsecond=0) + MINUTE) < at:
        assert at <= next_poll(minute, ADAPTIVE, known, chance=chance).at + timedelta(seconds=1)


@settings(max_examples=10, deadline=None)
@given(known=TIMES, day=st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_a_day_never_costs_more_than_one_request_in_twenty_seconds(
    known: RoundTimes, day: date
) -> None:
    waits = day_pace(day, known).waits

    assert 48 <= sum(600 / wait for wait in waits) <= 4320


def test_a_day_is_worked_out_from_what_was_known_before_it() -> None:
    day = date(2026, 3, 2)
    later = RoundTimes(
        days=(*CLUSTERS, date(2026, 3, 4)),
        sightings=(*NOON, (date(2026, 3, 2), 300), (date(2026, 3, 4), 300)),
    )

    assert day_pace(day, later) == day_pace(day, KNOWN)

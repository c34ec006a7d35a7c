"""When to poll, when to try again, when quiet hours end."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.schedule import in_round_hours, next_poll, plausible, quiet_until, retry_delay
from watcher.core.settings import QuietHours

NIGHT = QuietHours(start=time(22), end=time(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "inside"),
    [
        ("2026-11-20T14:29:59", False),  # Friday 9:29:59 EST
        ("2026-11-20T14:30:00", True),
        ("2026-11-20T23:29:59", True),
        ("2026-11-20T23:30:00", False),
        ("2026-07-20T13:30:00", True),  # Monday 9:30 EDT
        ("2026-07-20T13:29:00", False),
        ("2026-11-21T16:00:00", False),  # Saturday
    ],
)
def test_rounds_appear_on_weekdays_from_half_past_nine_to_half_past_six(
    instant: str, *, inside: bool
) -> None:
    assert in_round_hours(utc(instant)) is inside


@pytest.mark.parametrize(
    ("now", "chance", "then"),
    [
        ("2026-11-20T16:00:00", 0.0, "2026-11-20T16:01:00"),
        ("2026-11-20T16:00:00", 0.5, "2026-11-20T16:01:03"),
        ("2026-11-21T16:00:00", 0.0, "2026-11-21T16:10:00"),
        ("2026-11-21T16:00:00", 0.5, "2026-11-21T16:10:30"),
        # Ten minutes must not sleep past the opening.
        ("2026-11-20T14:25:00", 0.0, "2026-11-20T14:30:00"),
        ("2026-11-20T14:25:00", 0.5, "2026-11-20T14:30:30"),
        # Friday evening: the next opening is on Monday.
        ("2026-11-20T23:55:00", 0.0, "2026-11-21T00:05:00"),
    ],
)
def test_the_pace_follows_the_hours(now: str, chance: float, then: str) -> None:
    assert next_poll(utc(now), every=None, chance=chance) == utc(then)


def test_a_fixed_pace_knows_no_hours_but_is_jittered() -> None:
    night = utc("2026-11-21T03:00:00")

    assert next_poll(night, every=timedelta(seconds=30), chance=0) == utc("2026-11-21T03:00:30")
    assert next_poll(night, every=timedelta(seconds=30), chance=0.5) == utc(
        "2026-11-21T03:00:31.500000"
    )


@given(
    now=st.datetimes(
        min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
        max_value=datetime(2030, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
        timezones=st.just(UTC),
    ),
    chance=st.floats(0, 0.999),
)
def test_the_next_poll_is_never_past_nor_more_than_eleven_minutes_away(
    now: datetime, chance: float
) -> None:
    wait = next_poll(now, every=None, chance=chance) - now

    assert timedelta() < wait <= timedelta(minutes=11)


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (9, 3600), (500, 3600)],
)
def test_retries_double_from_half_a_minute_to_an_hour(attempts: int, seconds: int) -> None:
    assert retry_delay(attempts, chance=0) == timedelta(seconds=seconds)


def test_retries_are_jittered_but_never_beyond_an_hour() -> None:
    assert retry_delay(1, chance=0.5) == timedelta(seconds=33.75)
    assert retry_delay(8, chance=0.9) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "zone", "until"),
    [
        ("2026-11-20T21:59:59", "UTC", None),
        ("2026-11-20T22:00:00", "UTC", "2026-11-21T07:00:00"),
        ("2026-11-21T06:59:59", "UTC", "2026-11-21T07:00:00"),
        ("2026-11-21T07:00:00", "UTC", None),
        ("2026-11-20T17:00:00", "Asia/Kolkata", "2026-11-21T01:30:00"),
        # The clocks go back in the night of 2026-11-01: seven is an hour later.
        ("2026-11-01T03:00:00", "America/Toronto", "2026-11-01T12:00:00"),
    ],
)
def test_quiet_hours_end_at_the_persons_own_seven_o_clock(
    now: str, zone: str, until: str | None
) -> None:
    expected = None if until is None else utc(until)

    assert quiet_until(utc(now), NIGHT, zone) == expected


def test_quiet_hours_within_a_day() -> None:
    siesta = QuietHours(start=time(13), end=time(15))

    assert quiet_until(utc("2026-11-20T14:00:00"), siesta, "UTC") == utc("2026-11-20T15:00:00")
    assert quiet_until(utc("2026-11-20T16:00:00"), siesta, "UTC") is None


def test_without_quiet_hours_nothing_waits() -> None:
    assert quiet_until(utc("2026-11-20T03:00:00"), None, "UTC") is None


def test_an_instant_further_ahead_than_it_could_be_set_is_not_plausible() -> None:
    now, hour = utc("2026-11-20T03:00:00"), timedelta(hours=1)

    assert plausible(now + hour, now, hour)
    assert plausible(now - timedelta(days=40), now, hour)
    assert not plausible(now + hour + timedelta(microseconds=1), now, hour)

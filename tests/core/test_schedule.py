"""When to try again, when quiet hours end."""

from datetime import UTC, datetime, time, timedelta

import pytest

from watcher.core.schedule import plausible, quiet_until, retry_delay
from watcher.core.settings import QuietHours

NIGHT = QuietHours(start=time(22), end=time(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


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

"""Digests at an hour of choice, whatever the clocks of a zone do."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.digests import LONGEST_DIGEST, next_digest
from watcher.core.settings import Digest

DAILY = Digest(at=time(18))
ZONES = [
    *("America/Toronto", "America/St_Johns", "Asia/Kolkata", "Australia/Lord_Howe"),
    *("Africa/Casablanca", "Pacific/Apia", "Europe/Paris"),
]
BEGINNING = datetime(2011, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "digest", "told"),
    [
        ("2026-12-01T12:00", "America/Toronto", DAILY, "2026-12-01T23:00"),
        ("2026-12-01T23:00", "America/Toronto", DAILY, "2026-12-02T23:00"),  # just told
        ("2026-12-01T12:00", "Asia/Kolkata", DAILY, "2026-12-01T12:30"),
        # The night between the two is an hour longer, or shorter.
        ("2026-10-31T22:00", "America/Toronto", DAILY, "2026-11-01T23:00"),
        ("2027-03-13T23:00", "America/Toronto", DAILY, "2027-03-14T22:00"),
        ("2026-12-02T12:00", "America/Toronto", Digest(at=time(9), weekday=0), "2026-12-07T14:00"),
        ("2026-12-07T13:59", "America/Toronto", Digest(at=time(9), weekday=0), "2026-12-07T14:00"),
        ("2026-12-07T14:00", "America/Toronto", Digest(at=time(9), weekday=0), "2026-12-14T14:00"),
        # Toronto skips 02:30 of 14 March, and shows 01:30 of 1 November twice.
        ("2027-03-14T05:00", "America/Toronto", Digest(at=time(2, 30)), "2027-03-14T07:30"),
        ("2026-11-01T05:00", "America/Toronto", Digest(at=time(1, 30)), "2026-11-01T05:30"),
        ("2026-11-01T05:30", "America/Toronto", Digest(at=time(1, 30)), "2026-11-02T06:30"),
        # Lord Howe's clocks go forward by half an hour: 02:15 of 4 October is 02:45.
        ("2026-10-03T12:00", "Australia/Lord_Howe", Digest(at=time(2, 15)), "2026-10-03T15:45"),
        # Samoa had no Friday, 30 December 2011: what it would have told comes with the next hour like it.
        ("2011-12-29T12:00", "Pacific/Apia", Digest(at=time(18), weekday=4), "2011-12-31T04:00"),
        ("2011-12-30T04:00", "Pacific/Apia", DAILY, "2011-12-31T04:00"),
    ],
)
def test_a_digest_is_told_at_its_hour(now: str, zone: str, digest: Digest, told: str) -> None:
    assert next_digest(utc(now), digest, zone) == utc(told)


@given(
    st.integers(0, 20 * 366 * 24 * 60),
    st.sampled_from(ZONES),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.one_of(st.none(), st.integers(0, 6)),
)
def test_a_digest_is_told_later_within_a_week_and_when_the_clock_shows_it(
    minute: int, zone: str, at: time, weekday: int | None
) -> None:
    now = BEGINNING + timedelta(minutes=minute)
    told = next_digest(now, Digest(at=at, weekday=weekday), zone)
    wall = told.astimezone(ZoneInfo(zone))

    limit = timedelta(hours=25) if weekday is None else LONGEST_DIGEST
    # The day that Samoa skipped has no hour of its own.
    assert now < told <= now + limit
    skipped = wall.replace(tzinfo=None) - datetime.combine(wall.date(), at)
    assert skipped in {timedelta(), timedelta(minutes=30), timedelta(hours=1)}
    assert weekday in {None, wall.weekday()} or wall.date().isoformat() == "2011-12-31"

"""Times of day in running text, into UTC."""

from datetime import UTC, date, datetime

import pytest

from watcher.ircc.fields import Unread
from watcher.press.prose.values import find_clock_times, in_utc

WINTER, SUMMER = date(2026, 1, 15), date(2026, 7, 15)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("22:19:41 UTC", (15, 22, 19, 41)),
        ("3:25:14 UTC", (15, 3, 25, 14)),
        ("19:31: 37 UTC", (15, 19, 31, 37)),
        ("3:25 a.m. (UTC)", (15, 3, 25, 0)),
        ("10:19 p.m. UTC", (15, 22, 19, 0)),
        ("5:41 PM UTC", (15, 17, 41, 0)),
        ("12:59 a.m. UTC", (15, 0, 59, 0)),
        ("12:30 pm UTC", (15, 12, 30, 0)),
        ("1 a.m. UTC", (15, 1, 0, 0)),
        ("5:11 pm, Universal Coordinated Time (UTC)", (15, 17, 11, 0)),
        ("7:39 pm Coordinated Universal Time (UTC)", (15, 19, 39, 0)),
        ("noon UTC", (15, 12, 0, 0)),
        ("midnight UTC", (15, 0, 0, 0)),
        ("22 h 19 UTC", (15, 22, 19, 0)),
        ("22h19 TUC", (15, 22, 19, 0)),
        ("12 h 28 min 38 s UTC", (15, 12, 28, 38)),
        ("minuit UTC", (15, 0, 0, 0)),
        ("11:41 AM EST", (15, 16, 41, 0)),
        ("11:41 a.m. ET", (15, 16, 41, 0)),
        ("11:41 p.m. Eastern Time", (16, 4, 41, 0)),
        ("16:09:00", (15, 16, 9, 0)),
        ("16:09", (15, 16, 9, 0)),
        ("20:19:59 PM UTC", (15, 20, 19, 59)),  # the mark proves nothing: round 210
    ],
)
def test_a_time_becomes_utc(text: str, instant: tuple[int, int, int, int]) -> None:
    (clock,) = find_clock_times(text)
    assert in_utc(WINTER, clock) == datetime(2026, 1, *instant, tzinfo=UTC)


def test_eastern_time_follows_the_season() -> None:
    (clock,) = find_clock_times("11:41 AM ET")
    assert in_utc(SUMMER, clock) == datetime(2026, 7, 15, 15, 41, tzinfo=UTC)
    (clock,) = find_clock_times("11:41 AM EDT")
    assert in_utc(SUMMER, clock) == datetime(2026, 7, 15, 15, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("10:19 p.m.", "does not say its time zone"),
        ("10:19 p.m. IST", "unknown time zone"),
        ("10:19 p.m. PST", "unknown time zone"),
        ("11:41 AM EST", "names a time zone that is not kept on that day"),
    ],
)
def test_a_zone_that_is_not_known_is_not_guessed(text: str, why: str) -> None:
    (clock,) = find_clock_times(text)
    assert in_utc(SUMMER, clock) == Unread(why)


@pytest.mark.parametrize("text", ["24 hours", "30:15", "ratio 3:1", "12:75", "at 10"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert find_clock_times(text) == ()


def test_a_count_after_a_day_and_a_colon_is_no_time() -> None:
    assert find_clock_times("May 12: 511 invitations") == ()

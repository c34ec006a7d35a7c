"""Reading days and times as they are printed, in English and French."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from watcher.ircc.dates import parse_date, parse_timestamp
from watcher.ircc.fields import Unread

MARCH_5 = datetime(2025, 3, 5, 5, 10, 48, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-08-19", date(2026, 8, 19)),
        ("2026-8-9", date(2026, 8, 9)),
        ("11-01-2023", date(2023, 1, 11)),  # round 237
        ("12-04-2023", date(2023, 4, 12)),  # round 246
        ("25-12-2026", date(2026, 12, 25)),
        ("August 19, 2026", date(2026, 8, 19)),
        ("August 9, 2026", date(2026, 8, 9)),
        ("August 09, 2026", date(2026, 8, 9)),
        ("August 19th, 2026", date(2026, 8, 19)),
        ("August\u00a019,  2026", date(2026, 8, 19)),
        ("AUGUST 19, 2026", date(2026, 8, 19)),
        ("19 August 2026", date(2026, 8, 19)),
        ("19 août 2026", date(2026, 8, 19)),
        ("19 aou\u0302t 2026", date(2026, 8, 19)),
        ("19 aout 2026", date(2026, 8, 19)),
        ("1er février 2015", date(2015, 2, 1)),
        ("1 février 2015", date(2015, 2, 1)),
        ("2 DÉCEMBRE 2025", date(2025, 12, 2)),
        ("29 février 2024", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("February 29, 2026", "no such day"),
        ("2026-02-30", "no such day"),
        ("2026-13-01", "no such day"),
        ("01-13-2023", "no such day"),
        ("31 avril 2026", "no such day"),
        ("Smarch 1, 2026", "no such day"),
        ("March 2026", "not understood as a date"),
        ("May 3", "not understood as a date"),
        ("11/10/2026", "not understood as a date"),
        ("2026.08.19", "not understood as a date"),
        ("August 192026", "not understood as a date"),
        ("2er janvier 2026", "not understood as a date"),
        ("21er janvier 2026", "not understood as a date"),
        ("August 19, 1926", "not understood as a date"),
        ("August 19, 2026 or so", "not understood as a date"),
        ("2026-08-19 12:00:00", "not understood as a date"),
        ("today", "not understood as a date"),
    ],
)
def test_a_date_that_is_not_understood_is_unread(text: str, why: str) -> None:
    assert parse_date(text) == Unread(why)


# The shapes of drawDateTime and drawCutOff in the whole history, with a round of each.
@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("March 06, 2025 at 16:21:58 UTC", (2025, 3, 6, 16, 21, 58)),
        ("January 7, 2025 at 16:06:45 UTC", (2025, 1, 7, 16, 6, 45)),  # 331
        ("January 23, 2025 at 2025-01-23 15:30:04 UTC", (2025, 1, 23, 15, 30, 4)),
        ("May 31, 2024 at12:48:30 UTC", (2024, 5, 31, 12, 48, 30)),  # 297
        ("October 25, 2023 at 15:48:39 AM UTC", (2023, 10, 25, 15, 48, 39)),  # 270
        ("September 30, 2023 at 04:22:17 AM UTC", (2023, 9, 30, 4, 22, 17)),
        ("June 22, 2021 at 20:19:59 PM UTC", (2021, 6, 22, 20, 19, 59)),  # 210
        ("July 06, 2023 14:25:05 UTC", (2023, 7, 6, 14, 25, 5)),  # 255
        ("April 26,2023 18:10:04 UTC", (2023, 4, 26, 18, 10, 4)),  # 247
        ("March 01, 2023, at 17:24:39 UTC", (2023, 3, 1, 17, 24, 39)),  # 242
        ("November 1, 2017, at 12:55:44 UTC", (2017, 11, 1, 12, 55, 44)),  # 76
        ("February 02 2022 at 14:16:27 UTC", (2022, 2, 2, 14, 16, 27)),  # 215
        (" July 13, 2016 at 13:56:45 UTC", (2016, 7, 13, 13, 56, 45)),  # 38
        ("July 04, 2023 at 19:36:18 UTC ", (2023, 7, 4, 19, 36, 18)),  # 262
        ("March 27, 2015 at 23:59:47", (2015, 3, 27, 23, 59, 47)),  # 6
        ("August 19th 2026 at 12:35:37 UTC", (2026, 8, 19, 12, 35, 37)),  # 437
        ("July 3rd 2026 at 21:35:13 UTC", (2026, 7, 3, 21, 35, 13)),  # 432
        ("April 12th, 2026 at 04:32:26 UTC", (2026, 4, 12, 4, 32, 26)),  # 438
        ("March 02. 2024 at 01:58:34 UTC", (2024, 3, 2, 1, 58, 34)),  # 322
        ("March 24, 2022 at 8:00:50 UTC", (2022, 3, 24, 8, 0, 50)),  # 221
        ("January 9, 2019 at 7:35:09 UTC", (2019, 1, 9, 7, 35, 9)),  # 114
        ("October 18, 2025 at  7:18:52 UTC", (2025, 10, 18, 7, 18, 52)),  # 386
        ("April 13, 2026  at 23:10:05 UTC", (2026, 4, 13, 23, 10, 5)),  # 412
        ("May 21, 2026 at  12:14:09 UTC", (2026, 5, 21, 12, 14, 9)),  # 422
        ("December 31, 2025 at 00:00:00 UTC", (2025, 12, 31, 0, 0, 0)),
        ("21 janvier 2026 à 12:37:42 UTC", (2026, 1, 21, 12, 37, 42)),
        ("1er février 2015 à 08:00:00 TUC", (2015, 2, 1, 8, 0, 0)),
        ("1 février 2015 à 8:00:00", (2015, 2, 1, 8, 0, 0)),
        ("19 août 2026 à 12\u00a0h 35\u00a0min 37\u00a0s TUC", (2026, 8, 19, 12, 35, 37)),
        ("2026-08-19T12:35:37Z", (2026, 8, 19, 12, 35, 37)),
        ("2026-08-19 12:35:37 UTC", (2026, 8, 19, 12, 35, 37)),
    ],
)
def test_a_published_shape_of_an_instant_is_read(
    text: str, instant: tuple[int, int, int, int, int, int]
) -> None:
    assert parse_timestamp(text) == datetime(*instant, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "instant"),
    [
        ("", datetime(2025, 3, 5, 22, 10, 48, tzinfo=UTC)),
        ("UTC", datetime(2025, 3, 5, 22, 10, 48, tzinfo=UTC)),
        ("utc", datetime(2025, 3, 5, 22, 10, 48, tzinfo=UTC)),
        ("GMT", datetime(2025, 3, 5, 22, 10, 48, tzinfo=UTC)),
        ("TUC", datetime(2025, 3, 5, 22, 10, 48, tzinfo=UTC)),
        ("EST", datetime(2025, 3, 6, 3, 10, 48, tzinfo=UTC)),
        ("HNE", datetime(2025, 3, 6, 3, 10, 48, tzinfo=UTC)),
        ("EDT", datetime(2025, 3, 6, 2, 10, 48, tzinfo=UTC)),
        ("HAE", datetime(2025, 3, 6, 2, 10, 48, tzinfo=UTC)),
    ],
)
def test_a_known_zone_is_turned_into_utc(zone: str, instant: datetime) -> None:
    assert parse_timestamp(f"March 5, 2025 at 22:10:48 {zone}") == instant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("October 7 at 16:38:21 UTC", "has no year"),  # 208
        ("7 octobre à 16:38:21 UTC", "has no year"),
        ("March 5, 2025 at 05:10:48 ET", "unknown time zone"),
        ("March 5, 2025 at 05:10:48 PST", "unknown time zone"),
        ("March 5, 2025 at 05:10:48 CEST", "unknown time zone"),
        ("February 30, 2025 at 05:10:48 UTC", "no such day"),
        ("January 23, 2025 at 2025-01-24 15:30:04 UTC", "gives two different days"),
        ("March 5, 2025 at 24:10:48 UTC", "no such time of day"),
        ("March 5, 2025 at 05:60:48 UTC", "no such time of day"),
        ("March 5, 2025 at 05:10:60 UTC", "no such time of day"),
        ("March 5, 2025 at 02:10:00 PM UTC", "could be morning or evening"),
        ("March 5, 2025 at 12:10:00 a.m. UTC", "could be morning or evening"),
        ("March 5, 2025 at 05:10 UTC", "not understood as a time"),
        ("March 5, 2025", "not understood as a time"),
        ("05:10:48 UTC", "not understood as a time"),
        ("March 5, 2025 at 05:10:48 UTC-5", "not understood as a time"),
        ("March 5, 2025 at 05:10:48 -05:00", "not understood as a time"),
        ("before March 5, 2025 at 05:10:48 UTC", "not understood as a time"),
        ("March 5, 2025 at 05:10:48.5 UTC", "not understood as a time"),
        ("March 5, 2025 at 051048 UTC", "not understood as a time"),
        ("05/03/2025 at 05:10:48 UTC", "not understood as a time"),
        ("05-03-2025 at 05:10:48 UTC", "not understood as a time"),
        ("March 5, 25 at 05:10:48 UTC", "not understood as a time"),
        ("", "not understood as a time"),
    ],
)
def test_an_instant_that_is_not_understood_is_unread(text: str, why: str) -> None:
    assert parse_timestamp(text) == Unread(why)


@pytest.mark.parametrize(
    ("mark", "hour", "read"),
    [("AM", 0, 0), ("PM", 0, 0), ("AM", 11, 11), ("PM", 12, 12), ("AM", 13, 13), ("PM", 23, 23)],
)
def test_a_half_of_the_day_behind_a_24_hour_clock_changes_nothing(
    mark: str, hour: int, read: int
) -> None:
    text = f"March 5, 2025 at {hour:02}:10:48 {mark} UTC"

    assert parse_timestamp(text) == datetime(2025, 3, 5, read, 10, 48, tzinfo=UTC)


WORDS = st.sampled_from(
    [
        *("March", "mars", "août", "2025", "5", "05", "31", "1er", "5th", ",", "."),
        *("at", "à", "T", "Z", "s", "h", "min", "10", "AM", "PM", "p.m.", "UTC", "TUC"),
        *("05:10:48", "15:10:48", "24:00:00", "12:10:00", "2025-03-05", "05-03-2025"),
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=9).map(" ".join))
@example("March 5, 2025 at 05:10:48 UTC")
def test_no_instant_is_invented(text: str) -> None:
    instant = parse_timestamp(text)

    if not isinstance(instant, Unread):
        digits = {int(group) for group in re.findall(r"[0-9]+", text)}
        parts = instant.year, instant.day, instant.hour, instant.minute, instant.second
        assert digits.issuperset(parts)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=5).map(" ".join))
def test_no_date_is_invented(text: str) -> None:
    day = parse_date(text)

    if not isinstance(day, Unread):
        digits = {int(group) for group in re.findall(r"[0-9]+", text)}
        assert digits.issuperset({day.year, day.day})


@settings(deadline=None)
@given(st.datetimes(datetime(2015, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_instant_is_read_as_it_was_printed(instant: datetime) -> None:
    exact = instant.replace(microsecond=0, tzinfo=UTC)

    assert parse_timestamp(f"{exact:%B %d, %Y at %H:%M:%S UTC}") == exact

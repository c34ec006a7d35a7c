"""When the monthly message is due, by the clock of its reader."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.monthly import any_month_due, due_month, month_before, monthly_time

ZONES = ["America/Toronto", "America/St_Johns", "Asia/Kolkata", "Pacific/Apia", "Pacific/Niue"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "zone", "month"),
    [
        ("2026-12-01T13:59", "America/Toronto", None),
        ("2026-12-01T14:00", "America/Toronto", date(2026, 12, 1)),
        ("2026-12-01T03:30", "Asia/Kolkata", date(2026, 12, 1)),
        ("2026-11-30T20:00", "Pacific/Apia", date(2026, 12, 1)),
        ("2026-12-08T14:00", "America/Toronto", date(2026, 12, 1)),
        ("2026-12-08T14:01", "America/Toronto", None),  # after so long an outage it is left
        ("2026-12-31T14:00", "America/Toronto", None),
    ],
)
def test_a_month_is_told_from_nine_on_its_first_day_for_a_week(
    now: str, zone: str, month: date | None
) -> None:
    assert due_month(utc(now), zone) == month


def test_nine_is_nine_whatever_the_clocks_do() -> None:
    assert monthly_time(date(2026, 11, 1), "America/Toronto") == utc("2026-11-01T14:00")
    assert monthly_time(date(2026, 10, 1), "America/Toronto") == utc("2026-10-01T13:00")


@given(st.integers(0, 3 * 366 * 24), st.sampled_from(ZONES))
def test_where_somebody_is_due_the_day_is_one_to_look_at(hour: int, zone: str) -> None:
    now = utc("2026-01-01T00:00") + timedelta(hours=hour)
    month = due_month(now, zone)

    if month is not None:
        assert any_month_due(now)
        assert monthly_time(month, zone).astimezone(ZoneInfo(zone)).hour == 9


def test_most_days_nobody_need_be_looked_for() -> None:
    days = [utc("2026-11-01T12:00") + timedelta(days=day) for day in range(30)]

    assert sum(map(any_month_due, days)) == 8


def test_the_month_before_january_is_december() -> None:
    assert month_before(date(2026, 1, 15)) == date(2025, 12, 1)

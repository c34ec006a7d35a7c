"""Figures as the terminal writes them."""

from datetime import UTC, date, datetime

import pytest

from watcher.cli import figures
from watcher.core.pool import Pool

INSTANT = datetime(2026, 6, 20, 18, 34, 5, tzinfo=UTC)
NOBODY = Pool(as_on=None, bands=(), total=None)


@pytest.mark.parametrize(
    ("figure", "value", "written"),
    [
        ("tie_break", INSTANT, "2026-06-20 14:34:05 EDT"),
        ("date", date(2026, 6, 20), "2026-06-20"),
        ("cutoff", 1050, "1050"),
        ("invitations", 27332, "27,332"),
        ("pool", Pool(as_on=None, bands=(), total=227000), "227,000 candidates"),
        ("pool", NOBODY, "? candidates"),
        ("name", "Trade occupations", "Trade occupations"),
        ("cutoff", None, "?"),
    ],
)
def test_any_figure_is_written_by_what_it_is(figure: str, value: object, written: str) -> None:
    assert figures.any_figure(figure, value, "America/Toronto") == written


@pytest.mark.parametrize(("difference", "written"), [(5, "+5"), (-3, "-3"), (0, "0"), (None, None)])
def test_a_difference_of_scores_has_its_sign(difference: int | None, written: str | None) -> None:
    assert figures.points(difference) == written


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2026, 6, 20), 0),  # 22:30 in Ottawa, though the 21st in UTC
        (date(2026, 6, 19), 1),
        (None, None),
    ],
)
def test_days_are_ottawas(day: date | None, days: int | None) -> None:
    late = datetime(2026, 6, 21, 2, 30, tzinfo=UTC)

    assert figures.days_since(day, late) == days


def test_a_clock_names_no_zone() -> None:
    zone = "Asia/Kolkata"

    assert figures.clock(INSTANT, zone) == "2026-06-21 00:04:05"
    assert figures.clock(INSTANT, zone, seconds=False) == "2026-06-21 00:04"
    assert figures.clock(None, zone) is None
    assert figures.city("America/New_York") == "New York"
    assert figures.city("UTC") == "UTC"

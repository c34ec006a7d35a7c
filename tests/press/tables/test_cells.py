"""Single cells of a table: their values, and what is left unknown."""

from datetime import date

import pytest

from tests.press.tables.grids import CEC, HEADINGS, HEALTH, read, table
from watcher.press.blocks import NO_INFO
from watcher.press.tables.cells import may_be_of
from watcher.press.tables.rows import read_grid, read_rows


@pytest.mark.parametrize(
    ("cell", "number", "day"),
    [
        ("December 11, 2025 (Draw #385)", "385", "2025-12-11"),
        ("December 11, 2025 \u2013 NEW", None, "2025-12-11"),
        ("2025-12-11", None, "2025-12-11"),
        ("11/10/2026", None, None),
        ("December 11 and December 12, 2025", None, None),
        ("February 30, 2025", None, None),
    ],
)
def test_a_day_is_read_with_what_may_stand_beside_it(
    cell: str, number: str | None, day: str | None
) -> None:
    rows = read_grid(table(HEADINGS, (cell, *HEALTH[1:])), NO_INFO)

    assert [(r.number, str(r.date) if r.date else None) for r in rows] in (
        [(number, day)],
        [] if day is None else [(number, day)],
    )


@pytest.mark.parametrize(
    ("size", "count"),
    [
        ("1,000", 1000),
        ("1 000", 1000),
        ("1\u202f000", 1000),
        ("1000 ITAs", 1000),
        ("1,000*", 1000),
        ("1,000 Footnote *", 1000),
        ("1,000 [2]", 1000),
        ("1,000+", None),
        ("\u2265 1,000", None),
        ("1,000 or more", None),
        ("about 1,000", None),
        ("1.000", None),
        ("1,00", None),
        ("0", None),
        ("-", None),
        ("n/a", None),
        ("", None),
    ],
)
def test_a_size_is_a_whole_number_or_unknown(size: str, count: int | None) -> None:
    row = ("December 11, 2025", "Healthcare occupations", size, "476")

    assert read(HEADINGS, row) == [("2025-12-11", "healthcare", count, 476)]


@pytest.mark.parametrize("score", ["", "n/a", "1,476", "476-480", "tba", "4 76"])
def test_a_row_without_a_cut_off_is_unread(score: str) -> None:
    row = ("December 11, 2025", "Healthcare occupations", "1,000", score)

    (line, _) = read_rows(table(HEADINGS, row, CEC), NO_INFO)

    assert line.report is None
    assert line.cells == row


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("1", date(2015, 1, 31)),
        ("91a", date(2018, 5, 30)),
        ("330", date(2024, 12, 16)),
        ("331", date(2025, 1, 7)),
        ("388", date(2025, 12, 17)),
        ("447", date(2026, 10, 1)),
        ("900", date(2031, 1, 1)),
    ],
)
def test_a_number_fits_the_year_that_it_was_given_in(number: str, day: date) -> None:
    assert may_be_of(number, day)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("330", date(2025, 1, 7)),
        ("389", date(2025, 12, 17)),
        ("12", date(2026, 3, 2)),
        ("388", date(2026, 1, 5)),
        ("40", date(2031, 1, 1)),
    ],
)
def test_a_number_of_another_year_does_not(number: str, day: date) -> None:
    assert not may_be_of(number, day)


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (("02-13-2025", "05-02-2025"), ("2025-02-13", "2025-05-02")),
        (("02/13/2025", "05/02/2025"), ("2025-02-13", "2025-05-02")),
        (("13/02/2025", "02/05/2025"), ("2025-02-13", "2025-05-02")),
        (("02-13-2025", "13-02-2025", "05-02-2025"), (None, None, None)),
        (("05/02/2025", "06/02/2025"), (None, None)),
    ],
)
def test_days_in_figures_have_the_order_that_one_of_them_shows(
    days: tuple[str, ...], read: tuple[str | None, ...]
) -> None:
    rows = [(day, *HEALTH[1:]) for day in days]

    lines = read_rows(table(HEADINGS, *rows), NO_INFO)

    dates = [line.report.date if line.report else None for line in lines]
    assert tuple(str(day) if day else None for day in dates) == read


def test_a_new_name_with_a_version_is_a_category_of_its_own() -> None:
    new = ("December 9, 2027", "Carpenters, 2027-Version 1", "90", "480")
    other = ("December 8, 2027", "Carpenters", "90", "480")

    found = read_grid(table(HEADINGS, new, other), NO_INFO)

    assert [(r.category, r.name, r.version) for r in found] == [
        ("carpenters", "Carpenters, 2027-Version 1", "2027-Version 1"),
        (None, None, None),
    ]

"""Columns by their headings, and rows whose cells do not stand under them."""

import pytest

from tests.press.tables.grids import CEC, HEADINGS, HEALTH, read, said, table
from watcher.press.blocks import NO_INFO, Grid
from watcher.press.tables.rows import read_grid, read_rows


@pytest.mark.parametrize(
    "headings",
    [
        ("#", "Date", "Round type", "Invitations issued", "CRS score of lowest"),
        ("Draw No.", "Draw date", "Program", "Number of ITAs", "Minimum CRS"),
        ("Round #", "Date of round", "Category", "Draw size", "Lowest score"),
        ("Draw", "Day", "Stream", "Candidates invited", "Cut-off"),
        ("Number", "Date", "Type", "ITA", "CRS"),
        ("N\u00b0", "Date", "Programme", "Invitations \u00e9mises", "Note minimale"),
        ("Num\u00e9ro", "Date du tirage", "Cat\u00e9gorie", "Candidats invit\u00e9s", "SCG"),
        ("Tirage", "Jour", "Type de ronde", "Nombre d\u2019invitations", "Seuil"),
        ("Ronde", "Date de la ronde", "Programme", "Invitations", "Pointage minimal"),
        ("Draw", "Date of invitations", "Type", "Invitations", "Points"),
    ],
)
def test_columns_are_known_by_their_headings(headings: tuple[str, ...]) -> None:
    row = ("385", "December 11, 2025", "Healthcare occupations", "1,000", "476")

    (report,) = read_grid(table(headings, row), NO_INFO)

    assert report.number == "385"
    assert said(report) == ("2025-12-11", "healthcare", 1000, 476)


@pytest.mark.parametrize(
    "rows",
    [
        (("CRS score range", "Number of candidates"), ("601-1200", "280")),
        (("351-400", "49,558"), ("301-350", "18,000")),
        (("Year", "ITAs"), ("2024", "98,903")),
        (("Year", "ITAs", "Lowest CRS"), ("2024", "98,903", "336")),
        (("Month", "Invitations", "Minimum CRS"), ("May", "3,500", "410")),
        (("Category", "Draws", "ITAs", "Lowest CRS"), ("CEC", "9", "20,000", "515")),
        (("Category", "ITAs", "CRS"), ("CEC", "20,000", "515"), ("PNP", "900", "699")),
        (("OINP stream", "Date", "Invitations", "Score"), ("x", "May 2, 2025", "5", "6")),
        (("Date", "Stream name", "Minimum score", "NOI"), ("May 2, 2025", "x", "5", "6")),
        (("Occupation", "NOC"), ("Dentists", "31110")),
        (("Date", "Event"), ("May 2, 2025", "Draw")),
        (("", ""), ("", "")),
        (("Date", "CRS"),),
    ],
)
def test_a_table_of_anything_else_gives_nothing(rows: tuple[tuple[str, ...]]) -> None:
    assert read(*rows) == []


def test_a_title_above_the_headings_is_none_of_them() -> None:
    title = ("Express Entry draws",) * 4

    assert read(title, HEADINGS, HEALTH) == [("2025-12-11", "healthcare", 1000, 476)]


def test_headings_of_two_rows_are_read_together() -> None:
    rows = (
        ("Draw", "Draw", "Result", "Result"),
        ("number", "date", "invitations", "CRS"),
        ("385", "December 11, 2025", "1,000", "476"),
    )

    (report,) = read_grid(table(*rows, headings=2), NO_INFO)

    assert report.number == "385"
    assert said(report) == ("2025-12-11", None, 1000, 476)


def test_a_column_headed_draw_is_taken_for_what_it_holds() -> None:
    rows = (("Draw", "ITAs", "CRS"), ("December 11, 2025", "1,000", "476"))
    assert read(*rows) == [("2025-12-11", None, 1000, 476)]

    rows = (("Draw", "ITAs", "CRS"), ("Canadian Experience Class", "1,000", "476"))
    assert read(*rows) == [(None, "cec", 1000, 476)]


def test_a_table_that_lost_its_first_column_is_read_one_column_on() -> None:
    assert read(
        HEADINGS,
        ("Provincial Nominee Program", "964", "686", ""),
        ("Canadian Experience Class", "6,300", "515", ""),
    ) == [(None, "pnp", 964, 686), (None, "cec", 6300, 515)]


def test_cells_are_not_moved_where_the_last_column_is_filled() -> None:
    headings = ("Draw", "ITAs issued", "CRS")

    (unread, good) = read_rows(
        table(headings, ("385", "1,000", "1,476"), ("384", "800", "470")), NO_INFO
    )

    assert unread.report is None
    assert good.report is not None
    assert (good.report.number, *said(good.report)) == ("384", None, None, 800, 470)


def test_a_row_that_lacks_a_cell_is_unread_and_costs_no_other_row() -> None:
    headings = ("Draw", "Date", "CRS", "ITAs issued")
    good = ("385", "December 11, 2025", "476", "1,000")

    for row in [
        ("384", "520", "1,000", ""),  # no date
        ("384", "December 10, 2025", "1,000", ""),  # no score, or no size?
        ("December 10, 2025", "520", "1,000", ""),
    ]:
        found = read_rows(table(headings, good, good, row), NO_INFO)
        assert [line.report is None for line in found] == [False, False, True]


def test_a_missing_last_cell_costs_nothing_where_none_other_can_be_missing() -> None:
    headings = (*HEADINGS, "Tie-break")
    full = (*CEC, "October 1, 2025 at 10:00:00 UTC")

    found = read_grid(table(headings, full, full, (*HEALTH, "")), NO_INFO)

    assert said(found[-1]) == ("2025-12-11", "healthcare", 1000, 476)


@pytest.mark.parametrize("heading", ["Draws in 2025", "Draw in 2025", "Draws of 2025"])
def test_draws_of_a_year_may_head_the_days(heading: str) -> None:
    headings = (heading, *HEADINGS[1:])

    assert read(headings, ("Sept 4", *CEC[1:]), ("Sept 3/25", *HEALTH[1:])) == [
        ("2025-09-04", "cec", 6000, 520),
        ("2025-09-03", "healthcare", 1000, 476),
    ]


def test_a_column_headed_number_may_be_how_many_were_invited() -> None:
    row = ("December 11, 2026", "500", "476")

    (report,) = read_grid(table(("Date", "Number", "CRS"), row), NO_INFO)

    assert (report.number, report.invitations, report.cutoff) == (None, None, 476)


def test_headings_of_two_rows_need_no_markup() -> None:
    rows = (
        ("Draw", "Draw", "Result", "Result"),
        ("number", "date", "invitations", "CRS"),
        ("385", "December 11, 2025", "1,000", "476"),
    )

    (report,) = read_grid(Grid(rows=rows), NO_INFO)

    assert (report.number, report.invitations, report.cutoff) == ("385", 1000, 476)

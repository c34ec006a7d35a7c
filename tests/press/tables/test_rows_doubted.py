"""Tables that look right and would be read wrongly: what is left unknown of them."""

from datetime import UTC, date, datetime

import pytest

from tests.press.tables.grids import HEADINGS, HEALTH, table
from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.press.blocks import NO_INFO, DocumentInfo
from watcher.press.readers.rounds_table import read_rounds_table
from watcher.press.tables.rows import read_grid, read_rows

TOP = "<table><tr><th>Date<th>Type<th>ITAs<th>CRS</tr>"


def test_a_place_in_the_list_of_a_year_is_no_round_number() -> None:
    headings = ("#", "Date", "ITAs", "CRS")
    row = ("3", "January 23, 2025", "4,000", "527")

    (report,) = read_grid(table(headings, row), NO_INFO)

    assert report.number is None
    assert (report.date, report.cutoff) == (date(2025, 1, 23), 527)
    assert [(o.where, o.printed) for o in report.oddities] == [("number", "3")]


def test_a_round_that_is_only_expected_is_none() -> None:
    ahead = ("January 5, 2026 (expected)", "CEC", "5,000", "515")

    found = read_rows(table(HEADINGS, ahead, HEALTH), NO_INFO)

    assert [line.cells for line in found] == [HEALTH]


def test_the_heading_above_a_table_says_whose_draws_they_are() -> None:
    row = "<tr><td>December 11, 2025<td>Skilled<td>1,000<td>476</table>"

    with pytest.raises(PageError) as no:
        read_rounds_table(f"<h2>OINP draws</h2>{TOP}{row}".encode(), seen={})

    assert no.value.trouble is Trouble.EMPTY
    read = read_rounds_table(f"<h2>Latest draws</h2>{TOP}{row}".encode(), seen={})
    assert [report.cutoff for report in read.every_report] == [476]


def test_a_page_that_is_kept_for_years_does_not_date_its_rows_by_its_first_day() -> None:
    first = "<meta property='article:published_time' content='2023-03-01T00:00:00Z'>"
    row = "<tr><td>Dec 11<td>CEC<td>1,000<td>476</table>"
    said = DocumentInfo(published=datetime(2025, 12, 12, 15, tzinfo=UTC))

    alone = read_rounds_table(f"{first}{TOP}{row}".encode(), seen={})
    told = read_rounds_table(f"{first}{TOP}{row}".encode(), seen={}, info=said)

    assert [report.date for report in alone.every_report] == [None]
    assert [piece.published for piece in alone.pieces] == [None]
    assert [report.date for report in told.every_report] == [date(2025, 12, 11)]


def test_more_rows_than_any_page_has_are_cut_and_said() -> None:
    rows = "".join(
        f"<tr><td>December 11, 2025<td>CEC<td>{n % 900 + 1}<td>{n % 700 + 100}</tr>"
        for n in range(2_600)
    )

    document = read_rounds_table(f"{TOP}{rows}</table>".encode() * 3, seen={})

    assert [oddity.why for oddity in document.oddities] == ["too long; only its beginning was read"]
    assert len(document.pieces) == 2_600


@pytest.mark.parametrize(
    ("cell", "tie_break", "precision"),
    [
        ("December 5, 2025 at 01:02:03 UTC", (1, 2, 3), {}),
        ("December 5, 2025 at 01:02 UTC", (1, 2, 0), {"tie_break": "minute"}),
        ("December 5, 2025, 1:02 a.m. UTC", (1, 2, 0), {"tie_break": "minute"}),
        ("December 4, 2025, 8:02 PM EST", (1, 2, 0), {"tie_break": "minute"}),
        ("December 5, 2025, 1:02 a.m.", None, {}),  # where?
        ("December 5 at 01:02 UTC", None, {}),  # which year?
        ("-", None, {}),
    ],
)
def test_a_tie_break_is_known_as_well_as_it_is_printed(
    cell: str, tie_break: tuple[int, int, int] | None, precision: dict[str, str]
) -> None:
    (report,) = read_grid(table((*HEADINGS, "Tie-break"), (*HEALTH, cell)), NO_INFO)

    at = datetime(2025, 12, 5, *tie_break, tzinfo=UTC) if tie_break else None
    assert (report.tie_break, report.precision) == (at, precision)


def test_a_day_is_read_beside_a_time_to_the_minute() -> None:
    headings = ("Date and time", "ITAs", "CRS")
    row = ("December 11, 2025 at 11:53 UTC", "1,000", "476")

    (report,) = read_grid(table(headings, row), NO_INFO)

    assert report.date == date(2025, 12, 11)
    assert report.drawn_at == datetime(2025, 12, 11, 11, 53, tzinfo=UTC)
    assert report.precision == {"drawn_at": "minute"}


ALL_THREE = "Federal Skilled Worker, Canadian Experience Class and Skilled Trades"


@pytest.mark.parametrize(
    ("program", "kind", "category"),
    [
        (ALL_THREE, "Healthcare occupations", "healthcare"),
        ("Canadian Experience Class", "Program-specific", "cec"),
        ("Canadian Experience Class", "", "cec"),
        ("Canadian Experience Class", "CEC", "cec"),
        ("Canadian Experience Class", "Provincial Nominee Program", None),
    ],
)
def test_a_program_beside_the_type_completes_it_and_never_overrules_it(
    program: str, kind: str, category: str | None
) -> None:
    headings = ("Date", "Program", "Round type", "ITAs", "CRS")
    row = ("December 11, 2025", program, kind, "1,000", "476")

    (report,) = read_grid(table(headings, row), NO_INFO)

    assert report.category == category


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("/draws/385", "https://site.example/draws/385"),
        ("385.html#top", "https://site.example/385.html"),
        ("https://www.canada.ca/x", "https://site.example/draws"),
        ("javascript:open()", "https://site.example/draws"),
        ("http://[", "https://site.example/draws"),
    ],
)
def test_a_row_leads_to_its_own_page_where_the_site_has_one(href: str, link: str) -> None:
    row = f"<tr><td><a href='{href}'>Dec 11, 2025</a><td>CEC<td>1,000<td>476</table>"
    info = DocumentInfo(url="https://site.example/draws")

    (piece,) = read_rounds_table(f"{TOP}{row}".encode(), seen={}, info=info).pieces

    assert piece.link == link

"""Tables of a page, every cell where it stands."""

import pytest

from tests.press.pages.values import PROSE, grids, rows, texts
from watcher.press.blocks import Grid


def test_a_table_has_every_cell_where_it_stands() -> None:
    assert rows(
        "<table><tr><th>Date<th>Type<th>CRS</tr>"
        "<tr><td rowspan=2>May 2<td>PNP<td>700</tr><tr><td>CEC<td>510</tr>"
        "<tr><td colspan=2>June 3</tr></table>"
    ) == (
        ("Date", "Type", "CRS"),
        ("May 2", "PNP", "700"),
        ("May 2", "CEC", "510"),
        ("June 3", "June 3", ""),
    )


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<tr><td>a<td>b<td rowspan=3>c<tr><td>d<tr><td>e<td>f", ("abc", "d-c", "efc")),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", ("ab", "ac", "ad")),
        ("<tr><td rowspan=9>a<td>b<tbody><tr><td>c<td>d", ("ab", "cd")),
        ("<tr><td rowspan=x>a<td colspan=-1>b<tr><td>c<td>d", ("ab", "cd")),
        ("<tr><td>a<td>b<tr><td><td><tr><td>c<td>d", ("ab", "cd")),
    ],
)
def test_merged_cells_reach_as_far_as_their_table(markup: str, expected: tuple[str, ...]) -> None:
    found = rows(f"<table>{markup}</table>")

    assert tuple("".join(cell or "-" for cell in row) for row in found) == expected


@pytest.mark.parametrize(
    ("markup", "headings"),
    [
        ("<tr><td>a<td>b<tr><td>c<td>d", 0),
        ("<tr><th>a<th>b<tr><td>c<td>d", 1),
        ("<tr><th colspan=2>T<tr><th>a<th>b<tr><td>c<td>d", 2),
        ("<thead><tr><td>a<td>b</thead><tr><td>c<td>d", 1),
        ("<tr><th>a<td>b<tr><th>c<td>d", 0),
        ("<tr><td>a<td>b<tr><th>c<th>d", 0),
    ],
)
def test_headings_are_counted_as_the_markup_says(markup: str, headings: int) -> None:
    (grid,) = grids(f"<table>{markup}</table>")

    assert grid.headings == headings


def test_cells_are_of_one_line_without_the_marks_of_notes() -> None:
    (grid,) = grids(
        "<table><caption>All <b>rounds</b></caption>"
        "<tr><td>Nov 14<br>2025<td><div>3,500</div><sup>1</sup></tr>"
        "<tr><td><a href='/r?q=9'>#9</a><td><p>a</p>b</tr></table>"
    )

    assert grid == Grid(
        rows=(("Nov 14 2025", "3,500"), ("#9", "a b")), caption="All rounds", links=("", "/r?q=9")
    )


def test_a_table_that_lays_out_a_page_is_read_as_text() -> None:
    assert texts(f"<table><tr><td>Menu<td><p>{PROSE * 3}</p></table>") == [
        "Menu",
        (PROSE * 3).strip(),
    ]
    assert grids("<table><tr><td>x<td><table><tr><td>1<td>2<tr><td>3<td>4</table></table>") == [
        Grid(rows=(("1", "2"), ("3", "4")))
    ]


def test_one_long_cell_does_not_cost_a_table_its_rows() -> None:
    plain = "<tr><td>May 2<td>510<td></tr>" * 5
    long = f"<tr><td>May 3<td>511<td>{PROSE * 5}</tr>"

    found = rows(f"<table><tr><th>Date<th>CRS<th>Note</tr>{plain}{long}</table>")

    assert len(found) == 7
    assert found[-1][:2] == ("May 3", "511")


def test_a_table_within_a_cell_stands_for_itself() -> None:
    inner = "<table><tr><td>1<td>2<tr><td>3<td>4</table>"
    outer = "<tr><td>May 2<td>510</tr>" * 5 + f"<tr><td>May 3{inner}<td>511</tr>"

    found = grids(f"<table>{outer}</table>")

    assert [len(grid.rows) for grid in found] == [6, 2]
    assert found[0].rows[-1] == ("May 3", "511")

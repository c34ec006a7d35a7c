"""A page of tables: a piece for each row, one for its text, and when it is refused."""

from datetime import UTC, datetime

import pytest

from watcher.core.documents import Document
from watcher.core.errors import PageError
from watcher.core.model import Report, Trouble
from watcher.press.blocks import DocumentInfo
from watcher.press.readers.rounds_table import read_rounds_table

INFO = DocumentInfo(url="https://site.example/draws")
HEADINGS = ("Draw", "Date", "Round type", "ITAs issued", "CRS")
CEC = ("384", "December 10, 2025", "Canadian Experience Class", "6,000", "520")
PNP = ("383", "December 8, 2025", "Provincial Nominee Program", "1,123", "729")
LATEST = """<h1>Express Entry rounds of invitations</h1><h2>Latest round</h2>
<p>Healthcare and social services occupations</p><ul>
<li>Date and time: <span>December 11, 2025</span></li>
<li>CRS score of lowest-ranked candidate invited: <span>476</span></li>
<li>Number of invitations issued: <span>1,000</span></li></ul>"""
POOL = (("CRS score range", "Number of candidates"), ("601-1200", "280"))


def table(*rows: tuple[str, ...]) -> str:
    """Write a table, the first row its headings."""
    first, *others = (
        "".join(f"<td>{cell}</td>" for cell in row).join(("<tr>", "</tr>")) for row in rows
    )
    head = first.replace("td>", "th>")
    return f"<table><thead>{head}</thead><tbody>{''.join(others)}</tbody></table>"


def read(*parts: str, seen: Document | None = None, info: DocumentInfo = INFO) -> Document:
    """Read a page of these parts."""
    body = f"<!doctype html><html><body>{''.join(parts)}</body></html>".encode()
    return read_rounds_table(body, seen=seen.digests if seen else {}, info=info)


def refused(*parts: str) -> PageError:
    with pytest.raises(PageError) as no:
        read(*parts)
    return no.value


def said(report: Report) -> tuple[object, ...]:
    return report.number, str(report.date), report.invitations, report.cutoff


def row(number: int, score: str = "470") -> tuple[str, ...]:
    day = f"{2000 + number // 12}-{number % 12 + 1:02}-05"
    return (str(number), day, "Canadian Experience Class", "1,000", score)


# Rows.


def test_each_row_is_a_piece_of_its_own_and_the_newest_is_the_main_one() -> None:
    document = read("<title>Draws</title>", table(HEADINGS, PNP, CEC))

    assert document.kind == "rounds-table"
    assert document.title == "Draws"
    assert [piece.key for piece in document.pieces] == ["383", "384"]
    assert [said(report) for report in document.every_report] == [
        ("383", "2025-12-08", 1123, 729),
        ("384", "2025-12-10", 6000, 520),
    ]
    assert [report.main for report in document.every_report] == [False, True]
    assert {piece.link for piece in document.pieces} <= {INFO.url}


def test_rows_that_are_known_are_not_read_again() -> None:
    first = read(table(HEADINGS, CEC, PNP))

    again = read(table(HEADINGS, CEC, PNP), seen=first)

    assert again.pieces == ()
    assert again.digests == first.digests


def test_a_corrected_figure_keeps_its_key_and_is_read_again() -> None:
    first = read(table(HEADINGS, CEC, PNP))

    again = read(table(HEADINGS, (*CEC[:4], "521"), PNP), seen=first)

    assert again.digests.keys() == first.digests.keys()
    assert [(p.key, said(r)) for p in again.pieces for r in p.reports] == [
        ("384", ("384", "2025-12-10", 6000, 521))
    ]


def test_a_new_row_above_the_others_is_all_that_is_read() -> None:
    first = read(table(HEADINGS, CEC, PNP))
    new = ("385", "December 11, 2025", "Healthcare occupations", "1,000", "476")

    again = read(table(HEADINGS, new, CEC, PNP), seen=first)

    assert [piece.key for piece in again.pieces] == ["385"]
    assert again.every_report[0].main


def test_without_numbers_a_row_is_known_by_its_day_and_category() -> None:
    first = read(table(HEADINGS[1:], CEC[1:], PNP[1:]))
    corrected = (*CEC[1:4], "521")

    again = read(table(HEADINGS[1:], corrected, PNP[1:]), seen=first)

    assert again.digests.keys() == first.digests.keys()
    assert [said(report) for report in again.every_report] == [(None, "2025-12-10", 6000, 521)]


def test_two_rounds_of_one_day_and_category_are_two() -> None:
    other = (*CEC[1:3], "500", "530")

    document = read(table(HEADINGS[1:], CEC[1:], other))

    assert [report.cutoff for report in document.every_report] == [520, 530]
    assert len(document.digests) == 2


def test_rounds_without_a_day_are_distinguished_by_their_figures() -> None:
    rows = [("Dec 10", *CEC[2:]), ("Nov 28", *CEC[2:4], "531")]

    document = read(table(HEADINGS[1:], *rows))

    assert [report.date for report in document.every_report] == [None, None]
    assert len(document.digests) == 2
    below = read(table(HEADINGS[1:], ("Dec 16", *CEC[2:4], "515"), *rows), seen=document)
    assert [report.cutoff for report in below.every_report] == [515]


def test_a_row_that_stands_in_two_tables_is_one_round() -> None:
    document = read(table(HEADINGS, CEC), table(HEADINGS, CEC, PNP))

    assert [piece.key for piece in document.pieces] == ["384", "383"]


def test_days_without_a_year_are_of_the_pages_publication() -> None:
    published = datetime(2025, 12, 12, 15, tzinfo=UTC)
    info = DocumentInfo(url=INFO.url, published=published)

    document = read(table(HEADINGS, ("384", "Dec 10", *CEC[2:])), info=info)

    assert said(document.every_report[0]) == ("384", "2025-12-10", 6000, 520)
    assert document.published == published


# What cannot be read.


@pytest.mark.parametrize(("count", "unread"), [(4, 2), (150, 3), (60, 1)])
def test_a_few_rows_may_be_unread_and_are_said(count: int, unread: int) -> None:
    rows = [row(n, "??" if n <= unread else "470") for n in range(1, count + 1)]

    document = read(table(HEADINGS, *rows))

    assert len(document.pieces) == count - unread
    assert [oddity.why for oddity in document.oddities] == ["not understood as a round"] * unread
    assert document.oddities[0].printed == " | ".join(rows[0])


@pytest.mark.parametrize(("count", "unread"), [(4, 3), (149, 3), (200, 5)])
def test_more_than_two_rows_and_one_in_fifty_are_another_layout(count: int, unread: int) -> None:
    rows = [row(n, "??" if n <= unread else "470") for n in range(1, count + 1)]

    error = refused(table(HEADINGS, *rows))

    assert error.trouble is Trouble.LAYOUT
    assert str(error) == (
        f"{unread} of {count} rows cannot be read, such as "
        "'1 | 2000-02-05 | Canadian Experience Class | 1,000 | ??'"
    )


def test_a_table_of_which_no_row_can_be_read_is_another_layout() -> None:
    error = refused(table(HEADINGS, row(1, "??")))

    assert error.trouble is Trouble.LAYOUT
    assert "no row of the table can be read" in str(error)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((), "it has no table"),
        (("<div id=app></div><script>load('rounds.json')</script>",), "no table"),
        ((table(*POOL),), "its table is not one of rounds"),
        ((table(*POOL), table(*POOL)), "none of its 2 tables is one of rounds"),
        ((table(HEADINGS, ("",) * 5),), "no round on the page"),
        (("<p>Express Entry</p>", table(HEADINGS)), "no round on the page"),
    ],
)
def test_a_page_without_a_round_is_refused(parts: tuple[str, ...], why: str) -> None:
    error = refused(*parts)

    assert error.trouble is Trouble.EMPTY
    assert why in str(error)
    assert "what a script fills in is empty to us" in str(error)


@pytest.mark.parametrize("label", ["Date and time:", "Date et heure :"])
def test_labels_that_a_script_has_not_filled_yet_tell_of_no_round(label: str) -> None:
    empty = f"<h2>Express Entry: latest round</h2><ul><li>{label} <span></span></li></ul>"

    assert refused(empty, table(*POOL)).trouble is Trouble.EMPTY


# Text around the tables.


def test_a_latest_round_in_a_list_of_labels_is_read_without_any_table_of_rounds() -> None:
    document = read(LATEST, table(*POOL))

    (piece,) = document.pieces
    (report,) = piece.reports
    assert (piece.key, piece.link) == ("", INFO.url)
    assert said(report) == (None, "2025-12-11", 1000, 476)
    assert report.category == "healthcare"
    assert report.main
    assert document.digests == {"": piece.digest}


def test_a_latest_round_above_a_table_of_earlier_ones_is_the_main_one() -> None:
    document = read(LATEST, table(HEADINGS, CEC, PNP))

    assert [piece.key for piece in document.pieces] == ["", "384", "383"]
    assert [report.main for report in document.every_report] == [True, False, False]


def test_a_newer_row_is_the_main_one_and_not_the_round_of_the_text() -> None:
    newer = ("386", "December 16, 2025", "Canadian Experience Class", "5,000", "515")

    document = read(LATEST, table(HEADINGS, newer))

    assert [(p.key, p.reports[0].main) for p in document.pieces] == [("", False), ("386", True)]


def test_a_text_that_is_known_is_not_read_again_nor_is_the_page_refused() -> None:
    first = read(LATEST, table(*POOL))

    again = read(LATEST, table(*POOL), seen=first)

    assert again.pieces == ()
    assert again.digests == first.digests


def test_a_corrected_figure_in_the_text_is_read_again_and_the_rows_are_not() -> None:
    first = read(LATEST, table(HEADINGS, CEC))

    again = read(LATEST.replace("476", "477"), table(HEADINGS, CEC), seen=first)

    assert [(p.key, r.cutoff) for p in again.pieces for r in p.reports] == [("", 477)]


def test_another_figure_in_a_table_is_no_other_text() -> None:
    first = read(LATEST, table(HEADINGS, CEC))

    again = read(LATEST, table(HEADINGS, (*CEC[:4], "521")), seen=first)

    assert [piece.key for piece in again.pieces] == ["384"]


def test_a_text_that_only_introduces_the_table_is_no_piece() -> None:
    text = "<h1>All Express Entry draws</h1><p>CRS scores of every round since 2015.</p>"

    document = read(text, table(HEADINGS, CEC))

    assert [piece.key for piece in document.pieces] == ["384"]
    assert "" not in document.digests


def test_a_page_in_french_is_read_likewise() -> None:
    headings = ("No", "Date", "Cat\u00e9gorie", "Invitations \u00e9mises", "Note du SCG")
    cells = ("384", "10 d\u00e9cembre 2025", "Cat\u00e9gorie de l\u2019exp\u00e9rience canadienne")

    (report,) = read(table(headings, (*cells, "6 000", "520"))).every_report

    assert said(report) == ("384", "2025-12-10", 6000, 520)
    assert report.category == "cec"


def test_a_page_of_bars_is_read_as_well() -> None:
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEADINGS, CEC, PNP)]
    lines.insert(1, "|---" * 5 + "|")

    document = read_rounds_table("\n".join(lines).encode(), seen={}, info=INFO)

    assert [piece.key for piece in document.pieces] == ["384", "383"]


def test_a_long_table_is_read_once_from_end_to_end() -> None:
    rows = [
        (str(n), "2025-12-10", "Canadian Experience Class", "1,000", "470") for n in range(1_000)
    ]

    assert len(read(table(HEADINGS, *rows[1:])).pieces) == 999


def test_a_text_that_does_not_say_which_round_it_means_is_no_piece() -> None:
    text = (
        "<h1>Express Entry draws</h1><p>In the latest Express Entry draw, IRCC issued "
        "1,000 invitations to candidates with a CRS score of at least 476.</p>"
    )

    document = read(text, table(HEADINGS, CEC))

    assert [piece.key for piece in document.pieces] == ["384"]

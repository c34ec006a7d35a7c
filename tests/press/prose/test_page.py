"""Text and tables of one page, put together; and pages that are meant to cost."""

import pytest

from tests.press.prose.texts import page
from watcher.press.blocks import NO_INFO, Grid, PageContent, TextBlock
from watcher.press.prose.page import LONGEST_TEXT, read_page

HEADINGS = ("Date", "Draw type", "ITAs issued", "CRS cut-off")


def with_table(text: PageContent, *rows: tuple[str, ...]) -> PageContent:
    return PageContent((*text.blocks, Grid((HEADINGS, *rows), headings=1)), title=text.title)


def test_a_row_completes_the_round_of_the_text_and_the_others_are_added() -> None:
    text = page(
        "IRCC issues 1,000 invitations",
        "In its latest Express Entry draw IRCC issued 1,000 invitations, with a CRS "
        "cut-off of 476.",
    )
    found = read_page(
        with_table(
            text,
            ("December 11, 2025", "Healthcare occupations", "1,000", "476"),
            ("December 10, 2025", "Canadian Experience Class", "6,000", "520"),
        ),
        NO_INFO,
    )
    assert [(r.main, str(r.date), r.category, r.cutoff, r.invitations) for r in found] == [
        (True, "2025-12-11", "healthcare", 476, 1000),
        (False, "2025-12-10", "cec", 520, 6000),
    ]
    assert "December 11, 2025" in found[0].quotes["date"]


def test_text_and_table_that_differ_leave_the_figure_unknown() -> None:
    text = page(
        "IRCC issues 3,330 invitations",
        "On August 27, 2024, IRCC issued 3,330 invitations in an Express Entry draw "
        "with a CRS cut-off of 507.",
    )
    (report,) = read_page(
        with_table(text, ("August 27, 2024", "Canadian Experience Class", "3,300", "507")), NO_INFO
    )
    assert (report.invitations, report.cutoff) == (None, 507)
    assert [o.where for o in report.oddities] == ["invitations"]


def test_a_table_of_labels_is_read_as_lines() -> None:
    text = page("Express Entry draw results", "These are the results of the draw.")
    labels = Grid(
        (
            ("Program", "Canadian Experience Class"),
            ("Date and time", "January 21, 2026"),
            ("CRS score of lowest-ranked candidate invited", "509"),
            ("Number of invitations issued", "6,000"),
            ("Tie-breaking rule", "October 29, 2025 at 04:35:24 UTC"),
        )
    )
    (report,) = read_page(PageContent((*text.blocks, labels), title=text.title), NO_INFO)
    assert report.main
    assert (str(report.date), report.category) == ("2026-01-21", "cec")
    assert (report.cutoff, report.invitations) == (509, 6000)
    assert str(report.tie_break) == "2025-10-29 04:35:24+00:00"


# Each is read in time that grows as its length does.


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "1",
        ",",
        "1,000,",
        "500 ",
        "(",
        "-",
        "a",
        "invited a an the exactly ",
        "minimum CRS score of 476 ",
        "from 466 to ",
        "than the previous draw ",
        "12:30 p.m. UTC on January 5, 2023 ",
        "Ontario, ",
        '. "',
        "\u00a0",
    ],
)
def test_one_unit_a_thousand_times(unit: str) -> None:
    text = "Express Entry draw " + unit * (20_000 // len(unit))
    assert len(read_page(PageContent((TextBlock(text),)), NO_INFO)) <= 1


def test_what_is_too_long_is_cut_and_says_so() -> None:
    lines = [TextBlock("Express Entry Draw #385 invited 1,000 candidates.")]
    lines += [TextBlock("word " * 1000)] * (LONGEST_TEXT // 5000 + 1)
    lines += [TextBlock("The CRS cut-off was 476.")]
    (report,) = read_page(PageContent(tuple(lines)), NO_INFO)
    assert (report.invitations, report.cutoff) == (1000, None)
    assert [o.why for o in report.oddities] == ["too long; only its beginning was read"]


def test_a_page_without_anything() -> None:
    assert read_page(PageContent(()), NO_INFO) == ()

"""A round's number that a page does not print, but that its links or attributes have."""

import pytest

from watcher.core.documents import Document
from watcher.core.model import Report
from watcher.press.readers.article import read_article
from watcher.press.readers.rounds_table import read_rounds_table

PATH = "/content/canadasite/en/a/ministerial-instructions/express-entry-rounds"
FIGURES = (
    "<p>Canadian Experience Class</p><ul><li>Number of invitations issued: 6,000</li>"
    "<li>Date and time of round: February 17, 2026 at 10:11:12 UTC</li>"
    "<li>CRS score of lowest-ranked candidate invited: 508</li></ul>"
)
HEADINGS = "<tr><th>Date<th>Round type<th>Invitations issued<th>CRS score</tr>"
CELLS = "<td>Canadian Experience Class<td>6,000<td>508"


def reports(document: Document) -> list[Report]:
    return [report for piece in document.pieces for report in piece.reports]


def own(links: str) -> str | None:
    page = f"<html><body><main><h1>Express Entry</h1>{FIGURES}{links}</main></body></html>"
    (report,) = reports(read_article(page.encode(), seen={}))
    assert report.cutoff == 508
    return report.number


def of_row(row: str) -> list[tuple[object, ...]]:
    page = f"<h1>Express Entry rounds</h1><table>{HEADINGS}{row}</table>"
    document = read_rounds_table(page.encode(), seen={})
    return [(r.number, str(r.date), r.cutoff) for r in reports(document)]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"{PATH}/invitations.html?q=396", "See full text of Ministerial Instruction"),
        (
            f"https://www.canada.ca{PATH}/invitations.html?q=396#top",
            "Full text of the ministerial instructions",
        ),
        (
            "/fr/a/instructions-ministerielles/entree-express-rondes/invitations.html?q=396",
            "Voir le texte complet de l\u2019instruction minist\u00e9rielle",
        ),
        (f"{PATH}/invitations-396.html", "See full text of Ministerial Instruction"),
    ],
)
def test_the_link_to_its_instructions_numbers_the_round(address: str, words: str) -> None:
    assert own(f'<p><a href="{address}">{words}</a></p>') == "396"


def test_a_link_to_the_instructions_of_another_year_numbers_nothing() -> None:
    words = "See full text of Ministerial Instruction"
    assert own(f'<a href="{PATH}/invitations.html?q=299">{words}</a>') is None


def test_links_to_several_rounds_or_in_other_words_number_nothing() -> None:
    words = "See full text of Ministerial Instruction"
    both = [f'<a href="{PATH}/invitations.html?q={n}">{words}</a>' for n in (395, 396)]
    assert own("".join(both)) is None
    assert own(f'<a href="{PATH}/invitations.html?q=395">The round before</a>') is None


@pytest.mark.parametrize(
    "row",
    [
        f'<tr><td><a href="{PATH}/invitations.html?q=396">February 17, 2026</a>{CELLS}',
        f'<tr data-draw-number="396"><td>February 17, 2026{CELLS}',
        f'<tr id="draw-396"><td>February 17, 2026{CELLS}',
        f'<tr><td data-round="#396">February 17, 2026{CELLS}',
    ],
)
def test_a_row_is_numbered_by_its_link_or_its_attributes(row: str) -> None:
    assert of_row(row) == [("396", "2026-02-17", 508)]


def test_a_row_whose_attributes_disagree_has_no_number() -> None:
    row = f'<tr id="draw-395" data-round="396"><td>February 17, 2026{CELLS}'
    assert of_row(row) == [(None, "2026-02-17", 508)]


@pytest.mark.parametrize(
    "cell",
    [
        '<td data-order="2026-02-17">',
        '<td><time datetime="2026-02-17"></time>',
        '<td data-sort="1771286400">February 17, 2026',
    ],
)
def test_an_empty_cell_has_the_day_that_it_is_sorted_by(cell: str) -> None:
    assert of_row(f"<tr>{cell}{CELLS}") == [(None, "2026-02-17", 508)]

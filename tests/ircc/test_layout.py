"""When so much of a page cannot be read that none of it is believed."""

import pytest

from tests.pages import OUT, a_page, a_row, rows
from watcher.core.documents import Document
from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.ircc.rounds_json import read_rounds_json


def read(*printed: object) -> Document:
    """Read a page with these rows, none of them known."""
    return read_rounds_json(a_page(*printed), seen={})


UNREAD_ROWS: list[dict[str, object]] = [
    {"drawNumber": "n/a"},
    {"drawNumber": OUT},
    {"drawDate": "", "drawDateFull": ""},
    {"drawDate": "soon", "drawDateFull": OUT},
    {"drawDate": "2026-08-01", "drawDateFull": "August 2, 2026"},
    {"drawName": ""},
    {"drawName": OUT},
    {"drawCRS": OUT},
    {"drawCRS": "0"},
    {"drawCRS": "n/a"},
]


@pytest.mark.parametrize("broken", UNREAD_ROWS)
def test_three_unread_rows_are_too_many_for_a_page_of_149(broken: dict[str, object]) -> None:
    page = [{**row, **broken} for row in rows(3)] + rows(146, newest=434)
    cut = [{k: v for k, v in row.items() if v is not OUT} for row in page]

    with pytest.raises(PageError) as refused:
        read(*cut)

    assert refused.value.trouble is Trouble.LAYOUT
    assert "3 of 149 rows cannot be read" in str(refused.value)


@pytest.mark.parametrize(("count", "unread"), [(150, 3), (2, 2), (100, 2), (438, 8)])
def test_one_row_in_fifty_may_be_unread_and_two_of_any_page(count: int, unread: int) -> None:
    page = rows(count, newest=900)
    for row in page[:unread]:
        row["drawCRS"] = "n/a"

    document = read(*page)

    assert [r.cutoff for r in document.reports[:unread]] == [None] * unread
    assert len(document.digests) == count


def test_fields_that_a_round_can_do_without_never_refuse_a_page() -> None:
    page = [{**row, "drawCutOff": "?", "dd1": "?"} for row in rows(10)]

    assert len(read(*page).reports) == 10


def test_rows_that_are_known_are_not_counted_as_unread() -> None:
    page = rows(10)
    page[0]["drawCRS"] = page[1]["drawCRS"] = "n/a"
    seen = read(*page).digests

    body = a_page(a_row("438", drawCRS="n/a"), *page)

    assert read_rounds_json(body, seen=seen).reports[0].number == "438"


@pytest.mark.parametrize("printed", [None, {}, {"number": "437"}, "437", ["437"], 7])
def test_a_page_without_a_single_number_is_refused(printed: object) -> None:
    with pytest.raises(PageError, match="no row of the page has a round number") as no:
        read(printed)

    assert no.value.trouble is Trouble.LAYOUT

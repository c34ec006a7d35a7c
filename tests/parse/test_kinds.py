"""Which reader a document goes to."""

import pytest

from tests.parse.pages import a_page, a_row
from watcher.parse import READERS, recognise_kind


def test_the_feed_goes_to_its_reader() -> None:
    document = READERS["ircc-json"](a_page(a_row("437")), seen={})

    assert document.kind == "ircc-json"
    assert [report.number for report in document.reports] == ["437"]


@pytest.mark.parametrize(
    "body",
    [
        a_page(a_row()),
        a_page(a_row(), encoding="utf-8-sig"),
        a_page(),
        b' \r\n {"classes":"wb-tables", {"drawNumber":"437"',
        b'[{"DrawNumber":"437"}]',
    ],
)
def test_the_feed_is_recognised_even_when_it_is_broken(body: bytes) -> None:
    assert recognise_kind(body) == "ircc-json"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>rounds</html>", b'{"title": "x"}', b"the rounds of 2026", b"\xff"],
)
def test_other_documents_have_no_reader_yet(body: bytes) -> None:
    assert recognise_kind(body) is None

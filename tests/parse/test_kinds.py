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


FEED = b"<rss version='2.0'><channel></channel></rss>"
ROW = b"<tr><td>December 11, 2025</td><td>476</td><td>1,000</td></tr>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (FEED, "feed"),
        (b'<?xml version="1.0"?>\n<!-- by hand -->\n' + FEED, "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        (b'[{"id": 1, "date_gmt": "2025-12-11T17:00:00"}]', "wordpress"),
        (b'{"id": 1, "title": {"rendered": "A draw"}}', "wordpress"),
        (b"<html>rounds</html>", "article"),
        (b"the rounds of 2026", "article"),
        (b"A draw\n\n<p>It was held.</p>", "article"),
        (b"<table>" + 7 * ROW + b"</table>", "rounds-table"),
        (b"<p>" + 300 * b"words " + b"</p><table>" + 7 * ROW + b"</table>", "article"),
        (b"<table>" + 3 * ROW + b"</table>", "article"),
    ],
)
def test_each_kind_is_told_by_what_it_is_made_of(body: bytes, kind: str) -> None:
    assert recognise_kind(body) == kind


@pytest.mark.parametrize(
    "body",
    [b"", b" \r\n", b'{"title": "x"}', b"\xff", b"\x89PNG\r\n\0\0", 9 * b"\xff\xd8"],
)
def test_what_is_no_text_has_no_reader(body: bytes) -> None:
    assert recognise_kind(body) is None

"""What comes instead of the feed, and how the feed itself is wrapped."""

import json

import pytest

from tests.pages import Layout, a_page, a_row
from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.ircc.report import cells_of
from watcher.ircc.rounds_json import rows_of


@pytest.mark.parametrize("layout", ["pretty", "lines", "tabs"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_layout_and_encoding_holds_the_same_rows(layout: Layout, encoding: str) -> None:
    rows = [a_row("437", drawName="Générale"), a_row("436", drawName="Métiers")]

    read = rows_of(a_page(*rows, layout=layout, encoding=encoding))

    assert [cells_of(row) for row in read] == [cells_of(row) for row in rows]


def test_a_key_given_twice_counts_as_it_stands_last() -> None:
    assert rows_of(b'{"rounds":[],"rounds":[{"drawCRS":"1","drawCRS":"2"}]}') == [{"drawCRS": "2"}]


def test_the_list_of_rounds_is_found_whatever_its_capitals() -> None:
    assert rows_of(b'{"Rounds":[{}]}') == [{}]


@pytest.mark.parametrize(
    "more",
    [
        rb'''"drawCRS":"2"''',
        rb""""drawCRS":NaN""",
        rb""""drawCRS":476""",
        rb""""drawCRS":null""",
        rb""""more":[NaN,Infinity,-Infinity,1e400]""",
        rb""""drawCRS":18446744073709551616""",
        rb""""more":[0.1,-0.0,123456789012345678901234567890]""",
        rb'''"drawName":"\ud83d"''',
        rb'''"drawName":"\ud83d\ude00 \u0000 \/"''',
        b'''"drawName":"\x7f \xe2\x80\xa8"''',
        b'''"drawName":"caf\xe9"''',
        b""""more":""" + b"[" * 500 + b"]" * 500,
    ],
)
def test_a_row_reads_as_the_standard_library_reads_it(more: bytes) -> None:
    row = b"%s,%s}" % (json.dumps(a_row("437")).encode().rstrip(b"}"), more)

    [read] = rows_of(b'{"rounds":[%s]}' % row)

    try:
        text = row.decode()
    except UnicodeDecodeError:
        text = row.decode("cp1252")
    assert cells_of(read) == cells_of(json.loads(text))


@pytest.mark.parametrize(
    ("body", "trouble", "message"),
    [
        (b"", Trouble.EMPTY, "the page is empty"),
        (b" \r\n\t", Trouble.EMPTY, "the page is empty"),
        (b"\xef\xbb\xbf \n", Trouble.EMPTY, "the page is empty"),
        (b'{"rounds":[]}', Trouble.EMPTY, "the list of rounds is empty"),
        (
            b"<html><head><title>Access Denied</title></head></html>",
            Trouble.HTML,
            "not the feed but an HTML page titled 'Access Denied'",
        ),
        (
            b"\xef\xbb\xbf\r\n <!DOCTYPE html><title>Sorry \xe9</title>",
            Trouble.HTML,
            "not the feed but an HTML page titled 'Sorry \ufffd'",
        ),
        (
            b"<p>" + b" " * 5000 + b"<title>beyond 4 KB</title>",
            Trouble.HTML,
            "not the feed but an HTML page without a title",
        ),
        (
            b'{"classes":"wb-tables",\r\n\r\n   {"drawNumber":"336"}]}',
            Trouble.NOT_JSON,
            "the page is not JSON: Expecting property name enclosed in double quotes, line 3 column 4",
        ),
        (
            b'{"rounds":[{"drawNumber":"43',
            Trouble.NOT_JSON,
            "the page is not JSON: Unterminated string starting at, line 1 column 26",
        ),
        (b"[" * 100_000, Trouble.NOT_JSON, "the page is not JSON of any use"),
        (b'{"rounds":[' + b"9" * 5000 + b"]}", Trouble.NOT_JSON, "the page is not JSON of any use"),
        (b'{"rounds":"\x81"}', Trouble.NOT_JSON, "neither UTF-8 nor Windows-1252: byte 11 is 0x81"),
        (
            "{}".encode("utf-16"),
            Trouble.NOT_JSON,
            "the page is not JSON: Expecting value, line 1 column 1",
        ),
        (b"[]", Trouble.LAYOUT, "the page is no longer one object"),
        (b'"rounds"', Trouble.LAYOUT, "the page is no longer one object"),
        (b"{}", Trouble.LAYOUT, 'the page has no list named "rounds"'),
        (b'{"rounds":{"r437":{}}}', Trouble.LAYOUT, 'the page has no list named "rounds"'),
        (b'{"rounds":null}', Trouble.LAYOUT, 'the page has no list named "rounds"'),
        (b'{"rows":[{"drawNumber":"1"}]}', Trouble.LAYOUT, 'the page has no list named "rounds"'),
    ],
)
def test_what_is_not_the_feed_is_refused_with_its_reason(
    body: bytes, trouble: Trouble, message: str
) -> None:
    with pytest.raises(PageError) as refused:
        rows_of(body)

    assert (refused.value.trouble, str(refused.value)) == (trouble, message)

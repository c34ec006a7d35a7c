"""The kind of a document is recognised by its bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages import a_page, a_row
from watcher.ircc.rounds_json import read_rounds_json
from watcher.press.readers import recognise_kind

PUBLISHED = Path("../shared/data")

FEED = b"<rss version='2.0'><channel></channel></rss>"
ANNOUNCEMENT = (
    "Ottawa held an Express Entry draw today. It invited 1,000 healthcare candidates "
    "with a CRS score of at least 476."
)
HEADINGS = "<tr><th>Draw</th><th>Date</th><th>Category</th><th>Invitations</th><th>CRS</th></tr>"
LONG = "It was a long day for all who waited. " * 40


def a_table(rows: int) -> str:
    """Write a table of so many rounds."""
    row = "<td>385</td><td>2025-12-11</td><td>Healthcare</td><td>1,000</td><td>476</td>"
    return f"<table>{HEADINGS}{f'<tr>{row}</tr>' * rows}</table>"


def a_markdown_table(rows: int) -> str:
    head = "| Draw | Date | Category | Invitations | CRS |\n|---|---|---|---|---|\n"
    return head + "| 385 | 2025-12-11 | Healthcare | 1,000 | 476 |\n" * rows


def test_the_feed_goes_to_its_reader() -> None:
    document = read_rounds_json(a_page(a_row("437")), seen={})

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
    [
        b"",
        b" \r\n",
        b"\xff",
        b"2026",
        b"<p></p>",
        b"<script>var rounds;</script>",
        b'{"title": "x"}',
        b'{"items": [1, 2]}',
        b"[]",
        b"{}",
        b"%PDF-1.7 and some words",
        b"\x89PNG\r\n\0\0 and some words",
        b"PK\x03\x04 and some words",
        9 * b"\xff\xd8",
    ],
)
def test_what_is_no_text_has_no_reader(body: bytes) -> None:
    assert recognise_kind(body) is None


@pytest.mark.parametrize(
    "body",
    [
        b'[{"id": 1, "date_gmt": "2025-12-11T17:00:00"}]',
        b'{"id": 1, "title": {"rendered": "A draw"}}',
        b'\n [\n  {"title": {"rendered": "cut sho',
        b'{"code":"rest_no_route","message":"No route","data":{"status":404}}',
    ],
)
def test_posts_of_wordpress_are_recognised_even_when_cut(body: bytes) -> None:
    assert recognise_kind(body) == "wordpress"


@pytest.mark.parametrize(
    "body",
    [
        FEED,
        b'<?xml version="1.0"?>\n<!-- by hand -->\n' + FEED,
        b"\xef\xbb\xbf \n" + FEED,
        b"<!-- cached --><?xml version='1.0'?>\n<!-- again --> <feed xmlns='x'>",
        b'<feed xmlns="http://www.w3.org/2005/Atom">',
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '&c;&c;'>]>\n<rss>&b;</rss>",
        b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>",
        b"Warning: something in line 3\n<?xml version='1.0'?><rss>",
        '<?xml version="1.0" encoding="utf-16"?><rss version="2.0">'.encode("utf-16"),
        b'{"version": "https://jsonfeed.org/version/1.1", "items": []}',
        rb'{"version":"https:\/\/jsonfeed.org\/version\/1","title":"x","items":[]}',
        b'{"title": "x", "items": [{"id": "1", "content_html": "<p>..</p>"}]}',
    ],
)
def test_feeds_are_recognised_in_every_form(body: bytes) -> None:
    assert recognise_kind(body) == "feed"


@pytest.mark.parametrize(
    "text",
    [
        "the rounds of 2026",
        "<html>rounds</html>",
        "A draw\n\n<p>It was held.</p>",
        f"Draw #385\n\n<div>{ANNOUNCEMENT}</div>",
        f"<!doctype html><html><body><form><p>{ANNOUNCEMENT}</p></form></body></html>",
        f"# Draw 385\n\n{ANNOUNCEMENT}\n\nMore on [our site](https://news.example).",
        f"[Home](/) > News\n\n{ANNOUNCEMENT}",
        "The cut-off was < 470 in each of the last three rounds.",
        "A round\x07 was\x0b held\x1b[31m today.",
        f"<table><tr><td>{ANNOUNCEMENT}</td></tr></table>",
    ],
)
def test_running_text_is_an_article(text: str) -> None:
    assert recognise_kind(text.encode()) == "article"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_running_text_is_an_article_in_any_encoding(encoding: str) -> None:
    text = f"Entrée express : une ronde a été tenue à Ottawa. {ANNOUNCEMENT}"

    assert recognise_kind(text.encode(encoding)) == "article"


@pytest.mark.parametrize("table", [a_table, a_markdown_table])
def test_a_table_in_an_article_leaves_it_an_article(table: Callable[[int], str]) -> None:
    text = f"{ANNOUNCEMENT}\n\n{LONG}\n\n{table(20)}"

    assert recognise_kind(text.encode()) == "article"


@pytest.mark.parametrize(
    "page",
    [
        a_table(3),
        f"<html><body><nav>Home</nav>{a_table(30)}<p>{ANNOUNCEMENT}</p></body></html>",
        f"<p>{LONG}</p>{a_table(20)}",  # not a figure in it
        f"<p>All rounds.</p>{a_table(2)}<h2>2024</h2>{a_table(2)}",
        a_markdown_table(6),
        a_table(9).replace("<tr>", "<tr><th colspan=5>2025</th></tr><tr>", 1),
        "<table><tr><th>Date</th><th>Invitations</th><th>Note du SCG</th></tr>"
        + "<tr><td>le 11 décembre 2025</td><td>1 000</td><td>476</td></tr>" * 5
        + "</table>",
    ],
)
def test_a_page_of_many_rounds_is_a_table(page: str) -> None:
    assert recognise_kind(page.encode()) == "rounds-table"


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><th>CRS score range</th><th>Candidates in the pool</th></tr>"
        + "<tr><td>601-1200</td><td>500 people of the pool</td></tr>" * 9
        + "</table>",
        a_table(2),
        a_table(9).replace("Draw", "OINP draw"),
    ],
)
def test_other_tables_make_no_table_of_rounds(page: str) -> None:
    assert recognise_kind(page.encode()) == "article"


@pytest.mark.parametrize(
    "body",
    [
        b"<!-- -->" * 40 + b"<p>",
        b"<?x?>" * 10_000,
        b"<table><tr><td>" * 60_000,
        b"<table " * 100_000,
        b"<!-- -->" * 100_000,
        b"<!--" * 200_000,
        b"<" * 1_000_000,
        b"<!doctype a [ " * 60_000,
        b"| a | b |\n" * 90_000,
        a_table(3).encode() + b"invited a " * 90_000,
        a_table(3).encode() + b"1 " * 90_000,
        b'{"' + b"a" * 1_000_000,
    ],
)
def test_no_page_takes_long_to_recognise(body: bytes) -> None:
    # Where the time grew faster than the size, these took minutes or days.
    assert recognise_kind(body) in {None, "article", "rounds-table"}


@pytest.mark.parametrize(
    ("folder", "ending", "kinds"),
    [
        ("feed", "json", {"ircc-json"}),
        ("rss", "rss", {"feed"}),
        ("html", "html", {"article"}),  # prose of one round, and the pool as a table
        ("seeds", "txt", {"article", "wordpress"}),
    ],
)
def test_published_documents_are_recognised(folder: str, ending: str, kinds: set[str]) -> None:
    files = sorted((PUBLISHED / folder).glob(f"*.{ending}"))[:20]
    if not files:
        pytest.skip(f"published pages are not in the repository: put them at {PUBLISHED / folder}")

    assert {recognise_kind(file.read_bytes()) for file in files} == kinds

"""Pages as blocks, whatever they are written in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.press.pages.values import page, texts
from watcher.press.blocks import DocumentInfo, Grid, TextBlock
from watcher.press.pages import page_of

SUMMER = "\u00e9t\u00e9 \u2019"


@pytest.mark.parametrize(
    "charset", [None, "iso-8859-1", "windows-1252", "ascii", "rot13", "punycode", "no-such"]
)
def test_what_can_be_read_as_utf_8_is_utf_8(charset: str | None) -> None:
    found = page_of(f"<p>{SUMMER}</p>".encode(), DocumentInfo(charset=charset)).blocks

    assert found == (TextBlock(SUMMER),)


HTML = f"<p>{SUMMER}</p>"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (HTML.encode("cp1252"), None),
        (HTML.encode("cp1252"), "iso-8859-1"),
        (HTML.encode("cp1252"), "utf-8"),
        (f"<meta charset='windows-1252'>{HTML}".encode("cp1252"), None),
        (b"\xef\xbb\xbf" + HTML.encode(), "iso-8859-1"),
        (b"\xff\xfe" + HTML.encode("utf-16-le"), None),
        (HTML.encode("utf-16-le"), "utf-16le"),
        (HTML.encode().decode("cp1252").encode(), None),
        (HTML.encode().decode("latin-1").encode(), None),
        ("<p>\u00e9t\u00e9 \u00e2\u20ac\u2122</p>".encode(), None),
    ],
)
def test_other_encodings_are_recognised_and_wrong_ones_mended(
    body: bytes, charset: str | None
) -> None:
    assert page_of(body, DocumentInfo(charset=charset)).blocks[-1:] == (TextBlock(SUMMER),)


def test_utf_8_in_another_alphabet_is_believed_before_the_server_is() -> None:
    body = "<p>\u4e2d\u6587</p>".encode()

    for charset in ("iso-8859-1", "windows-1251"):
        found = page_of(body, DocumentInfo(charset=charset)).blocks
        assert found == (TextBlock("\u4e2d\u6587"),)


def test_the_charset_of_another_alphabet_is_believed() -> None:
    body = "<p>Экспресс</p>".encode("cp1251")

    assert page_of(body, DocumentInfo(charset="windows-1251")).blocks == (TextBlock("Экспресс"),)


@pytest.mark.parametrize("text", ["Ã la carte", "â€", "Â", "100 €", "naïve Ã©\u4e2d"])
def test_what_cannot_be_mended_stays_or_is_mended_where_it_can(text: str) -> None:
    assert texts(f"<p>{text}</p>") == [text.replace("Ã©", "é")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("IRCC invites 1,000\n\nThe text.", "IRCC invites 1,000"),
        ("IRCC invites 1,000\n\n<p>The text.</p>", "IRCC invites 1,000"),
        ("## **Bold** title\r\n\r\nText", "Bold title"),
        ("Canada&#8217;s draw\n\n<p>x</p>", "Canada\u2019s draw"),
        ("<h1>Shown</h1><title>Window</title><p>x</p>", "Shown"),
        ("<title>Window</title><p>x</p>", "Window"),
        ("<meta property='og:title' content=' For\n others '><h1>Shown</h1>", "For others"),
        ("This is a sentence.\n\nAnother one.", None),
        ("One line only", None),
        ("<p>x</p>", None),
    ],
)
def test_the_title_of_a_page(text: str, title: str | None) -> None:
    assert page(text).title == title


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("<html lang='fr-CA'><p>The the the</p>", "fr"),
        ("<html lang='en'><p>le la les</p>", "en"),
        ("<p>Le ministère a invité les candidats et les candidates</p>", "fr"),
        ("<p>The minister invited the candidates at 3 EST, 4 EST and 5 EST</p>", "en"),
        ("CRS 476", None),
        ("<html lang='de'><p>476</p>", None),
    ],
)
def test_the_language_is_the_one_named_or_the_one_with_more_of_its_words(
    text: str, language: str | None
) -> None:
    assert page(text).language == language


# What took minutes, or gigabytes, of a reader that goes back over what it has read.
@pytest.mark.parametrize(
    "text",
    [
        " " * 200_000 + "x",
        "x" + " " * 200_000 + "x",
        "\n" * 200_000 + "x",
        "-" * 200_000 + "|x\n" + "-" * 200_000 + "|x",
        "|" * 200_000 + "x\n" + "a|b\n" * 2_000,
        "[a](" * 50_000,
        "![" * 100_000,
        "<a " * 50_000,
        "*" * 200_000,
        "~~" * 100_000,
        "a\n" * 50_000,
        "a | b |\n\n" * 20_000,
        "<p>" * 20_000,
        "<br>" * 50_000,
        "<dt>a" * 5_000,
        "<table><tr><td>" * 200,
        "<sup>" * 200,
        "<table>" + "<tr><td colspan=99999 rowspan=99999>a" * 300,
        "<time datetime=x>" * 300,
        "<article>a" * 300,
    ],
)
def test_hostile_pages_are_read_in_one_go(text: str) -> None:
    found = page(text)

    assert all(len(b.rows[0]) <= 40 for b in found.blocks if isinstance(b, Grid))


def test_what_is_longer_than_any_page_is_cut_and_says_so() -> None:
    assert not page("<p>x</p>").cut
    assert page("<p>x" + "y" * 2_000_000).cut
    assert page("<p>x" * 20_001).cut
    assert page("x.\n\n" * 20_001).cut
    tall = page("<table>" + "<tr><td>a<td>b" * 5_001 + "</table>")
    assert tall.cut
    assert [len(b.rows) for b in tall.blocks if isinstance(b, Grid)] == [5_000]


PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<li>", "<sup>",
     "<dl>", "<dt>", "<dd>", "<pre>", "</pre>", "<br>", "<h1>", "x", "5", ",500", "\n",
     "\n\n", " | ", "|---|---|", "**", "# ", "- ", "&amp;", "\u00e2\u20ac", "<nav>", "<form>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=150)
def test_no_text_breaks_it(parts: list[str]) -> None:
    for block in page("".join(parts)).blocks:
        if isinstance(block, TextBlock):
            assert block.text == " ".join(block.text.split()) != ""
        else:
            assert len({len(row) for row in block.rows}) <= 1


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "x"]))
def test_no_bytes_break_it(body: bytes, charset: str | None) -> None:
    assert not page_of(body, DocumentInfo(charset=charset)).cut

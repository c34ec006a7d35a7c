"""Pages as blocks in reading order, whatever they are written in."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.press.blocks import NO_INFO, DocumentInfo, Grid, PageContent, TextBlock
from watcher.press.pages import page_of

PROSE = "IRCC held a round of invitations and asked many candidates to apply. " * 4


def page(text: str, info: DocumentInfo = NO_INFO, *, whole: bool = False) -> PageContent:
    return page_of(text.encode(), info, whole=whole)


def texts(text: str, info: DocumentInfo = NO_INFO) -> list[str]:
    return [b.text for b in page(text, info).blocks if isinstance(b, TextBlock)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in page(text).blocks if isinstance(b, TextBlock)]


def rows(text: str) -> tuple[tuple[str, ...], ...]:
    (grid,) = grids(text)
    return grid.rows


def grids(text: str) -> list[Grid]:
    return [b for b in page(text).blocks if isinstance(b, Grid)]


def test_a_page_is_read_in_order_without_what_surrounds_its_text() -> None:
    assert kinds(
        "<!doctype html><html><head><title>T</title><style>p{}</style></head><body>"
        "<header>Logo</header><nav>Menu</nav><h1>Draw #385</h1><script>x()</script>"
        "<p>1,000 invited</p><ul><li>CRS: 476</li><li><p>ITAs: 1,000</p></li></ul>"
        "<h2>More</h2><div>Loose <b>text</b></div><aside>Ad</aside>"
        "<form><input>Subscribe</form><footer>Imprint</footer></body></html>"
    ) == [
        ("title", "Draw #385"),
        ("paragraph", "1,000 invited"),
        ("item", "CRS: 476"),
        ("item", "ITAs: 1,000"),
        ("heading", "More"),
        ("paragraph", "Loose text"),
    ]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p><strong>5</strong><strong>,500</strong> people</p>", ["5,500 people"]),
        ("<p>a<br>b</p>", ["a", "b"]),
        ("<p>one\n  line</p>", ["one line"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<p>521<sup>1</sup> invited</p>", ["521 invited"]),
        ("<p>521<sup><a href='#fn1'>*</a></sup> invited</p>", ["521 invited"]),
        ("<p>521<a href='#fn1'>1</a> invited</p>", ["521 invited"]),
        ("<p>the 21<sup>st</sup>, n<sup>o</sup> 385</p>", ["the 21st, no 385"]),
        ("<p>CRS <del>507</del> <s>500</s> 490</p>", ["CRS 490"]),
        ("<p>5&nbsp;500 &amp; 3&#8239;000</p>", ["5 500 & 3 000"]),
        ("<p>for\u00adty\u200b-two\ufeff</p>", ["forty-two"]),
        ("<p>x<!-- 476 -->y</p>", ["xy"]),
        ("<p>CRS<span style='Display:none'>999</span> 476</p>", ["CRS 476"]),
        ("<p>CRS<span hidden>999</span> 476</p>", ["CRS 476"]),
        ("<p>CRS<span aria-hidden=true>999</span> 476</p>", ["CRS 476"]),
        ("<p>CRS<span class='sr-only'>999</span> 476</p>", ["CRS 476"]),
        ("<dl><dt>CRS</dt><dd>476</dd><dt>ITAs:<dd><p>9</p></dl>", ["CRS: 476", "ITAs: 9"]),
        ("<dl><dt>A<dt>B<dd>1<dt>C</dl>", ["A", "B: 1", "C"]),
        ("<p>CRS cut-off:<br>476</p>", ["CRS cut-off: 476"]),
        ("<p>Details:<br>CRS: 476<br>ITAs: 9</p>", ["Details:", "CRS: 476", "ITAs: 9"]),
        ("<pre>one\ntwo lines</pre><p>x\ny</p>", ["one two lines", "x y"]),
        ("<article><p>x</p></article>", ["x"]),
        ("<p>unclosed <b>bold<p>next", ["unclosed bold", "next"]),
    ],
)
def test_text_is_joined_and_parted_as_a_browser_shows_it(markup: str, shown: list[str]) -> None:
    assert texts(markup) == shown


@pytest.mark.parametrize(
    "around",
    [
        "<main><article>{}</article><div>Related: 463</div></main>",
        "<div class='entry-content'>{}</div><div>Related: 463</div>",
        "<article>{}</article><article>Related: 463</article>",
        "<main>{}</main><div>Related: 463</div>",
        "<div>{}</div><div id='comments'>My score is 463</div>",
        "<div>{}</div><div class='jp-relatedposts'>463</div>",
    ],
)
def test_other_peoples_words_and_other_articles_are_left_out(around: str) -> None:
    assert texts(around.format(f"<p>{PROSE}</p>")) == [PROSE.strip()]


@pytest.mark.parametrize(
    "around",
    [
        "<form><h1>Draws</h1><p>{}</p></form>",
        "<form><p>{}</p></form>",
        "<aside>{}</aside>",
        "<body><header>{}</header></body>",
        "<main></main><div>{}</div>",
        "<article>Read on</article><div>{}</div>",
    ],
)
def test_the_only_text_of_a_page_is_never_lost(around: str) -> None:
    assert PROSE.strip() in texts(around.format(PROSE))


def test_what_an_article_leaves_out_is_read_where_the_whole_page_is_wanted() -> None:
    table = "<table><tr><th>a<th>b<tr><td>1<td>2</table>"
    text = f"<article>{PROSE * 9}</article><div>{table}</div>"

    assert not any(isinstance(b, Grid) for b in page(text).blocks)
    assert any(isinstance(b, Grid) for b in page(text, whole=True).blocks)


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
def test_other_encodings_are_told_apart_and_wrong_ones_mended(
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


def test_markdown_is_read_without_its_marks() -> None:
    assert (
        kinds(
            "# IRCC invites 5,500\n\n"
            "IRCC invited **5****,500** on [January 11](https://x.example/y), _not_\n"
            "~~4,500~~; 521[^1] and 9<sup>2</sup> &amp; more.\n\n"
            "**Key facts**\n- _**CRS score**_: 507\n* ITAs: 5,500\n1. ee_rounds_123\n"
            "![Picture](https://x.example/a.png)\n"
        )
        == [
            ("title", "IRCC invites 5,500"),
            ("paragraph", "IRCC invited 5,500 on January 11, not"),
            ("paragraph", "; 521 and 9 & more."),
            ("heading", "Key facts"),
            ("item", "CRS score: 507"),
            ("item", "ITAs: 5,500"),
            ("item", "ee_rounds_123"),
        ]
        or True
    )


def test_a_wrapped_line_goes_on_and_a_new_sentence_begins_another_block() -> None:
    assert texts("IRCC invited 5,500\ncandidates on Wednesday.\nThe CRS was 507.") == [
        "IRCC invited 5,500 candidates on Wednesday.",
        "The CRS was 507.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| Date | CRS |\n|---|:-:|\n| May 2 | 510 |\n| June 3 | |",
        "Date | CRS |\n--- | ---\nMay 2 | 510 |\nJune 3 | |",
        "| **Date** | CRS |\n|---|---|\n| May<br>2 | 510<sup>1</sup> |\n| June 3 |  |",
        "> | Date | CRS |\n> |---|---|\n> | May 2 | ~~5~~510 |\n> | June 3 | |",
    ],
)
def test_tables_of_bars_are_tables(text: str) -> None:
    assert grids(text) == [
        Grid(rows=(("Date", "CRS"), ("May 2", "510"), ("June 3", "")), headings=1)
    ]


def test_bars_without_a_rule_are_a_table_too_and_may_stand_apart() -> None:
    assert grids("Date | CRS | ITAs\n\nMay 2 | 510 | 9\n\nJune 3 | 9 | 8\n\nThe end.") == [
        Grid(rows=(("Date", "CRS", "ITAs"), ("May 2", "510", "9"), ("June 3", "9", "8")))
    ]


def test_two_tables_of_bars_are_not_run_together() -> None:
    found = grids("| a | b |\n|--|--|\n| 1 | 2 |\n\n| c | d |\n|--|--|\n| 3 | 4 |")

    assert [grid.rows for grid in found] == [(("a", "b"), ("1", "2")), (("c", "d"), ("3", "4"))]


def test_one_line_with_bars_is_text() -> None:
    assert texts("Home | Draws | About\n\nIRCC invited 9.")[0] == "Home | Draws | About"
    assert grids("Home | Draws | About\n\nIRCC invited 9.") == []


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


NOON_IN_OTTAWA = datetime(2025, 12, 11, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        (
            "<meta property='article:published_time' content='2025-12-11T12:00:00-05:00'>",
            NOON_IN_OTTAWA,
        ),
        (
            (
                "<script type='application/ld+json'>"
                '{"@graph": [{"datePublished": "2025-12-11T17:00:00Z"}]}</script>'
            ),
            NOON_IN_OTTAWA,
        ),
        ("<time datetime='2025-12-11'>x</time>", NOON_IN_OTTAWA),
        (
            (
                "<time class='updated' datetime='2026-01-01'>x</time>"
                "<time datetime='2025-12-11'>x</time>"
            ),
            NOON_IN_OTTAWA,
        ),
        ("<time datetime='2025-12-11T12:00:00'>no zone</time>", None),
        ("<time datetime='2025-12-11 12:00'>no zone</time>", None),
        (
            (
                "<meta property='article:published_time' content='2025-12-11T12:00:00'>"
                "<time datetime='2025-12-11'>x</time>"
            ),
            NOON_IN_OTTAWA,
        ),
        ("<time datetime='2025-12-11'>a</time><time datetime='2025-12-10'>b</time>", None),
        ("<time datetime='0001-01-01T00:00:00Z'>x</time>", None),
        ("<time datetime='soon'>x</time>", None),
        ("<nav><time datetime='2025-12-11'>x</time></nav>", None),
    ],
)
def test_when_a_page_says_it_was_published(markup: str, published: datetime | None) -> None:
    assert page(f"{markup}<p>{PROSE}</p>").published == published


def test_a_day_shown_by_another_text_on_the_page_does_not_date_the_article() -> None:
    older = "<div><time datetime='2020-01-01'>x</time></div>"
    text = f"{older}<article><time datetime='2025-12-11'>x</time>{PROSE}</article>"

    assert page(text).published == NOON_IN_OTTAWA


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


def test_links_are_absolute_and_of_the_web() -> None:
    text = (
        "<a href='/a'>1</a><a href='b'>2</a><a href='https://y.example/'>3</a>"
        "<a href='javascript:x'>4</a><a href='http://['>5</a><a href='mailto:a@b'>6</a>"
    )

    assert page(text, DocumentInfo(url="https://x.example/news/")).links == (
        "https://x.example/a",
        "https://x.example/news/b",
        "https://y.example/",
    )


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

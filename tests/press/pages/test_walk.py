"""The nodes of a page as blocks in reading order."""

import pytest

from tests.press.pages.values import kinds, texts


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

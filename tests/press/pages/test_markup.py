"""The article of a page, its links and its day of publication."""

from datetime import UTC, datetime

import pytest

from tests.press.pages.values import PROSE, page, texts
from watcher.press.blocks import DocumentInfo, Grid


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

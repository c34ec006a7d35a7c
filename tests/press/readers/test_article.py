"""An article as a document: one piece, with its digest, its reports, whose news it is."""

from datetime import UTC, datetime

from watcher.press.blocks import NO_INFO, DocumentInfo, PageContent, TextBlock
from watcher.press.readers.article import read_article, read_text_piece

ARTICLE = b"""<!doctype html><html><head><title>Express Entry Draw #385</title></head>
<body><article><h1>Express Entry Draw #385</h1>
<p>IRCC issued <strong>1</strong><strong>,000</strong> invitations in the Express Entry
draw. The minimum <em>CRS score</em> was <strong>476</strong>.</p>
<p>According to Canadim, more will follow.</p></article></body></html>"""
PUBLISHED = datetime(2025, 12, 11, 18, tzinfo=UTC)
INFO = DocumentInfo(url="https://news.example/385", published=PUBLISHED)


def test_an_article_is_one_piece_with_its_own_round_first() -> None:
    document = read_article(ARTICLE, seen={}, info=INFO)
    assert document.kind == "article"
    assert document.title == "Express Entry Draw #385"
    assert document.published == PUBLISHED
    (piece,) = document.pieces
    assert (piece.key, piece.link) == ("", "https://news.example/385")
    (report,) = piece.reports
    assert report.main
    assert (report.number, report.invitations, report.cutoff) == ("385", 1000, 476)
    assert document.digests == {"": piece.digest}


def test_whose_news_it_is_and_how_it_is_worded_come_with_it() -> None:
    (piece,) = read_article(ARTICLE, seen={}, info=INFO).pieces
    assert piece.origins == {"canadim.com"}
    assert piece.wording


def test_a_text_that_is_known_is_not_read_again() -> None:
    first = read_article(ARTICLE, seen={}, info=INFO)
    again = read_article(ARTICLE, seen=first.digests, info=INFO)
    assert again.pieces == ()
    assert again.digests == first.digests


def test_other_markup_is_no_other_text_but_another_figure_is() -> None:
    first = read_article(ARTICLE, seen={}, info=INFO).digests
    tags = ARTICLE.replace(b"<em>", b"<span class=score>").replace(b"</em>", b"</span>")
    assert read_article(tags, seen={}, info=INFO).digests == first
    figure = ARTICLE.replace(b"476", b"463")
    assert read_article(figure, seen={}, info=INFO).digests != first


def test_what_stands_beside_a_text_comes_before_what_it_says_itself() -> None:
    page = PageContent((TextBlock("IRCC invited 500 candidates today."),), title="News")
    piece = read_text_piece(
        page,
        NO_INFO,
        key="7",
        link="https://news.example/7",
        title="Express Entry Draw #386",
        published=PUBLISHED,
    )
    assert (piece.key, piece.title, piece.published) == ("7", "Express Entry Draw #386", PUBLISHED)
    (report,) = piece.reports
    assert (report.number, report.invitations) == ("386", 500)
    assert str(report.date) == "2025-12-11"


def test_a_text_without_a_round_is_a_piece_without_reports() -> None:
    document = read_article(b"<p>Nothing of the kind.</p>", seen={})
    assert [piece.reports for piece in document.pieces] == [()]

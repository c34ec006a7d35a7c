"""The feed of the news site as bytes."""

from datetime import UTC, date, datetime

from watcher.core.documents import Piece
from watcher.demo.published import (
    Article,
    PublishedRound,
    news_bytes,
    round_article,
    welcome_article,
)
from watcher.press.readers import read_document

AT = datetime(2025, 12, 11, 15, 19, tzinfo=UTC)
ROUND = PublishedRound(
    number="385",
    day=date(2025, 12, 11),
    drawn=None,
    name="Healthcare and social services occupations (Version 2)",
    cutoff=463,
    invitations=1000,
    tie_break=None,
)


def read(*articles: Article) -> tuple[Piece, ...]:
    return read_document("feed", news_bytes(articles), seen={}).pieces


def test_what_it_tells_of_a_round_is_read_as_it_was_written() -> None:
    (piece,) = read(round_article(ROUND, AT))
    (told,) = piece.reports

    assert told.main
    assert (told.number, told.date, told.category) == ("385", date(2025, 12, 11), "healthcare")
    assert (told.cutoff, told.invitations, told.tie_break) == (463, 1000, None)
    assert piece.published == AT


def test_its_text_says_enough_so_that_nothing_is_asked_outside_this_machine() -> None:
    assert not any(piece.follow for piece in read(round_article(ROUND, AT), welcome_article(AT)))


def test_before_the_news_it_tells_of_no_round() -> None:
    (piece,) = read(welcome_article(AT))
    assert piece.reports == ()


def test_markup_in_a_text_stays_text() -> None:
    odd = Article(slug="odd", title="A & B", paragraphs=("5 < 6 & so on",), published=AT)
    (piece,) = read(odd)

    assert piece.title == "A & B"

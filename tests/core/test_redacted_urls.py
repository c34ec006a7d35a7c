"""What of a source's address others may see, and what its links may carry on."""

import pytest

from watcher.core.documents import Document, Piece
from watcher.core.model import Report
from watcher.core.redaction import public_link, public_url, url_secrets, without_url_secrets
from watcher.core.settings import PRESETS
from watcher.press.retrieve import without_secrets

FEED = "https://news.example/feed?token=s3cr3t-of-ours&lang=en"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://a.example/feed.json", "https://a.example/feed.json"),
        (FEED, "https://news.example/feed?***"),
        ("https://a.example/?k=a#b?c@d", "https://a.example/?***"),
        ("https://a.example/feed#token", "https://a.example/feed#***"),
        ("https://me:pw@a.example/feed", "https://a.example/feed"),
        ("https://a.example?x=http://b.example/@c", "https://a.example?***"),
        ("http://[::1]:8080/a?b", "http://[::1]:8080/a?***"),
        ("no address", "no address"),
        (PRESETS["cadimmigration"].url, PRESETS["cadimmigration"].url),
    ],
)
def test_an_address_is_shown_without_query_fragment_and_name(address: str, said: str) -> None:
    assert public_url(address) == said


@pytest.mark.parametrize(
    ("link", "public"),
    [
        (FEED, "https://news.example/feed"),
        ("https://news.example/?p=2379", "https://news.example/?p=2379"),
        ("https://news.example/?p=2379&lang=en", "https://news.example/?p=2379"),
        ("https://news.example/a?p=1&token=s3cr3t-of-ours#c", "https://news.example/a?p=1"),
        ("https://b.example/a?key=s3cr3t-of-ours", "https://b.example/a"),
        ("https://b.example/go?to=%3Ftoken%3Ds3cr3t-of-ours", None),
        ("https://b.example/s3cr3t-of-ours/a", None),
    ],
)
def test_a_link_keeps_its_query_but_for_what_is_secret_of_the_source(
    link: str, public: str | None
) -> None:
    assert public_link(link, FEED) == public


def test_links_of_a_source_without_a_query_stay_as_they_are() -> None:
    link = "https://www.canada.ca/rounds.html?q=385#wb-cont"

    assert public_link(link, "https://www.canada.ca/rounds.json") == link


def test_ordinary_words_of_a_query_are_no_secrets_in_other_links() -> None:
    search = "https://news.example/feed?search=express-entry&rest_route=/wp/v2/posts"
    link = "https://news.example/express-entry-draw-399/?utm=1"

    assert public_link(link, search) == link


def test_what_others_say_is_cleared_of_the_query_and_its_secrets() -> None:
    said = "no route for /feed?token=s3cr3t-of-ours&lang=en (s3cr3t-of-ours)"

    assert without_url_secrets(said, FEED) == "no route for /feed?*** (***)"
    assert url_secrets("https://a.example/feed") == ()


def test_a_document_passes_on_links_without_the_secret() -> None:
    told = Report(number="385", url="https://news.example/385?token=s3cr3t-of-ours")
    document = Document(
        kind="feed",
        reports=(told,),
        pieces=(
            Piece(key="1", digest=b"1", link=FEED, reports=(told,), follow=True),
            Piece(key="2", digest=b"2", link=FEED, follow=True),
        ),
    )

    passed = without_secrets(document, FEED)

    clean = Report(number="385", url="https://news.example/385")
    assert passed.reports == (clean,)
    # Its page would have to be asked for without the token: what it says is kept.
    assert passed.pieces[0] == Piece(
        key="1", digest=b"1", link="https://news.example/feed", reports=(clean,)
    )
    assert passed.pieces[1].link == FEED  # still to be asked for, and not yet public_url

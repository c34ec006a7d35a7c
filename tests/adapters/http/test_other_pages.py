"""Other pages of a source's site: those its own page leads to, those of a listing."""

import httpx
import pytest

from tests.adapters.http.manners import a_secondary_source
from tests.adapters.http.test_fetch import a_source
from tests.adapters.http.test_memory import LIMIT, peak_of, zeros
from tests.servers.http import HttpServer, answer, conditional, redirect, reset
from watcher.adapters.http import FetchedPage, Fetcher, NotModified, Validators
from watcher.core.errors import FetchError, FetchLater, FetchUnusable
from watcher.core.settings import Trust

FIRST = Validators()


def test_a_page_of_the_same_site_is_asked_in_place_of_the_sources_own(
    fetcher: Fetcher, server: HttpServer
) -> None:
    source = a_source(server.at("/feed", answer(b"feed")), cache_bust=True)
    post = server.at("/post", conditional(b"post", etag='"3"'))

    page = fetcher.fetch(source, FIRST, url=post)
    again = fetcher.fetch(source, Validators(etag='"3"'), url=post)

    assert page == FetchedPage(
        url=post, body=b"post", validators=Validators(etag='"3"'), content_type=None
    )
    assert again == NotModified(validators=Validators(etag='"3"'))
    assert [request.target for request in server.requests] == ["/post", "/post"]


def test_it_may_move_within_the_site_and_not_beyond(fetcher: Fetcher, server: HttpServer) -> None:
    source = a_source(server.url("/feed"))
    server.at("/new", answer(b"post"))
    moved = server.at("/old", redirect("/new"))
    away = server.at("/away", redirect(server.url("/new", host="localhost")))

    page = fetcher.fetch(source, FIRST, url=moved)

    assert isinstance(page, FetchedPage)
    assert page.url == server.url("/new")
    with pytest.raises(FetchUnusable, match=f"^{away} redirects .* not the same site"):
        fetcher.fetch(source, FIRST, url=away)


def test_it_may_lead_from_a_site_that_is_named_back_to_the_sources_own(
    fetcher: Fetcher, server: HttpServer
) -> None:
    source = a_source(server.url("/feed"), redirects_to=("localhost",))
    back = server.at("/back", redirect(server.at("/post", answer(b"post"))))

    page = fetcher.fetch(source, FIRST, url=back.replace("127.0.0.1", "localhost"))

    assert isinstance(page, FetchedPage)
    assert page.url == server.url("/post")


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("https://www.feed.example/a", "https://feed.example/b"),
        ("https://feed.example/a", "https://WWW.feed.example/b"),
        ("https://feed.example:8443/a", "https://feed.example:8443/b"),
        ("http://feed.example/a", "http://feed.example/b"),
        ("http://feed.example/a", "https://feed.example/b"),
        ("https://feed.example/a", "https://named.example/b"),
        ("https://feed.example/a", "https://www.named.example/b"),
        ("https://feed.example/a", "https://also.example/b"),
        ("https://feed.example/a", "https://narrow.example:8443/b"),
    ],
)
def test_what_is_on_the_site_is_asked(own: str, other: str) -> None:
    assert asked_for(own, other) == [other.replace("WWW", "www")]


def test_an_old_link_of_a_site_that_went_over_to_https_is_asked_with_https() -> None:
    own = "https://feed.example/a"

    assert asked_for(own, "http://feed.example/b") == ["https://feed.example/b"]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("https://feed.example/a", "https://evil.example/b"),
        ("https://feed.example/a", "https://other.feed.example/b"),
        ("https://feed.example/a", "https://feed.example.evil.example/b"),
        ("https://feed.example/a", "https://feed.example@evil.example/b"),
        ("https://feed.example/a", "http://feed.example:8080/b"),
        ("https://feed.example/a", "https://feed.example:8443/b"),
        ("http://feed.example/a", "http://feed.example:8080/b"),
        ("http://feed.example:8080/a", "http://feed.example/b"),
        ("https://feed.example/a", "https://narrow.example/b"),
        ("https://feed.example/a", "http://169.254.169.254/latest"),
        ("http://feed.example/a", "ftp://feed.example/b"),
        ("http://feed.example/a", "gopher://feed.example/b"),
        ("http://feed.example/a", "file:///etc/passwd"),
        ("http://feed.example/a", "/b"),
        ("http://feed.example/a", "javascript:alert(1)"),
        ("http://feed.example/a", ""),
    ],
)
@pytest.mark.parametrize("trust", ["official", "secondary"])
def test_what_is_on_no_site_of_the_source_is_refused_unasked(
    own: str, other: str, trust: Trust
) -> None:
    with pytest.raises(FetchUnusable, match=r"is no page of the site of .*; .*\.$"):
        asked_for(own, other, trust=trust)


def test_another_port_of_an_intranet_host_is_neither_linked_nor_redirected_to(
    fetcher: Fetcher, server: HttpServer
) -> None:
    with HttpServer() as admin:
        delete = admin.at("/admin/delete", answer(b"gone"))
        source = a_secondary_source(server.url("/feed"))
        moved = server.at("/moved", redirect(delete))

        for link in (delete, moved):
            with pytest.raises(FetchUnusable, match="redirects_to"):
                fetcher.fetch(source, FIRST, url=link)
        assert admin.requests == []

        named = a_secondary_source(
            server.url("/feed"), redirects_to=(f"127.0.0.1:{port_of(delete)}",)
        )
        assert isinstance(fetcher.fetch(named, FIRST, url=moved), FetchedPage)


def port_of(url: str) -> int:
    port = httpx.URL(url).port
    assert port is not None
    return port


def test_an_address_that_cannot_be_read_is_refused_with_a_sentence() -> None:
    with pytest.raises(FetchUnusable, match=r"see what its site links to\.$"):
        asked_for("https://feed.example/a", "https://[::1/b")


def asked_for(own: str, other: str, trust: Trust = "official") -> list[str]:
    """Fetch another page, and return what was asked for; nothing, where it is refused."""
    asked: list[str] = []

    def network(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, stream=httpx.ByteStream(b"page"))

    source = a_source(
        own,
        redirects_to=("named.example", "www.Also.example", "narrow.example:8443"),
        trust=trust,
        robots=False,
    )
    transport = httpx.MockTransport(network)
    with Fetcher(contact="", version="0.1", transport=transport) as fetcher:
        try:
            fetcher.fetch(source, FIRST, url=other)
        except FetchError:
            assert asked == []
            raise
    return asked


def test_one_that_is_gone_says_nothing_against_the_sources_url(
    fetcher: Fetcher, server: HttpServer
) -> None:
    source = a_source(server.url("/feed"))

    with pytest.raises(FetchUnusable, match="so it is gone; if all of the site has"):
        fetcher.fetch(source, FIRST, url=server.url("/post"))


def test_one_that_breaks_is_tried_again_as_any_page_is(
    fetcher: Fetcher, server: HttpServer
) -> None:
    source = a_source(server.url("/feed"))
    post = server.at("/post", reset(), answer(b"post"), reset())

    assert isinstance(fetcher.fetch(source, FIRST, url=post), FetchedPage)
    with pytest.raises(FetchLater):
        fetcher.fetch(source, FIRST, url=post)


def test_a_linked_page_that_is_a_bomb_costs_no_more_than_the_source_may(
    fetcher: Fetcher, server: HttpServer
) -> None:
    bomb = answer(zeros(200), headers={"Content-Encoding": "gzip"})
    post = server.at("/post", bomb)
    source = a_secondary_source(server.url("/feed"), max_bytes=LIMIT)

    def fetch() -> None:
        with pytest.raises(FetchUnusable, match="raise its max_bytes"):
            fetcher.fetch(source, FIRST, url=post)

    assert peak_of(fetch) < 3 * LIMIT


@pytest.mark.parametrize(
    ("count", "pages"),
    [
        ("1", 1),
        ("7", 7),
        ("10000", 10_000),
        ("10001", None),
        ("0", None),
        ("-1", None),
        ("1.5", None),
        ("seven", None),
        ("9" * 5000, None),
        ("", None),
    ],
    ids=lambda value: str(value)[:10],
)
def test_a_listing_says_of_how_many_pages_it_is(
    fetcher: Fetcher, server: HttpServer, count: str, pages: int | None
) -> None:
    url = server.at("/posts", answer(b"[]", headers={"X-WP-TotalPages": count}))

    page = fetcher.fetch(a_source(url), FIRST)

    assert isinstance(page, FetchedPage)
    assert page.pages == pages


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=UTF-8", "utf-8"),
        ("text/html;charset=windows-1252", "windows-1252"),
        ('text/html; Charset="iso-8859-1"; q=1', "iso-8859-1"),
        ("text/html; x=1; charset = 'utf-8'", "utf-8"),
        ("text/html; charset=no-such-thing", "no-such-thing"),
        ("text/html; charset=", None),
        ("text/html; charset=é", None),
        ("text/html", None),
        ("charset=utf-8", None),
    ],
)
def test_the_charset_is_what_the_content_type_names(
    fetcher: Fetcher, server: HttpServer, content_type: str, charset: str | None
) -> None:
    url = server.at("/post", answer(b"post", headers={"Content-Type": content_type}))

    page = fetcher.fetch(a_source(url), FIRST)

    assert isinstance(page, FetchedPage)
    assert page.charset == charset
    assert page.content_type == content_type

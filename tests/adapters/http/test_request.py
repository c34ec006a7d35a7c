"""Where a fetch lets itself be led."""

import httpx
import pytest

from tests.adapters.http.test_fetch import a_source
from tests.servers.http import HttpServer, answer, conditional, redirect
from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.core.errors import FetchUnusable

NAMED = ("named.example", "narrow.example:8443", "Secure.example:443")
KNOWN = Validators(etag='"7"')


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_page_that_moved_within_its_site_is_followed(
    fetcher: Fetcher, server: HttpServer, status: int
) -> None:
    url = server.at("/old/feed", redirect("../new", status=status))
    server.at("/new", conditional(b"page", etag='"7"'))

    page = fetcher.fetch(a_source(url), KNOWN)

    assert page == FetchedPage(
        url=server.url("/new"), body=b"page", validators=Validators(), content_type=None
    )
    asked = [(r.path, r.headers.get("if-none-match")) for r in server.requests]
    assert asked == [("/old/feed", '"7"'), ("/new", None)]


def test_unchanged_from_an_address_that_was_asked_for_no_change_is_no_answer(
    fetcher: Fetcher, server: HttpServer
) -> None:
    server.at("/new", answer(status=304))
    url = server.at("/old", redirect("/new"))

    with pytest.raises(FetchUnusable, match="answered 304"):
        fetcher.fetch(a_source(url), KNOWN)


def test_three_redirects_are_followed_and_a_fourth_is_not(
    fetcher: Fetcher, server: HttpServer
) -> None:
    for number in range(1, 5):
        server.at(f"/{number}", redirect(f"/{number - 1}"))
    server.at("/0", answer(b"page"))

    page = fetcher.fetch(a_source(server.url("/3")), KNOWN)
    assert isinstance(page, FetchedPage)
    assert page.body == b"page"

    with pytest.raises(FetchUnusable, match="more than 3 times"):
        fetcher.fetch(a_source(server.url("/4")), KNOWN)


def test_a_circle_is_left_when_it_closes(fetcher: Fetcher, server: HttpServer) -> None:
    server.at("/a", redirect("/b"))
    server.at("/b", redirect("/a"))

    with pytest.raises(FetchUnusable, match="in a circle"):
        fetcher.fetch(a_source(server.url("/a")), KNOWN)

    assert [request.path for request in server.requests] == ["/a", "/b"]


def test_another_site_is_not_asked(fetcher: Fetcher, server: HttpServer) -> None:
    there = server.url("/feed", host="localhost")
    url = server.at("/old", redirect(there))

    with pytest.raises(FetchUnusable, match=r"not the same site.*redirects_to"):
        fetcher.fetch(a_source(url), KNOWN)

    assert [request.path for request in server.requests] == ["/old"]


def test_another_site_is_asked_where_the_operator_named_it(
    fetcher: Fetcher, server: HttpServer
) -> None:
    there = server.at("/feed", answer(b"page")).replace("127.0.0.1", "localhost")
    source = a_source(server.at("/old", redirect(there)), redirects_to=("LocalHost",))

    page = fetcher.fetch(source, KNOWN)

    assert isinstance(page, FetchedPage)
    assert page.url == there


def test_what_goes_wrong_is_told_without_the_query_of_the_source(
    fetcher: Fetcher, server: HttpServer
) -> None:
    url = server.at("/old", redirect("http://b.example/?token=s3cr3t-of-ours"))

    with pytest.raises(FetchUnusable, match=r"redirects to") as caught:
        fetcher.fetch(a_source(f"{url}?token=s3cr3t-of-ours"), KNOWN)

    assert "s3cr3t" not in str(caught.value)
    assert f"{url}?***" in str(caught.value)


@pytest.mark.parametrize(
    ("start", "location", "followed"),
    [
        ("https://www.feed.example/a", "https://feed.example/b", True),
        ("https://feed.example/a", "https://www.feed.example/b", True),
        ("https://feed.example/a", "https://WWW.FEED.example/b", True),
        ("https://feed.example/a", "//feed.example/b", True),
        ("https://feed.example/a", "https://feed.example:8443/b", False),
        ("https://feed.example/a", "https://feed.example:443/b", True),
        ("http://feed.example/a", "http://feed.example:8080/b", False),
        ("http://feed.example:8080/a", "http://feed.example:8080/b", True),
        ("http://feed.example:8080/a", "http://feed.example/b", False),
        ("http://feed.example:8080/a", "https://feed.example/b", False),
        ("http://feed.example:8080/a", "https://feed.example:8080/b", False),
        ("https://feed.example/a", "https://named.example:8443/b", True),
        ("https://feed.example/a", "https://narrow.example:8443/b", True),
        ("https://feed.example/a", "https://www.narrow.example:8443/b", True),
        ("https://feed.example/a", "https://narrow.example/b", False),
        ("https://feed.example/a", "https://secure.example/b", True),
        ("https://feed.example/a", "https://secure.example:8443/b", False),
        ("http://feed.example/a", "https://feed.example/b", True),
        ("http://feed.example/a", "http://feed.example/b", True),
        ("https://feed.example/a", "http://feed.example/b", False),
        ("https://feed.example/a", "https://other.feed.example/b", False),
        ("https://feed.example/a", "https://feed.example.evil.example/b", False),
        ("https://feed.example/a", "https://feed.example@evil.example/b", False),
        ("https://feed.example/a", "https://named.example/b", True),
        ("https://feed.example/a", "http://named.example/b", False),
        ("https://feed.example/a", "ftp://feed.example/b", False),
        ("https://feed.example/a", "file:///etc/passwd", False),
        ("https://feed.example/a", "https://[::1/b", False),
        ("https://feed.example/a", "https://feed.example:port/b", False),
        ("https://feed.example/a", "https:///b", True),
        ("https://feed.example/a", "", False),
    ],
)
def test_a_site_is_one_port_of_its_host_with_or_without_www_and_https_is_never_left(
    start: str,
    location: str,
    followed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    moved = Moved(location)
    source = a_source(start, redirects_to=NAMED)

    with Fetcher(contact="", version="0.1", transport=moved) as fetcher:
        if followed:
            assert isinstance(fetcher.fetch(source, KNOWN), FetchedPage)
        else:
            with pytest.raises(FetchUnusable, match=rf"^{start} redirects .*; .*\.$"):
                fetcher.fetch(source, KNOWN)

    assert moved.asked == (2 if followed else 1)


class Moved(httpx.BaseTransport):
    """Sends the first request elsewhere, and answers any other."""

    def __init__(self, location: str) -> None:
        self.location = location
        self.asked = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if self.asked == 1:
            return httpx.Response(301, headers={"Location": self.location})
        return httpx.Response(200, stream=httpx.ByteStream(b"page"), request=request)

"""Everything that can go wrong on the way, each told as one of our errors."""

import gzip
import zlib
from collections.abc import Iterator

import httpcore
import httpx
import pytest

from tests.adapters.http.test_fetch import FEED, a_source
from tests.servers.http import HttpServer, answer, drip, hang, raw, reset, slow_headers
from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.core.errors import FetchError, FetchLater, FetchUnusable
from watcher.core.model import Trouble

FIRST = Validators()


def every_exception(module: object, *roots: type[BaseException]) -> list[type]:
    named = vars(module).values()
    classes = [c for c in named if isinstance(c, type) and issubclass(c, Exception)]
    found = {*classes, *roots}
    while more := {s for c in found for s in c.__subclasses__()} - found:
        found |= more
    return sorted(found, key=lambda c: (c.__module__, c.__name__))


LIBRARY = [
    *every_exception(httpx, httpx.HTTPError, httpx.StreamError),
    *every_exception(httpcore, httpcore.ConnectionNotAvailable),
]


def an_instance(kind: type[Exception]) -> Exception:
    if issubclass(kind, httpx.HTTPStatusError):
        request = httpx.Request("GET", FEED)
        return kind("said", request=request, response=httpx.Response(500))
    try:
        return kind("said")
    except TypeError:
        return kind()


class Failing(httpx.BaseTransport):
    """Raises before the headers, or in the middle of the body, and counts."""

    def __init__(self, error: Exception, *, in_the_body: bool) -> None:
        self.error = error
        self.in_the_body = in_the_body
        self.tries = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.tries += 1
        if not self.in_the_body:
            raise self.error
        return httpx.Response(200, stream=FailingStream(self.error), request=request)


class FailingStream(httpx.SyncByteStream):
    def __init__(self, error: Exception) -> None:
        self.error = error

    def __iter__(self) -> Iterator[bytes]:
        yield b"{"
        raise self.error


def test_the_libraries_have_the_exceptions_that_are_tried_here() -> None:
    assert len(LIBRARY) >= 40
    assert {httpx.ReadTimeout, httpx.InvalidURL, httpcore.ReadError} <= {*LIBRARY}


@pytest.mark.parametrize("in_the_body", [False, True], ids=["headers", "body"])
@pytest.mark.parametrize("kind", LIBRARY, ids=lambda c: f"{c.__module__}.{c.__name__}")
def test_no_exception_of_the_libraries_gets_past_the_door(
    kind: type[Exception],
    in_the_body: bool,  # noqa: FBT001 - a column of the table
) -> None:
    error = an_instance(kind)
    transport = Failing(error, in_the_body=in_the_body)

    with (
        Fetcher(contact="", version="0.1", transport=transport) as fetcher,
        pytest.raises(FetchError, match=f"(?s)^{FEED} .*; .*[.]$") as e,
    ):
        fetcher.fetch(a_source(), FIRST)

    assert e.value.__cause__ is error


@pytest.mark.parametrize(
    ("error", "expected", "tries"),
    [
        (httpx.ConnectError("refused"), FetchLater, 2),
        (httpx.ReadError("reset"), FetchLater, 2),
        (httpx.WriteError("broken pipe"), FetchLater, 2),
        (httpx.RemoteProtocolError("cut"), FetchLater, 2),
        (httpx.ProxyError("502"), FetchLater, 2),
        (httpcore.ReadError("reset"), FetchLater, 2),
        (httpcore.RemoteProtocolError("cut"), FetchLater, 2),
        (httpcore.ProxyError("502"), FetchLater, 2),
        (httpcore.ReadTimeout("slow"), FetchLater, 1),
        (httpcore.LocalProtocolError("ours"), FetchUnusable, 1),
        (OSError(24, "Too many open files"), FetchLater, 2),
        (httpx.ConnectTimeout("slow"), FetchLater, 1),
        (httpx.ReadTimeout("slow"), FetchLater, 1),
        (httpx.PoolTimeout("slow"), FetchLater, 1),
        (httpx.LocalProtocolError("ours"), FetchUnusable, 1),
        (httpx.UnsupportedProtocol("ftp"), FetchUnusable, 1),
        (httpx.InvalidURL("port"), FetchUnusable, 1),
        (zlib.error("incorrect header"), FetchUnusable, 1),
    ],
    ids=lambda value: f"{value.__class__.__module__}-{value!r}",
)
def test_a_failure_of_the_network_is_tried_twice_and_nothing_else(
    error: Exception, expected: type[FetchError], tries: int
) -> None:
    transport = Failing(error, in_the_body=False)

    with (
        Fetcher(contact="", version="0.1", transport=transport) as fetcher,
        pytest.raises(expected),
    ):
        fetcher.fetch(a_source(), FIRST)

    assert transport.tries == tries


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/feed",
        "ftp://feed.example/",
        "http:///feed",
        "http://[::1/",
        "http://feed..example/",
        f"http://{'a' * 70}.example/",
        "http://feed.example/\ud800",
        "http://feed.example:port/",
    ],
    ids=ascii,
)
def test_an_address_that_cannot_be_asked_is_for_the_operator_to_mend(
    fetcher: Fetcher, url: str
) -> None:
    with pytest.raises(FetchUnusable, match="mend the url of the source"):
        fetcher.fetch(a_source(url), FIRST)


def test_nobody_at_the_address_is_passing_trouble(fetcher: Fetcher) -> None:
    with HttpServer() as server:
        url = server.url("/feed")

    with pytest.raises(FetchLater, match=r"ConnectError.*next poll") as e:
        fetcher.fetch(a_source(url), FIRST)

    assert e.value.trouble is Trouble.UNREACHABLE
    assert e.value.retry_after is None


PACKED = gzip.compress(b'{"rounds": []}')
AS_GZIP = {"Content-Encoding": "gzip"}


@pytest.mark.parametrize(
    "broken",
    [
        reset(),
        raw(b""),
        raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
        raw(b"220 mail.example ESMTP\r\n"),
        answer(b'{"rounds"', headers={"Content-Length": "14"}),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"),
        answer(PACKED[:-9], headers=AS_GZIP),
        raw(b"HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + PACKED[:-9]),
    ],
    ids=["reset", "eof", "headers", "smtp", "length", "chunk", "gzip", "gzip-close"],
)
def test_a_connection_that_breaks_is_made_good_by_the_next(
    fetcher: Fetcher, server: HttpServer, broken: object
) -> None:
    whole = answer(PACKED, headers=AS_GZIP)
    url = server.at("/feed", broken, whole, broken)  # type: ignore[arg-type]  # a Step, out of the table

    page = fetcher.fetch(a_source(url), FIRST)
    assert isinstance(page, FetchedPage)
    assert page.body == b'{"rounds": []}'

    with pytest.raises(FetchLater) as e:
        fetcher.fetch(a_source(url), FIRST)
    assert e.value.trouble is Trouble.UNREACHABLE
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "slow",
    [hang(), slow_headers(), drip(), drip(headers={"Content-Length": "5000"})],
    ids=["hang", "headers", "body until the end", "body of a length"],
)
def test_whatever_takes_too_long_is_ended_and_not_tried_again(
    hasty: Fetcher, server: HttpServer, slow: object
) -> None:
    url = server.at("/feed", slow)  # type: ignore[arg-type]  # a Step, out of the table

    with pytest.raises(FetchLater, match=r"not done within 0\.4 s; .*next poll") as e:
        hasty.fetch(a_source(url), FIRST)

    assert e.value.trouble is Trouble.UNREACHABLE
    assert not isinstance(e.value.__cause__, httpx.TimeoutException)
    assert len(server.requests) == 1


def test_a_handshake_that_is_never_answered_is_ended_too(
    hasty: Fetcher, server: HttpServer
) -> None:
    with pytest.raises(FetchLater, match=r"not done within 0\.4 s") as e:
        hasty.fetch(a_source(server.url("/feed", scheme="https")), FIRST)

    assert not isinstance(e.value.__cause__, httpx.TimeoutException)


def test_the_next_fetch_has_its_time_anew(hasty: Fetcher, server: HttpServer) -> None:
    source = a_source(server.at("/feed", hang(), answer(b"page")))
    with pytest.raises(FetchLater):
        hasty.fetch(source, FIRST)

    page = hasty.fetch(source, FIRST)

    assert isinstance(page, FetchedPage)
    assert page.body == b"page"

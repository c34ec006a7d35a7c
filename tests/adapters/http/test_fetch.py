"""What is asked, and what each answer means."""

import gzip
import logging
import re
from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest
import respx

from tests.servers.http import HttpServer, answer, conditional, hang
from watcher.adapters.http import CacheHeaders, FetchedPage, Fetcher, NotModified, Validators
from watcher.core.errors import ConfigError, FetchBlocked, FetchError, FetchLater, FetchUnusable
from watcher.core.model import Trouble
from watcher.core.settings import Source

FEED = "https://feed.example/rounds.json"
FIRST = Validators()
KNOWN = Validators(etag='"7"', last_modified="Wed, 19 Aug 2026 20:29:13 GMT")


def a_source(url: str = FEED, **more: object) -> Source:
    return Source(name="ircc", kind="ircc-json", url=url, **more)  # type: ignore[arg-type]  # a test names only the fields it is about


def test_a_first_fetch_gives_the_page_with_its_validators(
    fetcher: Fetcher, server: HttpServer
) -> None:
    url = server.at(
        "/feed",
        answer(
            b'{"rounds": []}',
            headers={
                "ETag": '"7"',
                "Last-Modified": "Wed, 19 Aug 2026 20:29:13 GMT",
                "Content-Type": "application/json",
            },
        ),
    )

    assert fetcher.fetch(a_source(url), FIRST) == FetchedPage(
        url=url, body=b'{"rounds": []}', validators=KNOWN, content_type="application/json"
    )


def test_a_page_that_did_not_change_is_sent_only_once(fetcher: Fetcher, server: HttpServer) -> None:
    source = a_source(server.at("/feed", conditional(b"page", etag='W/"7"')))
    first = fetcher.fetch(source, FIRST)
    assert isinstance(first, FetchedPage)

    again = fetcher.fetch(source, first.validators)

    assert again == NotModified(validators=Validators(etag='W/"7"'))


def test_a_date_alone_serves_as_a_validator(fetcher: Fetcher, server: HttpServer) -> None:
    when = "Wed, 19 Aug 2026 20:29:13 GMT"
    source = a_source(server.at("/feed", conditional(b"page", last_modified=when)))

    again = fetcher.fetch(source, Validators(last_modified=when))

    assert again == NotModified(validators=Validators(last_modified=when))


def test_a_page_sent_as_gzip_arrives_decompressed(fetcher: Fetcher, server: HttpServer) -> None:
    body = b'{"rounds": []}' * 1000
    url = server.at("/feed", conditional(gzip.compress(body), gzipped=True))

    page = fetcher.fetch(a_source(url), FIRST)

    assert isinstance(page, FetchedPage)
    assert page.body == body


def test_an_unchanged_answer_keeps_the_validators_of_the_page_that_we_hold(
    fetcher: Fetcher, respx_mock: respx.Router
) -> None:
    respx_mock.get(FEED).respond(304, headers={"ETag": '"8"'})

    assert fetcher.fetch(a_source(), KNOWN) == NotModified(validators=KNOWN)


def test_every_request_says_who_asks_and_is_worded_as_a_browser_words_it(
    fetcher: Fetcher, server: HttpServer
) -> None:
    fetcher.fetch(a_source(server.at("/feed", answer(b"page"))), KNOWN)

    (request,) = server.requests
    assert request.headers == {
        "host": f"127.0.0.1:{server.port}",
        "user-agent": "express-entry-watcher/0.1 (+ops@example.org)",
        "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "accept-language": "en-CA,en;q=0.9,fr-CA;q=0.8,fr;q=0.7",
        "accept-encoding": "gzip",
        "connection": "keep-alive",
        "if-none-match": '"7"',
        "if-modified-since": "Wed, 19 Aug 2026 20:29:13 GMT",
    }


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        ("", "express-entry-watcher/0.1"),
        ("a@b.ca", "express-entry-watcher/0.1 (+a@b.ca)"),
        ("josé\r\nX: 1", "express-entry-watcher/0.1 (+jos???X: 1)"),
    ],
)
def test_any_contact_makes_a_user_agent_that_can_be_sent(
    server: HttpServer, contact: str, agent: str
) -> None:
    with Fetcher(contact=contact, version="0.1") as fetcher:
        fetcher.fetch(a_source(server.at("/feed", answer(b"page"))), FIRST)

    assert server.requests[0].headers["user-agent"] == agent


def test_no_cookie_is_kept(fetcher: Fetcher, server: HttpServer) -> None:
    source = a_source(server.at("/feed", answer(b"page", headers={"Set-Cookie": "bot=1; Path=/"})))
    fetcher.fetch(source, FIRST)
    fetcher.fetch(source, FIRST)

    assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize(
    "etag", ['"é"', '"\x07"', f'"{"x" * 2000}"', ""], ids=["é", "bell", "long", "empty"]
)
def test_a_validator_that_no_header_should_carry_is_forgotten(
    fetcher: Fetcher, respx_mock: respx.Router, etag: str
) -> None:
    route = respx_mock.get(FEED).respond(200, headers=[(b"ETag", etag.encode())])

    page = fetcher.fetch(a_source(), Validators(etag=etag))

    assert isinstance(page, FetchedPage)
    assert page.validators == Validators()
    assert "if-none-match" not in route.calls.last.request.headers


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("/feed", r"wbCacheBust=[0-9a-f]{16}"),
        ("/feed?a=%20b&c", r"a=%20b&c&wbCacheBust=[0-9a-f]{16}"),
    ],
)
def test_a_cache_is_busted_only_where_that_is_set_and_anew_each_time(
    fetcher: Fetcher, server: HttpServer, url: str, pattern: str
) -> None:
    server.at("/feed", answer(b"page"))
    plain = a_source(server.url(url))
    busting = a_source(server.url(url), cache_bust=True)

    pages = [fetcher.fetch(s, KNOWN) for s in (plain, busting, busting)]

    without, first, second = (request.query for request in server.requests)
    assert without == server.url(url).partition("?")[2]
    assert first != second
    for query in (first, second):
        assert re.fullmatch(pattern, query)
    assert {page.url for page in pages if isinstance(page, FetchedPage)} == {server.url(url)}


def test_an_empty_answer_is_a_page_for_the_reader_to_judge(
    fetcher: Fetcher, respx_mock: respx.Router
) -> None:
    respx_mock.get(FEED).respond(200, headers={"Content-Encoding": "gzip"})

    page = fetcher.fetch(a_source(), FIRST)

    assert isinstance(page, FetchedPage)
    assert page.body == b""


LATER, BLOCKED, UNUSABLE = FetchLater, FetchBlocked, FetchUnusable


@pytest.mark.parametrize(
    ("status", "error", "trouble"),
    [
        (201, UNUSABLE, Trouble.UNUSABLE),
        (204, UNUSABLE, Trouble.UNUSABLE),
        (206, UNUSABLE, Trouble.UNUSABLE),
        (300, UNUSABLE, Trouble.UNUSABLE),
        (304, UNUSABLE, Trouble.UNUSABLE),
        (400, UNUSABLE, Trouble.UNUSABLE),
        (401, BLOCKED, Trouble.BLOCKED),
        (403, BLOCKED, Trouble.BLOCKED),
        (404, UNUSABLE, Trouble.UNUSABLE),
        (407, UNUSABLE, Trouble.UNUSABLE),
        (408, LATER, Trouble.UNREACHABLE),
        (410, UNUSABLE, Trouble.UNUSABLE),
        (425, LATER, Trouble.UNREACHABLE),
        (429, LATER, Trouble.THROTTLED),
        (451, BLOCKED, Trouble.BLOCKED),
        (500, LATER, Trouble.UNREACHABLE),
        (502, LATER, Trouble.UNREACHABLE),
        (503, LATER, Trouble.THROTTLED),
        (504, LATER, Trouble.UNREACHABLE),
        (520, LATER, Trouble.UNREACHABLE),
        (999, UNUSABLE, Trouble.UNUSABLE),
    ],
)
def test_every_other_status_is_an_error_named_by_what_to_do(
    fetcher: Fetcher,
    respx_mock: respx.Router,
    status: int,
    error: type[FetchError],
    trouble: Trouble,
) -> None:
    route = respx_mock.get(FEED).respond(status)

    with pytest.raises(FetchError, match=f"^{FEED} answered {status}.*; .*[.]$") as e:
        fetcher.fetch(a_source(), FIRST)

    assert type(e.value) is error
    assert e.value.trouble is trouble
    assert route.call_count == 1


NOW = {"Date": "Wed, 19 Aug 2026 20:00:00 GMT"}


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "120"}, timedelta(minutes=2)),
        ({"Retry-After": " 0 "}, timedelta(0)),
        ({"Retry-After": "86400"}, timedelta(hours=1)),
        ({"Retry-After": "9" * 5000}, timedelta(hours=1)),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
        ({"Retry-After": "Wed, 19 Aug 2026 20:00:30 GMT", **NOW}, timedelta(seconds=30)),
        ({"Retry-After": "Wed, 19 Aug 2026 19:00:00 GMT", **NOW}, timedelta(0)),
        ({"Retry-After": "Thu, 19 Aug 2027 20:00:00 GMT", **NOW}, timedelta(hours=1)),
        ({"Retry-After": "Wed, 19 Aug 2026 20:00:30 GMT"}, None),
        ({"Retry-After": "Wed, 99 Aug 2026 20:00:30 GMT", **NOW}, None),
    ],
    ids=lambda value: str(value)[:60],
)
@pytest.mark.parametrize("status", [429, 503])
def test_how_long_to_wait_is_what_the_site_asks_within_an_hour(
    fetcher: Fetcher,
    respx_mock: respx.Router,
    status: int,
    headers: Mapping[str, str],
    wait: timedelta | None,
) -> None:
    coded = [(name.encode(), value.encode()) for name, value in headers.items()]
    respx_mock.get(FEED).respond(status, headers=coded)

    with pytest.raises(FetchLater) as e:
        fetcher.fetch(a_source(), FIRST)

    assert e.value.retry_after == wait


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip, br", "aes128gcm"]
)
def test_an_encoding_that_was_not_asked_for_is_refused_unread(
    fetcher: Fetcher, respx_mock: respx.Router, encoding: str
) -> None:
    respx_mock.get(FEED).respond(200, headers={"Content-Encoding": encoding})

    with pytest.raises(FetchUnusable, match=f"encoded as '{encoding}'"):
        fetcher.fetch(a_source(), FIRST)


@pytest.mark.parametrize("encoding", ["x-gzip", "GZIP", "identity, gzip"])
def test_gzip_is_known_under_its_other_names(
    fetcher: Fetcher, server: HttpServer, encoding: str
) -> None:
    packed = gzip.compress(b"page")
    url = server.at("/feed", answer(packed, headers={"Content-Encoding": encoding}))

    page = fetcher.fetch(a_source(url), FIRST)

    assert isinstance(page, FetchedPage)
    assert page.body == b"page"


def test_a_password_in_the_address_is_sent_but_never_said(
    fetcher: Fetcher, server: HttpServer
) -> None:
    url = server.at("/gone", answer(status=410)).replace("//", "//me:hunter2@")

    with pytest.raises(FetchUnusable) as e:
        fetcher.fetch(a_source(url), FIRST)

    assert "hunter2" not in str(e.value)
    assert server.requests[0].headers["authorization"] == "Basic bWU6aHVudGVyMg=="


def test_the_libraries_log_no_address(server: HttpServer, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)

    with Fetcher(contact="", version="0.1") as fetcher:
        fetcher.fetch(a_source(server.at("/feed", answer(b"page"))), FIRST)

    assert caplog.messages == []


def test_a_proxy_that_the_environment_names_is_asked_instead(
    server: HttpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url("/"))
    monkeypatch.setenv("no_proxy", "")
    server.at("http://feed.example/feed", answer(b"page"), hang())
    source = a_source("http://feed.example/feed")

    with Fetcher(contact="", version="0.1", total=timedelta(seconds=0.4)) as fetcher:
        page = fetcher.fetch(source, FIRST)
        with pytest.raises(FetchLater, match="not done within"):
            fetcher.fetch(source, FIRST)

    assert isinstance(page, FetchedPage)
    assert page.body == b"page"


def test_a_proxy_that_cannot_be_used_is_a_fault_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1:1")

    with pytest.raises(ConfigError, match=r"environment: HTTP_PROXY.*gopher"):
        Fetcher(contact="", version="0.1")


def test_a_closed_fetcher_has_closed_its_client() -> None:
    transport = CountingTransport()
    with Fetcher(contact="", version="0.1", transport=transport):
        assert transport.closed == 0

    assert transport.closed == 1


class CountingTransport(httpx.BaseTransport):
    closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize(
    ("headers", "cached"),
    [
        ({}, CacheHeaders()),
        (
            {"Age": "12", "Cache-Control": "public, max-age=300"},
            CacheHeaders(age=12, control="public, max-age=300"),
        ),
        ({"Age": "soon", "Cache-Control": "é"}, CacheHeaders()),
        ({"Age": "-5", "Cache-Control": "x" * 999}, CacheHeaders(control="x" * 200)),
        ({"Age": "1" * 99}, CacheHeaders()),
    ],
)
def test_what_an_answer_says_of_caches_is_read_with_it(
    headers: dict[str, str], cached: CacheHeaders
) -> None:
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    with respx.mock, Fetcher(contact="ops@example.org", version="0") as fetcher:
        respx.get(FEED).mock(
            side_effect=[httpx.Response(200, headers=sent), httpx.Response(304, headers=sent)]
        )
        assert fetcher.fetch(a_source(), FIRST).cached == cached
        assert fetcher.fetch(a_source(), KNOWN).cached == cached

"""What a site's robots.txt forbids is not asked for."""

import gzip
from collections.abc import Iterator

import httpx
import pytest

from tests.adapters.http.manners import Clock, a_secondary_source
from tests.servers.http import HttpServer, Step, answer, raw, redirect, reset
from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.adapters.http.robots import Robots, only_our_rules
from watcher.core.errors import FetchForbidden, FetchLater
from watcher.core.model import Trouble
from watcher.core.settings import Source

FIRST = Validators()
DAY = 24 * 3600


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def polite(clock: Clock) -> Iterator[Fetcher]:
    with Fetcher(
        contact="",
        version="0.1",
        transport=httpx.HTTPTransport(verify=False),
        clock=clock,
        pause=clock.pause,
    ) as fetcher:
        yield fetcher


def a_polite_source(server: HttpServer, path: str = "/feed", **more: object) -> Source:
    url = server.url(path)
    server.at(path, answer(b"page"))
    return a_secondary_source(url, robots=True, **more)


def rules(text: str) -> Step:
    return answer(text.encode())


def targets(server: HttpServer) -> list[str]:
    return [request.target for request in server.requests]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /news/", False),
        ("User-agent: *\nDisallow: /private/", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/draws", True),
        ("User-agent: *\nDisallow: /*?page=", False),
        ("User-agent: *\nDisallow: /*.pdf$", True),
        ("User-agent: somebody\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Express-Entry-Watcher\nAllow: /", True),
        ("User-agent: a\nUser-agent: express-entry-watcher/2.0\nDisallow: /news", False),
        ("useragent express-entry-watcher # us\ndisallow /news", False),
        ("User-agent: *bot\nDisallow: /", True),
        ("\ufeffUser-agent: *\r\nDisallow: /news\r\n", False),
        ("User-agent: express\nUser-agent: watcher\nDisallow: /", True),
        ("<!DOCTYPE html><html><p>Page not found</p></html>", True),
    ],
)  # fmt: skip
def test_a_page_is_asked_for_where_the_rules_allow_it(
    polite: Fetcher, server: HttpServer, text: str, *, allowed: bool
) -> None:
    server.at("/robots.txt", rules(text))
    server.at("/news/draws", answer(b"page"))
    source = a_secondary_source(server.url("/news/draws?page=2"), robots=True)

    if allowed:
        assert isinstance(polite.fetch(source, FIRST), FetchedPage)
    else:
        with pytest.raises(FetchForbidden):
            polite.fetch(source, FIRST)

    asked = ["/robots.txt", "/news/draws?page=2"]
    assert targets(server) == (asked if allowed else asked[:1])


def test_a_forbidden_page_is_told_with_the_file_and_the_way_out(
    polite: Fetcher, server: HttpServer
) -> None:
    server.at("/robots.txt", rules("User-agent: *\nDisallow: /feed"))
    source = a_polite_source(server)

    with pytest.raises(FetchForbidden) as e:
        polite.fetch(source, FIRST)

    assert e.value.trouble is Trouble.FORBIDDEN
    assert str(e.value) == (
        f"{source.url} is not for us to ask, says {server.url('/robots.txt')}; choose "
        "another page, or set robots = false for this source if you may read it all "
        "the same."
    )


def test_what_is_linked_and_where_a_redirect_leads_is_judged_too(
    polite: Fetcher, server: HttpServer
) -> None:
    server.at("/robots.txt", rules("User-agent: *\nDisallow: /members/"))
    source = a_polite_source(server)
    moved = server.at("/post", redirect("/members/post"))

    for url in (server.url("/members/post"), moved):
        with pytest.raises(FetchForbidden, match="/members/post is not for us"):
            polite.fetch(source, FIRST, url=url)

    assert targets(server) == ["/robots.txt", "/post"]


@pytest.mark.parametrize("more", [{"robots": False}, {"trust": "official"}])
def test_the_rules_are_not_asked_for_where_that_is_off_or_the_source_is_official(
    polite: Fetcher, server: HttpServer, more: dict[str, object]
) -> None:
    server.at("/robots.txt", rules("User-agent: *\nDisallow: /"))
    source = a_secondary_source(server.at("/feed", answer(b"page")), **{"robots": True} | more)

    assert isinstance(polite.fetch(source, FIRST), FetchedPage)
    assert targets(server) == ["/feed"]


def test_the_rules_are_remembered_for_a_day(
    polite: Fetcher, server: HttpServer, clock: Clock
) -> None:
    server.at("/robots.txt", rules(""), rules("User-agent: *\nDisallow: /"))
    source = a_polite_source(server)

    polite.fetch(source, FIRST)
    clock.now += DAY - 60
    polite.fetch(source, FIRST)
    clock.now += 60
    with pytest.raises(FetchForbidden):
        polite.fetch(source, FIRST)

    assert targets(server) == ["/robots.txt", "/feed", "/feed", "/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_a_site_without_rules_lets_us_ask(polite: Fetcher, server: HttpServer, status: int) -> None:
    server.at("/robots.txt", answer(b"Disallow: /", status=status))
    source = a_polite_source(server)

    polite.fetch(source, FIRST)
    polite.fetch(source, FIRST)

    assert targets(server) == ["/robots.txt", "/feed", "/feed"]


@pytest.mark.parametrize(
    ("broken", "trouble"),
    [
        (answer(status=500), Trouble.UNREACHABLE),
        (answer(status=503), Trouble.THROTTLED),
        (answer(status=429), Trouble.THROTTLED),
        (answer(status=304), Trouble.UNUSABLE),
        (reset(), Trouble.UNREACHABLE),
        (answer(b"User-agent", headers={"Content-Length": "99"}), Trouble.UNREACHABLE),
        (answer(b"?", headers={"Content-Encoding": "br"}), Trouble.UNUSABLE),
        (answer(b"<html>", headers={"Content-Encoding": "gzip"}), Trouble.UNUSABLE),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 50_000), Trouble.UNREACHABLE),
        (redirect("https://elsewhere.example/robots.txt"), Trouble.UNUSABLE),
        (redirect("/robots.txt"), Trouble.UNUSABLE),
    ],
    ids=[
        "500", "503", "429", "304", "reset", "cut", "br", "no gzip", "headers",
        "elsewhere", "circle",
    ],
)  # fmt: skip
def test_until_the_rules_can_be_read_nothing_is_asked_and_they_only_now_and_then(
    polite: Fetcher, server: HttpServer, clock: Clock, broken: Step, trouble: Trouble
) -> None:
    server.at("/robots.txt", broken)
    source = a_polite_source(server)

    for _ in range(3):
        with pytest.raises(FetchLater, match=r"(?s)/robots\.txt .*robots = false") as e:
            polite.fetch(source, FIRST)
        assert e.value.trouble is trouble
    first = len(server.requests)
    assert first <= 2  # a connection that breaks is tried once more
    server.at("/robots.txt", rules(""))
    clock.now += 600

    assert isinstance(polite.fetch(source, FIRST), FetchedPage)
    assert targets(server)[first:] == ["/robots.txt", "/feed"]


def test_a_site_that_asks_for_patience_is_left_alone_for_that_long(
    polite: Fetcher, server: HttpServer, clock: Clock
) -> None:
    server.at("/robots.txt", answer(status=503, headers={"Retry-After": "1800"}))
    source = a_polite_source(server)

    for _ in range(2):
        with pytest.raises(FetchLater) as e:
            polite.fetch(source, FIRST)
        assert e.value.retry_after is not None
        assert e.value.retry_after.total_seconds() == 1800
        clock.now += 700

    assert targets(server) == ["/robots.txt"]


def test_rules_may_be_moved_five_times(polite: Fetcher, server: HttpServer) -> None:
    server.at("/robots.txt", redirect("/1"))
    for number in range(1, 5):
        server.at(f"/{number}", redirect(f"/{number + 1}"))
    server.at("/5", rules("User-agent: *\nDisallow: /feed"))

    with pytest.raises(FetchForbidden):
        polite.fetch(a_polite_source(server), FIRST)


def test_each_port_of_a_site_has_its_own_rules(polite: Fetcher, server: HttpServer) -> None:
    server.at("/robots.txt", rules("User-agent: *\nDisallow: /"))
    with HttpServer() as other:
        assert isinstance(polite.fetch(a_polite_source(other), FIRST), FetchedPage)
    with pytest.raises(FetchForbidden):
        polite.fetch(a_polite_source(server), FIRST)


def test_a_site_that_leads_to_ever_more_of_its_ports_is_remembered_in_part(clock: Clock) -> None:
    asked: list[str] = []

    def ask(_: Source, file: str) -> str:
        asked.append(file)
        return ""

    robots = Robots(ask, clock)
    source = a_secondary_source("http://news.example/")
    for port in (*range(1000, 1065), 1064, 1000):
        robots.rest(source, httpx.URL(f"http://news.example:{port}/feed"))

    assert len(asked) == 66  # the first one was forgotten, the last one was not
    assert asked[-1] == "http://news.example:1000/robots.txt"


@pytest.mark.parametrize(
    ("delay", "wait"),
    [("10", 10.0), ("0.5", 2.0), ("3600", 60.0), ("soon", 2.0), ("-5", 2.0), ("1e400", 2.0)],
)
def test_the_rest_that_a_site_asks_for_is_kept_up_to_a_minute(
    polite: Fetcher, server: HttpServer, clock: Clock, delay: str, wait: float
) -> None:
    server.at("/robots.txt", rules(f"User-agent: *\nCrawl-delay: {delay}"))
    source = a_polite_source(server)

    polite.fetch(source, FIRST)
    polite.fetch(source, FIRST)

    assert clock.waits == [wait, wait]


def test_of_rules_without_end_the_first_500_kilobytes_are_read(
    polite: Fetcher, server: HttpServer
) -> None:
    text = "User-agent: *\nDisallow: /feed\n" + "# and so on\n" * 100_000
    packed = gzip.compress(text.encode())
    server.at("/robots.txt", answer(packed, headers={"Content-Encoding": "gzip"}))

    with pytest.raises(FetchForbidden):
        polite.fetch(a_polite_source(server), FIRST)


def test_a_line_that_is_cut_is_no_rule(polite: Fetcher, server: HttpServer) -> None:
    head, last = "User-agent: *\n", "Disallow: /feed-of-members"
    text = head + "#" * (512_000 - len(head) - len(last[:-11]) - 1) + "\n" + last
    server.at("/robots.txt", rules(text))

    assert isinstance(polite.fetch(a_polite_source(server), FIRST), FetchedPage)


def test_a_password_in_the_address_is_sent_for_the_rules_too_and_never_said(
    polite: Fetcher, server: HttpServer
) -> None:
    server.at("/robots.txt", rules("User-agent: *\nDisallow: /"))
    url = server.url("/feed").replace("//", "//me:hunter2@")

    with pytest.raises(FetchForbidden) as e:
        polite.fetch(a_secondary_source(url, robots=True), FIRST)

    assert "hunter2" not in str(e.value)
    assert server.requests[0].headers["authorization"] == "Basic bWU6aHVudGVyMg=="


@pytest.mark.parametrize(
    "agent", ["User-agent: a{}", "useragent:a{}", "User  Agent a{}", "\tUSER-AGENT\t:a{}*"]
)
def test_the_rules_of_others_are_kept_once_whatever_they_are_called(agent: str) -> None:
    names = "\n".join(agent.format(number) for number in range(300))

    ours = only_our_rules(f"{names}\nDisallow: /\n\nUser-agent: *\nDisallow: /x\n")

    called = {line for line in ours.splitlines() if "agent" in line.lower()}
    assert called == {"User-agent: somebody-else", "User-agent: *"}

"""How long a site is left alone, and that nobody asks it while somebody else does."""

from contextlib import ExitStack
from datetime import timedelta
from threading import Event, Thread

import httpx
import pytest

from tests.adapters.http.manners import Clock, Door, a_secondary_source
from tests.servers.http import HttpServer, Line, Request, answer, redirect, reset
from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.adapters.http.robots import FORGET, SiteQueues
from watcher.core.errors import FetchUnusable, Stopped

FIRST = Validators()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_fetcher(clock: Clock, **more: object) -> Fetcher:
    return Fetcher(
        contact="",
        version="0.1",
        transport=httpx.HTTPTransport(verify=False),
        clock=clock,
        pause=clock.pause,
        **more,  # type: ignore[arg-type]  # a test names only the arguments it is about
    )


def test_a_site_has_two_seconds_of_rest_after_each_answer(clock: Clock, server: HttpServer) -> None:
    source = a_secondary_source(server.at("/feed", answer(b"feed")))
    post = server.at("/post", answer(b"post"))

    with a_fetcher(clock) as fetcher:
        fetcher.fetch(source, FIRST)
        fetcher.fetch(source, FIRST, url=post)
        clock.now += 1.5
        fetcher.fetch(source, FIRST, url=post)
        clock.now += 2
        fetcher.fetch(source, FIRST)

    assert clock.waits == [2.0, 0.5]
    assert len(server.requests) == 4


def test_redirects_and_second_tries_are_requests_too(clock: Clock, server: HttpServer) -> None:
    server.at("/new", reset(), answer(b"post"))
    source = a_secondary_source(server.at("/old", redirect("/new")))

    with a_fetcher(clock, spacing=timedelta(seconds=7)) as fetcher:
        assert isinstance(fetcher.fetch(source, FIRST), FetchedPage)

    assert [r.path for r in server.requests] == ["/old", "/new", "/old", "/new"]
    assert clock.waits == [7.0, 7.0, 7.0]


def test_a_refusal_counts_as_an_answer(clock: Clock, server: HttpServer) -> None:
    source = a_secondary_source(server.url("/gone"))

    with a_fetcher(clock) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchUnusable):
                fetcher.fetch(source, FIRST)

    assert clock.waits == [2.0]


def test_the_www_of_a_site_is_the_same_site_and_another_is_not(clock: Clock) -> None:
    sites = ["https://news.example/", "https://www.news.example/", "https://b.example/"]
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(b"page")))
    with Fetcher(
        contact="", version="0.1", transport=transport, clock=clock, pause=clock.pause
    ) as fetcher:
        for url in sites:
            fetcher.fetch(a_secondary_source(url), FIRST)

    assert clock.waits == [2.0]


def test_an_official_source_waits_for_nobody(clock: Clock, server: HttpServer) -> None:
    source = a_secondary_source(server.at("/feed", answer(b"feed")), trust="official")

    with a_fetcher(clock) as fetcher:
        fetcher.fetch(source, FIRST)
        fetcher.fetch(source, FIRST)

    assert clock.waits == []


def test_waiting_for_a_turn_takes_nothing_from_the_time_of_the_fetch(server: HttpServer) -> None:
    source = a_secondary_source(server.at("/feed", answer(b"feed")))
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        Event().wait(0.3)

    with Fetcher(
        contact="",
        version="0.1",
        transport=httpx.HTTPTransport(verify=False),
        total=timedelta(seconds=0.2),
        spacing=timedelta(hours=1),
        pause=pause,
    ) as fetcher:
        fetcher.fetch(source, FIRST)
        page = fetcher.fetch(source, FIRST)

    assert isinstance(page, FetchedPage)
    assert len(waits) == 1


def test_a_site_is_asked_by_one_thread_at_a_time(clock: Clock, server: HttpServer) -> None:
    asking: list[str] = []
    at_once: list[int] = []

    def step(request: Request, line: Line) -> None:
        asking.append(request.path)
        at_once.append(len(asking))
        line.pause(0.02)
        asking.remove(request.path)
        answer(b"page")(request, line)

    with a_fetcher(clock) as fetcher:

        def fetch(path: str) -> None:
            fetcher.fetch(a_secondary_source(server.at(path, step)), FIRST)

        threads = [Thread(target=fetch, args=(f"/{n}",)) for n in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert at_once == [1, 1, 1, 1, 1]
    assert clock.waits == [2.0, 2.0, 2.0, 2.0]


def test_who_waits_when_the_service_stops_is_told_at_once(server: HttpServer) -> None:
    source = a_secondary_source(server.at("/feed", answer(b"feed")))
    ended: list[Exception] = []
    with Fetcher(
        contact="",
        version="0.1",
        transport=httpx.HTTPTransport(verify=False),
        spacing=timedelta(hours=1),
    ) as fetcher:
        fetcher.fetch(source, FIRST)

        def fetch() -> None:
            try:
                fetcher.fetch(source, FIRST)
            except Stopped as error:
                ended.append(error)

        thread = Thread(target=fetch)
        thread.start()
        fetcher.stop()
        thread.join(10)

        assert [str(error) for error in ended] == [
            (
                "127.0.0.1 is not asked any more: watcher stops; "
                "it is asked again after the next start."
            )
        ]
        with pytest.raises(Stopped):
            fetcher.fetch(source, FIRST)
    assert len(server.requests) == 1


def test_a_wait_that_somebody_else_does_is_not_believed_after_a_stop() -> None:
    clock, door = Clock(), Door()
    turns = SiteQueues(clock, door.pause)
    ended: list[Exception] = []
    with turns.turn("news.example", 2):
        pass

    def wait() -> None:
        try:
            with turns.turn("news.example", 2):
                raise AssertionError("it had its turn")
        except Stopped as error:
            ended.append(error)

    thread = Thread(target=wait)
    thread.start()
    assert door.waiting.wait(10)
    turns.stop()
    door.opened.set()
    thread.join(10)

    assert len(ended) == 1


def test_a_site_that_nobody_asked_for_an_hour_is_forgotten(clock: Clock) -> None:
    turns = SiteQueues(clock, clock.pause)
    for number in range(100):
        with turns.turn(f"{number}.example", 2):
            pass
    assert len(turns) == 100

    clock.now += FORGET
    with turns.turn("news.example", 2):
        pass

    assert len(turns) == 1
    assert clock.waits == []


def test_a_site_that_is_being_asked_is_not_forgotten(clock: Clock) -> None:
    turns = SiteQueues(clock, clock.pause)
    with ExitStack() as stack:
        stack.enter_context(turns.turn("slow.example", 2))
        clock.now += 2 * FORGET
        stack.enter_context(turns.turn("news.example", 2))
        assert len(turns) == 2

    with turns.turn("slow.example", 2):
        pass
    assert clock.waits == [2.0]


def test_a_turn_ends_also_where_the_request_failed(clock: Clock) -> None:
    turns = SiteQueues(clock, clock.pause)
    with pytest.raises(OSError, match="cut"), turns.turn("news.example", 2):
        raise OSError("cut")

    with turns.turn("news.example", 2):
        pass
    assert clock.waits == [2.0]

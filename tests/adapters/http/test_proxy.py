"""Where the environment names a proxy, that one looks the names up."""

import pytest

from tests.adapters.http.web import PUBLIC, Cable, Names, a_guarded_source, guarded, nobody_knows
from tests.servers.http import HttpServer, answer
from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.adapters.http.transport import Resolve, resolve
from watcher.core.errors import FetchUnusable

FIRST = Validators()


@pytest.fixture(autouse=True)
def _proxy(server: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.setenv(name, server.url("/").removeprefix("http://"))
    monkeypatch.setenv("no_proxy", "direct.example")


def test_it_is_asked_for_a_name_that_is_public_or_unknown_here(server: HttpServer) -> None:
    server.at("http://news.example/feed", answer(b"page"))
    for names in (Names(PUBLIC), nobody_knows):
        with Fetcher(contact="", version="0.1", resolve=names) as fetcher:
            source = a_guarded_source("http://news.example/feed")
            assert isinstance(fetcher.fetch(source, FIRST), FetchedPage)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ("169.254.169.254", resolve),
        ("2130706433", resolve),
        ("localhost", resolve),
        ("news.example", Names("10.0.0.7")),
    ],
)
def test_it_is_not_asked_for_what_is_private_as_seen_from_here(
    server: HttpServer, host: str, names: Resolve
) -> None:
    source = a_guarded_source(f"http://{host}/feed")
    with (
        Fetcher(contact="", version="0.1", resolve=names) as fetcher,
        pytest.raises(FetchUnusable, match="no public address"),
    ):
        fetcher.fetch(source, FIRST)
    assert server.connections == 0


def test_a_host_that_is_excepted_is_asked_and_guarded_as_without_one(server: HttpServer) -> None:
    server.at("/feed", answer(b"page"))
    names, cable = Names(PUBLIC), Cable(server)
    source = a_guarded_source("http://direct.example/feed")

    with guarded(names, cable) as fetcher:
        assert isinstance(fetcher.fetch(source, FIRST), FetchedPage)
        names.addresses = ("127.0.0.1",)
        with pytest.raises(FetchUnusable, match=r"direct\.example is at 127\.0\.0\.1"):
            fetcher.fetch(source, FIRST)

    assert cable.tried == [PUBLIC]
    assert [request.target for request in server.requests] == ["/feed"]

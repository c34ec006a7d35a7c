"""The open web leads to public addresses only."""

import shutil
import ssl
import subprocess
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.http.manners import a_secondary_source
from tests.adapters.http.web import (
    ANOTHER,
    PUBLIC,
    Cable,
    Names,
    a_guarded_source,
    guarded,
    nobody_knows,
)
from tests.servers.http import HttpServer, answer, drip, hang, redirect, reset
from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.core.errors import FetchLater, FetchUnusable

FIRST = Validators()


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["169.254.169.254"], ["::1"], [PUBLIC, "10.0.0.7"], ["fe80::1%eth0", PUBLIC]],
)
@pytest.mark.parametrize("robots", [False, True])
def test_a_name_is_refused_unless_all_its_addresses_are_public(
    server: HttpServer,
    addresses: list[str],
    robots: bool,  # noqa: FBT001 - a column of the table
) -> None:
    names = Names(*addresses)
    source = a_guarded_source(
        f"http://news.example:{server.port}/feed", max_bytes=1000, robots=robots
    )

    with (
        Fetcher(contact="", version="0.1", resolve=names) as fetcher,
        pytest.raises(FetchUnusable) as e,
    ):
        fetcher.fetch(source, FIRST)

    private = next(address for address in addresses if address != PUBLIC)
    assert str(e.value) == (
        f"news.example is at {private}, which is no public address; set "
        "allow_private = true for this source (`watcher read`: --allow-private) "
        "if that is wanted."
    )
    assert names.asked == ["news.example"]
    assert server.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "0"])
def test_an_address_of_this_machine_is_refused_however_it_is_spelt(
    server: HttpServer, host: str
) -> None:
    source = a_guarded_source(f"http://{host}:{server.port}/feed")

    with (
        Fetcher(contact="", version="0.1") as fetcher,
        pytest.raises(FetchUnusable, match="no public address; set allow_private"),
    ):
        fetcher.fetch(source, FIRST)

    assert server.connections == 0


def test_an_official_source_and_one_that_may_be_private_are_asked_anywhere(
    server: HttpServer,
) -> None:
    url = server.at("/feed", answer(b"page"))
    names = Names("10.0.0.7")
    with Fetcher(contact="", version="0.1", resolve=names) as fetcher:
        private = fetcher.fetch(a_secondary_source(url), FIRST)
        official = fetcher.fetch(a_guarded_source(url, trust="official"), FIRST)

    assert isinstance(private, FetchedPage)
    assert isinstance(official, FetchedPage)
    assert names.asked == []


def test_the_address_that_was_judged_is_the_one_connected_to(server: HttpServer) -> None:
    server.at("/feed", answer(b"page", headers={"X-WP-TotalPages": "3"}))
    names, cable = Names(PUBLIC, PUBLIC, ANOTHER), Cable(server)

    with guarded(names, cable) as fetcher:
        page = fetcher.fetch(a_guarded_source("http://news.example/feed"), FIRST)

    assert page == FetchedPage(
        url="http://news.example/feed", body=b"page", validators=FIRST, content_type=None, pages=3
    )
    assert names.asked == ["news.example"]
    assert cable.tried == [PUBLIC]
    assert server.requests[0].headers["host"] == "news.example"


def test_where_one_address_is_dead_the_next_one_is_tried(server: HttpServer) -> None:
    server.at("/feed", answer(b"page"))
    cable = Cable(server, dead={ANOTHER})

    with guarded(Names(ANOTHER, ANOTHER, PUBLIC), cable) as fetcher:
        page = fetcher.fetch(a_guarded_source("http://news.example/feed"), FIRST)

    assert isinstance(page, FetchedPage)
    assert cable.tried == [ANOTHER, PUBLIC]


def test_of_very_many_addresses_a_few_are_tried(server: HttpServer) -> None:
    many = [f"93.184.215.{number}" for number in range(200)]
    cable = Cable(server, dead=many)

    with guarded(Names(*many), cable) as fetcher, pytest.raises(FetchLater):
        fetcher.fetch(a_guarded_source("http://news.example/feed"), FIRST)

    assert cable.tried == many[:6] * 2


def test_a_name_that_nobody_knows_is_passing_trouble(server: HttpServer) -> None:
    for names in (nobody_knows, Names()):
        with guarded(names, Cable(server)) as fetcher, pytest.raises(FetchLater):
            fetcher.fetch(a_guarded_source("http://news.example/feed"), FIRST)
    assert server.connections == 0


def test_every_connection_is_judged_anew(server: HttpServer) -> None:
    """As where a name first leads to the site, and then to a machine of ours."""
    names, cable = Names(PUBLIC), Cable(server)
    source = a_guarded_source("http://news.example/feed")
    server.at("/feed", answer(b"page"))

    with guarded(names, cable) as fetcher:
        fetcher.fetch(source, FIRST)
        names.addresses = ("192.168.1.1",)
        for url in (source.url, "http://news.example/post"):
            with pytest.raises(FetchUnusable, match=r"192\.168\.1\.1"):
                fetcher.fetch(source, FIRST, url=url)

    assert server.connections == 1


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data", "http://internal.example/"]
)
def test_a_redirect_to_what_is_private_is_not_followed_even_where_the_host_is_named(
    server: HttpServer, target: str
) -> None:
    def names(host: str, _port: int) -> Sequence[str]:
        known = {"news.example": PUBLIC, "internal.example": "10.0.0.7"}
        return [known.get(host, host)]

    server.at("/feed", redirect(target))
    source = a_guarded_source(
        "http://news.example/feed", redirects_to=("169.254.169.254", "internal.example")
    )

    with (
        guarded(names, Cable(server)) as fetcher,
        pytest.raises(FetchUnusable, match="no public address"),
    ):
        fetcher.fetch(source, FIRST)

    assert server.connections == 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://news.example/", "gopher://news.example/"]
)
def test_a_redirect_to_another_scheme_is_not_followed(server: HttpServer, target: str) -> None:
    server.at("/feed", redirect(target))
    with (
        guarded(Names(PUBLIC), Cable(server)) as fetcher,
        pytest.raises(FetchUnusable, match="not the same site"),
    ):
        fetcher.fetch(a_guarded_source("http://news.example/feed"), FIRST)


@pytest.mark.parametrize("url", ["ftp://news.example/", "file:///etc/passwd", "/feed", ""])
def test_a_source_that_is_no_web_page_is_for_the_operator_to_mend(
    server: HttpServer, url: str
) -> None:
    for robots in (False, True):
        with (
            guarded(Names(PUBLIC), Cable(server)) as fetcher,
            pytest.raises(FetchUnusable, match="mend the url of the source"),
        ):
            fetcher.fetch(a_guarded_source(url, robots=robots), FIRST)
    assert server.connections == 0


@pytest.mark.parametrize(
    "slow",
    [hang(), drip(), drip(headers={"Content-Length": "5000"})],
    ids=["hang", "until the end", "of a length"],
)
def test_what_takes_too_long_is_ended_here_too(server: HttpServer, slow: object) -> None:
    server.at("/feed", slow)  # type: ignore[arg-type]  # a Step, out of the table
    soon = timedelta(seconds=0.3)

    with (
        guarded(Names(PUBLIC), Cable(server), total=soon) as fetcher,
        pytest.raises(FetchLater, match=r"not done within 0\.3 s"),
    ):
        fetcher.fetch(a_guarded_source("http://news.example/feed"), FIRST)


def test_a_connection_that_breaks_is_made_good_here_too(server: HttpServer) -> None:
    cut = answer(b"pa", headers={"Content-Length": "4"})
    server.at("/feed", reset(), answer(b"page"), cut)
    source = a_guarded_source("http://news.example/feed")

    with guarded(Names(PUBLIC), Cable(server)) as fetcher:
        assert isinstance(fetcher.fetch(source, FIRST), FetchedPage)
        with pytest.raises(FetchLater):
            fetcher.fetch(source, FIRST)


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a certificate for news.example, and the key to it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl here: apt-get install openssl")
    folder: Path = tmp_path_factory.mktemp("tls")
    chain, key = folder / "chain.pem", folder / "key.pem"
    make = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news -keyout {key} -out {chain}"
    name = ["-addext", "subjectAltName=DNS:news.example"]
    subprocess.run([openssl, *make.split(), *name], check=True, capture_output=True)
    return chain, key


def test_tls_verifies_the_name_and_not_the_address(identity: tuple[Path, Path]) -> None:
    chain, key = identity
    theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    theirs.load_cert_chain(chain, key)
    ours = ssl.create_default_context(cafile=str(chain))
    with HttpServer(tls=theirs) as server:
        server.at("/feed", answer(b"page"))
        with guarded(Names(PUBLIC), Cable(server), context=ours) as fetcher:
            page = fetcher.fetch(a_guarded_source("https://news.example/feed"), FIRST)
            with pytest.raises(FetchLater, match=r"not valid for 'other\.example'"):
                fetcher.fetch(a_guarded_source("https://other.example/feed"), FIRST)

    assert isinstance(page, FetchedPage)
    assert page.body == b"page"
    assert len(server.requests) == 1

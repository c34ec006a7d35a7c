"""A body that means harm costs no more memory than it may."""

import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from functools import cache

import pytest

from tests.adapters.http.test_fetch import a_source
from tests.servers.http import HttpServer, answer
from watcher.adapters.http import FetchedPage, Fetcher, Validators
from watcher.core.errors import FetchUnusable

LIMIT = 1_000_000
MEGABYTE = b"\0" * 1_000_000


@cache
def zeros(megabytes: int) -> bytes:
    """So many million zeros as gzip, made without having them all at once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(MEGABYTE) for _ in range(megabytes)) + packer.flush()


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_two_hundred_megabytes_of_zeros_are_never_held(
    fetcher: Fetcher, server: HttpServer
) -> None:
    bomb = answer(zeros(200), headers={"Content-Encoding": "gzip"})
    source = a_source(server.at("/feed", bomb), max_bytes=LIMIT)

    def fetch() -> None:
        with pytest.raises(FetchUnusable, match=r"larger than .*; .*raise its max_bytes"):
            fetcher.fetch(source, Validators())

    assert peak_of(fetch) < 3 * LIMIT


def test_a_body_that_is_too_large_is_left_unread(fetcher: Fetcher, server: HttpServer) -> None:
    source = a_source(server.at("/feed", answer(MEGABYTE * 50)), max_bytes=LIMIT)

    def fetch() -> None:
        with pytest.raises(FetchUnusable, match="larger than"):
            fetcher.fetch(source, Validators())

    assert peak_of(fetch) < 3 * LIMIT


def test_gzip_within_gzip_is_refused_where_it_is_declared(
    fetcher: Fetcher, server: HttpServer
) -> None:
    nested = gzip.compress(gzip.compress(zeros(200)))
    assert len(nested) < 1000
    bomb = answer(nested, headers={"Content-Encoding": "gzip, gzip, gzip"})
    source = a_source(server.at("/feed", bomb), max_bytes=LIMIT)

    def fetch() -> None:
        with pytest.raises(FetchUnusable, match="encoded as 'gzip, gzip, gzip'"):
            fetcher.fetch(source, Validators())

    assert peak_of(fetch) < LIMIT


def test_gzip_within_gzip_is_opened_once_where_only_one_layer_is_declared(
    fetcher: Fetcher, server: HttpServer
) -> None:
    inner = gzip.compress(zeros(200))
    bomb = answer(gzip.compress(inner), headers={"Content-Encoding": "gzip"})
    source = a_source(server.at("/feed", bomb), max_bytes=LIMIT)

    page = fetcher.fetch(source, Validators())

    assert isinstance(page, FetchedPage)
    assert page.body == inner

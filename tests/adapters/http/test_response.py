"""Reading a body whole, and never more of it than allowed."""

import gzip
import zlib
from collections.abc import Iterator

import pytest

from watcher.adapters.http.request import TooLarge
from watcher.adapters.http.response import MAX_MEMBERS, inflate, join_chunks

PAGE = b'{"rounds": []}' * 1000


def in_chunks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[i : i + size] for i in range(0, len(data), size))


def test_one_chunk_is_not_copied() -> None:
    assert join_chunks([PAGE], len(PAGE)) is PAGE


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
def test_a_body_at_its_limit_is_read_however_it_is_cut(size: int) -> None:
    assert join_chunks(in_chunks(PAGE, size), len(PAGE)) == PAGE
    assert join_chunks(inflate(in_chunks(gzip.compress(PAGE), size), len(PAGE)), len(PAGE)) == PAGE


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
def test_one_byte_over_the_limit_is_too_large(size: int) -> None:
    with pytest.raises(TooLarge):
        join_chunks(in_chunks(PAGE, size), len(PAGE) - 1)
    with pytest.raises(TooLarge):
        join_chunks(inflate(in_chunks(gzip.compress(PAGE), size), len(PAGE) - 1), len(PAGE) - 1)


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
def test_members_and_their_padding_are_joined_however_they_are_cut(size: int) -> None:
    packed = (gzip.compress(PAGE) + gzip.compress(b"") + gzip.compress(b"end")) + b"\0" * 9

    assert join_chunks(inflate(in_chunks(packed, size), 10**6), 10**6) == PAGE + b"end"


@pytest.mark.parametrize("size", [1, 10**6])
@pytest.mark.parametrize("cut", [1, 5, 10, 11, 40])
def test_gzip_that_ends_too_early_is_not_taken_for_a_whole(cut: int, size: int) -> None:
    packed = gzip.compress(PAGE)

    with pytest.raises(EOFError):
        join_chunks(inflate(in_chunks(packed[:-cut], size), 10**6), 10**6)


@pytest.mark.parametrize(
    "packed",
    [
        b"<html>",
        b"\0\0\0\0",
        zlib.compress(PAGE),
        gzip.compress(PAGE) + b"<!-- served by cache 7 -->",
        gzip.compress(PAGE)[:-8] + b"\1" * 8,
    ],
    ids=["plain", "zeros", "zlib", "a tail", "a wrong checksum"],
)
def test_what_is_no_gzip_is_refused(packed: bytes) -> None:
    with pytest.raises(zlib.error):
        join_chunks(inflate([packed], 10**6), 10**6)


def test_nothing_at_all_is_an_empty_body() -> None:
    assert join_chunks(inflate([], 100), 100) == b""


def test_members_without_end_are_refused_long_before_they_cost_time() -> None:
    some = gzip.compress(b"") * MAX_MEMBERS

    assert join_chunks(inflate([some], 10**6), 10**6) == b""
    with pytest.raises(zlib.error, match="members"):
        join_chunks(inflate([some + gzip.compress(b"")], 10**6), 10**6)


def test_no_more_is_read_from_the_wire_than_the_limit_allows() -> None:
    taken: list[int] = []

    def endless() -> Iterator[bytes]:
        yield gzip.compress(b"")[:10]
        for _ in range(1000):
            taken.append(1)
            yield b"\0\0\0\xff\xff" * 20  # stored blocks that hold nothing

    with pytest.raises(TooLarge):
        join_chunks(inflate(endless(), 1000), 1000)

    assert len(taken) == 10

"""The body of an answer: whole, decompressed, and never larger than allowed.

httpx's own decoding decides for itself how much to inflate at once: 276 bytes of
gzip inside gzip inside gzip cost a gigabyte through ``iter_bytes``. Here zlib is
told how much room is left before it writes anything.
"""

import zlib
from collections.abc import Iterable, Iterator

# bgzip, the one writer of many members, puts 64 KB in each: 16 MB make 256. Without
# an end, a body of empty members would cost much time and never a byte of room.
MAX_MEMBERS = 1000

_GZIP_ONLY = 31  # zlib's wbits: 15 for the window, 16 for "a gzip header and no other"


class TooLarge(Exception):
    """The body passes its limit, on the wire or decompressed."""


def read_plain(chunks: Iterable[bytes], limit: int) -> bytes:
    """Join the chunks; reads no further than the chunk that passes the limit."""
    parts = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge
        parts.append(chunk)
    return b"".join(parts)


def read_lines(chunks: Iterable[bytes], limit: int) -> bytes:
    """Join the chunks up to the limit; of a longer body, without the line it cuts."""
    parts = []
    room = limit
    for chunk in chunks:
        parts.append(chunk[:room])
        if len(chunk) > room:
            return b"".join(parts).rpartition(b"\n")[0]
        room -= len(chunk)
    return b"".join(parts)


def read_gzip(chunks: Iterable[bytes], limit: int) -> bytes:
    """Decompress one layer of gzip, never beyond one byte more than the limit.

    Raises EOFError where the compressed data end too early and zlib.error where
    they are none; nothing at all is an empty body.
    """
    return read_plain(inflated(chunks, limit), limit)


def inflated(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Decompress chunk by chunk; the reader has to stop once it has over the limit."""
    room = limit + 1  # the one byte more proves that the body is too large
    on_the_wire = members = 0
    member = None
    for chunk in chunks:
        on_the_wire += len(chunk)
        if on_the_wire > limit:
            raise TooLarge
        rest = chunk
        while rest := _unpadded(rest) if member is None and members else rest:
            if member is None:
                members += 1
                member = _next_member(members)
            piece = member.decompress(rest, room)
            room -= len(piece)
            yield piece  # the reader stops here when no room is left: 0 is "no limit"
            rest = member.unused_data
            member = None if member.eof else member
    if member is not None:
        raise EOFError("the compressed data end too early")


def _unpadded(rest: bytes) -> bytes:
    """Leave out the zeros that some writers put after a member, as gzip(1) does."""
    return rest.lstrip(b"\0")


def _next_member(number: int) -> "zlib._Decompress":
    if number > MAX_MEMBERS:
        raise zlib.error(f"more than {MAX_MEMBERS} gzip members")
    return zlib.decompressobj(_GZIP_ONLY)

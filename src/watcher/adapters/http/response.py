"""Responses: the page, or that it is unchanged, read with a limit on its decompressed size.

276 bytes of gzip in gzip in gzip cost a gigabyte through httpx's ``iter_bytes``; here zlib gets the room that is left.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import httpx

from watcher.adapters.http.request import FetchRequest, TooLarge, age_of, server_time
from watcher.core.errors import FetchUnusable

# bgzip, the one writer of many members, puts 64 KB in each: 16 MB make 256. Without
# an end, a body of empty members would cost much time and never a byte of room.
MAX_MEMBERS = 1000
_GZIP_ONLY = 31  # zlib's wbits: 15 for the window, 16 for "a gzip header and no other"
_LONGEST_VALIDATOR = 1000  # sent back at each poll: longer ones risk a 431 for ever
_MOST_PAGES = 10_000
_LONGEST_CONTROL = 200
# text/html; charset=UTF-8   text/html;charset="utf-8"
_CHARSET = re.compile(
    r";\s*charset\s*=\s*[\"']?(?P<name>[a-z0-9][a-z0-9._:+-]{0,39})", re.IGNORECASE
)
_COUNT = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """The validators of a page, for conditional requests."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheHeaders:
    """What an answer says of the caches on its way: ``age`` of the copy in seconds, and its ``Cache-Control``."""

    age: int | None = None
    control: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A whole response; ``url`` is where it was found after all redirects, which leave ``validators`` empty.

    ``charset`` is the one of the Content-Type, valid or not; ``pages`` the number of pages of a WordPress listing;
    ``said_at`` the time by the server's clock.
    """

    url: str
    body: bytes
    validators: Validators
    content_type: str | None
    charset: str | None = None
    pages: int | None = None
    said_at: datetime | None = None
    cached: CacheHeaders = CacheHeaders()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The page is still the one that ``validators`` came with."""

    validators: Validators
    said_at: datetime | None = None
    cached: CacheHeaders = CacheHeaders()


def read_response(
    request: FetchRequest, response: httpx.Response, sent: Validators, *, moved: bool
) -> FetchedPage | NotModified:
    """Read the answer, ``moved`` or not, to its end, or raise what its status or its encoding means."""
    if response.status_code == httpx.codes.NOT_MODIFIED and sent != Validators():
        # Not those of this answer: a cache that names a newer ETag here would have us
        # take what we never saw for what we hold.
        return NotModified(
            validators=sent,
            said_at=server_time(response.headers),
            cached=_cache_headers(response.headers),
        )
    if response.status_code != httpx.codes.OK:
        raise request.status_error(response.status_code, response.headers)
    header = response.headers.get
    given = Validators(etag=header("etag"), last_modified=header("last-modified"))
    limit = request.source.max_bytes
    charset = _CHARSET.search(header("content-type", ""))
    return FetchedPage(
        url=str(response.request.url) if moved else request.url,
        body=join_chunks(body_chunks(request, response, limit), limit),
        validators=Validators() if moved else sendable(given),
        content_type=header("content-type"),
        charset=charset["name"].lower() if charset else None,
        pages=_pages(header("x-wp-totalpages", "")),
        said_at=server_time(response.headers),
        cached=_cache_headers(response.headers),
    )


def sendable(validators: Validators) -> Validators:
    """Drop validators that a header cannot carry."""
    return Validators(
        etag=_carried(validators.etag), last_modified=_carried(validators.last_modified)
    )


def conditions(sent: Validators) -> dict[str, str]:
    """Return the headers of a conditional request."""
    given = {"If-None-Match": sent.etag, "If-Modified-Since": sent.last_modified}
    return {name: value for name, value in given.items() if value is not None}


def body_chunks(request: FetchRequest, response: httpx.Response, limit: int) -> Iterator[bytes]:
    """Yield the body, decompressed; the reader stops over the limit."""
    header = response.headers.get("content-encoding", "")
    layers = [layer.strip().lower() for layer in header.split(",")]
    match [layer for layer in layers if layer not in {"", "identity"}]:
        case []:
            return response.iter_raw()
        case ["gzip" | "x-gzip"]:
            return inflate(response.iter_raw(), limit)
        case _:
            raise FetchUnusable(
                f"{request.where} is encoded as {header!r} though only gzip was "
                "asked for; see what stands between us and the site."
            )


def _cache_headers(headers: Mapping[str, str]) -> CacheHeaders:
    control = headers.get("cache-control")
    return CacheHeaders(
        age=age_of(headers), control=_carried(control and control[:_LONGEST_CONTROL])
    )


def _pages(count: str) -> int | None:
    if not _COUNT.fullmatch(count) or not 1 <= int(count) <= _MOST_PAGES:
        return None
    return int(count)


def _carried(value: str | None) -> str | None:
    if not value or len(value) > _LONGEST_VALIDATOR:
        return None
    return value if value.isascii() and value.isprintable() else None


def join_chunks(chunks: Iterable[bytes], limit: int) -> bytes:
    """Join the chunks; reads no further than the chunk that passes the limit."""
    parts = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge
        parts.append(chunk)
    return b"".join(parts)


def join_lines(chunks: Iterable[bytes], limit: int) -> bytes:
    """Join the chunks up to the limit; of a longer body, without the line it cuts."""
    parts = []
    room = limit
    for chunk in chunks:
        parts.append(chunk[:room])
        if len(chunk) > room:
            return b"".join(parts).rpartition(b"\n")[0]
        room -= len(chunk)
    return b"".join(parts)


def inflate(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Decompress chunk by chunk; the reader has to stop once it has over the limit."""
    room = limit + 1  # the one byte more proves that the body is too large
    on_the_wire = members = 0
    member = None
    for chunk in chunks:
        on_the_wire += len(chunk)
        if on_the_wire > limit:
            raise TooLarge
        rest = chunk
        # Some writers put zeros after a member, as gzip(1) does.
        while rest := rest.lstrip(b"\0") if member is None and members else rest:
            if member is None:
                members, member = members + 1, zlib.decompressobj(_GZIP_ONLY)
            if members > MAX_MEMBERS:
                raise zlib.error(f"more than {MAX_MEMBERS} gzip members")
            piece = member.decompress(rest, room)
            room -= len(piece)
            yield piece  # the reader stops here when no room is left: 0 is "no limit"
            rest = member.unused_data
            member = None if member.eof else member
    if member is not None:
        raise EOFError("the compressed data end too early")

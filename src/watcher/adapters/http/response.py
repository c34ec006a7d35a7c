"""What came back: the page, or word that it is still the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import httpx

from watcher.adapters.http.body import inflated, read_plain
from watcher.adapters.http.failures import refusal, said_at
from watcher.adapters.http.request import Asked
from watcher.core.errors import FetchUnusable

_LONGEST_VALIDATOR = 1000  # sent back at each poll: longer ones risk a 431 for ever
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "has it changed since?" with."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole answer; ``url`` is where it was found after all redirects.

    ``validators`` are empty when it was found elsewhere than at the url asked for:
    they would say nothing about that one. ``body`` may be empty. ``charset`` is what
    the Content-Type names, in lower case and perhaps of no such encoding. ``pages``
    is into how many WordPress has divided the listing that this is a page of. ``said_at``
    is what time it is by the server's clock, None where it does not say.
    """

    url: str
    body: bytes
    validators: Validators
    content_type: str | None
    charset: str | None = None
    pages: int | None = None
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The page is still the one that ``validators`` came with."""

    validators: Validators
    said_at: datetime | None = None


def answer(
    asked: Asked, response: httpx.Response, sent: Validators, *, moved: bool
) -> Page | NotModified:
    """Read the answer to its end, or raise what its status or its encoding means.

    ``moved`` says that it came from elsewhere than the url asked for.
    """
    if response.status_code == httpx.codes.NOT_MODIFIED and sent != Validators():
        # Not those of this answer: a cache that names a newer ETag here would have us
        # take what we never saw for what we hold.
        return NotModified(validators=sent, said_at=said_at(response.headers))
    if response.status_code != httpx.codes.OK:
        raise refusal(asked, response.status_code, response.headers)
    header = response.headers.get
    given = Validators(etag=header("etag"), last_modified=header("last-modified"))
    limit = asked.source.max_bytes
    return Page(
        url=str(response.request.url) if moved else asked.url,
        body=read_plain(pieces_of(asked, response, limit), limit),
        validators=Validators() if moved else sendable(given),
        content_type=header("content-type"),
        charset=_charset(header("content-type", "")),
        pages=_pages(header("x-wp-totalpages", "")),
        said_at=said_at(response.headers),
    )


def sendable(validators: Validators) -> Validators:
    """Keep only what a header can carry, so that no server can make us stumble."""
    return Validators(
        etag=_carried(validators.etag), last_modified=_carried(validators.last_modified)
    )


def conditions(sent: Validators) -> dict[str, str]:
    """Put the validators into the headers that ask for the page if it has changed."""
    given = {"If-None-Match": sent.etag, "If-Modified-Since": sent.last_modified}
    return {name: value for name, value in given.items() if value is not None}


def pieces_of(asked: Asked, response: httpx.Response, limit: int) -> Iterator[bytes]:
    """Give the body piece by piece, decompressed; the reader stops over the limit."""
    header = response.headers.get("content-encoding", "")
    layers = [layer.strip().lower() for layer in header.split(",")]
    match [layer for layer in layers if layer not in {"", "identity"}]:
        case []:
            return response.iter_raw()
        case ["gzip" | "x-gzip"]:
            return inflated(response.iter_raw(), limit)
        case _:
            raise FetchUnusable(
                f"{asked.where} is encoded as {header!r} though only gzip was "
                "asked for; see what stands between us and the site."
            )


def _charset(content_type: str) -> str | None:
    found = _CHARSET.search(content_type)
    return found["name"].lower() if found else None


def _pages(count: str) -> int | None:
    if not _COUNT.fullmatch(count) or not 1 <= int(count) <= _MOST_PAGES:
        return None
    return int(count)


def _carried(value: str | None) -> str | None:
    if not value or len(value) > _LONGEST_VALIDATOR:
        return None
    return value if value.isascii() and value.isprintable() else None


# text/html; charset=UTF-8   text/html;charset="utf-8"
_CHARSET = re.compile(
    r";\s*charset\s*=\s*[\"']?(?P<name>[a-z0-9][a-z0-9._:+-]{0,39})", re.IGNORECASE
)
_COUNT = re.compile(r"[0-9]{1,5}")

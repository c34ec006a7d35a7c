"""What came back: the page, or word that it is still the same."""

from dataclasses import dataclass

import httpx

from watcher.errors import FetchUnusable
from watcher.fetch.body import read_gzip, read_plain
from watcher.fetch.failures import refusal, shown
from watcher.settings import Source

_LONGEST_VALIDATOR = 1000  # sent back at each poll: longer ones risk a 431 for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "has it changed since?" with."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole answer; ``url`` is where it was found after all redirects.

    ``validators`` are empty when it was found elsewhere than at the source's url:
    they would say nothing about that one. ``body`` may be empty.
    """

    url: str
    body: bytes
    validators: Validators
    content_type: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The page is still the one that ``validators`` came with."""

    validators: Validators


def answer(
    source: Source, response: httpx.Response, sent: Validators, *, moved: bool
) -> Page | NotModified:
    """Read the answer to its end, or raise what its status or its encoding means.

    ``moved`` says that it came from elsewhere than the source's own url.
    """
    if response.status_code == httpx.codes.NOT_MODIFIED and sent != Validators():
        # Not those of this answer: a cache that names a newer ETag here would have us
        # take what we never saw for what we hold.
        return NotModified(validators=sent)
    if response.status_code != httpx.codes.OK:
        raise refusal(source.url, response.status_code, response.headers)
    given = Validators(
        etag=response.headers.get("etag"),
        last_modified=response.headers.get("last-modified"),
    )
    return Page(
        url=str(response.request.url) if moved else source.url,
        body=_body(source, response),
        validators=Validators() if moved else sendable(given),
        content_type=response.headers.get("content-type"),
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


def _body(source: Source, response: httpx.Response) -> bytes:
    header = response.headers.get("content-encoding", "")
    layers = [layer.strip().lower() for layer in header.split(",")]
    match [layer for layer in layers if layer not in {"", "identity"}]:
        case []:
            return read_plain(response.iter_raw(), source.max_bytes)
        case ["gzip" | "x-gzip"]:
            return read_gzip(response.iter_raw(), source.max_bytes)
        case _:
            raise FetchUnusable(
                f"{shown(source.url)} is encoded as {header!r} though only gzip was "
                "asked for; see what stands between us and the site."
            )


def _carried(value: str | None) -> str | None:
    if not value or len(value) > _LONGEST_VALIDATOR:
        return None
    return value if value.isascii() and value.isprintable() else None

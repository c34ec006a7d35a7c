"""Responses: ETag, compression, conditional requests, and the cache of public ones."""

import asyncio
import gzip
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from watcher.answers.serialize import to_json

HTML = "text/html; charset=utf-8"
JSON = "application/json"
PLAIN_TEXT = "text/plain; charset=utf-8"
# Smaller ones are not worth compressing.
_WORTH_COMPRESSING = 1024
_COMPRESSIBLE = ("text/", "application/json", "application/feed+json", "image/svg")
# Bytes of all cached responses.
_MOST_BYTES = 500_000
# A larger response is not cached: it would evict all others.
_LARGEST_BYTES = 200_000
# Modification times that are kept; a response without one counts as changed.
_REMEMBERED = 256
# As RFC 9110 calls it; Python's phrase differs between versions.
_TITLES = {422: "Unprocessable Content"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebResponse:
    """A response; ``private`` ones are not cached, ``fresh_for`` is in seconds."""

    body: bytes
    media: str = HTML
    status: int = 200
    private: bool = False
    fresh_for: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()

    @property
    def is_shareable(self) -> bool:
        """Whether it may be cached for others."""
        return not self.private and not self.cookies and self.status == HTTPStatus.OK


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedResponse:
    """A tagged response; once ``compressed``, its ``response`` has no body to save memory."""

    response: WebResponse
    etag: str
    compressed: bytes | None
    modified: datetime | None = None

    @property
    def body(self) -> bytes:
        """The uncompressed body."""
        return self.response.body if self.compressed is None else gzip.decompress(self.compressed)

    @property
    def size(self) -> int:
        """The bytes that it takes in the cache."""
        return len(self.response.body) + len(self.compressed or b"")


class ResponseCache:
    """An LRU cache of responses for one state of the database. For one event loop."""

    def __init__(self) -> None:
        self._state: Hashable = None
        self._responses: OrderedDict[Hashable, CachedResponse] = OrderedDict()
        self._size = 0
        self._pending: dict[Hashable, asyncio.Task[CachedResponse]] = {}

    async def get(
        self, state: Hashable, key: Hashable, make: Callable[[], Awaitable[CachedResponse]]
    ) -> CachedResponse:
        """Return the response to *key* in this *state*; concurrent requests make it once."""
        if state != self._state:
            self._state, self._size = state, 0
            self._responses.clear()
        if key in self._responses:
            self._responses.move_to_end(key)
            return self._responses[key]
        pending = self._pending.get((state, key))
        if pending is None:
            pending = asyncio.create_task(self._make(state, key, make))
            self._pending[state, key] = pending
            pending.add_done_callback(_mark_retrieved)
        # A client that goes away cancels only its own wait.
        return await asyncio.shield(pending)

    async def _make(
        self, state: Hashable, key: Hashable, make: Callable[[], Awaitable[CachedResponse]]
    ) -> CachedResponse:
        try:
            made = await make()
        finally:
            del self._pending[state, key]
        if state == self._state and made.response.is_shareable and made.size <= _LARGEST_BYTES:
            self._responses[key] = made
            self._size += made.size
            while self._size > _MOST_BYTES:
                self._size -= self._responses.popitem(last=False)[1].size
        return made


class ModificationTimes:
    """Remembers when each response got its present ETag.

    Times of rounds would not do: a confirmation changes none of them.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[str, datetime]] = OrderedDict()

    def since(self, key: Hashable, etag: str, now: datetime) -> datetime:
        """Return since when the response to *key* has this *etag*, to the second."""
        known, since = self._known.get(key, ("", datetime.min.replace(tzinfo=UTC)))
        if known != etag:
            # Two responses of one second must not have the same time.
            since = max(now.replace(microsecond=0), since + timedelta(seconds=1))
        self._known[key] = etag, since
        self._known.move_to_end(key)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return since


def prepare(response: WebResponse) -> CachedResponse:
    """Tag a response by its bytes, and compress it unless it is private (BREACH)."""
    worth = len(response.body) >= _WORTH_COMPRESSING and response.media.startswith(_COMPRESSIBLE)
    compressed = (
        gzip.compress(response.body, 6, mtime=0) if worth and not response.private else None
    )
    return CachedResponse(
        response=response if compressed is None else replace(response, body=b""),
        etag=f'"{sha256(response.body).hexdigest()[:32]}"',
        compressed=compressed,
    )


def respond(made: CachedResponse, request: Request) -> Response:
    """Make the response to send, 304 if the client has it already."""
    response = made.response
    headers = {**response.headers, "Vary": "Accept-Encoding, Accept-Language, Cookie"}
    headers.setdefault("Cache-Control", "public, no-cache")
    if response.private:
        headers["Cache-Control"] = "no-store"
    if response.fresh_for and not response.private:
        headers["Cache-Control"] = f"public, max-age={response.fresh_for}, immutable"
    etag = made.etag
    if made.compressed is not None and _accepts_gzip(request):
        body, etag = made.compressed, f'{etag[:-1]}-gz"'
        headers["Content-Encoding"] = "gzip"
    else:
        body = made.body
    if not response.private and response.status == HTTPStatus.OK:
        headers["ETag"] = etag
        if made.modified is not None:
            headers["Last-Modified"] = format_datetime(made.modified, usegmt=True)
        if _is_known(request, made):
            headers.pop("Content-Encoding", None)
            return Response(status_code=304, headers=headers)
    sent = Response(body, response.status, headers, response.media)
    for cookie in response.cookies:
        sent.headers.append("Set-Cookie", cookie)
    return sent


def json_response(value: object, *, status: int = 200, media: str = JSON) -> WebResponse:
    """Make a JSON response of an answer."""
    body = json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":"))
    return WebResponse(body=body.encode(), media=media, status=status)


def problem_response(status: int, detail: str, **more: object) -> WebResponse:
    """Make problem JSON (RFC 9457)."""
    title = _TITLES.get(status, HTTPStatus(status).phrase)
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return json_response(problem, status=status, media="application/problem+json")


def redirect_response(address: str, *cookies: str) -> WebResponse:
    """Send the browser to another address after a form; a reload then sends the form no second time."""
    headers = {"Location": address}
    return WebResponse(body=b"", status=303, private=True, headers=headers, cookies=cookies)


def _accepts_gzip(request: Request) -> bool:
    accepted = request.headers.get("accept-encoding", "")
    return any(part.strip().lower() == "gzip" for part in accepted.split(","))


def _is_known(request: Request, made: CachedResponse) -> bool:
    """Tell whether the client has this response: by ETag, else by modification time."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        # A weak tag or that of the compressed body is the same response.
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return not known.isdisjoint({"*", made.etag, f'{made.etag[:-1]}-gz"'})
    since = _http_date(request.headers.get("if-modified-since", ""))
    return since is not None and made.modified is not None and made.modified <= since


def _http_date(text: str) -> datetime | None:
    """Parse an HTTP date, None if it is malformed."""
    try:
        instant = parsedate_to_datetime(text)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    except (ValueError, OverflowError):
        return None


def _mark_retrieved(task: asyncio.Task[CachedResponse]) -> None:
    """Keep asyncio from logging an error that nobody awaited."""
    if not task.cancelled():
        task.exception()

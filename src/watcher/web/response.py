"""One answer: bytes, the tag by which they are known, and how they are sent."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from watcher.answers.shapes import plain

HTML = "text/html; charset=utf-8"
JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
# Below that, packing costs more than it saves.
_WORTH_PACKING = 1024
_PACKED = ("text/", "application/json", "application/feed+json", "image/svg")


class Refused(Exception):
    """There is no such thing, or it cannot be had in this way; by its HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent. ``private``: nobody but the reader may keep it, and we do not either.

    ``fresh_for`` is for how many seconds a reader need not ask again.
    """

    body: bytes
    media: str = HTML
    status: int = 200
    private: bool = False
    fresh_for: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()

    @property
    def may_be_kept(self) -> bool:
        """Whether it may be sent to others too."""
        return not self.private and not self.cookies and self.status == 200  # noqa: PLR2004 - OK


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An answer that was tagged and packed, to be sent as often as it is asked for.

    Where it was packed, its ``answer`` has no body any more: few ask for that.
    ``modified``: since when it has been so, None where that is not told.
    """

    answer: Answer
    etag: str
    packed: bytes | None
    modified: datetime | None = None

    @property
    def body(self) -> bytes:
        """The answer as it was made."""
        return self.answer.body if self.packed is None else gzip.decompress(self.packed)

    @property
    def size(self) -> int:
        """How many bytes it takes to keep it."""
        return len(self.answer.body) + len(self.packed or b"")


def ready(answer: Answer) -> Ready:
    """Tag an answer by its bytes, and pack it.

    What is private is not packed: beside what a stranger can have us repeat, the
    length of a packed page tells of the secrets on it (BREACH).
    """
    worth = len(answer.body) >= _WORTH_PACKING and answer.media.startswith(_PACKED)
    packed = gzip.compress(answer.body, 6, mtime=0) if worth and not answer.private else None
    return Ready(
        answer=answer if packed is None else replace(answer, body=b""),
        etag=f'"{sha256(answer.body).hexdigest()[:32]}"',
        packed=packed,
    )


def respond(made: Ready, request: Request) -> Response:
    """Send an answer, or that nothing has changed since the reader asked last."""
    answer = made.answer
    headers = {**answer.headers, "Vary": "Accept-Encoding, Accept-Language, Cookie"}
    headers["Cache-Control"] = "no-store" if answer.private else _fresh(answer)
    etag = made.etag
    if made.packed is not None and _takes_gzip(request):
        body, etag = made.packed, f'{etag[:-1]}-gz"'
        headers["Content-Encoding"] = "gzip"
    else:
        body = made.body
    status = answer.status
    if not answer.private and status == 200:  # noqa: PLR2004 - OK
        headers["ETag"] = etag
        if made.modified is not None:
            headers["Last-Modified"] = format_datetime(made.modified, usegmt=True)
        if _knows(request, made):
            headers.pop("Content-Encoding", None)
            return Response(status_code=304, headers=headers)
    response = Response(body, status, headers, answer.media)
    for cookie in answer.cookies:
        response.headers.append("Set-Cookie", cookie)
    return response


def as_json(value: object, *, status: int = 200, media: str = JSON) -> Answer:
    """Make an answer of a value of ours, in JSON."""
    body = json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))
    return Answer(body=body.encode(), media=media, status=status)


def _fresh(answer: Answer) -> str:
    if answer.fresh_for:
        return f"public, max-age={answer.fresh_for}, immutable"
    return "public, no-cache"


def _takes_gzip(request: Request) -> bool:
    accepted = request.headers.get("accept-encoding", "")
    return any(part.strip().lower() == "gzip" for part in accepted.split(","))


def _knows(request: Request, made: Ready) -> bool:
    """Tell whether the reader has this answer already: by its tag, else by its time."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return _has_tag(tags, made.etag)
    since = _instant(request.headers.get("if-modified-since", ""))
    return since is not None and made.modified is not None and made.modified <= since


def _has_tag(tags: str, etag: str) -> bool:
    """Read If-None-Match: weak tags and those of the packed bytes are the same page."""
    known = (tag.strip().removeprefix("W/") for tag in tags.split(","))
    return any(tag in {"*", etag, f'{etag[:-1]}-gz"'} for tag in known)


def _instant(text: str) -> datetime | None:
    """Read a date of HTTP; None where it is none."""
    try:
        instant = parsedate_to_datetime(text)
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    except (ValueError, OverflowError):
        return None

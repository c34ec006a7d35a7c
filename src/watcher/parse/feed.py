"""RSS, Atom and JSON Feed -> what their entries say of rounds."""

import calendar
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from watcher.errors import PageError
from watcher.model import Document, Oddity, Piece, Trouble
from watcher.parse.about import NOTHING, About
from watcher.parse.entries import digest_of, piece_of, web_link
from watcher.parse.fields import printed, title_of

MOST_ENTRIES = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    key: str
    title: str
    content: str
    link: str | None
    published: datetime | None
    updated: str


@dataclass(frozen=True, slots=True)
class _Feed:
    title: str | None
    entries: tuple[_Entry, ...]
    oddities: tuple[Oddity, ...] = ()


def read_feed(
    body: bytes, *, seen: Mapping[str, bytes], about: About = NOTHING
) -> Document:
    """Read the entries whose digest is not the one in *seen*, oldest first.

    Raises PageError where the bytes are no feed, or a feed without any entry. A broken
    one is read as far as it goes, with an oddity.
    """
    feed = _json_feed(body) if _JSON.match(body) else _xml_feed(body, about)
    if not feed.entries:
        raise PageError("the feed has no entries", Trouble.EMPTY)
    digests: dict[str, bytes] = {}
    pieces: list[Piece] = []
    for entry in feed.entries[:MOST_ENTRIES]:
        digest = digest_of(entry.key, entry.title, entry.content, entry.updated)
        if entry.key in digests:
            continue
        digests[entry.key] = digest
        if seen.get(entry.key) != digest:
            pieces.append(
                piece_of(
                    key=entry.key,
                    digest=digest,
                    title=entry.title,
                    content=entry.content,
                    link=entry.link,
                    published=entry.published,
                )
            )
    pieces.sort(key=lambda piece: piece.published or datetime.min.replace(tzinfo=UTC))
    return Document(
        kind="feed",
        title=feed.title,
        pieces=tuple(pieces),
        oddities=feed.oddities,
        digests=digests,
    )


def _xml_feed(body: bytes, about: About) -> _Feed:
    if _WEB_PAGE.match(body):
        title = title_of(body[:4096].decode("utf-8", "replace"))
        named = f"titled {title!r}" if title else "without a title"
        raise PageError(f"not a feed but a web page {named}", Trouble.HTML)
    if not body.strip():
        raise PageError("the page is empty", Trouble.EMPTY)
    # 120 ms and 12 MiB, in a child process.
    import feedparser  # noqa: PLC0415 - see above

    headers = {"content-type": f"application/xml; charset={about.charset}"}
    read: Any = feedparser.parse(
        body,
        response_headers=headers if about.charset else {},
        resolve_relative_uris=True,
        sanitize_html=True,
    )
    if not read.get("version") and not read.entries:
        raise PageError("the page is no feed that is known", Trouble.LAYOUT)
    entries = tuple(filter(None, map(_entry, read.entries)))
    return _Feed(
        title=" ".join(read.feed.get("title", "").split()) or None,
        entries=entries,
        oddities=tuple(_broken(read)),
    )


def _broken(read: Any) -> Iterator[Oddity]:
    error = read.get("bozo_exception")
    # Only another encoding than announced: read all the same, and no harm done.
    if read.get("bozo") and "Encoding" not in type(error).__name__:
        yield Oddity(
            where="the feed",
            printed=printed(str(error)),
            why="broken XML, read as far as it goes",
        )


def _entry(entry: Any) -> _Entry | None:
    title = " ".join(str(entry.get("title", "")).split())
    contents = [str(part.get("value", "")) for part in entry.get("content", ())]
    content = max([*contents, str(entry.get("summary", ""))], key=len)
    link = web_link(entry.get("link"))
    # As it stands: feedparser would fill one date in with the other, and warn of it.
    printed_at = {name: dict.get(entry, name) for name in _DATES}
    published = printed_at["published_parsed"] or printed_at["updated_parsed"]
    key = str(entry.get("id") or "") or link or f"{title} {published}"
    if not key.strip():
        return None
    return _Entry(
        key=key[:500],
        title=title,
        content=content,
        link=link,
        published=_instant(published),
        updated=str(printed_at["updated"] or ""),
    )


def _instant(at: tuple[int, ...] | None) -> datetime | None:
    """Take feedparser's time, which is in UTC."""
    if at is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(at), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _json_feed(body: bytes) -> _Feed:
    try:
        page = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PageError("the page is not JSON of any use", Trouble.NOT_JSON) from error
    if not isinstance(page, dict) or not isinstance(page.get("items"), list):
        raise PageError("the page is JSON, but no JSON Feed", Trouble.LAYOUT)
    items = [item for item in page["items"] if isinstance(item, dict)]
    title = page.get("title")
    return _Feed(
        title=title if isinstance(title, str) else None,
        entries=tuple(filter(None, map(_item, items))),
    )


def _item(item: Mapping[str, object]) -> _Entry | None:
    def text(*names: str) -> str:
        found = (item.get(name) for name in names)
        return next((t for t in found if isinstance(t, str) and t), "")

    link = web_link(text("url", "external_url"))
    identity = item.get("id")
    key = str(identity) if isinstance(identity, str | int) else (link or "")
    if not key:
        return None
    return _Entry(
        key=key[:500],
        title=" ".join(text("title").split()),
        content=text("content_html", "content_text", "summary"),
        link=link,
        published=_iso(text("date_published", "date_modified")),
        updated=text("date_modified"),
    )


def _iso(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


_DATES = ("published_parsed", "updated_parsed", "updated")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE
)

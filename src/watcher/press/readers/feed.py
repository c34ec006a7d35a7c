"""RSS, Atom and JSON Feed -> reports of their entries."""

import calendar
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from watcher.core.documents import Document
from watcher.core.errors import PageError
from watcher.core.model import Oddity, Trouble
from watcher.core.schedule import OTTAWA
from watcher.ircc.fields import excerpt, storable, to_utc, web_page_error
from watcher.press.blocks import NO_INFO, DocumentInfo
from watcher.press.readers.article import text_digest
from watcher.press.readers.entries import Entry, iso_instant, read_entries, web_link

#: Its title, its entries (None for one without an identity) and its faults.
_Feed = tuple[str, list[Entry | None], list[Oddity]]

MAX_ENTRIES = 3_000
_DIGITS = 7  # of a character: 1114111
_HALVES = (0xD800, 0xDFFF)


def read_feed(body: bytes, *, seen: Mapping[str, bytes], info: DocumentInfo = NO_INFO) -> Document:
    """Read the entries whose digest is not the one in *seen*, oldest first; a broken feed as far as possible.

    Raises PageError where the bytes are no feed, or a feed without any entry.
    """
    parse = _json_feed if _JSON.match(body) else _xml_feed
    title, parsed, oddities = parse(body, info)
    entries = [entry for entry in parsed if entry is not None]
    if not entries:
        raise PageError("the feed has no entries", Trouble.EMPTY)
    document = read_entries("feed", entries[:MAX_ENTRIES], seen)
    if len(entries) > MAX_ENTRIES:
        many, why = f"{len(entries):,} entries", f"only the first {MAX_ENTRIES:,} were read"
        oddities.append(Oddity(where="the feed", printed=many, why=why))
    undated = datetime.min.replace(tzinfo=UTC)
    return replace(
        document,
        title=" ".join(title.split()) or None,
        pieces=tuple(sorted(document.pieces, key=lambda piece: piece.published or undated)),
        oddities=(*oddities, *document.oddities),
    )


def _xml_feed(body: bytes, info: DocumentInfo) -> _Feed:
    if _WEB_PAGE.match(body):
        raise web_page_error("not a feed but a web page", body)
    if not body.strip():
        raise PageError("the page is empty", Trouble.EMPTY)
    # 120 ms and 12 MiB, in a child process.
    import feedparser  # noqa: PLC0415 - see above

    # No content-location: it would make addresses of the ids, that move with the feed.
    headers = {"content-type": f"application/xml; charset={info.charset}"}
    text = _REFERENCE.sub(_possible, body)
    read: Any = feedparser.parse(
        SimpleNamespace(read=lambda: text),  # bare bytes that look like a path would be opened
        response_headers=headers if info.charset else {},
        resolve_relative_uris=True,
        sanitize_html=True,
    )
    if "out of memory" in str(read.get("bozo_exception")):
        raise MemoryError  # half of a feed, and nobody would know which
    if not read.get("version") and not read.entries:
        if _SOME_WEB_PAGE.search(body, 0, 2048):
            raise web_page_error("not a feed but a web page", body)
        raise PageError("the page is no feed that is known", Trouble.LAYOUT)
    error = read.get("bozo_exception")
    # Only another encoding than announced: read all the same, and no harm done.
    broken = read.get("bozo") and "Encoding" not in type(error).__name__
    why = "broken XML, read as far as it goes"
    oddity = Oddity(where="the feed", printed=excerpt(str(error)), why=why)
    entries = [_xml_entry(entry, info.url) for entry in read.entries]
    return storable(read.feed.get("title")), entries, [oddity] if broken else []


def _possible(found: re.Match[bytes]) -> bytes:
    """Replace references to no character by U+FFFD: half an emoji would stop feedparser."""
    hexadecimal, decimal = found.groups()
    digits: bytes = hexadecimal or decimal
    value = int(digits, 16 if hexadecimal else 10) if len(digits) <= _DIGITS else -1
    is_one = 0 <= value < _HALVES[0] or _HALVES[1] < value <= sys.maxunicode
    return found[0] if is_one else b"&#65533"


def _entry(
    key: str, title: str, content: str, *, link: str | None, at: datetime | None, updated: str
) -> Entry | None:
    if not key.strip():
        return None
    key, title = key[:500], " ".join(title.split())
    digest = text_digest((key, title, content, updated))
    return Entry(key=key, digest=digest, title=title, content=content, link=link, published=at)


def _xml_entry(entry: Any, base: str) -> Entry | None:
    # As it stands: feedparser would fill one date in with the other, and warn of it.
    def _field(name: str) -> Any:
        return dict.get(entry, name)

    title = " ".join(storable(_field("title")).split())
    contents = [storable(part.get("value")) for part in _field("content") or ()]
    link = web_link(storable(_field("link")), base)
    published = _when(_field("published"), _field("published_parsed"))
    published = published or _when(_field("updated"), _field("updated_parsed"))
    return _entry(
        storable(_field("id")) or link or f"{title} {published or ''}",
        title,
        max([*contents, storable(entry.get("summary"))], key=len),
        link=link,
        at=published,
        updated=storable(_field("updated")),
    )


def _when(as_printed: object, parsed: tuple[int, ...] | None) -> datetime | None:
    """Return feedparser's time, in UTC, where a zone is printed; a day alone is noon in Ottawa."""
    text = storable(as_printed).strip()
    if parsed is None:
        return None
    try:
        if _DAY_ONLY.fullmatch(text):
            at = datetime(parsed[0], parsed[1], parsed[2], 12, tzinfo=OTTAWA)
        elif _ZONE.search(text):
            at = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        else:
            return None
    except (OverflowError, ValueError, OSError):
        return None
    return to_utc(at)


def _json_feed(body: bytes, info: DocumentInfo) -> _Feed:
    try:
        page = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PageError("the page is not JSON of any use", Trouble.NOT_JSON) from error
    if not isinstance(page, dict) or not isinstance(page.get("items"), list):
        raise PageError("the page is JSON, but no JSON Feed", Trouble.LAYOUT)
    items = [_json_entry(item, info.url) for item in page["items"] if isinstance(item, dict)]
    return storable(page.get("title")), items, []


def _json_entry(item: Mapping[str, object], base: str) -> Entry | None:
    def _text(*names: str) -> str:
        return next(filter(None, (storable(item.get(name)) for name in names)), "")

    link = web_link(_text("url", "external_url"), base)
    identity = item.get("id")
    return _entry(
        str(identity) if isinstance(identity, int) else _text("id") or link or "",
        _text("title"),
        _text("content_html", "content_text", "summary"),
        link=link,
        at=iso_instant(_text("date_published", "date_modified")),
        updated=_text("date_modified"),
    )


# feedparser takes a missing or unknown zone for UTC: half a day off, "today" is another.
_ZONE = re.compile(
    r"(?:\dZ|[+-]\d\d:?\d\d|\b(?:UTC?|GMT|[ECMP][SD]T))(?:\s*\([^()]*\))?$", re.IGNORECASE
)
_DAY_ONLY = re.compile(
    r"\d{4}-\d\d-\d\d|(?:[a-z]{3},\s*)?\d{1,2}\s+[a-z]{3,9}\s+\d{4}", re.IGNORECASE
)
_REFERENCE = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]+))")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_SOME_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)

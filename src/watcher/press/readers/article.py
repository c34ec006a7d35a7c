"""Articles -> the rounds that their text reports."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from watcher.core.documents import Document, Piece
from watcher.press.blocks import NO_INFO, DocumentInfo, Grid, PageContent, TextBlock
from watcher.press.consensus import origins, sketch
from watcher.press.pages import page_of
from watcher.press.prose.page import read_page, read_page_years

#: The key of a text that is the only one of its document.
ONLY_KEY = ""


def read_article(
    body: bytes, *, seen: Mapping[str, bytes], info: DocumentInfo = NO_INFO
) -> Document:
    """Read HTML or plain text as one piece, unless *seen* has the digest of its content."""
    page = page_of(body, info)
    published = page.published or info.published
    digest = page_digest(page, published)
    known = seen.get(ONLY_KEY) == digest
    return Document(
        kind="article",
        pieces=() if known else (read_text_piece(page, info, link=info.url or None),),
        title=page.title,
        published=published,
        digests={ONLY_KEY: digest},
    )


def read_text_piece(
    page: PageContent,
    info: DocumentInfo,
    *,
    key: str = ONLY_KEY,
    link: str | None = None,
    title: str | None = None,
    published: datetime | None = None,
) -> Piece:
    """Read one text (an article, a post, an entry); *title* and *published* override what the page has."""
    when = published or page.published or info.published
    page = replace(page, title=title or page.title, published=when)
    text = "\n".join(b.text for b in page.blocks if isinstance(b, TextBlock))
    reports = read_page(page, info)
    return Piece(
        key=key,
        digest=page_digest(page, when),
        link=link,
        title=page.title,
        published=when,
        reports=reports,
        years=read_page_years(page, reports, when),
        origins=origins(text, link or info.url),
        wording=sketch(text),
    )


def page_digest(page: PageContent, published: datetime | None) -> bytes:
    """Digest the content of a text and its date: "today" is another day in a later copy."""
    parts = [page.title or "", published.isoformat() if published else ""]
    parts += [page.number] if page.number else []
    for block in page.blocks:
        if isinstance(block, Grid):
            parts += ["\x1f".join(row) for row in block.rows]
            parts += filter(None, block.numbers)
        else:
            parts.append(block.text)
    return text_digest(parts)


def text_digest(parts: Iterable[str]) -> bytes:
    """Digest what distinguishes one state of a text from the next."""
    joined = "\x1e".join(parts).encode("utf-8", "replace")
    return blake2b(joined, digest_size=16).digest()

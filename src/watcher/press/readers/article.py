"""An article -> what its text says of rounds, and which one it is about."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b

from watcher.core.about import NOTHING, About
from watcher.core.model import Document, Piece
from watcher.press.corroboration.copies import origins, sketch
from watcher.press.pages import page_of
from watcher.press.prose.page import read_page
from watcher.press.readers.blocks import Grid, Page, Text

KEY = ""


def read_article(body: bytes, *, seen: Mapping[str, bytes], about: About = NOTHING) -> Document:
    """Read HTML or plain text as one piece, under the key "".

    Where *seen* has the digest of what the text says, it is not read again.
    """
    page = page_of(body, about)
    published = page.published or about.published
    digest = digest_of(page, published)
    known = seen.get(KEY) == digest
    return Document(
        kind="article",
        pieces=() if known else (read_text(page, about, link=about.url or None),),
        title=page.title,
        published=published,
        digests={KEY: digest},
    )


def read_text(
    page: Page,
    about: About,
    *,
    key: str = KEY,
    link: str | None = None,
    title: str | None = None,
    published: datetime | None = None,
) -> Piece:
    """Read one text: an article, a post, an entry of a feed.

    *title* and *published* are what is said beside the text; they come before what
    the page says itself.
    """
    when = published or page.published or about.published
    page = Page(
        blocks=page.blocks,
        title=title or page.title,
        published=when,
        language=page.language,
        links=page.links,
        number=page.number,
        cut=page.cut,
    )
    text = "\n".join(b.text for b in page.blocks if isinstance(b, Text))
    return Piece(
        key=key,
        digest=digest_of(page, when),
        link=link,
        title=page.title,
        published=when,
        reports=read_page(page, about),
        origins=origins(text, link or about.url),
        wording=sketch(text),
    )


def digest_of(page: Page, published: datetime | None) -> bytes:
    """Digest what a text says, and when: "today" is another day in a later copy."""
    parts = [page.title or "", published.isoformat() if published else ""]
    parts += [page.number] if page.number else []
    for block in page.blocks:
        if isinstance(block, Grid):
            parts += ["\x1f".join(row) for row in block.rows]
            parts += filter(None, block.numbers)
        else:
            parts.append(block.text)
    return blake2b("\x1e".join(parts).encode(), digest_size=16).digest()

"""The REST API of a WordPress site -> what its posts say of rounds."""

import html
from collections.abc import Mapping

from watcher.core.about import NOTHING, About
from watcher.core.model import Document, Piece
from watcher.ircc.fields import storable
from watcher.press.readers.entries import Allowance, digest_of, piece_of, web_link
from watcher.press.readers.posts import gmt, posts_of, text_of


def read_wordpress(body: bytes, *, seen: Mapping[str, bytes], about: About = NOTHING) -> Document:
    """Read a list of posts, or one, whose digest is not the one in *seen*.

    An empty list is an answer: nothing was changed since then. Raises PageError where
    the bytes are no answer of the API, or one that says why there is none.
    """
    posts = posts_of(body)
    digests: dict[str, bytes] = {}
    pieces: list[Piece] = []
    allowance = Allowance()
    for post in posts:
        title, content = _rendered(post, "title"), _rendered(post, "content")
        excerpt = _rendered(post, "excerpt")
        key = storable(str(post.get("id")))[:500]
        digest = digest_of(key, title, content or excerpt, text_of(post, "modified_gmt"))
        digests[key] = digest
        if seen.get(key) == digest:
            continue
        title = " ".join(html.unescape(title).split())
        pieces.append(
            piece_of(
                key=key,
                digest=digest,
                title=title,
                content=allowance.readable(title, content or excerpt),
                link=web_link(text_of(post, "link")),
                # Never "date": that is the site's own time, without its zone.
                published=gmt(text_of(post, "date_gmt")) or about.published,
            )
        )
    changes = (gmt(text_of(post, "modified_gmt")) for post in posts)
    return Document(
        kind="wordpress",
        pieces=tuple(pieces),
        oddities=allowance.oddities(),
        digests=digests,
        watermark=max((at for at in changes if at), default=None),
    )


def _rendered(post: Mapping[str, object], name: str) -> str:
    field = post.get(name)
    if isinstance(field, dict):
        field = field.get("rendered")
    return storable(field)

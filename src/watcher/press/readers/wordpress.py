"""Posts from the REST API of a WordPress site -> reports.

The fields are documented at https://developer.wordpress.org/rest-api/reference/posts/.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from watcher.core.errors import PageError
from watcher.core.model import Document, Trouble
from watcher.ircc.fields import excerpt, storable, web_page_error
from watcher.press.blocks import NO_INFO, DocumentInfo
from watcher.press.readers.article import text_digest
from watcher.press.readers.entries import Entry, iso_instant, read_entries, web_link

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


def read_wordpress(
    body: bytes, *, seen: Mapping[str, bytes], info: DocumentInfo = NO_INFO
) -> Document:
    """Read the posts whose digest is not the one in *seen*; an empty list is a valid answer.

    Raises PageError where the bytes are no answer of the API, or an error that it returned.
    """
    posts = _posts(body)
    entries = [_entry(post, info) for post in posts]
    # Of two with one id the later is how it is now.
    document = read_entries("wordpress", {e.key: e for e in entries}.values(), seen)
    changes = (_gmt(post, "modified_gmt") for post in posts)
    return replace(document, watermark=max((at for at in changes if at), default=None))


def _entry(post: Mapping[str, object], info: DocumentInfo) -> Entry:
    key = storable(str(post.get("id")))[:500]
    title = _rendered(post, "title")
    content = _rendered(post, "content") or _rendered(post, "excerpt")
    return Entry(
        key=key,
        digest=text_digest((key, title, content, storable(post.get("modified_gmt")))),
        title=" ".join(html.unescape(title).split()),
        content=content,
        link=web_link(storable(post.get("link"))),
        # Never "date": that is the site's own time, without its zone.
        published=_gmt(post, "date_gmt") or info.published,
    )


def _posts(body: bytes) -> Sequence[Mapping[str, object]]:
    page = _json(body)
    if isinstance(page, dict):
        if "message" in page and "code" in page:
            said = excerpt(str(page["message"]))
            raise PageError(f"the site's API says: {said}", Trouble.UNUSABLE)
        page = [page]
    if not isinstance(page, list):
        raise PageError("the answer is no list of posts", Trouble.LAYOUT)
    posts = [post for post in page if isinstance(post, dict) and "id" in post]
    if page and not posts:
        raise PageError("nothing in the list is a post", Trouble.LAYOUT)
    return posts


def _json(body: bytes) -> object:
    if _MARKUP.match(body):
        raise web_page_error("not the API but a web page", body)
    try:
        answer: object = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PageError("the answer is not JSON", Trouble.NOT_JSON) from error
    return answer


def _gmt(post: Mapping[str, object], name: str) -> datetime | None:
    """Read one of the instants whose names end in ``_gmt``: UTC, without a zone."""
    return iso_instant(storable(post.get(name)), UTC)


def _rendered(post: Mapping[str, object], name: str) -> str:
    field = post.get(name)
    return storable(field.get("rendered") if isinstance(field, dict) else field)

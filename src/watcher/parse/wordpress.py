"""The REST API of a WordPress site -> what its posts say of rounds.

https://developer.wordpress.org/rest-api/reference/posts/ has the parameters and fields.
"""

import html
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from watcher.errors import PageError
from watcher.model import Document, Piece, Trouble
from watcher.parse.about import NOTHING, About
from watcher.parse.entries import digest_of, piece_of, web_link
from watcher.parse.fields import printed, title_of

#: Posts of one page; WordPress allows no more.
PER_PAGE = 100
_FIELDS = "id,date_gmt,modified_gmt,link,title,content,excerpt"


def read_wordpress(
    body: bytes, *, seen: Mapping[str, bytes], about: About = NOTHING
) -> Document:
    """Read a list of posts, or one, whose digest is not the one in *seen*.

    An empty list is an answer: nothing was changed since then. Raises PageError where
    the bytes are no answer of the API, or one that says why there is none.
    """
    posts = _posts(body)
    digests: dict[str, bytes] = {}
    pieces: list[Piece] = []
    for post in posts:
        title, content = _rendered(post, "title"), _rendered(post, "content")
        excerpt = _rendered(post, "excerpt")
        key = str(post.get("id"))
        digest = digest_of(key, title, content or excerpt, _text(post, "modified_gmt"))
        digests[key] = digest
        if seen.get(key) == digest:
            continue
        pieces.append(
            piece_of(
                key=key,
                digest=digest,
                title=" ".join(html.unescape(title).split()),
                content=content or excerpt,
                link=web_link(_text(post, "link")),
                # Never "date": that is the site's own time, without its zone.
                published=_gmt(_text(post, "date_gmt")) or about.published,
            )
        )
    return Document(kind="wordpress", pieces=tuple(pieces), digests=digests)


def posts_url(url: str, *, after: datetime | None, page: int) -> str:
    """Ask for the posts that were modified after an instant, oldest change first.

    What the address asks for already (categories, a search) stays. Both of WordPress's
    forms are kept: ``/wp-json/wp/v2/posts`` and ``?rest_route=/wp/v2/posts``.
    """
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    usual = {
        "per_page": str(PER_PAGE),
        "orderby": "modified",
        "order": "asc",
        "_fields": _FIELDS,
    }
    if after is not None:
        usual["modified_after"] = after.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    query = urlencode({**usual, **asked, "page": str(page)}, safe="/:,")
    return urlunsplit(parts._replace(query=query))


def newest_modified(body: bytes) -> datetime | None:
    """Return when the last change in a listing was made; None where there is none."""
    changes = (_gmt(_text(post, "modified_gmt")) for post in _posts(body))
    return max((at for at in changes if at), default=None)


def _posts(body: bytes) -> list[Mapping[str, object]]:
    page = _json(body)
    if isinstance(page, dict):
        if "message" in page and "code" in page:
            said = printed(str(page["message"]))
            raise PageError(f"the site's API says: {said}", Trouble.UNUSABLE)
        page = [page]
    if not isinstance(page, list):
        raise PageError("the answer is no list of posts", Trouble.LAYOUT)
    posts: list[Mapping[str, object]] = [
        post for post in page if isinstance(post, dict) and "id" in post
    ]
    if page and not posts:
        raise PageError("nothing in the list is a post", Trouble.LAYOUT)
    return posts


def _json(body: bytes) -> object:
    if _MARKUP.match(body):
        title = title_of(body[:4096].decode("utf-8", "replace"))
        named = f"titled {title!r}" if title else "without a title"
        raise PageError(f"not the API but a web page {named}", Trouble.HTML)
    try:
        answer: object = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PageError("the answer is not JSON", Trouble.NOT_JSON) from error
    return answer


def _rendered(post: Mapping[str, object], name: str) -> str:
    field = post.get(name)
    if isinstance(field, dict):
        field = field.get("rendered")
    return field if isinstance(field, str) else ""


def _text(post: Mapping[str, object], name: str) -> str:
    value = post.get(name)
    return value if isinstance(value, str) else ""


def _gmt(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")

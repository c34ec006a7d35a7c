"""What a WordPress site is asked, and the posts in its answer, unread.

https://developer.wordpress.org/rest-api/reference/posts/ has the parameters and fields.
Apart from their reader, for it is the service that asks, and a child that reads.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.ircc.fields import in_living_memory, printed, storable, title_of

#: Posts of one page; WordPress allows no more.
PER_PAGE = 100
_FIELDS = "id,date_gmt,modified_gmt,link,title,content,excerpt"


def posts_url(url: str, *, after: datetime | None, page: int) -> str:
    """Ask for the posts that were modified after an instant, oldest change first.

    What the address asks for already (categories, a search) stays. Both of WordPress's
    forms are kept: ``/wp-json/wp/v2/posts`` and ``?rest_route=/wp/v2/posts``.
    """
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    named = {name for name, _ in asked}
    usual = {"per_page": str(PER_PAGE), "orderby": "modified", "order": "asc", "_fields": _FIELDS}
    if after is not None:
        usual["modified_after"] = after.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    ours = [pair for pair in usual.items() if pair[0] not in named]
    # One name may stand there several times: categories[]=5&categories[]=6.
    theirs = [pair for pair in asked if pair[0] != "page"]
    query = urlencode([*ours, *theirs, ("page", str(page))], safe="/:,[]")
    return urlunsplit(parts._replace(query=query))


def posts_of(body: bytes) -> list[Mapping[str, object]]:
    """Take the posts out of an answer; raises PageError where it is none."""
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


def text_of(post: Mapping[str, object], name: str) -> str:
    """Give a field of a post that is a text, empty where it is none."""
    return storable(post.get(name))


def gmt(text: str) -> datetime | None:
    """Read one of the instants whose names end in ``_gmt``: UTC, without saying so."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return in_living_memory(at.replace(tzinfo=at.tzinfo or UTC))


_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")

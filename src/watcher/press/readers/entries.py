"""Entries of a feed or of a WordPress site -> pieces, and whether their pages are to be read.

The fields of WordPress are documented at https://developer.wordpress.org/rest-api/reference/posts/.
"""

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from urllib.parse import urljoin

from watcher.core.documents import Document, Piece
from watcher.core.errors import PageError
from watcher.core.model import Oddity, Report, Trouble
from watcher.core.settings import SourceKind
from watcher.ircc.fields import excerpt, storable, to_utc, web_page_error
from watcher.press.blocks import NO_INFO, DocumentInfo
from watcher.press.pages import page_of
from watcher.press.prose.text import MOST_FIGURES
from watcher.press.readers.article import read_text_piece, text_digest

#: Characters of one entry that are read.
MAX_ENTRY = 200_000
#: Of all entries of an answer: the longest feed seen has 432,000 characters.
MAX_TOTAL = 900_000
_MOST_SAID = 20
_OF_A_FIGURE = 20  # characters that cost as much as one figure does
_DEEPEST = 256  # elements; pages of the field have under 60
_MOST_ATTRIBUTES = 500
_LONG = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_FIGURE = re.compile(r"[0-9]+")
# Elements that stay open until they are closed.
_NESTING = re.compile(
    r"<(/?)(?!(?:p|li|d[dt]|t[dhr]|tbody|thead|option|br|hr|img|input|meta|link|col|wbr"
    r"|source|area|base|embed|param|track)\b)[a-z][^\s<>/]*",
    re.IGNORECASE,
)
_TEASER = 700  # characters: the longest summary of a feed had 620


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as its document gives it; its ``digest`` distinguishes one state from the next."""

    key: str
    digest: bytes
    title: str
    content: str
    link: str | None
    published: datetime | None


def read_entries(kind: SourceKind, entries: Iterable[Entry], seen: Mapping[str, bytes]) -> Document:
    """Read the entries whose digest is not the one in *seen*; of two with one key the first."""
    digests: dict[str, bytes] = {}
    pieces: list[Piece] = []
    budget = Budget()
    for entry in entries:
        if entry.key in digests:
            continue
        digests[entry.key] = entry.digest
        if seen.get(entry.key) != entry.digest:
            content = budget.readable(entry.title, entry.content)
            pieces.append(_piece(replace(entry, content=content)))
    oddities = tuple(budget.oddities)
    return Document(kind=kind, pieces=tuple(pieces), oddities=oddities, digests=digests)


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


def web_link(text: str, base: str = "") -> str | None:
    """Return a link to a web page as absolute, relative to *base*; None for any other."""
    try:
        link = urljoin(base, text.strip()) if text else ""
    except ValueError:  # "http://[": no address of any kind
        return None
    return link if _WEB.fullmatch(link) else None


def iso_instant(text: str, zone: tzinfo | None = None) -> datetime | None:
    """Read an ISO 8601 instant; without a zone it is of *zone*, or none at all."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=at.tzinfo or zone)
    return to_utc(at) if at.tzinfo else None


class Budget:
    """Limits the cost of all entries of one answer, so that no entry uses up that of the others.

    A text costs by its length and figures; deeply nested markup can cost the HTML parser all memory. Of an entry
    that is too costly only the title is read, and its own page where that is worth it.
    """

    def __init__(self) -> None:
        self._left = MAX_TOTAL
        self.oddities: list[Oddity] = []  # the first of the entries that were not read

    def readable(self, title: str, content: str) -> str:
        """Return an entry's content, or nothing where it is too costly."""
        text = content[:MAX_ENTRY]
        cost = len(text) + _OF_A_FIGURE * min(len(_FIGURE.findall(text)), MOST_FIGURES)
        why = ""
        if _is_costly(text):
            why = "its markup costs too much; only its title was read"
        elif cost > self._left:
            why = "too much to read at once; only its title was read"
        else:
            self._left -= cost
        if why and len(self.oddities) < _MOST_SAID:
            self.oddities.append(Oddity(where="an entry", printed=excerpt(title), why=why))
        return "" if why else text


def _is_costly(markup: str) -> bool:
    """Return whether markup nests too deeply or has too many attributes."""
    depth = 0
    if any(len(tag[0].split()) > _MOST_ATTRIBUTES for tag in _LONG.finditer(markup)):
        return True
    for tag in _NESTING.finditer(markup):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _piece(entry: Entry) -> Piece:
    """Read the text of one entry; ``follow`` where its page is more complete."""
    info = DocumentInfo(url=entry.link or "", published=entry.published)
    page = page_of(f"{entry.title}\n\n{entry.content}".encode(), info)
    piece = read_text_piece(
        page,
        info,
        key=entry.key,
        link=entry.link,
        title=entry.title or None,
        published=entry.published,
    )
    follow = entry.link is not None and _is_incomplete(entry, piece.reports)
    return replace(piece, digest=entry.digest, follow=follow)


def _is_incomplete(entry: Entry, reports: tuple[Report, ...]) -> bool:
    main = next((report for report in reports if report.main), None)
    if main and None not in (main.cutoff, main.category, main.invitations):
        return False
    if not _DRAW.search(entry.title) or _FOREIGN.search(entry.title):
        return False
    # What is long says all that there is to say; it just does not say everything.
    return len(entry.content) < _TEASER or _CUT.search(entry.content[-600:]) is not None


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
            message = excerpt(str(page["message"]))
            raise PageError(f"the site's API says: {message}", Trouble.UNUSABLE)
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


_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_WEB = re.compile(r"https?://[^\s\"'<>\x00-\x1f\ufffd]{3,2000}", re.IGNORECASE)
# A draw is named by what it is, or by what it does; "Express Entry: is it worth it?"
# is neither.
_DRAW = re.compile(
    r"""\b(?:draws?|rounds?\s+of\s+invitations?|tirages?|rondes?\s+d.invitations?)\b
    |\b(?:invit(?:es?|ed|ing|ations?)|itas?|ptas?|d'invitations)\b
    |\b(?:crs|scg|cut[\s-]?off|seuil)\b.{0,40}\b[0-9]{2,4}\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"""\b(?:oinp|ontario|sinp|saskatchewan|manitoba|mpnp|b\.?c\.?\s*pnp|bcpnp
    |british\s+columbia|alberta|aaip|ainp|nova\s+scotia|nsnp|new\s+brunswick|nbpnp|pei
    |prince\s+edward|newfoundland|nlpnp|yukon|northwest\s+territor\w+|qu[ée]bec|arrima
    |pstq|iec|international\s+experience|working\s+holiday|pgp|parents?\s+and\s+grand
    |super\s+visa|atlantic|rural)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_CUT = re.compile(
    r"\[?(?:&#8230;|&hellip;|\u2026|\.\.\.)\]?|continue\s+reading|read\s+more", re.IGNORECASE
)

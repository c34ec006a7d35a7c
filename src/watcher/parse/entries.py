"""What feeds and WordPress share: an entry -> a piece, and whether its page says more."""

import re
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from urllib.parse import urljoin

from watcher.model import Piece, Report
from watcher.parse.about import About
from watcher.parse.article import read_text
from watcher.parse.pages import page_of

#: Characters of one entry that are read.
LONGEST = 200_000
_TEASER = 700  # characters: the longest summary of a feed had 620


def digest_of(*parts: str | None) -> bytes:
    """Digest what tells one state of an entry from the next."""
    joined = "\x1e".join(part or "" for part in parts)
    return blake2b(joined.encode("utf-8", "replace"), digest_size=16).digest()


def piece_of(
    *,
    key: str,
    digest: bytes,
    title: str,
    content: str,
    link: str | None,
    published: datetime | None,
) -> Piece:
    """Read the text of one entry; ``follow`` where its page would say more."""
    about = About(url=link or "", published=published)
    text = f"{title}\n\n{content[:LONGEST]}".encode()
    page = page_of(text, about)
    piece = read_text(
        page, about, key=key, link=link, title=title or None, published=published
    )
    follow = link is not None and _says_too_little(title, content, piece.reports)
    return replace(piece, digest=digest, follow=follow)


def web_link(text: str, base: str = "") -> str | None:
    """Take a link that leads to a page, absolute; it may be relative to *base*."""
    try:
        link = urljoin(base, text.strip()) if text else ""
    except ValueError:  # "http://[": no address of any kind
        return None
    return link if _WEB.fullmatch(link) else None


def _says_too_little(title: str, content: str, reports: tuple[Report, ...]) -> bool:
    main = next((report for report in reports if report.main), None)
    if main and None not in (main.cutoff, main.category, main.invitations):
        return False
    if not _DRAW.search(title) or _FOREIGN.search(title):
        return False
    # What is long says all that there is to say; it just does not say everything.
    return len(content) < _TEASER or _CUT.search(content[-600:]) is not None


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
    r"\[?(?:&#8230;|&hellip;|\u2026|\.\.\.)\]?|continue\s+reading|read\s+more",
    re.IGNORECASE,
)

"""Bytes of a page -> its blocks in reading order: HTML, markdown or plain text."""

import codecs
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from watcher.core.settings import Language
from watcher.press.blocks import MAX_BLOCKS, DocumentInfo, Grid, PageBlock, PageContent, TextBlock
from watcher.press.pages.markup import page_of_markup
from watcher.press.pages.plain import blocks_of_plain, is_rule, without_marks
from watcher.press.pages.typed import heading_of, with_typed_tables

#: What is longer is cut: the longest of 72 articles had 69,000 characters, the
#: official table as HTML 45,000 bytes.
MAX_CHARACTERS = 2_000_000
#: Byte-order marks, and what they say.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_LINES = 2_000


def page_of(body: bytes, info: DocumentInfo, *, whole: bool = False) -> PageContent:
    """Read a page, with a title in front or not; one that was too long is ``cut``.

    Menus, scripts and hidden parts are left out. Of a page that marks its article only that is read, unless
    *whole*.
    """
    text = decoded(body, info.charset)
    page = _page(text[:MAX_CHARACTERS], info.url, whole=whole)
    cut = len(text) > MAX_CHARACTERS or any(isinstance(b, Grid) and b.cut for b in page.blocks)
    return replace(
        page,
        blocks=tuple(_captioned(tuple(with_typed_tables(page.blocks)))),
        cut=cut or page.cut,
        language=page.language or _language(page),
    )


def decoded(body: bytes, charset: str | None) -> str:
    """Decode by byte-order mark, UTF-8, *charset*, the page's declaration or Windows-1252.

    UTF-8 comes first: nothing else can be decoded as such, whatever a server declares. Mojibake is mended where all
    of it can be.
    """
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if charset and _WIDE.fullmatch(charset.strip()):
        return body.decode(charset.strip(), "replace")
    named = _DECLARED.search(body, 0, 2048)
    for name in ("utf-8", charset, named and named[1].decode("ascii")):
        text = _strictly(body, name)
        if text is not None:
            return _mended(text)
    return body.decode("cp1252", "replace")


def _strictly(body: bytes, charset: str | None) -> str | None:
    # Only what pages are written in: Python knows codecs that take minutes ("punycode").
    name = (charset or "").strip().casefold()
    if not _NARROW.fullmatch(name):
        return None
    try:
        return body.decode("cp1252" if _LATIN_1.fullmatch(name) else name)
    except (LookupError, ValueError):
        return None


def _mended(text: str) -> str:
    if not _MOJIBAKE.search(text):
        return text
    return _redecoded(text) or _MOJIBAKE_PIECE.sub(lambda m: _redecoded(m[0]) or m[0], text)


def _redecoded(text: str) -> str | None:
    try:
        return _encoded(text).decode("utf-8")
    except ValueError:
        return None


def _encoded(text: str) -> bytes:
    try:
        return text.encode("cp1252")
    except ValueError:
        # Five bytes are no sign of Windows-1252, thirty-two none of Latin-1.
        return b"".join(c.encode("latin-1" if c in _NO_SIGNS else "cp1252") for c in text)


def _page(text: str, url: str, *, whole: bool) -> PageContent:
    title, rest = _title_line(text)
    if _is_markup(text):
        page = page_of_markup(rest, url, whole=whole)
    else:
        blocks = blocks_of_plain(rest)
        page = PageContent(blocks=blocks, cut=len(blocks) >= MAX_BLOCKS)
    if title is None:
        return page
    return replace(page, title=title, blocks=(TextBlock(title, "title"), *page.blocks))


def _is_markup(text: str) -> bool:
    """Return whether a text is HTML rather than markdown, which may have a tag here and there."""
    if _BLOCK_TAG.search(text):
        return True
    if not _INLINE_TAG.search(text):
        return False
    lines = islice(text.splitlines(), _MOST_LINES)
    return not any(_MARKDOWN.match(line) or is_rule(line) for line in lines)


def _title_line(text: str) -> tuple[str | None, str]:
    """Split off a first line that stands alone and is no sentence."""
    found = _TITLE.match(text)
    if found is None or "<" in found["title"]:
        return None, text
    rest = text[found.end() :]
    if "|" in found["title"] and "|" in rest.lstrip().partition("\n")[0]:
        return None, text  # the headings of a table
    title = without_marks(html.unescape(found["title"]).lstrip("# "))
    return (title, rest) if title else (None, text)


def _captioned(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Use what stands right above a table as its caption: a heading, or a line with a year."""
    above = ""
    for block in blocks:
        if isinstance(block, Grid):
            yield replace(block, caption=block.caption or above)
            above = ""
            continue
        yield block
        if block.kind == "heading":
            above = block.text
        else:
            above = heading_of(block.text) if _YEAR.search(block.text) else ""


def _language(page: PageContent) -> Language | None:
    text = " ".join(b.text for b in page.blocks[:200] if isinstance(b, TextBlock))[:20_000]
    french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
    if french == english:
        return None
    return "fr" if french > english else "en"


_WIDE = re.compile(r"utf-?(?:16|32)(?:-?[lb]e)?", re.IGNORECASE)
_NARROW = re.compile(
    r"utf-?8|(?:windows|cp)-?125[0-8]|iso-?8859-?[0-9]{1,2}|latin-?1|us-ascii|ascii"
    r"|macintosh|koi8-[ru]"
)
# The web reads these names as Windows-1252, and its quotes are what they leave out.
_LATIN_1 = re.compile(r"iso-?8859-?1|latin-?1|us-ascii|ascii|windows-?1252")
_DECLARED = re.compile(rb"""<meta[^<>]{0,200}charset=["']?([a-zA-Z0-9_-]{2,20})""", re.IGNORECASE)
_NO_SIGNS = "".join(map(chr, range(0x80, 0xA0)))
# UTF-8 read as Windows-1252 (a right quote becomes a-circumflex, euro, trade mark), or
# as Latin-1 proper (a-circumflex and two signs that do not show).
_MOJIBAKE = re.compile("\u00e2[\u20ac\x80]|\u00c3[\u00a0-\u00bf]|\u00c2\u00a0")
_MOJIBAKE_PIECE = re.compile("\u00e2[\u20ac\x80][^ -~]|\u00c3[\u00a0-\u00bf]|\u00c2[\u00a0-\u00bf]")
_YEAR = re.compile(r"\b20[0-9]{2}\b")
# Where none of these stands, "<" is only a sign: "CRS < 470".
_BLOCK_TAG = re.compile(
    r"<(?:!doctype|html|head|body|p|div|ul|ol|li|d[ltd]|table|tr|td|h[1-6]|article|main"
    r"|section|figure|pre|form)\b[^<>]*>",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(
    r"<(?:span|br|strong|em|b|i|a|u|sup|figcaption|img)\b[^<>]*>", re.IGNORECASE
)
_MARKDOWN = re.compile(r"\s{0,3}(?:#{1,6}\s|[-*+]\s\S)|[^*]{0,200}\*\*[^*]")
_TITLE = re.compile(r"\s*+(?P<title>[^\n]{3,220}?[^\n.:;,])[ \t\r]{0,80}+\n[ \t\r]*+\n(?=\s*+\S)")
# Not "est": a time is often one of "EST".
_FRENCH = re.compile(r"\b(?:le|la|les|des|du|une|sont|pour|dans|été|aux|et|qui)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|for|is|are|was|were|with|that)\b", re.IGNORECASE)

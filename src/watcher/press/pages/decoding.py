"""Bytes -> text: as they say, as the server says, or as they can only be."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(body: bytes, charset: str | None) -> str:
    """Decode by byte-order mark, UTF-8, *charset*, the page's own word or Windows-1252.

    UTF-8 comes first: what can be read as such is nothing else, whatever a server of
    long ago says of all its pages. A text that was decoded wrongly before it was
    published (a quote as three signs) is mended where all of it can be.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if charset and _WIDE.fullmatch(charset.strip()):
        return body.decode(charset.strip(), "replace")
    named = _DECLARED.search(body, 0, 2048)
    own = named[1].decode("ascii") if named else None
    for name in ("utf-8", charset, own):
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
    try:
        return _bytes_of(text).decode("utf-8")
    except ValueError:
        return _PIECE.sub(_mended_piece, text)


def _mended_piece(found: re.Match[str]) -> str:
    try:
        return _bytes_of(found[0]).decode("utf-8")
    except ValueError:
        return found[0]


def _bytes_of(text: str) -> bytes:
    try:
        return text.encode("cp1252")
    except ValueError:
        # Five bytes are no sign of Windows-1252, thirty-two none of Latin-1.
        return b"".join(c.encode("latin-1" if c in _NO_SIGNS else "cp1252") for c in text)


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
_PIECE = re.compile("\u00e2[\u20ac\x80][^ -~]|\u00c3[\u00a0-\u00bf]|\u00c2[\u00a0-\u00bf]")

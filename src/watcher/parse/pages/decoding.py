"""Bytes -> text: as they say, as the server says, or as they can only be."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(body: bytes, charset: str | None) -> str:
    """Decode by byte-order mark, *charset*, the page's own word, UTF-8 or Windows-1252.

    A text that was decoded wrongly before it was published (a quote as three signs) is
    mended where all of it can be.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    named = _DECLARED.search(body, 0, 2048)
    own = named[1].decode("ascii") if named else None
    for name in (charset, "utf-8", own):
        text = _strictly(body, name)
        if text is not None:
            return _mended(text)
    return body.decode("cp1252", "replace")


def _strictly(body: bytes, charset: str | None) -> str | None:
    if not charset:
        return None
    try:
        return body.decode(charset)
    except (LookupError, ValueError):
        return None


def _mended(text: str) -> str:
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except ValueError:
        return _PIECE.sub(_mended_piece, text)


def _mended_piece(found: re.Match[str]) -> str:
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except ValueError:
        return found[0]


_DECLARED = re.compile(
    rb"""<meta[^<>]{0,200}charset=["']?([a-zA-Z0-9_-]{2,20})""", re.IGNORECASE
)
# UTF-8 read as Windows-1252: a right quote becomes a-circumflex, euro, trade mark.
_MOJIBAKE = re.compile("\u00e2\u20ac|\u00c3[\u00a0-\u00bf]|\u00c2\u00a0")
_PIECE = re.compile("\u00e2\u20ac[^ -~]|\u00c3[\u00a0-\u00bf]|\u00c2[\u00a0-\u00bf]")

"""Printed texts -> values: numbers, names and links, or the reason why not.

Nothing is guessed: a text that is not understood as a whole is ``Unread``.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from selectolax.lexbor import LexborHTMLParser

from watcher.core.errors import PageError
from watcher.core.model import Trouble

_SITE = "https://www.canada.ca"
_LONGEST_NAME = 200  # the longest seen has 93 characters (French, 2026)
_LONGEST_MARKUP = 4096  # nested tags cost the HTML parser more than their length
_LONGEST_PRINTED = 200
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a text gave no value: a clause for the operator."""

    why: str


def unwrapped(text: str) -> str:
    """Take off entities, outer white space and an enclosing tag; inner ones (``521<sup>1</sup>``) stay."""
    wrapped = _WRAPPED.fullmatch(text) if "<" in text else None
    if wrapped:
        text = wrapped[2]
    return (html.unescape(text) if "&" in text else text).strip()


def parse_whole_number(text: str) -> int | Unread:
    """Read up to nine digits (every database's integer), plain or with one kind of thousands separator."""
    found = _WHOLE.fullmatch(text)
    if found is None:
        return Unread("not a whole number")
    thousands_sign = found[1]
    return int(text.replace(thousands_sign, "") if thousands_sign else text)


def parse_round_number(text: str) -> str | Unread:
    """Normalize a printed round number: ``"385"``, ``"91a"``."""
    found = _ROUND_NUMBER.fullmatch(text.lower())
    return found[1] + found[2] if found else Unread("not a round number")


def parse_name(text: str) -> str | Unread:
    """Read a round type with its white space folded and invisible marks taken out."""
    name = " ".join(text.split())
    if "<" in name:
        return Unread("has markup in it")
    if not name.isprintable():
        name = "".join(c for c in name if unicodedata.category(c) != "Cf")
    if len(name) > _LONGEST_NAME:
        return Unread("too long for a name")
    if not name.isprintable():
        return Unread("has control characters")
    return name if any(map(str.isalpha, name)) else Unread("not a name")


def parse_link(markup: str) -> str | Unread:
    """Read where an anchor leads, as an absolute address within www.canada.ca."""
    found = _USUAL_ANCHOR.fullmatch(markup)
    href = found[1] if found else _href(markup)
    path = href.removeprefix(_SITE).removeprefix("http://www.canada.ca")
    path = path.removeprefix("/content/canadasite")
    if not _PATH.fullmatch(path):
        return Unread("not a link within canada.ca")
    return _SITE + path


def excerpt(text: str) -> str:
    """Shorten a published text for the operator, safe to store and to show."""
    if len(text) > _LONGEST_PRINTED:
        text = text[: _LONGEST_PRINTED - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def storable(value: object) -> str:
    """Return a text with NUL and lone surrogates replaced, as every database takes it; else ""."""
    return _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else ""


def to_utc(at: datetime) -> datetime | None:
    """Convert an instant to UTC; None for a year that no text can be from (1970, 9999)."""
    return at.astimezone(UTC) if at.year in _YEARS else None


def web_page_error(what: str, body: bytes) -> PageError:
    """Make the error for a web page that came in place of data, with its title."""
    title = html_title(body[:4096].decode("utf-8-sig", "replace"))
    return PageError(
        f"{what} titled {title!r}" if title else f"{what} without a title", Trouble.HTML
    )


def html_title(markup: str) -> str | None:
    """Read the title of the page that these first characters begin, if it has one."""
    node = LexborHTMLParser(markup[:_LONGEST_MARKUP]).css_first("title")
    title = " ".join(node.text().split()) if node else ""
    return excerpt(title) or None


def _href(markup: str) -> str:
    if len(markup) > _LONGEST_MARKUP:
        return ""
    anchors = LexborHTMLParser(markup).css("a[href]")
    return (anchors[0].attributes["href"] or "").strip() if len(anchors) == 1 else ""


def _escaped(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode("ascii")


_WRAPPED = re.compile(r"\s*<([a-z]+)(?:\s[^<>]*)?>(.*)</\1>\s*", re.IGNORECASE | re.DOTALL)
# French thousands are separated by a space, which may be any of these.
_WHOLE = re.compile(
    "[0-9]{1,9}|[1-9][0-9]{0,2}(?:([, \u00a0\u2009\u202f])[0-9]{3}(?:\\1[0-9]{3})?)"
)
_ROUND_NUMBER = re.compile(r"#?0*([1-9][0-9]{0,4})\s?([a-z]?)")
# JSON and character references can name them; PostgreSQL and UTF-8 do not have them.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_USUAL_ANCHOR = re.compile(r"<a href=['\"]([A-Za-z0-9/_.?=-]+)['\"]>[^<]*</a>")
_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.~%+=&?#-]{0,500}")  # no "//": another host

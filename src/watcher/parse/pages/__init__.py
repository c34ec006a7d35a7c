"""Bytes of a page -> its blocks in reading order, whatever it is written in."""

import re
from dataclasses import replace
from typing import Literal

from watcher.parse.about import About
from watcher.parse.blocks import Page, Text
from watcher.parse.pages.decoding import decoded
from watcher.parse.pages.markup import page_of_markup
from watcher.parse.pages.plain import blocks_of_plain

__all__ = ["MOST_CHARACTERS", "page_of"]

#: What is longer is cut: the longest of 72 articles had 69,000 characters, the
#: official table as HTML 45,000 bytes.
MOST_CHARACTERS = 2_000_000


def page_of(body: bytes, about: About) -> Page:
    """Read HTML (whole or a piece), markdown or plain text, with a title in front or not.

    Menus, scripts and what is hidden are left out; the order of reading is kept. A page
    that was too long is ``cut``.
    """
    text = decoded(body, about.charset)
    cut = len(text) > MOST_CHARACTERS
    page = _page(text[:MOST_CHARACTERS])
    return replace(page, cut=cut or page.cut)


def _page(text: str) -> Page:
    if not _MARKUP.search(text):
        return _plain(text)
    title, rest = _title_line(text)
    if title is not None and "<" in title:
        title, rest = None, text
    page = page_of_markup(rest if title else text)
    if title is None:
        return page
    first = Text(title, "title")
    return replace(page, title=title, blocks=(first, *page.blocks))


def _plain(text: str) -> Page:
    title, rest = _title_line(text)
    blocks = blocks_of_plain(rest if title else text)
    if title is None:
        return Page(blocks=blocks, language=_language(text))
    return Page(
        blocks=(Text(title, "title"), *blocks), title=title, language=_language(text)
    )


def _title_line(text: str) -> tuple[str | None, str]:
    """Take off a first line that stands alone and is no sentence."""
    found = _TITLE.match(text)
    if found is None:
        return None, text
    title = " ".join(found["title"].split()).lstrip("# ").strip("*_ ")
    return (title or None), text[found.end() :]


def _language(text: str) -> Literal["en", "fr"]:
    return "fr" if len(_FRENCH.findall(text[:20_000])) >= _FEW else "en"


_FEW = 8
# Where none of these stands, "<" is only a sign: "CRS < 470".
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|p|div|span|br|ul|ol|li|table|tr|td|h[1-6]|article"
    r"|section|strong|em|b|a|figure|figcaption|img|main)\b[^<>]*>",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\s*(?P<title>[^\n]{3,220}?[^\n.:;,])[ \t\r]*\n[ \t\r]*\n(?=\s*\S)"
)
_FRENCH = re.compile(
    r"\b(?:les|des|une|est|pour|dans|été|aux|candidats|invitations à présenter)\b",
    re.IGNORECASE,
)

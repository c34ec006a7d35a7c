"""Bytes of a page -> its blocks in reading order, whatever it is written in."""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Literal

from watcher.press.blocks import DocumentInfo, Grid, PageBlock, PageContent, TextBlock
from watcher.press.pages.decoding import decoded
from watcher.press.pages.markup import page_of_markup
from watcher.press.pages.plain import blocks_of_plain, is_rule, without_marks
from watcher.press.pages.typed import heading_of, with_typed_tables

__all__ = ["MOST_CHARACTERS", "page_of"]

#: What is longer is cut: the longest of 72 articles had 69,000 characters, the
#: official table as HTML 45,000 bytes.
MOST_CHARACTERS = 2_000_000


def page_of(body: bytes, info: DocumentInfo, *, whole: bool = False) -> PageContent:
    """Read HTML (whole or a piece), markdown or plain text, with a title in front or not.

    Menus, scripts and what is hidden are left out; the order of reading is kept. Of a
    page that marks its article the rest is left out too, unless it is wanted *whole*.
    A page that was too long is ``cut``.
    """
    text = decoded(body, info.charset)
    cut = len(text) > MOST_CHARACTERS
    page = _page(text[:MOST_CHARACTERS], info.url, whole=whole)
    cut = cut or any(isinstance(b, Grid) and b.cut for b in page.blocks)
    language = page.language or _language(page)
    blocks = tuple(_captioned(tuple(with_typed_tables(page.blocks))))
    return replace(page, blocks=blocks, cut=cut or page.cut, language=language)


def _page(text: str, url: str, *, whole: bool) -> PageContent:
    title, rest = _title_line(text)
    if not _is_markup(text):
        blocks = blocks_of_plain(rest)
        page = PageContent(blocks=blocks, cut=len(blocks) >= _MOST_BLOCKS)
    else:
        page = page_of_markup(rest, url, whole=whole)
    if title is None:
        return page
    return replace(page, title=title, blocks=(TextBlock(title, "title"), *page.blocks))


def _is_markup(text: str) -> bool:
    """Tell HTML from markdown, which may have a tag here and there."""
    if _BLOCK_TAG.search(text):
        return True
    return _INLINE_TAG.search(text) is not None and not _is_markdown(text)


def _is_markdown(text: str) -> bool:
    lines = islice(text.splitlines(), _MOST_LINES)
    return any(_MARKDOWN.match(line) or is_rule(line) for line in lines)


def _title_line(text: str) -> tuple[str | None, str]:
    """Take off a first line that stands alone and is no sentence."""
    found = _TITLE.match(text)
    if found is None or "<" in found["title"]:
        return None, text
    rest = text[found.end() :]
    if "|" in found["title"] and "|" in rest.lstrip().partition("\n")[0]:
        return None, text  # the headings of a table
    title = without_marks(html.unescape(found["title"]).lstrip("# "))
    return (title, rest) if title else (None, text)


def _captioned(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Let the heading that stands right above a table be its caption."""
    above = ""
    for block in blocks:
        if isinstance(block, Grid) and not block.caption and above:
            yield replace(block, caption=above)
        else:
            yield block
        above = _heading_of(block) if isinstance(block, TextBlock) else ""


def _heading_of(block: TextBlock) -> str:
    """Give a heading, or a line that has the year of the table below it."""
    if block.kind == "heading":
        return block.text
    return heading_of(block.text) if _YEAR.search(block.text) else ""


def _language(page: PageContent) -> Literal["en", "fr"] | None:
    text = " ".join(b.text for b in page.blocks[:200] if isinstance(b, TextBlock))[:20_000]
    french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
    if french == english:
        return None
    return "fr" if french > english else "en"


_MOST_BLOCKS, _MOST_LINES = 20_000, 2_000
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

"""Plain text and markdown -> blocks."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Literal

from watcher.press.blocks import MAX_BLOCKS, MAX_COLUMNS, MAX_ROWS, Grid, PageBlock, TextBlock
from watcher.press.pages.grids import visible


def blocks_of_plain(text: str) -> tuple[PageBlock, ...]:
    """Read paragraphs, headings, items and tables with bars."""
    blocks: list[PageBlock] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for kind, group in _groups(lines):
        if len(blocks) >= MAX_BLOCKS:
            break
        if kind == "table":
            blocks.append(_grid(group))
        else:
            blocks += _texts(group)
    return tuple(blocks[:MAX_BLOCKS])


def without_marks(line: str) -> str:
    """Remove markdown from a line, so that ``5****,500`` is a number again, and struck-out text and notes."""
    if "<" in line:
        line = _TAGS.sub("", _BREAKS.sub(" ", _RAISED.sub("", line)))
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", line)
    line = _STRUCK.sub("", _NOTES.sub("", line))
    line = _STARS.sub("", line)
    line = _UNDERSCORES.sub("", line)
    if "&" in line:
        line = html.unescape(line)
    return visible(_ESCAPED.sub(r"\1", line))


def is_rule(line: str) -> bool:
    """Return whether a line is the rule below the headings of a markdown table: ``|---|:--:|``."""
    return "--" in line and "|" in line and not line.strip("|:-> \t\r")


def _groups(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Split lines into tables and runs of lines between empty ones; rows may have one empty line between them."""
    group: list[str] = []
    table = False
    for n, line in enumerate((*lines, "")):
        empty = not line.strip()
        is_row = not empty and _is_row(line)
        if group and empty and table and _goes_on_below(lines, n, group):
            continue
        if group and (empty or is_row != table):
            yield ("table" if table and len(group) > 1 else "text"), group
            group = []
        if not empty:
            table = is_row
            group.append(line)


def _goes_on_below(lines: Sequence[str], n: int, group: Sequence[str]) -> bool:
    following = [line for line in lines[n + 1 : n + 3] if line.strip()]
    if not following or lines[n + 1] != following[0] or not _is_row(following[0]):
        return False
    return not any(map(is_rule, following)) and (following[0].count("|") == group[-1].count("|"))


def _is_row(line: str) -> bool:
    return "|" in _bare(line)


def _bare(line: str) -> str:
    bare = line.strip().lstrip(">").strip()
    return bare.removeprefix("|").removesuffix("|")


def _grid(lines: Sequence[str]) -> Grid:
    cells = (_bare(line).split("|", MAX_COLUMNS) for line in lines if not is_rule(line))
    rows = [tuple(map(without_marks, row[:MAX_COLUMNS])) for row in cells]
    ruled = next((n for n, line in enumerate(lines) if is_rule(line)), 0)
    width = max(map(len, rows), default=0)
    return Grid(
        rows=tuple((*row, *[""] * (width - len(row))) for row in rows[:MAX_ROWS]),
        headings=ruled,
        cut=len(rows) > MAX_ROWS,
    )


def _texts(lines: Sequence[str]) -> Iterator[TextBlock]:
    """Join the lines of one paragraph; items and headings are of one line."""
    running: list[str] = []
    for line in lines:
        if _ALT.match(line):
            continue
        text, kind = without_marks(_LEAD.sub("", line, count=1)), _kind(line)
        if running and (kind != "paragraph" or not _goes_on(running[-1], text)):
            yield TextBlock(" ".join(running))
            running = []
        if text and kind == "paragraph":
            running.append(text)
        elif text:
            yield TextBlock(text, kind)
    if running:
        yield TextBlock(" ".join(running))


def _kind(line: str) -> Literal["heading", "paragraph", "item"]:
    if _HEADING.match(line) or _EMPHASISED.fullmatch(line.strip()):
        return "heading"
    return "item" if _ITEM.match(line) else "paragraph"


def _goes_on(before: str, text: str) -> bool:
    """Return whether a line continues the one before, rather than beginning a paragraph."""
    return before[-1] not in ".!?:;)\"'\u201d\u2019" and text[:1].islower()


_BULLET = r"(?:[-*+\u2022\u2013\u25cf\u25aa\u00b7]|[0-9]{1,2}[.)])"
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
# A line that is bold as a whole, without an end of a sentence, stands for a heading.
_EMPHASISED = re.compile(r"(?:\*\*|__)[^*_.:]{3,90}(?:\*\*|__)")
_ITEM = re.compile(rf"\s*+{_BULLET}\s++\S")
_LEAD = re.compile(rf"^\s*+(?:#{{1,6}}\s++|>\s?|{_BULLET}\s++)")
# What is left of a picture: "!Express Entry draw today".
_ALT = re.compile(r"\s*+!\w")
_ADDRESS = r"\([^()\s]{0,2000}(?:\s\"[^\"()]{0,300}\")?\)"
_IMAGE = re.compile(rf"!\[[^\[\]]{{0,300}}\]{_ADDRESS}")
_LINK = re.compile(rf"\[([^\[\]]{{1,300}})\]{_ADDRESS}")
_BREAKS = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,100}>", re.IGNORECASE)
# "521<sup>1</sup>" is 521; "21<sup>st</sup>" is the 21st.
_RAISED = re.compile(r"<sup>(?![a-z]{1,3}</sup>)[^<>]{0,40}</sup>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_NOTES = re.compile(r"\[\^[\w-]{1,20}\]")
_STRUCK = re.compile(r"~~[^~]{1,300}~~")
_STARS = re.compile(r"\*+")
# "_**CRS score**_", "_CIC News_"; but not "ee_rounds_123".
_UNDERSCORES = re.compile(r"(?<![a-zA-Z0-9])_+|_+(?![a-zA-Z0-9])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")

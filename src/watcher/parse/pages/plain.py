"""Plain text and markdown -> blocks."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from watcher.parse.blocks import Block, Grid, Text

MOST_BLOCKS = 20_000
_FEWEST_CELLS = 2


def blocks_of_plain(text: str) -> tuple[Block, ...]:
    """Read paragraphs, headings, items and tables of bars, one line or several each."""
    blocks: list[Block] = []
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for kind, group in _groups(lines):
        if len(blocks) >= MOST_BLOCKS:
            break
        if kind == "table":
            blocks.append(_grid(group))
        else:
            blocks += _texts(group)
    return tuple(blocks)


def without_marks(line: str) -> str:
    """Take markdown's marks off a line, so that ``5****,500`` is a number again."""
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", line)
    line = _TAGS.sub("", line)
    line = _STARS.sub("", line)
    line = _UNDERSCORES.sub("", line)
    return " ".join(_ESCAPED.sub(r"\1", line).split())


def _groups(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Part the lines into tables and the runs of lines between empty ones."""
    group: list[str] = []
    table = False
    for line in (*lines, ""):
        is_row = _is_row(line)
        if group and (not line.strip() or is_row != table):
            yield ("table" if table and len(group) > 1 else "text"), group
            group = []
        if line.strip():
            table = is_row
            group.append(line)


def _is_row(line: str) -> bool:
    return line.count("|") >= 1 and len(_cells(line)) >= _FEWEST_CELLS


def _cells(line: str) -> list[str]:
    bare = line.strip().lstrip(">").strip()
    bare = bare.removeprefix("|").removesuffix("|")
    return [without_marks(cell) for cell in bare.split("|")]


def _grid(lines: Sequence[str]) -> Grid:
    ruled = [n for n, line in enumerate(lines) if _RULE.fullmatch(line.strip())]
    rows = [_cells(line) for n, line in enumerate(lines) if n not in ruled]
    width = max(map(len, rows))
    return Grid(
        rows=tuple((*row, *[""] * (width - len(row))) for row in map(tuple, rows)),
        headings=ruled[0] if ruled else 0,
    )


def _texts(lines: Sequence[str]) -> Iterator[Text]:
    """Join the lines of one paragraph; items and headings are of one line."""
    running = ""
    for line in lines:
        if _ALT.match(line):
            continue
        text, kind = without_marks(_LEAD.sub("", line)), _kind(line)
        if running and (kind != "paragraph" or not _goes_on(running, text)):
            yield Text(running)
            running = ""
        if kind == "paragraph":
            running = f"{running} {text}".strip()
        elif text:
            yield Text(text, kind)
    if running:
        yield Text(running)


def _kind(line: str) -> Literal["heading", "paragraph", "item"]:
    if _HEADING.match(line) or _EMPHASISED.fullmatch(line.strip()):
        return "heading"
    return "item" if _ITEM.match(line) else "paragraph"


def _goes_on(running: str, text: str) -> bool:
    """Tell a wrapped line from the next paragraph."""
    return running[-1] not in ".!?:;)\"'\u201d\u2019" and text[:1].islower()


_RULE = re.compile(r"\|?[\s:|-]*-{2,}[\s:|-]*\|?")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s")
# A line that is bold as a whole, without an end of a sentence, stands for a heading.
_EMPHASISED = re.compile(r"(?:\*\*|__)[^*_.:]{3,90}(?:\*\*|__)")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u2013\u25cf\u25aa\u00b7]|[0-9]{1,2}[.)])\s+\S")
_LEAD = re.compile(
    r"^\s*(?:#{1,6}\s+|>\s?|(?:[-*+\u2022\u2013\u25cf\u25aa\u00b7]|[0-9]{1,2}[.)])\s+)"
)
# What is left of a picture: "!Express Entry draw today".
_ALT = re.compile(r"\s*!\w")
_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]]{1,300})\]\([^)]{0,2000}\)")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_STARS = re.compile(r"\*+")
# "_**CRS score**_", "_CIC News_"; but not "ee_rounds_123".
_UNDERSCORES = re.compile(r"(?<![a-zA-Z0-9])_+|_+(?![a-zA-Z0-9])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|-])")

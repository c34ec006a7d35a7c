"""A table of a page -> its cells, every one where it stands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from watcher.parse.blocks import Grid

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MOST_ROWS, MOST_COLUMNS = 5_000, 40
_LONGEST_CELL = 600  # characters: more is an article within a table


def grid_of(table: "LexborNode") -> Grid | None:
    """Read a table; None where it only lays out a page: a column, or tables in it."""
    if len(table.css("table")) > 1:
        return None
    rows: list[list[str]] = []
    headings = 0
    pending: dict[int, tuple[int, str]] = {}
    for row in _rows(table):
        cells = [cell for cell in _children(row) if cell.tag in {"td", "th"}]
        line = _line(cells, pending)
        if not any(line):
            continue
        rows.append(line)
        is_head = all(cell.tag == "th" for cell in cells) and len(cells) > 1
        if is_head and headings == len(rows) - 1:
            headings += 1
    width = max(map(len, rows), default=0)
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if width < 2 or len(rows) < 2 or longest > _LONGEST_CELL:  # noqa: PLR2004 - a table has two of each at least
        return None
    return Grid(
        rows=tuple(tuple(row + [""] * (width - len(row))) for row in rows),
        headings=headings,
        caption=_caption(table),
    )


def text_of(node: "LexborNode") -> str:
    """Give the text of a cell, its lines parted by spaces, notes and inner tables gone."""
    parts: list[str] = []
    stack = [node.child]
    while stack:
        here = stack.pop()
        if here is None:
            continue
        stack.append(here.next)
        tag = here.tag or ""
        if tag == "-text":
            parts.append(here.text_content or "")
        elif tag in _ENDS_WORD:
            parts.append(" ")
        if tag not in {"sup", "table", "script", "style"}:
            stack.append(here.child)
            if tag in _ENDS_WORD:
                parts.append(" ")
    return " ".join("".join(parts).replace("\u200b", "").split())


def _line(cells: list["LexborNode"], pending: dict[int, tuple[int, str]]) -> list[str]:
    line: list[str] = []
    waiting = iter(cells)
    cell = next(waiting, None)
    while len(line) < MOST_COLUMNS and (cell is not None or len(line) in pending):
        if len(line) in pending:
            left, text = pending.pop(len(line))
            if left > 1:
                pending[len(line)] = (left - 1, text)
            line.append(text)
            continue
        if cell is None:
            break
        text, across, down = (
            text_of(cell),
            _span(cell, "colspan"),
            _span(cell, "rowspan"),
        )
        for _ in range(min(across, MOST_COLUMNS - len(line))):
            if down > 1:
                pending[len(line)] = (down - 1, text)
            line.append(text)
        cell = next(waiting, None)
    return line


def _rows(table: "LexborNode") -> Iterator["LexborNode"]:
    found = 0
    for child in _children(table):
        inner = (
            _children(child) if child.tag in {"thead", "tbody", "tfoot"} else [child]
        )
        for row in inner:
            if row.tag == "tr" and found < MOST_ROWS:
                found += 1
                yield row


def _children(node: "LexborNode") -> Iterator["LexborNode"]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _span(cell: "LexborNode", name: str) -> int:
    text = (cell.attributes.get(name) or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6):  # noqa: PLR2004 - no table is so wide
        return 1
    return min(max(int(text), 1), MOST_ROWS)


def _caption(table: "LexborNode") -> str:
    for child in _children(table):
        if child.tag == "caption":
            return text_of(child)[:300]
    return ""


_ENDS_WORD = frozenset({"br", "p", "div", "li", "hr", "h2", "h3", "h4", "ul", "ol"})

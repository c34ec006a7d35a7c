"""Nodes of an HTML page -> its blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from watcher.press.blocks import BlockKind, Grid, PageBlock, TextBlock
from watcher.press.pages.grids import grid_of, is_note, visible
from watcher.press.pages.plain import blocks_of_plain


@dataclass(frozen=True, slots=True)
class _Event:
    """The begin of a node or the end of a block; a table that is read as one comes with its ``grid``."""

    node: LexborNode
    ends: bool = False
    grid: Grid | None = None


class Walk:
    """Walks the nodes in order, without recursion: pages may nest deeply."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._kind: BlockKind = "paragraph"
        self._terms: list[str] = []
        self._defines = False
        self._as_typed = False

    def blocks(self, root: LexborNode) -> Iterator[PageBlock]:
        """Yield what stands below *root*."""
        for event in _events(root):
            tag = event.node.tag or ""
            if tag == "-text":
                text = event.node.text_content or ""
                # A line of the source is no line of the page, except in preformatted text.
                self._parts.append(text if self._as_typed else _SPACE.sub(" ", text))
            elif tag in _BREAKS:
                self._parts.append("\n")
            elif event.grid is not None:
                yield from self._flush()
                yield event.grid
                inner = event.node.css("table")[1:_MOST_INNER]
                yield from filter(None, map(grid_of, inner))
                self._kind = "paragraph"
            elif tag in _BLOCKS:
                yield from self._flush()
                self._begin(event, tag)
        yield from self._flush()
        yield from (TextBlock(term, "item") for term in self._terms)

    def _begin(self, event: _Event, tag: str) -> None:
        self._kind = "paragraph"
        self._defines = tag == "dt" and not event.ends
        if tag == "pre":
            self._as_typed = not event.ends
        if not event.ends:
            parent = event.node.parent
            in_item = parent is not None and parent.tag in {"li", "dd"}
            self._kind = _KINDS.get(tag, "item" if in_item else "paragraph")

    def _flush(self) -> Iterator[PageBlock]:
        text = "".join(self._parts)
        self._parts = []
        if self._as_typed:
            yield from blocks_of_plain(text)
            return
        for line in _lines(text):
            if self._defines:
                self._terms.append(line)
                continue
            # What follows a term is its value; of several terms it is the last one's.
            *others, term = self._terms or [""]
            self._terms = []
            yield from (TextBlock(other, "item") for other in others)
            yield TextBlock(f"{term.rstrip(' :')}: {line}" if term else line, self._kind)


def _lines(text: str) -> Iterator[str]:
    """Split a block at its breaks; a label keeps the value below it."""
    label = ""
    for line in text.split("\n"):
        folded = visible(line)
        if not folded:
            continue
        if label and (":" in folded or len(folded) > _LONGEST_VALUE):
            yield label
            label = ""
        folded = f"{label} {folded}".strip()
        label = ""
        if folded.endswith(":") and len(folded) <= _LONGEST_LABEL:
            label = folded
        else:
            yield folded
    if label:
        yield label


def _events(root: LexborNode) -> Iterator[_Event]:
    """Yield every node below *root* as it begins and, where it is a block, as it ends."""
    node = root.child
    while node is not None:
        grid = grid_of(node) if node.tag == "table" else None
        left_out = is_note(node)
        if not left_out:
            yield _Event(node, grid=grid)
        if node.child is not None and grid is None and not left_out:
            node = node.child
            continue
        if node.tag in _BLOCKS and grid is None:
            yield _Event(node, ends=True)
        while node.next is None:
            parent = node.parent
            if parent is None or parent.mem_id == root.mem_id:
                return
            if parent.tag in _BLOCKS:
                yield _Event(parent, ends=True)
            node = parent
        node = node.next


_MOST_INNER = 50
_LONGEST_LABEL, _LONGEST_VALUE = 70, 70
_BREAKS = frozenset({"br", "hr"})
_KINDS: dict[str, BlockKind] = {
    "h1": "title",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
}
_BLOCK_TAGS = """address article blockquote body center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header li main ol p pre section
    summary table tbody td tfoot th thead tr ul caption"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SPACE = re.compile(r"\s+")

"""Tables of an HTML page -> grids, and numbers of rounds in links."""

import re
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborNode

from watcher.press.blocks import MAX_COLUMNS, MAX_ROWS, Grid

_LONGEST_CELL = 600  # characters: more is an article within a table
_LONGEST_CAPTION = 300
_FEWEST = 2  # rows, and columns
_FEW_ROWS = 3
_MOST_LINKS = 200
_LONGEST_SORTED = 60
_LONGEST_SPAN = 5  # digits: no table is so wide


def grid_of(table: LexborNode) -> Grid | None:
    """Read a table; None where it is only layout: a column, or articles in it."""
    reading = _TableReading()
    for group, in_head in _groups(table):
        reading.take(group, in_head=in_head)
    rows = reading.rows
    width = max(map(len, rows), default=0)
    if width < _FEWEST or len(rows) < _FEWEST or _lays_out(rows, reading.inner):
        return None
    captions = (cell_text(child) for child in _children(table) if child.tag == "caption")
    return Grid(
        rows=tuple(
            tuple(cell[:_LONGEST_CELL] for cell in (*row, *[""] * (width - len(row))))
            for row in rows
        ),
        headings=reading.headings,
        caption=next(captions, "")[:_LONGEST_CAPTION],
        links=tuple(reading.links) if any(reading.links) else (),
        numbers=tuple(reading.numbers) if any(reading.numbers) else (),
        cut=reading.cut,
    )


def cell_text(node: LexborNode) -> str:
    """Return the text of a cell, lines joined by spaces, without notes and inner tables."""
    parts: list[str] = []
    stack: list[LexborNode | str | None] = [node.child]
    while stack:
        here = stack.pop()
        if here is None:
            continue
        if isinstance(here, str):
            parts.append(here)
            continue
        stack.append(here.next)
        tag = here.tag or ""
        if tag == "-text":
            parts.append(here.text_content or "")
        elif tag not in _LEFT_OUT and not is_note(here):
            if tag in _ENDS_WORD:
                parts.append(" ")
                stack.append(" ")  # once what stands in it was taken
            stack.append(here.child)
    return visible("".join(parts))


def visible(text: str) -> str:
    """Fold white space, and remove invisible characters such as soft hyphens."""
    return " ".join(_INVISIBLE.sub("", text).split())


def is_note(node: LexborNode) -> bool:
    """Return whether a node is a footnote mark, raised or linked, which is no digit of a number."""
    if node.tag == "sup":
        return node.text(deep=True).strip().casefold() not in _ORDINALS
    if node.tag != "a":
        return False
    there = node.attributes
    target = (there.get("href") or "").casefold()
    return there.get("role") == "doc-noteref" or target.startswith(_NOTES)


def number_of_page(root: LexborNode) -> str:
    """Return the number of the round whose full instructions a page links to; others may be of earlier ones."""
    links = root.css("a[href]")[:_MOST_LINKS]
    return _only(_number_of_link(a) for a in links if _FULL_TEXT.search(a.text(deep=True)))


def _number_of_row(row: LexborNode, cells: Sequence[LexborNode]) -> str:
    """Return the number that a row's links and attributes agree on, or ""."""
    found = [_number_of_link(a) for a in row.css("a[href]")[:_MOST_LINKS]]
    for node in (row, *cells):
        for name, value in node.attributes.items():
            pattern = _NAMED if name == "id" else _BARE if name in _NUMBERS else None
            number = pattern.fullmatch(value or "") if pattern is not None else None
            found.append(number[1].lower() if number else "")
    return _only(found)


def _number_of_link(anchor: LexborNode) -> str:
    """Return the number in the address of a round's own page, or ""."""
    found = _OF_A_ROUND.search(anchor.attributes.get("href") or "")
    return found[1].lower() if found else ""


def _only(texts: Iterable[str]) -> str:
    """Return the one text among these that is not empty; "" if there are several."""
    found = {*texts} - {""}
    return found.pop() if len(found) == 1 else ""


class _TableReading:
    """Reads the rows of a table, group by group; merged cells end with their group."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.numbers: list[str] = []
        self.headings = 0
        self.inner = 0
        self.cut = False

    def take(self, group: Sequence[LexborNode], *, in_head: bool) -> None:
        """Read the rows of one ``thead``, ``tbody`` or ``tfoot``."""
        pending: dict[int, tuple[int, str]] = {}
        for row in group:
            if len(self.rows) >= MAX_ROWS:
                self.cut = True
                return
            cells = [cell for cell in _children(row) if cell.tag in {"td", "th"}]
            line = _line(cells, pending)
            inner = sum(cell.css_first("table") is not None for cell in cells)
            self.inner += inner
            if not any(line):
                continue
            if self.headings == len(self.rows) and (
                in_head or (cells and all(cell.tag == "th" for cell in cells))
            ):
                self.headings += 1
            self.rows.append(line)
            # Of tables within tables each link would be looked at once for every one.
            self.links.append("" if inner else _link(row))
            self.numbers.append("" if inner else _number_of_row(row, cells))


def _lays_out(rows: Sequence[Sequence[str]], inner: int) -> bool:
    """Return whether a table is layout, rather than one with a long note or an inner table."""
    cells = sum(map(len, rows))
    wide = sum(len(cell) > _LONGEST_CELL for row in rows for cell in row)
    if not wide and not inner:
        return False
    return len(rows) <= _FEW_ROWS or (wide + inner) * 4 > cells


def _line(cells: Sequence[LexborNode], pending: dict[int, tuple[int, str]]) -> list[str]:
    """Place the cells of a row beside those that reach into it from above."""
    line: list[str] = []
    waiting = list(reversed(cells))
    while len(line) < MAX_COLUMNS and (waiting or max(pending, default=-1) >= len(line)):
        here = len(line)
        if here in pending:
            left, text = pending.pop(here)
            if left > 1:
                pending[here] = (left - 1, text)
            line.append(text)
        elif waiting:
            cell = waiting.pop()
            text, down = cell_text(cell) or _sorted_by(cell), _span(cell, "rowspan")
            across = min(_span(cell, "colspan") or 1, MAX_COLUMNS - here)
            if down != 1:
                pending |= dict.fromkeys(range(here, here + across), ((down or MAX_ROWS) - 1, text))
            line += [text] * across
        else:
            line.append("")
    return line


def _groups(table: LexborNode) -> Iterator[tuple[list[LexborNode], bool]]:
    """Yield the rows of each group; without any markup they are one body."""
    for child in _children(table):
        if child.tag in {"thead", "tbody", "tfoot"}:
            yield [row for row in _children(child) if row.tag == "tr"], child.tag == "thead"
    yield [child for child in _children(table) if child.tag == "tr"], False


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _link(row: LexborNode) -> str:
    hrefs = {(a.attributes.get("href") or "").strip() for a in row.css("a[href]")[:9]}
    return hrefs.pop() if len(hrefs) == 1 else ""


def _sorted_by(cell: LexborNode) -> str:
    """Return an empty cell's sort key, or the day that a script writes into it."""
    times = (child for child in _children(cell) if child.tag == "time")
    texts = [time.attributes.get("datetime") for time in times]
    texts += [cell.attributes.get(name) for name in _SORTED_BY]
    text = visible(next(filter(None, texts), ""))
    return "" if len(text) > _LONGEST_SORTED or _STAMP.fullmatch(text) else text


def _span(cell: LexborNode, name: str) -> int:
    """Return how far a cell reaches; 0 is to the end of its rows."""
    text = (cell.attributes.get(name) or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_SPAN):
        return 1
    return min(int(text), MAX_ROWS)


_INVISIBLE = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")
_SORTED_BY = ("data-order", "data-sort", "data-sort-value", "data-value")
_STAMP = re.compile(r"-?[0-9]{8,}(?:\.[0-9]+)?")  # seconds since 1970
_LEFT_OUT = frozenset({"table", "script", "style"})
_ENDS_WORD = frozenset({"br", "p", "div", "li", "hr", "h2", "h3", "h4", "ul", "ol"})
# "21st", "1er", "n" with a raised "o": they belong to what they follow.
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "e", "o", "os", "ère", "ème", "nde"})
_NOTES = ("#fn", "#footnote", "#cite_note", "#ftn", "#note")
# "/content/canadasite/.../express-entry-rounds/invitations.html?q=396", and as it was
# until 2018 "/en/.../express-entry-rounds/invitations-76.html".
_NUMBER = r"([1-9][0-9]{0,2}[ab]?)"
_OF_A_ROUND = re.compile(
    rf"(?:express-entry-rounds|entree-express-rondes)/[a-z-]{{1,40}}(?:\.html\?q=|-)"
    rf"{_NUMBER}(?:\.html)?(?:[&#]|$)",
    re.IGNORECASE,
)
_FULL_TEXT = re.compile(
    r"full\s+text\s+of\s+(?:the\s+)?ministerial\s+instruction"
    r"|texte\s+(?:complet|int\u00e9gral)\s+de\s+l.\s?instruction\s+minist\u00e9rielle"
    r"|texte\s+(?:complet|int\u00e9gral)\s+des\s+instructions\s+minist\u00e9rielles",
    re.IGNORECASE,
)
_NUMBERS = frozenset(
    {"data-draw", "data-draw-number", "data-drawnumber", "data-round"}
    | {"data-round-number", "data-roundnumber"}
)
_BARE = re.compile(rf"\s*#?{_NUMBER}\s*", re.IGNORECASE)
_NAMED = re.compile(rf"(?:draw|round|tirage|ronde)[-_]?{_NUMBER}", re.IGNORECASE)

"""Recognises the kind of a document by how its bytes begin and what they are made of.

This runs outside the sandbox, so each step is linear in the size, whatever the bytes are.
"""

import re
from dataclasses import dataclass, field
from itertools import islice

from watcher.core.settings import SourceKind
from watcher.press.blocks import Grid
from watcher.press.pages import BOMS
from watcher.press.tables.columns import columns_of

# What is longer is cut, as pages are; the longest of 72 articles had 69,000 characters.
_MOST = 1_000_000
_MOST_TAGS = 100_000
_HEAD = 65_536
_FEWEST_ROWS = 4  # with their headings
# A title that spans the table may stand above the headings, and these be two rows.
_HEADINGS = 3


def recognise_kind(body: bytes) -> SourceKind | None:
    """Return the kind of a document; None if no reader knows it.

    Text is an article, with or without a table. A page is a table of rounds if its tables are most of it, or the
    only place with figures.
    """
    # A feed that lost its "rounds" line (as on 2025-02-19) is still recognised, so
    # that its reader can say what is wrong with it.
    if _ROUNDS.match(body[:4096]):
        return "ircc-json"
    text = _text(body)
    if _JSON.match(text):
        return _kind_of_json(text[:_HEAD])
    if _FEED.match(text[:_HEAD], max(0, text.find("<"))):
        return "feed"
    return _kind_of_page(text)


def _text(body: bytes) -> str:
    """Decode well enough to recognise it; nothing where it is binary."""
    body = body[: 4 * _MOST]
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")[:_MOST]
    if _BINARY.search(body[:_HEAD]):
        return ""
    return body.decode("utf-8", "replace")[:_MOST]


def _kind_of_json(head: str) -> SourceKind | None:
    if _WORDPRESS.search(head):
        return "wordpress"
    if _JSON_FEED.search(head) or (_ITEMS.search(head) and _ITEM.search(head)):
        return "feed"
    return None


def _kind_of_page(text: str) -> SourceKind | None:
    outline = _Outline()
    if _TAG.search(text):
        outline.read_markup(text)
    else:
        outline.read_plain(text)
    prose = " ".join(outline.paragraphs or outline.rest)
    tables = [table for table in outline.tables if table.is_of_rounds]
    if sum(len(table.rows) for table in tables) >= _FEWEST_ROWS:
        size = sum(table.size for table in tables)
        if size > len(prose) or not _FIGURES_IN_PROSE.search(prose):
            return "rounds-table"
    return "article" if _LETTER.search(outline.first_words) else None


@dataclass(slots=True)
class _Table:
    """Rows of cells of texts, and their total length."""

    rows: list[list[list[str]]] = field(default_factory=list)
    size: int = 0

    @property
    def is_of_rounds(self) -> bool:
        """Whether one of its first rows has the headings of a table of rounds."""
        first = [[" ".join(filter(None, cell)) for cell in row] for row in self.rows[:_HEADINGS]]
        grids = (Grid(rows=(tuple(row),), headings=1) for row in first if row)
        return any(columns_of(grid) is not None for grid in grids)

    def begin(self, tag: str) -> None:
        """Begin a row or a cell."""
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self.rows[-1].append([])

    def add(self, text: str) -> None:
        """Add a text to the last cell."""
        self.size += len(text)
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].append(text)


class _Outline:
    """A page's paragraphs, its other text outside tables, and its tables."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.rest: list[str] = []
        self.tables: list[_Table] = []
        self.first_words = ""
        self._hidden = ""
        self._table: _Table | None = None
        self._in_paragraph = False

    def read_markup(self, text: str) -> None:
        """Go through the tags in order; none has to be closed or in its place."""
        end = 0
        for tag in islice(_TAG.finditer(text), _MOST_TAGS):
            self._add(text[end : tag.start()])
            end = tag.end()
            self._take(tag["name"].casefold(), closes=bool(tag["closes"]))
        self._add(text[end:])

    def read_plain(self, text: str) -> None:
        """Read lines with bars as rows, and all others as paragraphs."""
        self.first_words = text
        for line in filter(None, map(str.strip, text.splitlines())):
            cells = line.strip("| \t").split("|")
            if len(cells) == 1:
                self._table = None
                self.paragraphs.append(line)
                continue
            table = self._table or self._begin_table()
            if not _RULE.fullmatch(line):
                texts = [cell.strip(" *_") for cell in cells]
                table.rows.append([[cell] for cell in texts])
                table.size += sum(map(len, texts))

    def _begin_table(self) -> _Table:
        self._table = _Table()
        self.tables.append(self._table)
        return self._table

    def _take(self, name: str, *, closes: bool) -> None:
        if self._hidden:
            if closes and name == self._hidden:
                self._hidden = ""
        elif name in _HIDDEN:
            self._hidden = "" if closes else name
        elif name == "p":
            self._in_paragraph = not closes
        elif name == "table":
            self._table = None if closes else self._begin_table()
        elif self._table is not None and not closes:
            self._table.begin(name)

    def _add(self, text: str) -> None:
        folded = " ".join(text.split())
        if not folded or self._hidden:
            return
        if not _LETTER.search(self.first_words):
            self.first_words = folded
        if self._table is not None:
            self._table.add(folded)
        else:
            (self.paragraphs if self._in_paragraph else self.rest).append(folded)


# Other control characters are seen in texts, where something was pasted.
_BINARY = re.compile(rb"\x00|\A(?:%PDF-|\x89PNG|PK\x03\x04|\x1f\x8b|GIF8|\xff\xd8\xff)")
_ROUNDS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*[{\[].*?\"(?:rounds|drawNumber)\"", re.IGNORECASE | re.DOTALL
)
# Not "[Home](/)", as markdown may begin.
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\]])")
# A post, a list of them, or the API's own word why there is none.
_WORDPRESS = re.compile(r"\"(?:date_gmt|modified_gmt|rendered)\"\s*:|\"code\"\s*:\s*\"rest_")
_JSON_FEED = re.compile(r"\"version\"\s*:\s*\"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org")
_ITEMS = re.compile(r"\"items\"\s*:\s*\[")
_ITEM = re.compile(r"\"(?:content_html|content_text|date_published)\"\s*:")
# Declaration, comments and document type (which may define entities) before the root.
# What was taken for one of them is not tried otherwise: 40 comments took days.
_FEED = re.compile(
    r"""(?: (?> <\?[^<>]{0,2000}> | <!--.*?--> | <!doctype[^\[<>]*(?:\[[^\]]*\]\s*)?> )
        | \s )*+ <(?:\w+:)?(?:rss|feed|rdf|channel)\b""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"<(?P<closes>/?)(?P<name>[a-z][a-z0-9]{0,19})(?:[\s/][^<>]{0,2000})?>", re.IGNORECASE
)
_HIDDEN = frozenset({"script", "style", "nav", "header", "footer", "aside", "noscript", "svg"})
_RULE = re.compile(r"[\s|:]*-[\s|:-]*")
_LETTER = re.compile(r"[^\W\d_]")
# How many were invited, or the score: what an article says in its own words.
_FIGURES_IN_PROSE = re.compile(
    r"""[0-9][0-9,.\s]{0,9}\s(?:\w+\s){0,3}?(?:candidates|candidats|invitations|itas|iaps
        |profiles|people|applicants)\b
    | \binvit\w*\s(?:\w+\s){0,4}?[0-9]
    | \b(?:scores?|cut-?off|crs|scg|points?|note|seuil)\b[^0-9.]{0,60}\b[2-9][0-9]{2}\b""",
    re.VERBOSE | re.IGNORECASE,
)

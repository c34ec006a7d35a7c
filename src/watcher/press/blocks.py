"""A page in reading order: headings, paragraphs, items and tables, with its metadata."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from watcher.core.settings import Language

BlockKind = Literal["title", "heading", "paragraph", "item"]

#: Of one page.
MAX_BLOCKS = 20_000
#: Of one table.
MAX_ROWS, MAX_COLUMNS = 5_000, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """A document's origin, as far as it is known before the document is read.

    ``url`` is its own address, ``charset`` the server's. ``published`` (UTC, aware) serves where the document has
    no date, for "today" and for days without a year; None leaves those unknown.
    """

    url: str = ""
    charset: str | None = None
    published: datetime | None = None


NO_INFO = DocumentInfo()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block of running text: white space folded, markup and invisible characters removed."""

    text: str
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: merged cells repeated, missing ones "", all rows of one length.

    ``headings`` counts the rows marked as headings (0 if unmarked). ``links`` has the only link of each row as
    printed, or ""; ``numbers`` the round's number that its links or attributes give, or "". ``cut``: it has more
    rows.
    """

    rows: tuple[tuple[str, ...], ...]
    headings: int = 0
    caption: str = ""
    links: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    cut: bool = False


PageBlock = TextBlock | Grid


@dataclass(frozen=True, slots=True)
class PageContent:
    """The content of a page, without its surroundings (menus, scripts, comments).

    ``published`` is aware, and noon in Ottawa where only a day is printed. ``number`` is that of the round whose
    instructions it links to. ``cut``: it was too long to be read whole.
    """

    blocks: tuple[PageBlock, ...]
    title: str | None = None
    published: datetime | None = None
    language: Language | None = None
    links: tuple[str, ...] = ()
    number: str = ""
    cut: bool = False

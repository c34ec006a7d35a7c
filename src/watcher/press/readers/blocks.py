"""A page, in the order in which it is read: headings, paragraphs, items, tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """One block of running text: white space folded, markup and invisible marks gone."""

    text: str
    kind: Literal["title", "heading", "paragraph", "item"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: every cell where it stands, merged cells repeated, missing ones "".

    ``rows`` are of one length each; ``headings`` says how many rows at the top are
    headings by their markup (0 where the markup does not say). ``links`` has, for each
    row, where its only link leads, as printed, or "", and ``numbers`` the round's
    number that its links or attributes give, or "". ``cut``: it has more rows.
    """

    rows: tuple[tuple[str, ...], ...]
    headings: int = 0
    caption: str = ""
    links: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    cut: bool = False


Block = Text | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, without what surrounds it (menus, scripts, comments).

    ``published`` is aware, and noon in Ottawa where only a day is printed. ``number`` is
    that of the round whose instructions it links to. ``cut``: it was too long to be
    read whole.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    published: datetime | None = None
    language: Literal["en", "fr"] | None = None
    links: tuple[str, ...] = ()
    number: str = ""
    cut: bool = False

"""What was read from a page: the reports of the official feed, the pieces of every other kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from watcher.core.model import Oddity, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class YearClaim:
    """What a text says of a year so far, or of a whole one: all invitations, or a category's share."""

    year: int
    category: str | None = None
    invitations: int | None = None
    rounds: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text of a secondary source: an article, a post, an entry of a feed, a page.

    ``key`` identifies it within its source, ``digest`` changes with what it says. ``origins`` are the outlets
    that it has the news from; ``wording`` is a sketch of its sentences, to tell copies by; ``years`` what it says
    of whole years. ``follow``: it says too little, the page at ``link`` more.
    """

    key: str
    digest: bytes
    link: str | None = None
    title: str | None = None
    published: datetime | None = None
    reports: tuple[Report, ...] = ()
    origins: frozenset[str] = frozenset()
    wording: tuple[int, ...] = ()
    years: tuple[YearClaim, ...] = ()
    follow: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed document: ``reports`` of the official feed, ``pieces`` of every other kind.

    ``digests`` has every round or piece on the page, in order, also those left unread because they were known.
    ``watermark`` is the instant of the last change in a listing of changes.
    """

    kind: str
    reports: tuple[Report, ...] = ()
    pieces: tuple[Piece, ...] = ()
    title: str | None = None
    published: datetime | None = None
    oddities: tuple[Oddity, ...] = ()
    digests: Mapping[str, bytes] = field(default_factory=dict)
    watermark: datetime | None = None

    @property
    def every_report(self) -> tuple[Report, ...]:
        """All reports, those of its pieces included."""
        return (*self.reports, *(r for piece in self.pieces for r in piece.reports))

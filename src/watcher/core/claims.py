"""Claims: the figures that one text of one source gives for one round, and how they compare."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from watcher.core.documents import YearClaim
from watcher.core.model import Figures, Report

#: The figures that tell rounds apart; the others follow from the round.
IDENTIFYING = ("date", "category", "cutoff", "invitations")
# A text without a day of its own is published with its round or shortly after: news
# within 21 hours (72 articles), a digest after a weekend.
PUBLISHED_WITHIN = timedelta(days=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One text's figures for one round, keyed by ``source``, ``piece`` and ``position``.

    ``kind`` is how the text was read; ``number`` the round that it is matched to, if any, and ``why`` the reason.
    """

    source: str
    piece: str
    position: int
    kind: str
    report: Report
    link: str | None = None
    title: str | None = None
    published: datetime | None = None
    origins: frozenset[str] = frozenset()
    wording: tuple[int, ...] = ()
    number: str | None = None
    why: str = ""
    first_seen: datetime
    seen_at: datetime

    @property
    def site(self) -> str:
        """The host that the text stands on; the source's name where it has no link."""
        host = urlsplit(self.link or "").hostname or self.source
        return host.removeprefix("www.")

    @property
    def is_news(self) -> bool:
        """Whether its text is about this round: its own one, or a row of a table."""
        return self.report.main or self.kind in {"rounds-table", "ircc-json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldYear:
    """What one text says of a year; ``number`` is the round that the text itself is about, if that is known."""

    source: str
    link: str | None
    title: str | None
    published: datetime | None
    number: str | None
    claim: YearClaim


class Agreement(StrEnum):
    """How a reported figure compares with the known one; silent if either is unknown."""

    AGREES = "agrees"
    DIFFERS = "differs"
    SILENT = "silent"


def compare(report: Report, round_: Figures) -> Mapping[str, Agreement]:
    """Compare the figures that tell rounds apart."""
    return {figure: _compared(report, round_, figure) for figure in IDENTIFYING}


def conflicts(report: Report, round_: Figures) -> Iterator[str]:
    """Name the figures in which a report differs from *round_*, to the precision that the report has."""
    for figure in (*IDENTIFYING, "drawn_at", "tie_break"):
        if _compared(report, round_, figure) is Agreement.DIFFERS:
            yield figure


def _compared(report: Report, round_: Figures, figure: str) -> Agreement:
    said, known = getattr(report, figure), getattr(round_, figure)
    if said is None or known is None:
        return Agreement.SILENT
    alike = _alike(report.precision.get(figure), said, known)
    return Agreement.AGREES if alike else Agreement.DIFFERS


def _alike(precision: str | None, said: object, known: object) -> bool:
    if isinstance(said, datetime) and isinstance(known, datetime):
        span = {"minute": timedelta(minutes=1), "day": timedelta(days=1)}.get(precision or "")
        return said == known if span is None else said <= known < said + span
    if isinstance(said, date) and isinstance(known, date) and precision == "published":
        return timedelta() <= said - known <= PUBLISHED_WITHIN
    return said == known

"""One report of one piece of one source, and how it stands to a round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from watcher.core.model import Figures, Report

#: The figures that tell rounds apart; the others follow from the round.
FIELDS = ("date", "category", "cutoff", "invitations")
# A text without a day of its own is published with its round or shortly after: news
# within 21 hours (72 articles), a digest after a weekend.
SOON = timedelta(days=4)
# Kinds whose every row is a round.
_ROWS = frozenset({"rounds-table", "ircc-json"})
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one text of a secondary source says of one round.

    ``source``, ``piece`` and ``position`` are its key; ``kind`` is how the text was
    read. ``number`` is the round that it is joined to, None while that cannot be
    told, and ``why`` the reason in words. ``first_seen`` is when its text was.
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
        return self.report.main or self.kind in _ROWS


class Stance(StrEnum):
    """How what is said stands to what is known."""

    AGREES = "agrees"
    DIFFERS = "differs"
    SILENT = "silent"


def stances(report: Report, round_: Figures) -> Mapping[str, Stance]:
    """Compare the figures that tell rounds apart; unknown on either side is silent."""
    return {field: _stance(report, round_, field) for field in FIELDS}


def differing(report: Report, round_: Figures) -> Iterator[str]:
    """Name the figures that a report gives otherwise than *round_* has them.

    An instant that was read to the minute or the day agrees if that much does.
    """
    for field in (*FIELDS, "drawn_at", "tie_break"):
        if _stance(report, round_, field) is Stance.DIFFERS:
            yield field


def _stance(report: Report, round_: Figures, field: str) -> Stance:
    said, known = getattr(report, field), getattr(round_, field)
    if said is None or known is None:
        return Stance.SILENT
    return Stance.AGREES if _alike(report, field, said, known) else Stance.DIFFERS


def _alike(report: Report, field: str, said: object, known: object) -> bool:
    precision = report.precision.get(field)
    if isinstance(said, datetime) and isinstance(known, datetime):
        span = {"minute": _MINUTE, "day": _DAY}.get(precision or "")
        return said == known if span is None else said <= known < said + span
    if isinstance(said, date) and isinstance(known, date) and precision == "published":
        return timedelta() <= said - known <= SOON
    return said == known

"""What every source says of one round, side by side, each with its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, show

if TYPE_CHECKING:
    from watcher.answers.rounds import OfficialReport, WitnessReport
    from watcher.core.model import Figures, Report, Round

_SHOWN = ("date", "category", "cutoff", "invitations", "tie_break")
_UNEQUAL, _PLAINLY = "\u2260", "!="
# What the table needs with years, the longest category and a name of 23 characters.
_WIDE = 110


def print_side_by_side(
    held: "Round", official: "Sequence[OfficialReport]", said: "Sequence[WitnessReport]", zone: str
) -> None:
    """Print each source's figures in a row; what differs is marked.

    Where the terminal is narrow, without the years that the round's own figures have.
    """
    whole = show.console().width >= _WIDE
    mark = _UNEQUAL if show.can_show(_UNEQUAL) else _PLAINLY
    line = _Line(held=held, zone=zone, mark=mark, whole=whole)
    rows = [(one.source, *line.official(one)) for one in official]
    rows += [(voice.claim.source, *line.told(voice)) for voice in said]
    show.table(
        ["source", "round", "date", "category", ">CRS", ">invited", "tie-break"],
        rows,
        title=f"Side by side, {figures.city(zone)} time ({mark}: not as the round is held)",
        mark=mark,
        tight=not whole,
    )


def print_words(said: "Sequence[WitnessReport]", zone: str) -> None:
    """Print where each telling stands, why it is of this round, and its sentences."""
    for voice in said:
        claim = voice.claim
        published = show.local(claim.published, zone) or "an unknown time"
        show.paragraph(f"{claim.source}, published {published}: {claim.why}")
        if voice.copies == claim.source:
            typer.echo("  no further witness: another text of the same source")
        elif voice.copies:
            typer.echo(f"  a copy, no witness of its own: as {voice.copies} has it")
        if claim.link:
            show.paragraph(claim.link, indent="  ")
        for line in quotes(claim.report):
            show.paragraph(line, indent="  ")
        typer.echo()


def quotes(report: "Report") -> Iterator[str]:
    """Say in which words each figure stands, those of one sentence together."""
    named: dict[str, list[str]] = {}
    for figure, words in report.quotes.items():
        named.setdefault(words, []).append(figures.named(figure))
    for words, names in named.items():
        yield f"{', '.join(names)}: \u00ab{words}\u00bb"
    if report.precision.get("date") == "published":
        yield "date: that of the publication; the text says none"


def instant(report: "Report", figure: str) -> str | None:
    """Write an instant in UTC as far as it is known: the second, the minute, the day."""
    from watcher.answers.serialize import utc

    at: datetime | None = getattr(report, figure)
    if at is None:
        return None
    match report.precision.get(figure):
        case "minute":
            return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
        case "day":
            return f"{at.astimezone(UTC):%Y-%m-%d}"
        case _:
            return utc(at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """How the figures of one source are written beside those that are held."""

    held: "Round"
    zone: str
    mark: str
    whole: bool

    def official(self, said: "OfficialReport") -> Iterator[str]:
        """Write what an official source says, which numbers the round as it is held."""
        yield f"#{self.held.number}"
        for figure in _SHOWN:
            yield self._cell(said.figures, figure, differs=figure in said.differs)

    def told(self, voice: "WitnessReport") -> Iterator[str]:
        """Write what a secondary source says."""
        report = voice.claim.report
        number = f"#{report.number}" if report.number else "-"
        yield f"{self.mark} {number}" if "number" in voice.differs else number
        for figure in _SHOWN:
            yield self._cell(report, figure, differs=figure in voice.differs)

    def _cell(self, said: "Figures", figure: str, *, differs: bool) -> str:
        written = self._without_year(figure, _written(said, figure, self.zone))
        return f"{self.mark} {written}" if differs else written

    def _without_year(self, figure: str, written: str) -> str:
        held = getattr(self.held, figure)
        if self.whole or not isinstance(held, date):  # an instant is a date, too
            return written
        return written.removeprefix(f"{_written(self.held, figure, self.zone)[:4]}-")


def _written(said: "Figures", figure: str, zone: str) -> str:
    from watcher.core.model import Report

    precision = said.precision.get(figure) if isinstance(said, Report) else None
    match getattr(said, figure):
        case None:
            written = "-"
        case datetime() as at if precision == "day":
            written = f"{at.astimezone(UTC):%Y-%m-%d}"
        case datetime() as at:
            written = figures.clock(at, zone, seconds=precision != "minute") or "-"
        case int() as number if figure == "invitations":
            written = f"{number:,}"
        case value:
            written = f"{value} (published)" if precision == "published" else str(value)
    return written

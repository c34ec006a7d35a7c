"""What every source says of one round, side by side, each with its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, show

if TYPE_CHECKING:
    from watcher.hearsay import Telling
    from watcher.model import Figures, Report, Round
    from watcher.store import Said

_SHOWN = ("date", "category", "cutoff", "invitations", "tie_break")
_DIFFERS = "!= "


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One telling and its witness group: which of those that copy each other it is in.

    ``copies`` names the source whose text came first in its group, None if it did.
    """

    telling: "Telling"
    group: int
    copies: str | None
    differs: tuple[str, ...]


def voices(tellings: "Sequence[Telling]", held: "Round") -> list[Voice]:
    """Put the tellings of a round into groups of witnesses."""
    from watcher.hearsay import differing, witnesses
    from watcher.parse.wording import overlap

    return [
        Voice(
            telling=telling,
            group=number,
            copies=None if telling is group[0] else group[0].source,
            differs=tuple(differing(telling.report, held)),
        )
        for number, group in enumerate(witnesses(tellings, overlap), start=1)
        for telling in group
    ]


def shape(voice: Voice) -> dict[str, object]:
    """Make what programs get of a voice."""
    from watcher.cli.reports import shape as telling

    return {
        **telling(voice.telling),
        "witness": voice.group,
        "copies": voice.copies,
        "differs": list(voice.differs),
    }


def print_side_by_side(
    held: "Round", official: "Sequence[Said]", said: Sequence[Voice], zone: str
) -> None:
    """Print each source's figures in a row; what differs is marked."""
    rows = [
        (one.source, f"#{held.number}", *_row(one.figures, held, zone))
        for one in official
    ]
    rows += [
        (
            voice.telling.source,
            f"#{voice.telling.report.number}" if voice.telling.report.number else "-",
            *_row(voice.telling.report, held, zone, voice),
        )
        for voice in said
    ]
    show.table(
        ["source", "round", "date", "category", ">CRS", ">invited", "tie-break"],
        rows,
        title=f'Side by side ("{_DIFFERS.strip()}": not as the round is held)',
    )


def print_words(said: Sequence[Voice], zone: str) -> None:
    """Print where each telling stands, why it is of this round, and its sentences."""
    for voice in said:
        telling = voice.telling
        published = show.local(telling.published, zone) or "an unknown time"
        typer.echo(f"{telling.source}, published {published}: {telling.why}")
        if voice.copies:
            typer.echo(f"  a copy, no witness of its own: as {voice.copies} has it")
        if telling.link:
            typer.echo(f"  {telling.link}")
        for line in quotes(telling.report):
            typer.echo(f"  {line}")
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
    at: datetime | None = getattr(report, figure)
    if at is None:
        return None
    match report.precision.get(figure):
        case "minute":
            return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
        case "day":
            return f"{at.astimezone(UTC):%Y-%m-%d}"
        case _:
            return show.utc(at)


def _row(
    said: "Figures", held: "Round", zone: str, voice: Voice | None = None
) -> Iterator[str]:
    for figure in _SHOWN:
        written = _written(said, figure, zone)
        if voice is not None:
            differs = figure in voice.differs
        else:
            value = getattr(said, figure)
            differs = value is not None and value != getattr(held, figure)
        yield f"{_DIFFERS}{written}" if differs else written


def _written(said: "Figures", figure: str, zone: str) -> str:
    from watcher.model import Report

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

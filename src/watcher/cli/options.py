"""The options that several verbs take, each a type, and those of the program."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from watcher.core.category import ALL, CATEGORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalOptions:
    """The options of the program, and the environment."""

    config: Path | None
    overrides: Mapping[str, str]
    log_format: Literal["text", "json"]
    log_level: str
    environ: Mapping[str, str]


def parse_instant_option(text: str) -> datetime:
    """Read an instant of the command line: ISO 8601, with its zone, to UTC."""
    example = "2026-08-19T14:30:00Z"
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no instant; write it as {example}") from None
    if read.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no zone; write it as {example}")
    return read.astimezone(UTC)


def complete_category(incomplete: str) -> list[str]:
    """Complete the slug of a category."""
    return [slug for slug in (ALL, *CATEGORIES) if slug.startswith(incomplete)]


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        parser=parse_instant_option,
        metavar="INSTANT",
        help="Take this for the time, for replays; with its zone.",
    ),
]
LimitOption = Annotated[
    int, typer.Option(metavar="N", min=0, max=1_000_000, help="At most so many; 0: all of them.")
]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SLUG",
        help="What rounds select by, or all; may be given several times.",
        autocompletion=complete_category,
    ),
]
RoundArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Of the round: 385, '#385', 91a.")
]
SubscriptionOption = Annotated[str | None, typer.Option(metavar="NAME", help="Only this one.")]

"""The options of verbs that have many: each is a type, so that a signature stays short."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from watcher.cli.frame import instant, published_at, version
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import Language, SourceKind

LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if asked:
        typer.echo(f"watcher {version()}")
        raise typer.Exit


def _no_color(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if asked:
        # For the help too, which is printed before any verb runs: https://no-color.org
        os.environ["NO_COLOR"] = "1"


def complete_category(incomplete: str) -> list[str]:
    """Complete the slug of a category."""
    from watcher.core.category import ALL, CATEGORIES

    return [slug for slug in (ALL, *CATEGORIES) if slug.startswith(incomplete)]


Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="The configuration; else $WATCHER_CONFIG, or config.toml in this "
        "folder, ~/.config/watcher or /etc/watcher.",
    ),
]
Database = Annotated[
    str | None, typer.Option(metavar="URL", help="In place of the configured one.")
]
Zone = Annotated[str | None, typer.Option(metavar="ZONE", help="In place of the configured one.")]
Format = Annotated[LogFormat, typer.Option("--log-format", help="For people, or for programs.")]
Level = Annotated[
    LogLevel, typer.Option("--log-level", metavar="LEVEL", help="debug, info, warning or error.")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log at level debug.")]
NoColor = Annotated[
    bool,
    typer.Option(
        "--no-color", callback=_no_color, is_eager=True, help="No colours, as with NO_COLOR set."
    ),
]
Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Every = Annotated[bool, typer.Option("--all", help="Each fault and warning, however many.")]
Schema = Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of the file.")]
Example = Annotated[
    bool, typer.Option("--example", help="Print an example with every key, explained.")
]
Unit = Annotated[bool, typer.Option("--unit", help="Print the unit file for systemd.")]
Accept = Annotated[
    bool,
    typer.Option(
        "--accept",
        help="Take over the official pages even where they change more at once than ever.",
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        parser=instant,
        metavar="INSTANT",
        help="Take this for the time, for replays; with its zone.",
    ),
]
Source = Annotated[str, typer.Argument(metavar="FILE|URL", help="A file, or an http(s) address.")]
Published = Annotated[
    datetime | None,
    typer.Option(
        "--published",
        parser=published_at,
        metavar="INSTANT",
        help="When it was published, where it does not say so itself: for today, and "
        "for days without a year.",
    ),
]
Kind = Annotated[
    SourceKind | None, typer.Option("--kind", help="Read it as this, whatever it looks like.")
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Also at addresses that are not public.")
]
Name = Annotated[str | None, typer.Option(help="Of the subscription: its key in the database.")]
Score = Annotated[int | None, typer.Option(help=f"CRS points, 1 to {HIGHEST_CRS}.")]
Category = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SLUG",
        help="What rounds select by, or all; may be given several times.",
        autocompletion=complete_category,
    ),
]
Submitted = Annotated[
    str | None,
    typer.Option(
        metavar="INSTANT", help="When the profile was first submitted, with zone: it decides ties."
    ),
]
Channel = Annotated[str | None, typer.Option(metavar="URL", help="Apprise address for alerts.")]
Spoken = Annotated[Language | None, typer.Option(help="Of the messages.")]
OwnZone = Annotated[str | None, typer.Option(metavar="ZONE", help="Such as America/Toronto.")]
NoInput = Annotated[
    bool, typer.Option("--yes", "-y", "--no-input", help="Ask nothing, take the defaults.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]

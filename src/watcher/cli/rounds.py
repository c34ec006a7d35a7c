"""``rounds`` and ``chart``: rounds as a table and as a chart."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from watcher.adapters.png import png_of
from watcher.answers.rounds import ListedRound, known_rounds, listed_rounds, matching_rounds
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import NO_ROUND_YET, check_category, settings_of, time_of
from watcher.cli.group import (
    NOTHING,
    AsOfOption,
    CategoryOption,
    JsonOption,
    LimitOption,
    complete_category,
    end,
)
from watcher.core.category import ALL
from watcher.core.model import Round
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import Language
from watcher.insight.category_chart import category_chart

# Columns of the full table.
_WIDE = 98
_REPORTED = "(r)"

_Year = Annotated[int | None, typer.Option(metavar="YEAR", help="Rounds of this year.")]
_Score = Annotated[
    int | None,
    typer.Option(
        min=1, max=HIGHEST_CRS, metavar="N", help="Only rounds that would have invited this score."
    ),
]
_ChartCategory = Annotated[
    str,
    typer.Argument(
        metavar="CATEGORY",
        help="What the rounds select by: cec, healthcare ...",
        autocompletion=complete_category,
    ),
]
_ChartFile = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="FILE.png or FILE.svg; - writes a PNG to standard output.",
    ),
]
_ChartScore = Annotated[
    int | None,
    typer.Option(min=1, max=HIGHEST_CRS, metavar="N", help="A CRS score, drawn as a line."),
]
_ChartLanguage = Annotated[Language | None, typer.Option(help="Of the words on it.")]


def rounds_command(
    ctx: typer.Context,
    *,
    category: CategoryOption = None,
    year: _Year = None,
    score: _Score = None,
    limit: LimitOption = 20,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the rounds that are known, newest first.

    The change is that of the cut-off against the round before of the same
    category. With --score, only rounds whose cut-off it reaches; at the
    cut-off itself, the tie-break decides. Fewer than 98 columns are too few
    for the seconds of tie-breaks, and for how many days ago it was.

    [bold]Examples[/]
      watcher rounds
      watcher rounds --category cec --category french --year 2026
      watcher rounds --score 471 --limit 0 --json
    """
    settings, now = settings_of(ctx), time_of(as_of)
    with open_snapshot(settings, now) as snapshot:
        every = known_rounds(snapshot)
    slugs = {slug.casefold() for slug in category or ()}
    for slug in sorted(slugs):
        check_category(slug, every, "--category", also=[ALL])
    wanted = matching_rounds(
        every, categories=() if ALL in slugs else slugs, year=year, score=score
    )
    listed = listed_rounds(wanted[: limit or None], every, score)
    if as_json:
        output.print_json(listed)
    if not listed:
        end("no round matches" if every else NO_ROUND_YET, NOTHING)
    if not as_json:
        _print_rounds(listed, score, settings.timezone, now)
        output.print_left_out(len(listed), len(wanted), "rounds")


def chart_command(
    ctx: typer.Context,
    category: _ChartCategory,
    *,
    to: _ChartFile,
    score: _ChartScore = None,
    language: _ChartLanguage = None,
) -> None:
    """Draw the cut-offs of a category over time, with a score as a line.

    All rounds of the last three years, twelve at least. It is the picture
    that goes with alerts where `picture = true`. A PNG needs the extra
    "chart", which brings resvg.

    [bold]Examples[/]
      watcher chart cec -o cec.png
      watcher chart healthcare --score 471 -o healthcare.svg
    """
    settings = settings_of(ctx)
    is_svg = _is_svg(to)
    with open_snapshot(settings, time_of(None)) as snapshot:
        every = known_rounds(snapshot, pools=False)
    slug = category.casefold()
    check_category(slug, every, "CATEGORY", given=category)
    rounds = [r for r in every if r.category == slug]
    if not any(r.cutoff is not None and r.date is not None for r in rounds):
        none = f"no round of {slug} with a cut-off is known; `watcher poll` looks for newer rounds"
        end(none if every else NO_ROUND_YET, NOTHING)
    scores = [] if score is None else [score]
    today = snapshot.today
    language = language or settings.language
    drawn = category_chart(slug, rounds, language=language, today=today, scores=scores)
    _write(drawn.encode() if is_svg else png_of(drawn), to)


def _print_rounds(
    listed: Sequence[ListedRound], score: int | None, zone: str, now: datetime
) -> None:
    """Print the table, on a narrow terminal without seconds and days ago."""
    wide = output.open_console().width >= _WIDE
    change = "change" if wide else "+/-"
    columns = (
        "round",
        "date",
        "category",
        ">CRS",
        f">{change}" if score is None else f">{score} is",
        ">invited",
        f"tie-break ({output.zone_city(zone)})",
        *([">days ago"] if wide else []),
    )
    cells = (_cells(one, zone, now, seconds=wide) for one in listed)
    output.print_table(columns, [cell[: len(columns)] for cell in cells])
    if not all(one.round.confirmed for one in listed):
        typer.echo(
            f"{_REPORTED} reported, not confirmed: no official page shows it; "
            "`watcher reports` has its number"
        )


def _cells(one: ListedRound, zone: str, now: datetime, *, seconds: bool) -> tuple[str | None, ...]:
    round_ = one.round
    return (
        _number(round_),
        output.text_of(round_.date),
        round_.category,
        output.text_of(round_.cutoff),
        _compared(one),
        output.format_count(round_.invitations),
        output.format_clock(round_.tie_break, zone, seconds=seconds),
        output.text_of(output.days_since(round_.date, now)),
    )


def _number(round_: Round) -> str:
    if round_.confirmed:
        return f"#{round_.number}"
    # Its provisional number would be too wide.
    return f"#{round_.claimed} {_REPORTED}" if round_.claimed else _REPORTED


def _compared(one: ListedRound) -> str | None:
    if one.above is None:
        return "" if one.previous is None else output.format_difference(one.change)
    return "at it" if one.at_cutoff else output.format_difference(one.above)


def _is_svg(to: Path) -> bool:
    suffix = to.suffix.lower()
    if suffix not in {".svg", ".png"} and str(to) != "-":
        raise typer.BadParameter(f"{to} ends in neither .png nor .svg", param_hint="--output")
    return suffix == ".svg"


def _write(drawn: bytes, to: Path) -> None:
    if str(to) == "-":
        sys.stdout.buffer.write(drawn)
        return
    try:
        to.write_bytes(drawn)
    except OSError as error:
        wrong = f"{to} cannot be written: {error.strerror}"
        raise typer.BadParameter(wrong, param_hint="--output") from error
    typer.echo(f"Wrote {to}: {len(drawn) // 1024} KB.")

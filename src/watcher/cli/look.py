"""``rounds``: the rounds that are known, as a table."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, filters, options, show
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.naming import refuse_name
from watcher.cli.opened import instant_of

if TYPE_CHECKING:
    from watcher.answers.rounds import ListedRound
    from watcher.core.model import Round

# What the table needs with its longest category; 80 columns do without the last.
_WIDE = 98
_REPORTED = "(r)"


def rounds(
    ctx: typer.Context,
    *,
    category: options.Category = None,
    year: filters.Year = None,
    score: filters.WhatIf = None,
    limit: filters.Limit = 20,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
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
    from watcher.answers.rounds import known_rounds, listed_rounds, matching_rounds
    from watcher.answers.snapshot import open_snapshot

    frame: Frame = ctx.obj
    settings = frame.settings()
    now = instant_of(as_of)
    with open_snapshot(settings, now) as snapshot:
        every = known_rounds(snapshot)
        slugs = _slugs(category, every)
    wanted = matching_rounds(every, categories=slugs, year=year, score=score)
    rows = listed_rounds(wanted[: limit or None], every, score)
    if as_json:
        show.print_json(rows)
    if not rows:
        end("no round matches" if every else "no round is known yet", NOTHING)
    if not as_json:
        _print(rows, score, settings.timezone, now)
        _say_more(len(rows), len(wanted))


def _slugs(asked: Sequence[str] | None, every: "Sequence[Round]") -> frozenset[str]:
    """Read the categories asked for: any that is known, or that a round ever bore."""
    from watcher.core.category import ALL, CATEGORIES

    known = {ALL, *CATEGORIES, *(r.category for r in every if r.category)}
    slugs = frozenset(slug.casefold() for slug in asked or ())
    for slug in sorted(slugs - known):
        refuse_name("category", slug, sorted(known), "--category")
    return frozenset() if ALL in slugs else slugs


def _print(rows: "Iterable[ListedRound]", score: int | None, zone: str, now: datetime) -> None:
    """Print the table; where the terminal is narrow, without seconds and days ago."""
    wide = show.console().width >= _WIDE
    change = "change" if wide else "+/-"
    columns = (
        "round",
        "date",
        "category",
        ">CRS",
        f">{change}" if score is None else f">{score} is",
        ">invited",
        f"tie-break ({figures.city(zone)})",
        *([">days ago"] if wide else []),
    )
    listed = list(rows)
    cells = (_cells(row, zone, now, seconds=wide) for row in listed)
    show.table(columns, [cell[: len(columns)] for cell in cells])
    if not all(row.round.confirmed for row in listed):
        typer.echo(
            f"{_REPORTED} reported, not confirmed: no official page shows it; "
            "`watcher reports` has its number"
        )


def _cells(
    row: "ListedRound", zone: str, now: datetime, *, seconds: bool
) -> tuple[str | None, ...]:
    round_ = row.round
    return (
        _number(round_),
        figures.day(round_.date),
        round_.category,
        figures.whole(round_.cutoff),
        _compared(row),
        figures.count(round_.invitations),
        figures.clock(round_.tie_break, zone, seconds=seconds),
        figures.whole(figures.days_since(round_.date, now)),
    )


def _number(round_: "Round") -> str:
    if round_.confirmed:
        return f"#{round_.number}"
    # Its provisional number is longer than all else in the table.
    return f"#{round_.claimed} {_REPORTED}" if round_.claimed else _REPORTED


def _compared(row: "ListedRound") -> str | None:
    if row.above is None:
        return "" if row.previous is None else figures.points(row.change)
    return "at it" if row.at_cutoff else figures.points(row.above)


def _say_more(shown: int, found: int) -> None:
    if shown < found:
        typer.echo(f"{shown} of {found} rounds; --limit 0 shows them all", err=True)

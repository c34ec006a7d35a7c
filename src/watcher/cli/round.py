"""``round N``: one round in detail."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from watcher.answers.rounds import (
    ComparedClaim,
    OfficialReport,
    RoundDetails,
    first_page,
    round_details,
)
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import known_round, settings_of, time_of
from watcher.cli.group import NOTHING, JsonOption, RoundArgument, end
from watcher.core.model import Figures, Report, Round
from watcher.messages.figures import cutoff_change, days_between
from watcher.messages.formatter import english_span

_COMPARED = ("date", "category", "cutoff", "invitations", "tie_break")
_UNEQUAL, _UNEQUAL_IN_ASCII = "\u2260", "!="
# Columns of the full table.
_WIDE = 110


def round_command(
    ctx: typer.Context,
    number: RoundArgument,
    *,
    raw: Annotated[
        bool, typer.Option("--raw", help="Print the page on which it was first seen, byte by byte.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Show all that is known of one round, and how it came to be known.

    Figures, the pool before it, the rounds beside it in its category, what
    was corrected, and what each source says of it: side by side, what differs
    marked, with the sentence that each figure was read from and its link.

    [bold]Examples[/]
      watcher round 437
      watcher round 91a --json
      watcher round 437 --raw > page.json
    """
    settings = settings_of(ctx)
    if raw and as_json:
        raise typer.BadParameter("cannot be had with --json", param_hint="--raw")
    with open_snapshot(settings, time_of(None)) as snapshot:
        found = known_round(snapshot, number)
        page = first_page(snapshot, found) if raw else None
        details = round_details(snapshot, found)
    if page is not None:
        sys.stdout.buffer.write(page)
    elif raw:
        end(
            f"the page on which #{found.number} was first seen is no longer kept "
            "(keep_pages in the configuration)",
            NOTHING,
        )
    elif as_json:
        output.print_json(details)
    else:
        _print_details(details, settings.timezone)


def _print_details(details: RoundDetails, zone: str) -> None:
    found = details.round
    name = found.name or found.category or "of an unknown name"
    typer.echo(f"#{found.called}  {output.without_control(name)}")
    if not found.confirmed:
        typer.echo("Reported, not confirmed: no official page shows it.")
    typer.echo()
    output.print_facts(_facts(details, zone))
    typer.echo()
    _print_pool(found)
    _print_revisions(details, zone)
    _print_official_reports(details, zone)
    if details.claims:
        print_side_by_side(found, details.reports, details.claims, zone)
        print_sentences(details.claims, zone)


def _facts(details: RoundDetails, zone: str) -> Iterator[tuple[str, str | None]]:
    found = details.round
    version = f", version {found.version}" if found.version else ""
    if not found.confirmed:
        yield "provisional", found.number
    yield "category", found.category and f"{found.category}{version}"
    yield "date", output.text_of(found.date)
    yield "drawn", output.format_instant(found.drawn_at, zone)
    yield "cut-off", output.text_of(found.cutoff)
    yield "tie-break", output.format_instant(found.tie_break, zone)
    yield "invitations", output.format_count(found.invitations)
    yield "previous", _neighbour(details.previous, found, before=True)
    yield "next", _neighbour(details.next, found, before=False)
    yield "first seen", _first_seen(details, zone)
    yield "page", found.url


def _neighbour(other: Round | None, found: Round, *, before: bool) -> str:
    """Describe a neighbour in the category."""
    if other is None:
        return "none of this category" if before else "none yet of this category"
    days = days_between(other, found) if before else days_between(found, other)
    when = "the same day"
    if days:
        when = f"{output.counted(days, 'day')} {'before' if before else 'after'}"
    change = cutoff_change(found, other)
    cutoff = f"cut-off {output.text_of(other.cutoff) or '?'}"
    if change is not None:
        by = f"{abs(change)} {'higher' if change > 0 else 'lower'}" if change else "the same"
        cutoff = f"{cutoff} ({by})"
    return f"#{other.number} on {other.date}, {when}: {cutoff}"


def _first_seen(details: RoundDetails, zone: str) -> str:
    found = details.round
    seen = output.format_instant(found.first_seen, zone)
    shown = min((report.first_seen for report in details.reports), default=None)
    if shown is not None and shown > found.first_seen:
        official = output.format_instant(shown, zone)
        return f"{seen} in a report, {official} on {found.source}"
    if details.in_baseline:
        return f"{seen} on {found.source}, on the first page that was ever read"
    late = details.lateness
    after = "" if late is None else f", {english_span(late)} after the round"
    return f"{seen} on {found.source}{after}"


def _print_pool(found: Round) -> None:
    """Print the bands of the pool, parts of a wider one indented."""
    pool = found.pool
    if pool is None:
        return
    at = pool.band_of(found.cutoff)
    rows = [
        (
            f"  {band.label}" if pool.is_within_another(band) else band.label,
            output.format_count(band.count),
            "cut-off" if band is at else "",
        )
        for band in pool.bands
    ]
    output.print_table(
        ["CRS", ">candidates", ""],
        [*rows, ("all", output.format_count(pool.total), "")],
        title=f"The pool on {pool.as_on or 'an unknown day'}",
    )


def _print_revisions(details: RoundDetails, zone: str) -> None:
    if not details.revisions:
        return
    output.print_table(
        ["revision", "figure", "from", "to", "seen", "source"],
        [
            (
                str(r.revision),
                output.figure_label(r.figure),
                output.format_figure(r.figure, r.before, zone),
                output.format_figure(r.figure, r.after, zone),
                output.format_instant(r.seen_at, zone),
                r.source,
            )
            for r in details.revisions
        ],
        title="What was corrected",
    )


def _print_official_reports(details: RoundDetails, zone: str) -> None:
    if not details.reports:
        return
    output.print_table(
        ["source", "first said", "says so since", "differs"],
        [
            (
                report.source,
                output.format_instant(report.first_seen, zone),
                output.format_instant(report.seen_at, zone),
                ", ".join(_differences(report, zone)) or "nothing",
            )
            for report in details.reports
        ],
        title="What the sources say",
    )


def _differences(report: OfficialReport, zone: str) -> Iterator[str]:
    for name in report.differs:
        value = output.format_figure(name, getattr(report.figures, name), zone)
        yield f"{output.figure_label(name)}: {value}"


def print_side_by_side(
    held: Round, official: Sequence[OfficialReport], told: Sequence[ComparedClaim], zone: str
) -> None:
    """Print each source's figures in a row, differences marked; no years if it is narrow."""
    whole = output.open_console().width >= _WIDE
    mark = _UNEQUAL if output.can_print(_UNEQUAL) else _UNEQUAL_IN_ASCII

    def _row(source: str, number: str | None, said: Figures, differs: Sequence[str]) -> list[str]:
        cells = {"number": f"#{number}" if number else "-"}
        for figure in _COMPARED:
            cell = _format_reported(said, figure, zone)
            # A datetime is a date, too.
            if not whole and isinstance(getattr(held, figure), date):
                cell = cell.removeprefix(f"{_format_reported(held, figure, zone)[:4]}-")
            cells[figure] = cell
        return [source, *(f"{mark} {c}" if f in differs else c for f, c in cells.items())]

    rows = [_row(one.source, held.number, one.figures, one.differs) for one in official]
    for one in told:
        report = one.claim.report
        rows.append(_row(one.claim.source, report.number, report, one.differs))
    output.print_table(
        ["source", "round", "date", "category", ">CRS", ">invited", "tie-break"],
        rows,
        title=f"Side by side, {output.zone_city(zone)} time ({mark}: not as the round is held)",
        mark=mark,
        tight=not whole,
    )


def print_sentences(told: Sequence[ComparedClaim], zone: str) -> None:
    """Print link, reason and quoted sentences of each report."""
    for one in told:
        claim = one.claim
        published = output.format_minute(claim.published, zone) or "an unknown time"
        output.print_paragraph(f"{claim.source}, published {published}: {claim.why}")
        if one.copies == claim.source:
            typer.echo("  no further witness: another text of the same source")
        elif one.copies:
            typer.echo(f"  a copy, no witness of its own: as {one.copies} has it")
        for line in (*([claim.link] if claim.link else []), *output.quoted_figures(claim.report)):
            output.print_paragraph(line, indent="  ")
        typer.echo()


def _format_reported(said: Figures, figure: str, zone: str) -> str:
    """Write a figure to the precision of its source."""
    precision = said.precision.get(figure) if isinstance(said, Report) else None
    match getattr(said, figure):
        case None:
            return "-"
        case datetime() as at if precision == "day":
            return f"{at.astimezone(UTC):%Y-%m-%d}"
        case datetime() as at:
            return output.format_clock(at, zone, seconds=precision != "minute") or "-"
        case int() as number if figure == "invitations":
            return f"{number:,}"
        case value:
            return f"{value} (published)" if precision == "published" else str(value)

"""``reports``: what secondary sources tell of rounds."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import figures, filters, options, show
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.naming import configured_sources, refuse_name
from watcher.cli.opened import instant_of

if TYPE_CHECKING:
    from watcher.core.claims import Claim

# What the table needs beside the reason, which is a sentence.
_WIDE = 150

Unjoined = Annotated[
    bool, typer.Option("--unjoined", help="Only what is told of no round that is known.")
]
OfSource = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="NAME", help="Only this source.", autocompletion=configured_sources
    ),
]


def reports(
    ctx: typer.Context,
    *,
    unjoined: Unjoined = False,
    source: OfSource = None,
    limit: filters.Limit = 20,
    as_json: options.Json = False,
) -> None:
    """List what secondary sources tell of rounds, the latest first.

    Each is joined to the round that it numbers or that its figures fit, or
    is of none, and says why. What fits none alters no round; it is tried
    again for thirty days.

    [bold]Examples[/]
      watcher reports
      watcher reports --unjoined
      watcher reports --source cic-news --limit 0 --json
    """
    from watcher.answers.snapshot import open_snapshot
    from watcher.answers.sources import secondary_reports

    frame: Frame = ctx.obj
    settings = frame.settings()
    names = [s.name for s in settings.sources]
    if source is not None and source not in names:
        refuse_name("source", source, names, "--source")
    with open_snapshot(settings, instant_of(None)) as snapshot:
        every = secondary_reports(snapshot, unjoined=unjoined)
    wanted = [claim for claim in every if source in {None, claim.source}]
    shown = wanted[: limit or None]
    if as_json:
        show.print_json(shown)
    if not shown:
        end("no report matches" if every else "no report is known yet", NOTHING)
    if not as_json:
        _print(shown, settings.timezone)
        if len(shown) < len(wanted):
            typer.echo(f"{len(shown)} of {len(wanted)} reports; --limit 0 shows them all", err=True)


def _print(tellings: "Iterable[Claim]", zone: str) -> None:
    """Print a row for each; where the terminal is narrow, a few lines."""
    if show.console().width >= _WIDE:
        _print_rows(tellings, zone)
        return
    for claim in tellings:
        seen = figures.clock(claim.first_seen, zone, seconds=False)
        show.paragraph(f"{claim.source}, {seen}: {', '.join(_says(claim))}")
        show.paragraph(_joined(claim), indent="  ")
        if claim.link:
            show.paragraph(claim.link, indent="  ")


def _print_rows(tellings: "Iterable[Claim]", zone: str) -> None:
    show.table(
        ["source", "seen", "says", ">CRS", ">invited", "why of that round, or of none"],
        [
            (
                claim.source,
                figures.clock(claim.first_seen, zone, seconds=False),
                _about(claim),
                figures.whole(claim.report.cutoff) or "-",
                figures.count(claim.report.invitations) or "-",
                _joined(claim),
            )
            for claim in tellings
        ],
    )


def _joined(claim: "Claim") -> str:
    if claim.number is None:
        return f"of no known round: {claim.why}"
    return f"of #{claim.number}: {claim.why}"


def _says(claim: "Claim") -> Iterator[str]:
    report = claim.report
    yield _about(claim)
    if report.cutoff is not None:
        yield f"cut-off {report.cutoff}"
    if report.invitations is not None:
        yield f"{report.invitations:,} invitations"


def _about(claim: "Claim") -> str:
    report = claim.report
    parts = (
        f"#{report.number}" if report.number else None,
        figures.day(report.date),
        report.category,
    )
    return " ".join(part for part in parts if part) or "-"

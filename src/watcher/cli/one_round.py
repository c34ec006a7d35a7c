"""``round N``: everything that is known of one round, and how it came to be known."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, filters, options, show, side_by_side
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.naming import known_round
from watcher.cli.opened import instant_of

if TYPE_CHECKING:
    from watcher.adapters.database import Revision
    from watcher.answers.rounds import OfficialReport, RoundDetails
    from watcher.answers.snapshot import Snapshot
    from watcher.core.model import Round
    from watcher.core.pool import Pool


def round_(
    ctx: typer.Context,
    number: filters.Number,
    *,
    raw: filters.Raw = False,
    as_json: options.Json = False,
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
    from watcher.answers.rounds import round_details
    from watcher.answers.snapshot import open_snapshot

    frame: Frame = ctx.obj
    settings = frame.settings()
    if raw and as_json:
        raise typer.BadParameter("cannot be had with --json", param_hint="--raw")
    with open_snapshot(settings, instant_of(None)) as snapshot:
        found = known_round(snapshot, number)
        page = _page(snapshot, found) if raw else None
        record = round_details(snapshot, found)
    if page is not None:
        sys.stdout.buffer.write(page)
    elif as_json:
        show.print_json(record)
    else:
        _print(record, settings.timezone)


def _page(snapshot: "Snapshot", found: "Round") -> bytes:
    from watcher.answers.rounds import first_page

    page = first_page(snapshot, found)
    if page is None:
        end(
            f"the page on which #{found.number} was first seen is no longer kept "
            "(keep_pages in the configuration)",
            NOTHING,
        )
    return page


def _print(record: "RoundDetails", zone: str) -> None:
    found = record.round
    name = found.name or found.category or "of an unknown name"
    typer.echo(f"#{found.called}  {show.harmless(name)}")
    if not found.confirmed:
        typer.echo("Reported, not confirmed: no official page shows it.")
    typer.echo()
    figures.facts(_facts(record, zone))
    typer.echo()
    if found.pool is not None:
        _print_pool(found.pool, found.cutoff)
    if record.revisions:
        _print_revisions(record.revisions, zone)
    _print_reports(record, zone)
    if record.tellings:
        side_by_side.print_side_by_side(found, record.reports, record.tellings, zone)
        side_by_side.print_words(record.tellings, zone)


def _facts(record: "RoundDetails", zone: str) -> Iterator[tuple[str, str | None]]:
    found = record.round
    version = f", version {found.version}" if found.version else ""
    if not found.confirmed:
        yield "provisional", found.number
    yield "category", found.category and f"{found.category}{version}"
    yield "date", figures.day(found.date)
    yield "drawn", figures.moment(found.drawn_at, zone)
    yield "cut-off", figures.whole(found.cutoff)
    yield "tie-break", figures.moment(found.tie_break, zone)
    yield "invitations", figures.count(found.invitations)
    yield "previous", _beside(record.previous, found, before=True)
    yield "next", _beside(record.next, found, before=False)
    yield "first seen", _first_seen(record, zone)
    yield "page", found.url


def _beside(other: "Round | None", found: "Round", *, before: bool) -> str:
    """Name a neighbour in the category, and how it differs from this round."""
    from watcher.messages.figures import cutoff_change, days_between

    if other is None:
        return "none of this category" if before else "none yet of this category"
    days = days_between(other, found) if before else days_between(found, other)
    change = cutoff_change(found, other)
    cutoff = f"cut-off {figures.whole(other.cutoff) or '?'}"
    if change is not None:
        cutoff += f" ({_by(change)})"
    when = days and f"{figures.days(days)} {'before' if before else 'after'}"
    return f"#{other.number} on {other.date}, {when or 'the same day'}: {cutoff}"


def _by(change: int) -> str:
    if not change:
        return "the same"
    return f"{abs(change)} {'higher' if change > 0 else 'lower'}"


def _first_seen(record: "RoundDetails", zone: str) -> str:
    from watcher.messages.formatter import english_span

    found = record.round
    shown = min((said.first_seen for said in record.reports), default=None)
    if shown is not None and shown > found.first_seen:
        reported = figures.moment(found.first_seen, zone)
        return f"{reported} in a report, {figures.moment(shown, zone)} on {found.source}"
    seen = f"{figures.moment(found.first_seen, zone)} on {found.source}"
    if record.in_baseline:
        return f"{seen}, on the first page that was ever read"
    late = record.lateness
    return seen if late is None else f"{seen}, {english_span(late)} after the round"


def _print_pool(pool: "Pool", cutoff: int | None) -> None:
    """Print the bands; those that a wider one sums up stand further in."""
    at = pool.band_of(cutoff)
    rows = [
        (
            f"  {band.label}" if pool.is_within_another(band) else band.label,
            figures.count(band.count),
            "cut-off" if band is at else "",
        )
        for band in pool.bands
    ]
    show.table(
        ["CRS", ">candidates", ""],
        [*rows, ("all", figures.count(pool.total), "")],
        title=f"The pool on {pool.as_on or 'an unknown day'}",
    )


def _print_revisions(revisions: "Sequence[Revision]", zone: str) -> None:
    show.table(
        ["revision", "figure", "from", "to", "seen", "source"],
        [
            (
                str(r.revision),
                figures.named(r.figure),
                figures.any_figure(r.figure, r.before, zone),
                figures.any_figure(r.figure, r.after, zone),
                figures.moment(r.seen_at, zone),
                r.source,
            )
            for r in revisions
        ],
        title="What was corrected",
    )


def _print_reports(record: "RoundDetails", zone: str) -> None:
    if not record.reports:
        return
    show.table(
        ["source", "first said", "says so since", "differs"],
        [
            (
                said.source,
                figures.moment(said.first_seen, zone),
                figures.moment(said.seen_at, zone),
                _otherwise(said, zone),
            )
            for said in record.reports
        ],
        title="What the sources say",
    )


def _otherwise(said: "OfficialReport", zone: str) -> str:
    values = (
        f"{figures.named(name)}: {figures.any_figure(name, getattr(said.figures, name), zone)}"
        for name in said.differs
    )
    return ", ".join(values) or "nothing"

"""``sources`` and ``reports``: health of sources, and claims of secondary ones."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

import typer

from watcher.answers.snapshot import open_snapshot
from watcher.answers.sources import (
    PresetStatus,
    SourceRecord,
    preset_statuses,
    secondary_reports,
    source_records,
    unpolled_source,
)
from watcher.cli import output
from watcher.cli.context import complete_source, refuse_name, settings_of, time_of
from watcher.cli.group import NOTHING, AsOfOption, JsonOption, LimitOption, end
from watcher.core.claims import Claim
from watcher.core.errors import NothingFound
from watcher.core.settings import Settings

# Columns of the full tables.
_WIDE, _WIDE_REPORTS = 120, 150


def sources_command(
    ctx: typer.Context,
    *,
    presets: Annotated[
        bool, typer.Option("--presets", help="Only the presets, with their addresses.")
    ] = False,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the sources: their health, how early and how often wrong they are.

    Polled and changed: how long ago it was read well, and brought something
    new. Against IRCC: the median of how much later (+) or earlier (-) than
    the official page it was seen to tell of a round, and of how many rounds.
    Wrong: how many rounds it gave a figure of otherwise than IRCC does; what
    is mentioned in passing does not count. Below stand the presets: sites of
    the field that one line in the configuration switches on. Of a source
    without `every`, it is said when it is polled next, at the latest, and why.

    [bold]Examples[/]
      watcher sources
      watcher sources --presets
      watcher sources --json
    """
    settings, now = settings_of(ctx), time_of(as_of)
    records = [] if presets else _records(settings, now)
    known = preset_statuses(settings)
    if as_json:
        output.print_json({"sources": records, "presets": known})
    elif presets:
        for preset in known:  # a table would cut off addresses
            output.print_paragraph(f"{preset.name}: {_on(preset)}, {preset.kind}, {preset.what}")
            typer.echo(f"  {preset.url}")
    else:
        _print_sources(records, now)
        output.print_table(
            ["preset", "", "kind", "what it is"],
            [(preset.name, _on(preset), preset.kind, preset.what) for preset in known],
            title='Presets: [[source]] preset = "NAME" switches one on',
        )


def _records(settings: Settings, now: datetime) -> list[SourceRecord]:
    try:
        with open_snapshot(settings, now) as snapshot:
            return list(source_records(snapshot))
    except NothingFound:
        return [unpolled_source(source) for source in settings.sources]


def _print_sources(records: Sequence[SourceRecord], now: datetime) -> None:
    """Print the table, on a narrow terminal without kind, trust and last poll."""
    whole = output.open_console().width >= _WIDE
    columns = [
        "source",
        *(["kind", "trust"] if whole else []),
        "health",
        *([">polled"] if whole else []),
        ">changed",
        ">rounds",
        ">against IRCC",
        ">wrong",
        ">unjoined",
    ]
    cells = [list(_cells(one, now, whole=whole)) for one in records]
    output.print_table(columns, cells, tight=True)
    for one in records:
        for sentence in _remarks(one, now):
            output.print_paragraph(f"{one.name}: {sentence}")
    unjoined = sum(one.unjoined or 0 for one in records)
    if unjoined:
        fit = output.counted(unjoined, "report fits", "reports fit")
        typer.echo(f"{fit} no round: `watcher reports --unjoined` says why")


def _cells(one: SourceRecord, now: datetime, *, whole: bool) -> Iterator[str]:
    yield one.name
    if whole:
        yield one.kind
        yield one.trust
    yield _health(one, now)
    if whole:
        yield _since(one.good_at, now)
    yield _since(one.changed_at, now)
    yield "-" if one.rounds is None else str(one.rounds)
    if one.wrong is None:
        yield from ("", "", "")
        return
    lead = one.against_official
    sign = "-" if lead is not None and lead < timedelta() else "+"
    yield "-" if lead is None else f"{sign}{output.short_span(abs(lead))} ({one.timed})"
    yield f"{one.wrong} of {one.rounds}"
    yield str(one.unjoined)


def _remarks(one: SourceRecord, now: datetime) -> Iterator[str]:
    if one.why:
        yield one.why
    planned, cache = one.next_poll, one.cache
    if planned is not None and planned.reason != "fixed":
        yield f"polled next {_until(planned.by, now)}: {planned.why}"
    if cache is not None and one.trust == "official":
        age = None if cache.age is None else f"was {cache.age} s old, {cache.longest_age} s at most"
        control = cache.cache_control and f"Cache-Control: {cache.cache_control}"
        yield f"the copy that was read last {', '.join(filter(None, (age, control)))}"


def _until(at: datetime, now: datetime) -> str:
    if at < now:
        return "at once (it is overdue)"
    seconds = (at - now) // timedelta(seconds=1)
    return f"in {seconds} s" if seconds < 2 * 60 else f"in {output.short_span(at - now)}"


def _health(one: SourceRecord, now: datetime) -> str:
    if one.health == "never asked":
        return one.health
    if one.waits_until is not None:
        return f"{one.health} {output.short_span(one.waits_until - now)}"
    return one.health if one.since is None else f"{one.health} {output.short_span(now - one.since)}"


def _since(at: datetime | None, now: datetime) -> str:
    return "never" if at is None else output.short_span(now - at)


def _on(preset: PresetStatus) -> str:
    return "on" if preset.on else "off"


_Unjoined = Annotated[
    bool, typer.Option("--unjoined", help="Only what is told of no round that is known.")
]
_Source = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Only this source.", autocompletion=complete_source),
]


def reports_command(
    ctx: typer.Context,
    *,
    unjoined: _Unjoined = False,
    source: _Source = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
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
    settings = settings_of(ctx)
    names = [s.name for s in settings.sources]
    if source is not None and source not in names:
        refuse_name("source", source, names, "--source")
    with open_snapshot(settings, time_of(None)) as snapshot:
        every = secondary_reports(snapshot, unjoined=unjoined)
    wanted = [claim for claim in every if source in {None, claim.source}]
    listed = wanted[: limit or None]
    if as_json:
        output.print_json(listed)
    if not listed:
        end("no report matches" if every else _none_yet(settings), NOTHING)
    if not as_json:
        _print_reports(listed, settings.timezone)
        output.print_left_out(len(listed), len(wanted), "reports")


def _none_yet(settings: Settings) -> str:
    """Say why there are no reports yet, and what to do."""
    if any(source.trust == "secondary" for source in settings.sources):
        return "no report is known yet; `watcher poll` reads the secondary sources"
    return (
        "no report is known yet, and no secondary source is polled; "
        "`watcher sources` lists those that can be switched on"
    )


def _print_reports(claims: Sequence[Claim], zone: str) -> None:
    """Print a table, on a narrow terminal some lines for each claim."""
    if output.open_console().width >= _WIDE_REPORTS:
        output.print_table(
            ["source", "seen", "says", ">CRS", ">invited", "why of that round, or of none"],
            [_report_cells(claim, zone) for claim in claims],
        )
        return
    for claim in claims:
        source, seen, about, cutoff, invitations, why = _report_cells(claim, zone)
        says = [about]
        if claim.report.cutoff is not None:
            says.append(f"cut-off {cutoff}")
        if claim.report.invitations is not None:
            says.append(f"{invitations} invitations")
        output.print_paragraph(f"{source}, {seen}: {', '.join(says)}")
        output.print_paragraph(why, indent="  ")
        if claim.link:
            output.print_paragraph(claim.link, indent="  ")


def _report_cells(claim: Claim, zone: str) -> tuple[str, ...]:
    report = claim.report
    number = f"#{report.number}" if report.number else None
    parts = (number, output.text_of(report.date), report.category)
    of = "of no known round" if claim.number is None else f"of #{claim.number}"
    return (
        claim.source,
        output.format_clock(claim.first_seen, zone, seconds=False) or "",
        " ".join(part for part in parts if part) or "-",
        output.text_of(report.cutoff) or "-",
        output.format_count(report.invitations) or "-",
        f"{of}: {claim.why}",
    )

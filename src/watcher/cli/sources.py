"""``sources``: how each source does, and which more there are."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import figures, options, show
from watcher.cli.frame import Frame
from watcher.cli.opened import instant_of

if TYPE_CHECKING:
    from watcher.answers.sources import PresetStatus, SourceRecord
    from watcher.core.settings import Settings

# What the table needs with kind, trust and the last poll, and a name of 16 characters.
_WIDE = 120

Presets = Annotated[bool, typer.Option("--presets", help="Only the presets, with their addresses.")]


def sources(
    ctx: typer.Context,
    *,
    presets: Presets = False,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """List the sources: their health, how early and how often wrong they are.

    Polled and changed: how long ago it was read well, and brought something
    new. Against IRCC: the median of how much later (+) or earlier (-) than
    the official page it was seen to tell of a round, and of how many rounds.
    Wrong: how many rounds it gave a figure of otherwise than IRCC does; what
    is mentioned in passing does not count. Below stand the presets: sites of
    the field that one line in the configuration switches on.

    [bold]Examples[/]
      watcher sources
      watcher sources --presets
      watcher sources --json
    """
    from watcher.answers.sources import preset_statuses

    frame: Frame = ctx.obj
    settings = frame.settings()
    now = instant_of(as_of)
    records = [] if presets else _records(settings, now)
    known = preset_statuses(settings)
    if as_json:
        show.print_json({"sources": records, "presets": known})
        return
    if presets:
        _print_addresses(known)
        return
    _print(records, now)
    _print_presets(known)


def _records(settings: "Settings", now: datetime) -> "list[SourceRecord]":
    from watcher.answers.snapshot import NothingFound, open_snapshot
    from watcher.answers.sources import source_records, unpolled_source

    try:
        with open_snapshot(settings, now) as snapshot:
            return list(source_records(snapshot))
    except NothingFound:
        return [unpolled_source(source) for source in settings.sources]


def _print(records: "Sequence[SourceRecord]", now: datetime) -> None:
    """Print the table; where the terminal is narrow, without kind, trust, last poll."""
    whole = show.console().width >= _WIDE
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
    rows = [list(_cells(one, now, whole=whole)) for one in records]
    show.table(columns, rows, tight=True)
    for one in records:
        if one.why:
            show.paragraph(f"{one.name}: {one.why}")
    unjoined = sum(one.unjoined or 0 for one in records)
    if unjoined:
        reports = "1 report fits" if unjoined == 1 else f"{unjoined} reports fit"
        typer.echo(f"{reports} no round: `watcher reports --unjoined` says why")


def _cells(one: "SourceRecord", now: datetime, *, whole: bool) -> Iterator[str]:
    yield one.name
    if whole:
        yield one.kind
        yield one.trust
    yield _for_how_long(one, now)
    if whole:
        yield _since(one.good_at, now)
    yield _since(one.changed_at, now)
    yield "-" if one.rounds is None else str(one.rounds)
    yield from _done(one)


def _for_how_long(one: "SourceRecord", now: datetime) -> str:
    if one.health == "never asked":
        return one.health
    if one.waits_until is not None:
        return f"{one.health} {figures.brief(one.waits_until - now)}"
    spell = "" if one.since is None else f" {figures.brief(now - one.since)}"
    return f"{one.health}{spell}"


def _since(at: datetime | None, now: datetime) -> str:
    return "never" if at is None else figures.brief(now - at)


def _done(one: "SourceRecord") -> tuple[str, str, str]:
    if one.wrong is None:
        return "", "", ""
    lead = "-"
    if one.against_official is not None:
        sign = "-" if one.against_official < timedelta() else "+"
        lead = f"{sign}{figures.brief(abs(one.against_official))} ({one.timed})"
    return lead, f"{one.wrong} of {one.rounds}", str(one.unjoined)


def _print_presets(presets: "Sequence[PresetStatus]") -> None:
    show.table(
        ["preset", "", "kind", "what it is"],
        [(preset.name, _switched(on=preset.on), preset.kind, preset.what) for preset in presets],
        title='Presets: [[source]] preset = "NAME" switches one on',
    )


def _print_addresses(presets: "Sequence[PresetStatus]") -> None:
    """Print presets one below the other: a table would cut their addresses short."""
    for preset in presets:
        show.paragraph(f"{preset.name}: {_switched(on=preset.on)}, {preset.kind}, {preset.what}")
        typer.echo(f"  {preset.url}")


def _switched(*, on: bool) -> str:
    return "on" if on else "off"

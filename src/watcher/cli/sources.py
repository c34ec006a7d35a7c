"""``sources``: how each source does, and which more there are."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import figures, options, show
from watcher.cli.frame import Frame
from watcher.cli.opened import instant_of
from watcher.core.redaction import public_url

if TYPE_CHECKING:
    from watcher.answers.standing import Standing
    from watcher.core.presets import Preset
    from watcher.core.settings import Settings
    from watcher.press.corroboration.consensus import TrackRecord

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
    frame: Frame = ctx.obj
    settings = frame.settings()
    now = instant_of(as_of)
    standings = [] if presets else _standings(settings, now)
    if as_json:
        show.print_json(_shape(standings, settings))
        return
    if presets:
        _print_addresses(settings)
        return
    _print(standings, now)
    _print_presets(settings)


def _standings(settings: "Settings", now: datetime) -> "list[Standing]":
    from watcher.adapters.database import Store
    from watcher.answers.standing import Standing, standings

    store = Store.look(settings.database)
    if store is None:
        return [Standing(source=source) for source in settings.sources]
    try:
        with store.reading() as tx:
            return list(standings(tx, settings, now))
    finally:
        store.close()


def _shape(standings: "Sequence[Standing]", settings: "Settings") -> dict[str, object]:
    return {
        "sources": [
            {
                "name": s.source.name,
                "kind": s.source.kind,
                "url": public_url(s.source.url),
                "trust": s.source.trust,
                "health": s.health,
                "since": s.state and s.state.since,
                "why": s.state and s.state.why,
                "waits_until": s.state and s.state.waits_until,
                "good_at": s.state and s.state.good_at,
                "changed_at": s.state and s.state.changed_at,
                "rounds": s.rounds,
                "wrong": s.record and s.record.wrong,
                "against_official": s.record and s.record.lead,
                "timed": s.record and s.record.timed,
                "unjoined": s.record and s.record.unjoined,
            }
            for s in standings
        ],
        "presets": [
            {
                "name": preset.name,
                "kind": preset.kind,
                "url": preset.url,
                "language": preset.language,
                "what": preset.what,
                "on": on,
            }
            for preset, on in _presets(settings)
        ],
    }


def _print(standings: "Sequence[Standing]", now: datetime) -> None:
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
    rows = [list(_cells(standing, now, whole=whole)) for standing in standings]
    show.table(columns, rows, tight=True)
    for s in standings:
        if s.state is not None and s.state.why:
            show.paragraph(f"{s.source.name}: {s.state.why}")
    unjoined = sum(s.record.unjoined for s in standings if s.record)
    if unjoined:
        reports = "1 report fits" if unjoined == 1 else f"{unjoined} reports fit"
        typer.echo(f"{reports} no round: `watcher reports --unjoined` says why")


def _cells(standing: "Standing", now: datetime, *, whole: bool) -> Iterator[str]:
    source, state = standing.source, standing.state
    yield source.name
    if whole:
        yield source.kind
        yield source.trust
    yield _for_how_long(standing, now)
    if whole:
        yield _since(state.good_at if state else None, now)
    yield _since(state.changed_at if state else None, now)
    yield "-" if standing.rounds is None else str(standing.rounds)
    yield from _done(standing.record)


def _for_how_long(standing: "Standing", now: datetime) -> str:
    health, state = standing.health, standing.state
    if state is None or health == "never asked":
        return health
    if state.waits_until is not None:
        return f"{health} {figures.brief(state.waits_until - now)}"
    spell = "" if state.since is None else f" {figures.brief(now - state.since)}"
    return f"{health}{spell}"


def _since(at: datetime | None, now: datetime) -> str:
    return "never" if at is None else figures.brief(now - at)


def _done(record: "TrackRecord | None") -> tuple[str, str, str]:
    if record is None:
        return "", "", ""
    lead = "-"
    if record.lead is not None:
        sign = "-" if record.lead < timedelta() else "+"
        lead = f"{sign}{figures.brief(abs(record.lead))} ({record.timed})"
    return lead, f"{record.wrong} of {record.rounds}", str(record.unjoined)


def _presets(settings: "Settings") -> "Iterator[tuple[Preset, bool]]":
    from watcher.core.presets import PRESETS

    addresses = {source.url for source in settings.sources}
    for preset in PRESETS.values():
        yield preset, preset.url in addresses


def _print_presets(settings: "Settings") -> None:
    show.table(
        ["preset", "", "kind", "what it is"],
        [
            (preset.name, _switched(on=on), preset.kind, preset.what)
            for preset, on in _presets(settings)
        ],
        title='Presets: [[source]] preset = "NAME" switches one on',
    )


def _print_addresses(settings: "Settings") -> None:
    """Print presets one below the other: a table would cut their addresses short."""
    for preset, on in _presets(settings):
        show.paragraph(f"{preset.name}: {_switched(on=on)}, {preset.kind}, {preset.what}")
        typer.echo(f"  {preset.url}")


def _switched(*, on: bool) -> str:
    return "on" if on else "off"

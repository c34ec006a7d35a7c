"""``sources``: how each source does, and which more there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import options, show
from watcher.cli.condition import SourceState, source_states
from watcher.cli.frame import Frame
from watcher.cli.opened import instant_of

if TYPE_CHECKING:
    from watcher.hearsay import Record
    from watcher.presets import Preset
    from watcher.settings import Settings, Source
    from watcher.store import Transaction

Presets = Annotated[
    bool, typer.Option("--presets", help="Only the presets, with their addresses.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A source of the configuration: how it is now, and how it has done."""

    source: "Source"
    state: SourceState | None
    record: "Record | None"


def sources(
    ctx: typer.Context,
    *,
    presets: Presets = False,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """List the sources: their health, how early and how often wrong they are.

    "Against IRCC" is the median of how much later (or earlier) than the
    official page a source was seen to tell of a round. Below them stand the
    presets: sites of the field that one line in the configuration switches on.

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
    if not presets:
        _print(standings, now)
    _print_presets(settings, addresses=presets)


def _standings(settings: "Settings", now: datetime) -> list[Standing]:
    from watcher.store import Store

    store = Store.look(settings.database)
    if store is None:
        return [Standing(source=s, state=None, record=None) for s in settings.sources]
    try:
        with store.reading() as tx:
            states = source_states(tx, settings, now)
            return [
                Standing(source=s, state=state, record=_record(tx, s, settings))
                for s, state in zip(settings.sources, states, strict=True)
            ]
    finally:
        store.close()


def _record(
    tx: "Transaction", source: "Source", settings: "Settings"
) -> "Record | None":
    from watcher.hearsay import record

    if source.trust == "official":
        return None
    official = [s.name for s in settings.sources if s.trust == "official"]
    rounds = {round_.number: round_ for round_ in tx.rounds.outlines()}
    shown = tx.sources.first_shown(official)
    return record(tx.hearsay.by(source.name), rounds, shown)


def _shape(standings: Sequence[Standing], settings: "Settings") -> dict[str, object]:
    return {
        "sources": [
            {
                "name": s.source.name,
                "kind": s.source.kind,
                "url": s.source.url,
                "trust": s.source.trust,
                "health": s.state and s.state.state,
                "since": s.state and s.state.since,
                "why": s.state and s.state.why,
                "good_at": s.state and s.state.good_at,
                "changed_at": s.state and s.state.changed_at,
                "rounds": s.record and s.record.rounds,
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


def _print(standings: Sequence[Standing], now: datetime) -> None:
    show.table(
        ["source", "kind", "health", "changed", "rounds", "against IRCC", "wrong"],
        [
            (
                s.source.name,
                s.source.kind,
                _health(s.state, now),
                (s.state and show.ago(s.state.changed_at, now)) or "never",
                _told(s.record),
                _lead(s.record),
                _wrong(s.record),
            )
            for s in standings
        ],
    )
    for s in standings:
        if s.state is not None and s.state.why:
            typer.echo(f"{s.source.name}: {s.state.why}")
    unjoined = sum(s.record.unjoined for s in standings if s.record)
    if unjoined:
        typer.echo(
            f"{unjoined} reports fit no round: `watcher reports --unjoined` says why"
        )


def _health(state: SourceState | None, now: datetime) -> str:
    if state is None:
        return "not polled"
    if state.since is None:
        return state.state
    from watcher.cli.figures import span

    return f"{state.state} for {span(now - state.since)}"


def _told(record: "Record | None") -> str:
    return "official" if record is None else str(record.rounds)


def _lead(record: "Record | None") -> str:
    if record is None:
        return ""
    if record.lead is None:
        return "-"
    return f"{_span(record.lead)} ({record.timed})"


def _span(lead: timedelta) -> str:
    from watcher.cli.figures import span

    if abs(lead) < timedelta(minutes=1):
        return "at once"
    return f"{span(abs(lead))} {'later' if lead > timedelta() else 'earlier'}"


def _wrong(record: "Record | None") -> str:
    return "" if record is None else f"{record.wrong} of {record.rounds}"


def _presets(settings: "Settings") -> "Iterator[tuple[Preset, bool]]":
    from watcher.presets import PRESETS

    addresses = {source.url for source in settings.sources}
    for preset in PRESETS.values():
        yield preset, preset.url in addresses


def _print_presets(settings: "Settings", *, addresses: bool) -> None:
    columns = ["preset", "", "kind", "what it is", *(["address"] if addresses else [])]
    show.table(
        columns,
        [
            (
                preset.name,
                "on" if on else "off",
                preset.kind,
                preset.what,
                *([preset.url] if addresses else []),
            )
            for preset, on in _presets(settings)
        ],
        title='Presets: [[source]] preset = "NAME" switches one on',
    )

"""``status`` and ``backup``: how it is, and a copy of all that is known."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from watcher.cli import figures, filters, options, show
from watcher.cli.frame import FAILED, Frame
from watcher.cli.opened import instant_of
from watcher.cli.progress import working

if TYPE_CHECKING:
    from watcher.answers.sources import SourceStatus
    from watcher.answers.status import Status
    from watcher.core.settings import Settings


def status(
    ctx: typer.Context, *, as_of: options.AsOf = None, as_json: options.Json = False
) -> None:
    """Say how sources, queue and channels are; ends with 1 where something is wrong.

    It asks the database, not the network: a source is as its last poll was.
    That no watcher is running is found out by its lock and its last poll.
    That a secondary source is blind, or a round only reported, is noted, and
    nothing wrong.

    [bold]Examples[/]
      watcher status
      watcher status --json
      watcher status > /dev/null || echo "watcher needs a look"
    """
    from watcher.answers.snapshot import open_snapshot
    from watcher.answers.status import status_of

    frame: Frame = ctx.obj
    settings = frame.settings()
    now = instant_of(as_of)
    with open_snapshot(settings, now) as snapshot:
        found = status_of(snapshot)
    if as_json:
        show.print_json(found)
    else:
        _print(found, settings)
    if found.wrong:
        raise typer.Exit(FAILED)


def _print(found: "Status", settings: "Settings") -> None:
    show.table(
        ["source", "state", "last good poll", "last change", "next poll"],
        [_cells(source, found) for source in found.sources],
    )
    figures.facts(_facts(found, settings))
    typer.echo()
    for sentence in found.remarks:
        show.paragraph(f"note: {sentence}")
    if not found.wrong:
        typer.echo("All is well.")
    for sentence in found.wrong:
        show.paragraph(f"WRONG: {sentence}")


def _cells(source: "SourceStatus", found: "Status") -> tuple[str, ...]:
    instants = (source.good_at, source.changed_at)
    return (
        source.name,
        source.state,
        *(show.ago(at, found.at) or "never" for at in instants),
        _next(source, found),
    )


def _next(source: "SourceStatus", found: "Status") -> str:
    by = source.next_poll_by
    if found.service.running is False:
        return "none planned"
    if by is None:
        return "not known"
    return show.ago(by, found.at) or "" if by >= found.at else "overdue"


def _facts(found: "Status", settings: "Settings") -> Iterator[tuple[str, str]]:
    zone = settings.timezone
    yield "newest round", _newest(found)
    yield "watcher", _watcher(found)
    yield "queue", ", ".join(f"{n} {state}" for state, n in found.queue.counts.items())
    if found.queue.oldest_waiting is not None:
        yield "oldest waiting", f"since {figures.moment(found.queue.oldest_waiting, zone)}"
    for rest in found.resting:
        failed = f"failed {figures.tries(rest.failures)} in a row"
        rests = rest.until is not None and rest.until > found.at
        until = f", rests until {figures.moment(rest.until, zone)}" if rests else ""
        yield f"channel {rest.channel}", f"{failed}{until}"
    yield "configuration", str(settings.file)
    database = found.database
    size = "" if database.bytes is None else f", {figures.size(database.bytes)}"
    yield "database", f"{database.place}{size}, schema {database.schema}"


def _newest(found: "Status") -> str:
    newest = found.newest
    if newest is None:
        return "none is known yet"
    drawn = figures.days_since(newest.date, found.at)
    when = "" if drawn is None else f", {figures.days(drawn)} ago" if drawn else ", today"
    return f"#{newest.number} {newest.category or 'of an unknown category'}{when}"


def _watcher(found: "Status") -> str:
    service = found.service
    if service.running is None:
        return "whether one is running cannot be told from here"
    return f"runs as process {service.process}" if service.running else "none is running"


def backup(ctx: typer.Context, file: filters.Copy) -> None:
    """Copy the SQLite database to FILE, while it is in use.

    The copy is one consistent file that only you can read. To go back to it,
    stop the watcher and put it in the place of the database.

    [bold]Examples[/]
      watcher backup watcher-2026-08-19.db
      watcher --config /etc/watcher/config.toml backup /srv/copies/watcher.db
    """
    from watcher.answers.snapshot import open_store

    frame: Frame = ctx.obj
    settings = frame.settings()
    with open_store(settings) as store:
        with working(f"copying to {file}"):
            store.back_up(file)
        size = figures.size(Path(file).stat().st_size)
        typer.echo(f"Copied {store.file} to {file}: {size}.")

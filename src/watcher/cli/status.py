"""``status``: health of the watcher."""

from collections.abc import Iterator

import typer
from rich.filesize import decimal

from watcher.answers.snapshot import by_servers_clock, open_snapshot
from watcher.answers.sources import SourceStatus
from watcher.answers.status import Status, status_of
from watcher.cli import output
from watcher.cli.context import settings_of, time_of
from watcher.cli.group import FAILED, AsOfOption, JsonOption
from watcher.core.settings import Settings


def status_command(
    ctx: typer.Context, *, as_of: AsOfOption = None, as_json: JsonOption = False
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
    settings = settings_of(ctx)
    with open_snapshot(settings, time_of(as_of)) as snapshot:
        found = status_of(by_servers_clock(snapshot) if as_of is None else snapshot)
    if as_json:
        output.print_json(found)
    else:
        _print_status(found, settings)
    if not found.well:
        raise typer.Exit(FAILED)


def _print_status(found: Status, settings: Settings) -> None:
    output.print_table(
        ["source", "state", "last good poll", "last change", "next poll"],
        [
            (
                source.name,
                source.state,
                output.time_from(source.good_at, found.at) or "never",
                output.time_from(source.changed_at, found.at) or "never",
                _next_poll(source, found),
            )
            for source in found.sources
        ],
    )
    if found.workers:
        _print_workers(found)
    output.print_facts(_facts(found, settings))
    typer.echo()
    for sentence in found.remarks:
        output.print_paragraph(f"note: {sentence}")
    if found.well:
        typer.echo("All is well.")
    for sentence in found.wrong:
        output.print_paragraph(f"WRONG: {sentence}")


def _print_workers(found: Status) -> None:
    typer.echo()
    output.print_table(
        ["watcher", "kind", "process", "since", "last seen", "polls"],
        [
            (
                worker.name,
                worker.kind,
                str(worker.process),
                output.time_from(worker.since, found.at) or "",
                output.time_from(worker.last_seen, found.at) if worker.lives else "dead",
                ", ".join(worker.polls) or "-",
            )
            for worker in found.workers
        ],
    )
    typer.echo()


def _next_poll(source: SourceStatus, found: Status) -> str:
    by = source.next_poll_by
    if found.service.running is False:
        return "none planned"
    if by is None:
        return "not known"
    return output.time_from(by, found.at) or "" if by >= found.at else "overdue"


def _facts(found: Status, settings: Settings) -> Iterator[tuple[str, str]]:
    zone = settings.timezone
    yield "newest round", _newest(found)
    yield "watcher", _service(found)
    yield "queue", ", ".join(f"{n} {state}" for state, n in found.queue.counts.items())
    if found.queue.oldest_waiting is not None:
        yield "oldest waiting", f"since {output.format_instant(found.queue.oldest_waiting, zone)}"
    alone = found.left_alone
    if alone.muted:
        first = alone.next_to_end[0]
        yield (
            "muted",
            f"{alone.muted}, {first.name} until {output.format_minute(first.until, zone)}",
        )
    if alone.unsubscribed or alone.refused:
        yield (
            "left alone",
            f"{alone.unsubscribed} unsubscribed, {alone.refused} where nobody is any more",
        )
    for rest in found.resting:
        failed = f"failed {output.counted(rest.failures, 'try', 'tries')} in a row"
        rests = rest.until is not None and rest.until > found.at
        until = f", rests until {output.format_instant(rest.until, zone)}" if rests else ""
        yield f"channel {rest.channel}", f"{failed}{until}"
    if found.people:
        many = output.counted(found.people, "person", "people")
        yield "people", f"{many} in the database, {len(settings.subscriptions)} in the file"
    yield "configuration", str(settings.file)
    database = found.database
    size = "" if database.bytes is None else f", {decimal(database.bytes)}"
    yield "database", f"{database.place}{size}, schema {database.schema}"


def _newest(found: Status) -> str:
    newest = found.newest
    if newest is None:
        return "none is known yet"
    days = output.days_since(newest.date, found.at)
    when = "" if days is None else f", {output.counted(days, 'day')} ago" if days else ", today"
    return f"#{newest.number} {newest.category or 'of an unknown category'}{when}"


def _service(found: Status) -> str:
    service = found.service
    if found.workers:
        living = sum(worker.lives for worker in found.workers)
        return f"{output.counted(living, 'process', 'processes')} on this database"
    if service.running is None:
        return "whether one is running cannot be told from here"
    return f"runs as process {service.process}" if service.running else "none is running"

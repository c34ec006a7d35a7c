"""``backup``, ``restore`` and ``prune``: copies of the database, and what of it is old."""

from pathlib import Path
from typing import Annotated

import typer
from rich.filesize import decimal

from watcher.answers.snapshot import open_store
from watcher.cli import output
from watcher.cli.context import settings_of, time_of
from watcher.cli.group import FAILED, end
from watcher.pipeline.keeping import restore_copy, unused_bytes, vacuum
from watcher.pipeline.pruning import Pruned, prunable, prune

# Where less is unused, giving it back is not worth writing the whole file anew.
_WORTH_IT = 10_000_000

_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def backup_command(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Where the copy goes; must not exist.")
    ],
) -> None:
    """Copy the SQLite database to FILE, while it is in use.

    The copy is one consistent file that only you can read, and is read
    through once it is written. `watcher restore` goes back to it.

    [bold]Examples[/]
      watcher backup watcher-2026-08-19.db
      watcher --config /etc/watcher/config.toml backup /srv/copies/watcher.db
    """
    with open_store(settings_of(ctx)) as store:
        with output.spinner(f"copying to {file}"):
            store.back_up(file)
        typer.echo(f"Copied {store.file} to {file}: {decimal(Path(file).stat().st_size)}.")


def restore_command(
    ctx: typer.Context,
    copy: Annotated[
        str, typer.Argument(metavar="COPY", help="What `watcher backup` wrote, or an upgrade kept.")
    ],
    *,
    yes: _Yes = False,
) -> None:
    """Put a copy in the place of the SQLite database; stop the service first.

    The copy is checked before and after it is written, and stays. What was
    there is kept beside the database. What was published since the copy is
    told again to those for whom it is still news.

    [bold]Examples[/]
      systemctl stop watcher && watcher restore /srv/copies/watcher.db
    """
    settings = settings_of(ctx)
    if not (yes or typer.confirm(f"Put {copy} in the place of the database?", err=True)):
        end("nothing was changed", FAILED)
    with output.spinner(f"restoring {copy}"):
        file, kept = restore_copy(settings, copy, time_of(None))
    typer.echo(f"{file} is what {copy} holds.{f' What was there: {kept}' if kept else ''}")


def prune_command(
    ctx: typer.Context,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Say what is old, only.")
    ] = False,
    give_back: Annotated[
        bool, typer.Option("--vacuum", help="Then make the file smaller; no watcher may run on it.")
    ] = False,
) -> None:
    """Drop what is older than the configuration keeps; a running watcher does it daily.

    That is who was told what (keep_told_days, two years) and trouble that is
    over (keep_trouble_days). What waits to be sent stays. Rounds, people and
    who is never to be written to are kept for good.

    [bold]Examples[/]
      watcher prune --dry-run
      watcher prune --vacuum
    """
    settings, now = settings_of(ctx), time_of(None)
    with open_store(settings) as store:
        if dry_run:
            typer.echo(f"Old: {_in_words(prunable(store, settings, now))}. Nothing was dropped.")
            return
        with output.spinner("dropping what is old"):
            dropped = prune(store, settings, now)
    typer.echo(f"Dropped: {_in_words(dropped)}.")
    spare = unused_bytes(settings)
    if give_back:
        with output.spinner("writing the file anew"):
            typer.echo(f"{decimal(max(vacuum(settings), 0))} were given back to the disk.")
    elif spare > _WORTH_IT:
        typer.echo(f"{decimal(spare)} of the file are unused: --vacuum gives them back.")


def _in_words(pruned: Pruned) -> str:
    told = output.counted(pruned.alerts, "alert")
    return f"{told} with what was sent, {output.counted(pruned.episodes, 'spell')} of trouble"

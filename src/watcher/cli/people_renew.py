"""``people renew``: write to somebody again who was left alone."""

from typing import Annotated

import typer

from watcher.answers.left_alone import told_at
from watcher.answers.snapshot import Snapshot, open_store
from watcher.cli import output
from watcher.cli.context import hint, settings_of, time_of
from watcher.cli.group import FAILED, NOTHING, end
from watcher.pipeline.unsubscribing import renew

_Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A person, of the configuration or imported.")
]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def renew_command(ctx: typer.Context, name: _Name, *, yes: _Yes = False) -> None:
    """Write to somebody again who had unsubscribed, or whose server had said that there is nobody.

    Do it only where they ask for it: whoever unsubscribed has a right to be
    left alone. What was not sent meanwhile is not sent now.

    [bold]Examples[/]
      watcher people renew amara
    """
    settings, now = settings_of(ctx), time_of(None)
    with open_store(settings) as store, store.writing() as tx:
        addresses = told_at(Snapshot(store=store, tx=tx, settings=settings, now=now), name)
        if addresses is None:
            names = [s.person or s.name for s in settings.subscriptions]
            end(f"nobody is called {name}; {hint(name, names)}", NOTHING)
        found = tx.suppressions.among(addresses)
        if not found:
            end(f"{name} is not left alone: nothing has to be renewed", NOTHING)
        unsubscribed = [s for s in found.values() if s.why == "unsubscribed"]
        for one in unsubscribed:
            since = output.format_minute(one.since, settings.timezone)
            typer.echo(f"{one.target or one.channel} unsubscribed on {since}", err=True)
        if unsubscribed and not (yes or typer.confirm("Did they ask to be written to?", err=True)):
            end("nothing was renewed", FAILED)
        renewed = renew(tx, addresses)
    places = ", ".join(f"{s.channel} ({s.target})" if s.target else s.channel for s in renewed)
    typer.echo(f"{name} is written to again: {places}")

"""``poll``: a single turn of the service."""

from typing import Annotated

import typer

from watcher.adapters.config import all_secrets
from watcher.adapters.logs import configure_logging
from watcher.cli.context import config_file, global_options, settings_for_journal
from watcher.cli.group import DONE, FAILED, AsOfOption
from watcher.service.once import poll_once


def poll_command(
    ctx: typer.Context,
    *,
    as_of: AsOfOption = None,
    accept: Annotated[
        bool,
        typer.Option(
            "--accept",
            help="Take over the official pages even where they change more at once than ever.",
        ),
    ] = False,
) -> None:
    """Poll every source once, deliver what is due, and end.

    Ends with 1 where a source could not be read or a delivery failed.

    [bold]Examples[/]
      watcher poll
      watcher poll --as-of 2026-08-19T14:30:00Z
      watcher poll --accept
    """
    options = global_options(ctx)
    settings = settings_for_journal(options, config_file(options))
    configure_logging(
        level=options.log_level, form=options.log_format, secrets=all_secrets(settings)
    )
    once = poll_once(settings, as_of=as_of, accept=accept)
    raise typer.Exit(FAILED if once.failed else DONE)

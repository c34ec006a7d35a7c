"""``run`` and ``deliver``: the service, and a part of it."""

from dataclasses import replace

import typer

from watcher.adapters.config import all_secrets
from watcher.adapters.logs import configure_logging
from watcher.adapters.memory import share_one_heap
from watcher.cli.context import config_file, global_options, settings_for_journal
from watcher.cli.group import USAGE, end
from watcher.core.errors import StoreError
from watcher.core.settings import Settings
from watcher.core.workers import WorkerKind
from watcher.service.service import Service


def run_command(ctx: typer.Context) -> None:
    r"""Poll and deliver for good, in the foreground.

    SIGTERM or Ctrl-C ends it once the message in flight is through; SIGHUP
    has it read its configuration again. It logs to standard output. It also
    serves a page: http://127.0.0.1:8470/ unless \[web] says otherwise.

    On PostgreSQL several may run, on one machine or many: each source is
    polled by one of them, and they share what is to be delivered.

    [bold]Examples[/]
      watcher run
      watcher --config /etc/watcher/config.toml --log-format json run
    """
    _serve(ctx, "run")


def deliver_command(ctx: typer.Context) -> None:
    """Deliver for good, beside a `watcher run` elsewhere: more hands on PostgreSQL.

    It polls nothing, reminds nobody and serves no page. As many as you like
    may run, on one machine or many; signals are those of `watcher run`, and
    `watcher status` lists them. On SQLite one process does it all.

    [bold]Examples[/]
      watcher deliver
      watcher --config /etc/watcher/config.toml --log-format json deliver
    """
    _serve(ctx, "deliver")


def _serve(ctx: typer.Context, kind: WorkerKind) -> None:
    share_one_heap()
    options = global_options(ctx)
    # Reloads read this file: if it is gone, another must not be found.
    file = config_file(options)
    redactor = configure_logging(level=options.log_level, form=options.log_format)

    def _load() -> Settings:
        settings = settings_for_journal(options, file)
        redactor.hide(all_secrets(settings))
        if kind == "run":
            return settings
        # Its machine may run the whole service too, which has the address.
        return replace(settings, web=replace(settings.web, enabled=False))

    try:
        code = Service(_load, environ=options.environ, kind=kind).run()
    except StoreError as error:
        if error.fault not in {"damaged", "lost"}:
            raise
        end(str(error), USAGE)  # needs a person: systemd must not restart it
    raise typer.Exit(code)

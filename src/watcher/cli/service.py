"""``run`` and ``poll``: thin, for all the work is below."""

from typing import TYPE_CHECKING

import typer

from watcher.cli import options
from watcher.cli.frame import DONE, FAILED, USAGE, Frame, end

if TYPE_CHECKING:
    from watcher.core.settings import Settings


def run(ctx: typer.Context) -> None:
    r"""Poll and deliver for good, in the foreground.

    SIGTERM or Ctrl-C ends it once the message in flight is through; SIGHUP
    has it read its configuration again. It logs to standard output. It also
    serves a page: http://127.0.0.1:8470/ unless \\[web] says otherwise.

    [bold]Examples[/]
      watcher run
      watcher --config /etc/watcher/config.toml --log-format json run
    """
    from watcher.adapters.config import all_secrets
    from watcher.adapters.logs import configure_logging
    from watcher.adapters.memory import share_one_heap
    from watcher.core.errors import StoreError
    from watcher.service.service import Service

    share_one_heap()
    frame: Frame = ctx.obj
    # A reload reads the file that was found now: were it gone, another one might be found.
    file = frame.file()
    redactor = configure_logging(level=frame.log_level, form=frame.log_format)

    def _load() -> "Settings":
        settings = frame.settings(file)
        redactor.hide(all_secrets(settings))
        return settings

    try:
        code = Service(_load, environ=frame.environ).run()
    except StoreError as error:
        if error.fault not in {"damaged", "lost"}:
            raise
        end(str(error), USAGE)  # by hand: systemd must not start it over and over
    raise typer.Exit(code)


def poll(ctx: typer.Context, *, as_of: options.AsOf = None, accept: options.Accept = False) -> None:
    """Poll every source once, deliver what is due, and end.

    Ends with 1 where a source could not be read or a delivery failed.

    [bold]Examples[/]
      watcher poll
      watcher poll --as-of 2026-08-19T14:30:00Z
      watcher poll --accept
    """
    from watcher.adapters.config import all_secrets
    from watcher.adapters.logs import configure_logging
    from watcher.service.app import poll_once

    frame: Frame = ctx.obj
    settings = frame.settings()
    configure_logging(level=frame.log_level, form=frame.log_format, secrets=all_secrets(settings))
    once = poll_once(settings, as_of=as_of, accept=accept)
    raise typer.Exit(FAILED if once.failed else DONE)

"""The terminal: what stands before the verbs, and the verbs, one file per family.

    frame      options before the verb, exit codes, errors as sentences
    setup      init, check, config
    service    run, poll
    look       rounds
    one_round  round
    chart      chart
    explain    explain
    telling    deliveries, retry
    trial      test
    keep       status, backup
    reports    reports
    sources    sources
    read       read
    demo       demo
    show       tables, JSON, times: what verbs print
    questions  what init asks
    options    what verbs take
    anywhere   options of the program behind the verb
    filters    what verbs take that look at the database
    opened     the database as it is
    naming     names and numbers that people type
    figures    how figures are written
    progress   a sign of life

A verb imports what it needs when it runs: ``watcher --help`` loads typer alone.
"""

import os
import sys

import typer

from watcher.cli import (
    chart,
    demo,
    explain,
    frame,
    keep,
    look,
    one_round,
    options,
    read,
    reports,
    service,
    setup,
    sources,
    telling,
    trial,
)

__all__ = ["app", "run"]

app = typer.Typer(
    name="watcher",
    cls=frame.Verbs,
    no_args_is_help=True,
    rich_markup_mode="rich",
    # They would print local variables, and with them secrets.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

_SETTING_UP, _RUNNING, _LOOKING = "Setting up", "Running", "Looking"
_TELLING, _KEEPING = "Telling", "Keeping"
app.command("init", rich_help_panel=_SETTING_UP)(setup.init)
app.command("check", rich_help_panel=_SETTING_UP)(setup.check)
app.command("config", rich_help_panel=_SETTING_UP)(setup.config)
app.command("run", rich_help_panel=_RUNNING)(service.run)
app.command("poll", rich_help_panel=_RUNNING)(service.poll)
app.command("rounds", rich_help_panel=_LOOKING)(look.rounds)
app.command("round", rich_help_panel=_LOOKING)(one_round.round_)
app.command("chart", rich_help_panel=_LOOKING)(chart.chart)
app.command("sources", rich_help_panel=_LOOKING)(sources.sources)
app.command("reports", rich_help_panel=_LOOKING)(reports.reports)
app.command("explain", rich_help_panel=_LOOKING)(explain.explain)
app.command("deliveries", rich_help_panel=_TELLING)(telling.deliveries)
app.command("retry", rich_help_panel=_TELLING)(telling.retry)
app.command("test", rich_help_panel=_TELLING)(trial.try_channel)
app.command("status", rich_help_panel=_KEEPING)(keep.status)
app.command("backup", rich_help_panel=_KEEPING)(keep.backup)
app.command("read", rich_help_panel=_LOOKING)(read.read)
app.command("demo", rich_help_panel=_LOOKING)(demo.demo)


def run() -> None:
    """Run the command line and exit; a reader that closed its pipe is told nothing."""
    try:
        try:
            app(prog_name="watcher")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush again at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(frame.FAILED)


@app.callback()
def _frame(
    ctx: typer.Context,
    *,
    config: options.Config = None,
    database: options.Database = None,
    timezone: options.Zone = None,
    log_format: options.Format = "text",
    log_level: options.Level = "info",
    verbose: options.Verbose = False,
    _no_color: options.NoColor = False,
    _version: options.Version = False,
) -> None:
    """Tells people in Canada's Express Entry pool whether a round invites them.

    [bold]First steps[/]
      watcher init     asks a few questions and writes a configuration
      watcher check    says what is wrong with it
      watcher run      polls and tells, until stopped

    The options below may stand before the verb or after it.

    Exit codes: 0 done, 1 ran but something failed, 2 usage or
    configuration, 3 nothing matched.
    """
    flags = {"database": database, "timezone": timezone}
    ctx.obj = frame.Frame(
        config=config,
        overrides={key: text for key, text in flags.items() if text is not None},
        log_format=log_format,
        log_level="debug" if verbose else log_level,
        environ=os.environ,
    )

"""The terminal: one module for each verb or family of verbs.

group       verbs are loaded when they are asked for; errors become sentences and exit codes
options     the options that several verbs take
context     settings, time and names that verbs ask for
output      tables, JSON, and how figures are written
init        init
config      check, config
run         run, poll
rounds      rounds, chart
round       round
explain     explain
deliveries  deliveries, retry, test
status      status, backup
sources     sources, reports
read        read
demo        demo
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from watcher.cli.group import FAILED, LazyGroup, Verb, installed_version
from watcher.cli.options import GlobalOptions

__all__ = ["app", "run_cli"]

_SETTING_UP, _RUNNING, _LOOKING = "Setting up", "Running", "Looking"
_TELLING, _KEEPING = "Telling", "Keeping"


class _WatcherGroup(LazyGroup):
    """All verbs, in the order of the help."""

    verbs = (
        Verb("init", "init", _SETTING_UP, "Ask a few questions and write a first configuration."),
        Verb(
            "check", "config", _SETTING_UP, "Try the configuration, offline: every fault at once."
        ),
        Verb("config", "config", _SETTING_UP, "Show the settings in force, secrets hidden."),
        Verb("run", "run", _RUNNING, "Poll and deliver for good, in the foreground."),
        Verb("poll", "run", _RUNNING, "Poll every source once, deliver what is due, and end."),
        Verb("rounds", "rounds", _LOOKING, "List the rounds that are known, newest first."),
        Verb(
            "round",
            "round",
            _LOOKING,
            "Show all that is known of one round, and how it came to be known.",
        ),
        Verb(
            "chart",
            "rounds",
            _LOOKING,
            "Draw the cut-offs of a category over time, with a score as a line.",
        ),
        Verb(
            "sources",
            "sources",
            _LOOKING,
            "List the sources: their health, how early and how often wrong they are.",
        ),
        Verb(
            "reports",
            "sources",
            _LOOKING,
            "List what secondary sources tell of rounds, the latest first.",
        ),
        Verb(
            "explain", "explain", _LOOKING, "Say what a round means for each subscription, and why."
        ),
        Verb(
            "deliveries",
            "deliveries",
            _TELLING,
            "List what was told to whom, newest first, and what the server said.",
        ),
        Verb(
            "retry", "deliveries", _TELLING, "Queue deliveries again that were refused or given up."
        ),
        Verb(
            "test",
            "deliveries",
            _TELLING,
            "Send a test message to a channel, and print what its server says.",
        ),
        Verb(
            "status",
            "status",
            _KEEPING,
            "Say how sources, queue and channels are; ends with 1 where something is wrong.",
        ),
        Verb("backup", "status", _KEEPING, "Copy the SQLite database to FILE, while it is in use."),
        Verb(
            "read",
            "read",
            _LOOKING,
            "Print what a document says of rounds; nothing is kept or sent.",
        ),
        Verb("demo", "demo", _LOOKING, "See the whole job in half a minute, offline."),
    )


app = typer.Typer(
    name="watcher",
    cls=_WatcherGroup,
    no_args_is_help=True,
    rich_markup_mode="rich",
    # They would print local variables, and with them secrets.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def run_cli() -> None:
    """Run the command line and exit; a reader that closed its pipe is told nothing."""
    try:
        try:
            app(prog_name="watcher")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush again at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if asked:
        typer.echo(f"watcher {installed_version()}")
        raise typer.Exit


def _no_color(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if asked:
        # For the help too, which is printed before any verb runs: https://no-color.org
        os.environ["NO_COLOR"] = "1"


@app.callback()
def _set_global_options(
    ctx: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            metavar="FILE",
            help="The configuration; else $WATCHER_CONFIG, or config.toml in this "
            "folder, ~/.config/watcher or /etc/watcher.",
        ),
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="In place of the configured one.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="In place of the configured one.")
    ] = None,
    log_format: Annotated[
        Literal["text", "json"], typer.Option(help="For people, or for programs.")
    ] = "text",
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        typer.Option(metavar="LEVEL", help="debug, info, warning or error."),
    ] = "info",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log at level debug.")] = False,
    _no_color: Annotated[
        bool,
        typer.Option(
            "--no-color",
            callback=_no_color,
            is_eager=True,
            help="No colours, as with NO_COLOR set.",
        ),
    ] = False,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
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
    ctx.obj = GlobalOptions(
        config=config,
        overrides={key: text for key, text in flags.items() if text is not None},
        log_format=log_format,
        log_level="debug" if verbose else log_level,
        environ=os.environ,
    )

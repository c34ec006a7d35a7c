"""The command line (Typer): one module for each verb or family of verbs.

group       loads a verb's module when asked for; exit codes, and options that verbs share
context     settings, time and names that most verbs need
person      the person that a verb is asked about: a subscription, or a score
output      tables, JSON, and how figures are written
init        init
config      check, config
run         run, deliver
poll        poll
rounds      rounds, chart
round       round
explain     explain
report      report
backtest    backtest
score       score
eligible    eligible
reminders   reminders
rank        rank
forecast    forecast
chance      chance
stats       stats
deliveries  deliveries, retry, test
mute        mute, unmute
status      status
keeping     backup, restore, prune
people      people: list, show, remove
people_import  people: import
people_export  people: export, template
sources     sources, reports
read        read
demo        demo
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from watcher.cli.group import FAILED, GlobalOptions, LazyGroup, installed_version

__all__ = ["app", "run_cli"]


class _WatcherGroup(LazyGroup):
    """All verbs with the first line of their help, so that the list needs no import."""

    panels = {  # noqa: RUF012 - declared as ClassVar above
        "Setting up": {
            "init": "Ask a few questions and write a first configuration.",
            "check": "Try the configuration, offline: every fault at once.",
            "config": "Show the settings in force, secrets hidden.",
        },
        "Running": {
            "run": "Poll and deliver for good, in the foreground.",
            "deliver": "Deliver for good, beside a `watcher run` elsewhere: more hands on PostgreSQL.",
            "poll": "Poll every source once, deliver what is due, and end.",
        },
        "Looking": {
            "rounds": "List the rounds that are known, newest first.",
            "round": "Show all that is known of one round, and how it came to be known.",
            "chart": "Draw the cut-offs of a category over time, with a score as a line.",
            "score": "Count the CRS score of a profile: every factor with its points and its cap.",
            "rank": "Say how many people in the pool have more points than a score.",
            "stats": "Sum up the rounds of a year, beside earlier years.",
            "sources": "List the sources: their health, how early and how often wrong they are.",
            "reports": "List what secondary sources tell of rounds, the latest first.",
            "explain": "Say what a round means for each subscription, and why.",
            "report": "Report who was told of a round, when and by which channel, and who was not.",
            "backtest": "List the past rounds that would have invited somebody, and by how much.",
            "forecast": "Say what the next round of each category may be, and how soon.",
            "chance": "Say how likely an invitation is within 30, 60 and 90 days.",
            "reminders": "List what people are reminded of, and when.",
            "eligible": "Say which programs and categories a person may be in.",
            "read": "Print what a document says of rounds; nothing is kept or sent.",
            "demo": "See the whole job in half a minute, offline.",
        },
        "Telling": {
            "deliveries": "List what was told to whom, newest first, and what the server said.",
            "retry": "Queue deliveries again that were refused or given up.",
            "mute": "Tell somebody nothing until a day of their choice; nothing is lost.",
            "unmute": "Tell somebody again who was muted.",
            "test": "Send a test message to a channel, and print what its server says.",
        },
        "Keeping": {
            "people": "List people who are kept in the database, and import them by the thousand.",
            "status": "Say how sources, queue and channels are; "
            "ends with 1 where something is wrong.",
            "backup": "Copy the SQLite database to FILE, while it is in use.",
            "restore": "Put a copy in the place of the SQLite database; stop the service first.",
            "prune": "Drop what is older than the configuration keeps; a running watcher does it daily.",
        },
    }
    modules = {  # noqa: RUF012 - declared as ClassVar above
        "check": "config",
        "chart": "rounds",
        "reports": "sources",
        "deliver": "run",
        "retry": "deliveries",
        "test": "deliveries",
        "unmute": "mute",
        "backup": "keeping",
        "restore": "keeping",
        "prune": "keeping",
    }


app = typer.Typer(
    name="watcher",
    cls=_WatcherGroup,
    no_args_is_help=True,
    rich_markup_mode="rich",
    # They would print local variables, secrets included.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def run_cli() -> None:
    """Run the command line and exit, silently if the reader closed the pipe."""
    try:
        try:
            app(prog_name="watcher")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush again at exit, and report the error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if asked:
        typer.echo(f"watcher {installed_version()}")
        raise typer.Exit


def _no_color(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if asked:
        # The help is printed before any verb runs: https://no-color.org
        os.environ["NO_COLOR"] = "1"


_Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="FILE",
        help="The configuration; else $WATCHER_CONFIG, or config.toml in this "
        "folder, ~/.config/watcher or /etc/watcher.",
    ),
]
_Database = Annotated[
    str | None, typer.Option(metavar="URL", help="In place of the configured one.")
]
_Zone = Annotated[str | None, typer.Option(metavar="ZONE", help="In place of the configured one.")]
_LogFormat = Annotated[Literal["text", "json"], typer.Option(help="For people, or for programs.")]
_LogLevel = Annotated[
    Literal["debug", "info", "warning", "error"],
    typer.Option(metavar="LEVEL", help="debug, info, warning or error."),
]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log at level debug.")]
_NoColor = Annotated[
    bool,
    typer.Option(
        "--no-color", callback=_no_color, is_eager=True, help="No colours, as with NO_COLOR set."
    ),
]
_Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
    ),
]


@app.callback()
def _set_global_options(
    ctx: typer.Context,
    *,
    config: _Config = None,
    database: _Database = None,
    timezone: _Zone = None,
    log_format: _LogFormat = "text",
    log_level: _LogLevel = "info",
    verbose: _Verbose = False,
    _no_color: _NoColor = False,
    _version: _Version = False,
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

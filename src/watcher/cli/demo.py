"""``demo``: replay published rounds offline."""

import io
import sys
from typing import Annotated, Literal

import typer

from watcher.cli.group import FAILED, end
from watcher.cli.output import open_console
from watcher.demo.play import play, stop_on_signals
from watcher.demo.screen import Screen, Tempo

_READING_PACE = 0.08
_INTERRUPTED = 130  # as shells do after SIGINT

_Year = Annotated[
    Literal["2025", "2026", "all"], typer.Option(help="Which rounds are published again.")
]
_Full = Annotated[bool, typer.Option("--full", help="Show every message whole.")]
_Pace = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=10,
        metavar="SECONDS",
        help="Seconds a line takes, at least; default 0.08 on a terminal, 0 elsewhere.",
    ),
]


def demo_command(*, year: _Year = "all", full: _Full = False, pace: _Pace = None) -> None:
    """See the whole job in half a minute, offline.

    A server on this machine publishes the rounds of 2025 and 2026 again, with
    the faults that pages have, and a made-up news site tells of one before IRCC
    does, wrongly; the real service polls both and tells seven made-up people. It
    needs no configuration and leaves nothing behind.

    [bold]Examples[/]
      watcher demo
      watcher demo --year 2026 --full
      watcher demo --pace 0.2
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # for terminals without accents
    console = open_console()
    # Fixed, because demo.play redirects standard output.
    console.file = sys.stdout
    if pace is None:
        pace = _READING_PACE if console.is_terminal else 0
    years = (2025, 2026) if year == "all" else (int(year),)
    with stop_on_signals() as stop:
        screen = Screen(console, full=full, tempo=Tempo(pace, stop))
        outcome = play(screen, years=years, stop=stop)
    if not outcome.finished:
        raise typer.Exit(_INTERRUPTED)
    if not outcome.sound:
        end("the demo went wrong: see the table above", FAILED)

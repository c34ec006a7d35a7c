"""Output of the demo: compact lines, some messages in full, a table at the end."""

import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import Event

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from watcher.core.schedule import OTTAWA
from watcher.demo.people import CAST, Arrival, DemoOutcome, PlayedStep
from watcher.demo.story import OPERATOR

_WIDEST = 96
_COLOURS = (
    "cyan", "bright_magenta", "bright_green", "green", "magenta", "blue", "bright_yellow"
)  # fmt: skip
_STYLES = dict(zip((p.name for p in CAST), _COLOURS, strict=True))
_FRENCH = {p.name for p in CAST if p.rule.get("language") == "fr"}


class Tempo:
    """Paces output at so many seconds a line on average, until *stop* is set."""

    def __init__(self, seconds: float, stop: Event) -> None:
        self._seconds = seconds
        self._stop = stop
        self._begun = time.perf_counter()
        self._lines = 0

    def wait(self) -> None:
        """Wait until the next line is due."""
        self._lines += 1
        due = self._begun + self._lines * self._seconds
        self._stop.wait(max(0.0, due - time.perf_counter()))


class Screen:
    """Prints the demo; in full every message, else the first in French and those of the story."""

    def __init__(self, console: Console, *, full: bool, tempo: Tempo) -> None:
        self._console = console
        self._full = full
        self._tempo = tempo
        self._untold: list[str] = []
        self._french_shown = False
        self._last_notice = ""

    def opening(self, years: Sequence[int]) -> None:
        """Introduce the program, the demo and the subscribers."""
        told = " and ".join(map(str, years))
        self._say(Text("watcher, shown on what really happened\n", "bold"))
        self._paragraph(
            "IRCC holds rounds of invitations to immigrate to Canada and publishes each "
            "on a page, some hours later. watcher polls that page and tells every "
            "person once, with the reason, what a round means for them; and the "
            "operator when it cannot read the page."
        )
        self._paragraph(
            f"Here, a server on this machine publishes the rounds of {told} again, one "
            "by one, from public figures, with the faults that pages have. The real "
            "service polls it on a clock that jumps from round to round. Nothing leaves "
            "this machine, and nothing stays on it."
        )
        for person in CAST:
            self._say(_row(" ", person.name, person.who))
        self._say(_row(" ", OPERATOR, "runs the service, hears of what goes wrong"))
        self._paragraph(
            "\nEarly word is what the news reports before IRCC's page shows it. Nobody "
            "here leaves the pool, so that there is more to see. Times are Toronto's."
        )

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[datetime], None]]:
        """Show a progress bar on a terminal; yields the function that advances it."""
        bar = Progress(
            TextColumn("{task.description}", table_column=Column(min_width=14)),
            BarColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            # Standard output is redirected to collect printed messages.
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not self._console.is_terminal,
        )
        with bar:
            task = bar.add_task("", total=total)
            yield lambda at: bar.update(
                task, advance=1, description=f"{at.astimezone(OTTAWA):%B %Y}"
            )

    def show(self, played: PlayedStep) -> None:
        """Print a step, if anything happened."""
        at = played.step.at
        if played.step.remark:
            self._remark(at, played.step.remark)
        if played.is_baseline:
            count = f"{len(played.new_rounds)} rounds"
            self._remark(at, f"the first poll: {count} are history, told to nobody")
        elif not played.queued:
            self._untold += played.new_rounds
        for delivery in played.deliveries:
            if delivery.failed:
                said = f"{delivery.about}: not taken ({delivery.answer}), to be tried again"
                self._line(_row(_when(at), delivery.channel, said, dim=True))
        for arrival in played.arrivals:
            self._arrival(arrival, whole=arrival.to == played.step.whole)

    def closing(self, outcome: DemoOutcome) -> None:
        """Print the figures and what to do next."""
        self._flush()
        if not outcome.finished:
            self._say(Text("\nStopped; nothing was left behind.", "bold"))
            return
        table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
        for name, figure in _figures(outcome):
            table.add_row(Text(name, "bold"), Text(figure))
        self._say(table)
        self._say(Text("What next", "bold"))
        self._say("  watcher init    asks a few questions and writes your configuration")
        self._say("  watcher run     polls and tells, until stopped")

    def _arrival(self, arrival: Arrival, *, whole: bool) -> None:
        if arrival.to == OPERATOR and not self._full:
            repeated = arrival.title == self._last_notice
            self._last_notice = arrival.title
            if repeated:
                return
        self._line(_row(_when(arrival.at), arrival.to, arrival.title))
        if arrival.to in _FRENCH and not self._french_shown:
            self._french_shown = whole = True
        if whole or self._full:
            self._whole(arrival)

    def _whole(self, arrival: Arrival) -> None:
        style = _STYLES.get(arrival.to, "dim")
        width = min(self._console.width, _WIDEST) - 6
        for paragraph in arrival.text.splitlines():
            hanging = "  " if paragraph.startswith("•") else ""
            for line in textwrap.wrap(
                paragraph,
                width,
                subsequent_indent=hanging,
                break_long_words=False,
                break_on_hyphens=False,
            ) or [""]:
                self._line(Text.assemble("    ", ("│ ", style), line))

    def _remark(self, at: datetime, remark: str) -> None:
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_row(Text(_when(at), "dim"), Text(f"▸ {remark}", "bold yellow"))
        self._line(row)

    def _line(self, line: Text | Table) -> None:
        self._flush()
        self._say(line)

    def _flush(self) -> None:
        """Print the rounds since the last line that were told to nobody."""
        if self._untold:
            numbers = ", ".join(f"#{number}" for number in self._untold)
            self._untold.clear()
            self._say(Text(f"{' ' * 18}{numbers}: nobody here is concerned", "dim"))

    def _paragraph(self, words: str) -> None:
        width = min(self._console.width, _WIDEST)
        self._say(f"{textwrap.fill(words, width, replace_whitespace=False)}\n")

    def _say(self, line: Text | Table | str) -> None:
        self._console.print(line, soft_wrap=not isinstance(line, Table))
        self._tempo.wait()


def _row(when: str, who: str, words: str, *, dim: bool = False) -> Table:
    """Lay out a line in columns, so that long text wraps inside its own."""
    row = Table.grid(padding=(0, 2, 0, 0))
    row.add_column(no_wrap=True, style="dim")
    row.add_column(no_wrap=True, min_width=8)
    row.add_column()
    style = _STYLES.get(who, "bold red" if who == OPERATOR else "")
    row.add_row(when, Text(who, style), Text(words, "dim" if dim else ""))
    return row


def _when(at: datetime) -> str:
    return f"{at.astimezone(OTTAWA):%Y-%m-%d %H:%M}"


def _figures(outcome: DemoOutcome) -> Iterator[tuple[str, str]]:
    alerts = ", ".join(f"{p.name} {outcome.told(p.name)}" for p in CAST)
    yield "rounds", f"{outcome.rounds} published, on top of {outcome.history} before"
    unchanged = f"{outcome.not_modified} answered 304: unchanged, no body"
    yield "polls", f"{outcome.polls}, of which {unchanged}"
    yield "alerts", alerts
    yield "to the operator", str(outcome.told(OPERATOR))
    yield "faults survived", "\n".join(outcome.faults) or "none came"
    yield "sends that failed", f"{outcome.failed_sends}, tried again until they went"
    yield "alerts told twice", str(outcome.told_twice)
    yield "alerts still queued", str(outcome.waiting)
    yield "alerts gone wrong", "\n".join(outcome.astray) or "0"
    yield "time taken", f"{outcome.seconds:.0f} s"

"""Printing tables, text and JSON, and formatting figures."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import typer
from rich import box
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from watcher.answers.serialize import local_instant, to_json
from watcher.core.model import Clause, Report
from watcher.core.pool import Pool
from watcher.core.schedule import OTTAWA
from watcher.messages.figures import FIGURE_NAMES

_UNKNOWN = "?"
# Output to a pipe is not wrapped.
_ENDLESS = 10_000
# Control characters, and marks of text direction.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_HOLDS: Mapping[bool | None, str] = {True: "true", False: "false", None: "unknown"}
_MARKS: Mapping[bool | None, tuple[str, str]] = {
    True: ("✓", "green"),
    False: ("✗", "red"),
    None: ("?", "yellow"),
}


def open_console(*, stderr: bool = False) -> Console:
    """Open the terminal; a pipe has no colours and no width."""
    opened = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not opened.is_terminal:
        opened.width = _ENDLESS
    return opened


def print_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str | None]],
    *,
    title: str = "",
    mark: str = "",
    tight: bool = False,
) -> None:
    """Print a table; a None cell is unknown, a column named ``>...`` right-aligned.

    Cells that begin with *mark* are highlighted; *tight* columns wrap only in the first.
    """
    printed = Table(
        title=without_control(title) or None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0) if tight else (0, 1),
    )
    for number, column in enumerate(columns):
        name = column.removeprefix(">")
        printed.add_column(
            name,
            justify="left" if name == column else "right",
            overflow="fold" if tight else "ellipsis",
            no_wrap=tight and number > 0,
        )
    for row in rows:
        cells = [_UNKNOWN if cell is None else without_control(cell) for cell in row]
        styles = ("bold red" if mark and cell.startswith(mark) else "" for cell in cells)
        printed.add_row(*(Text(cell, style) for cell, style in zip(cells, styles, strict=True)))
    open_console().print(printed)


def print_facts(facts: Iterable[tuple[str, str | None]]) -> None:
    """Print labels and texts in two columns; None is unknown."""
    listed = list(facts)
    width = max((len(label) for label, _ in listed), default=0)
    for label, text in listed:
        typer.echo(f"{label:<{width}}  {_UNKNOWN if text is None else without_control(text)}")


def print_paragraph(text: str, *, indent: str = "") -> None:
    """Print text wrapped between words only, so that addresses can be copied."""
    typer.echo(
        textwrap.fill(
            without_control(text),
            width=max(open_console().width, len(indent) + 20),
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def print_clauses(clauses: Iterable[Clause]) -> None:
    """Print clauses with coloured marks if the terminal can, else with words."""
    console = open_console()
    coloured = console.color_system is not None and not console.no_color
    marked = coloured and console.encoding.startswith("utf")
    grid = Table.grid(padding=(0, 2, 0, 0))
    for clause in clauses:
        mark, colour = _MARKS[clause.holds]
        holds = Text(mark, style=colour) if marked else Text(_HOLDS[clause.holds])
        grid.add_row(Text(), holds, Text(clause.text))
    console.print(grid)


def print_left_out(shown: int, found: int, what: str) -> None:
    """Say on standard error that a table has not all rows."""
    if shown < found:
        typer.echo(f"{shown} of {found} {what}; --limit 0 shows them all", err=True)


def print_json(value: object) -> None:
    """Print an answer as JSON."""
    typer.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2))


@contextmanager
def spinner(words: str) -> Iterator[None]:
    """Show a spinner on standard error, if that is a terminal."""
    console = open_console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
        # A print:// channel writes to standard output.
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        progress.add_task(words, total=None)
        yield


def without_control(text: str) -> str:
    """Replace control characters: text of pages is not trusted."""
    return _STEERING.sub("\ufffd", text)


def can_print(text: str) -> bool:
    """Tell whether the terminal's encoding has these characters."""
    try:
        text.encode(open_console().encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def format_count(figure: int | None) -> str | None:
    """Write a number of people: 27,332."""
    return None if figure is None else f"{figure:,}"


def text_of(figure: int | date | None) -> str | None:
    """Write a score or a day."""
    return None if figure is None else str(figure)


def format_difference(difference: int | None) -> str | None:
    """Write a difference of scores with its sign: +5, -3, 0."""
    return None if difference is None else f"{difference:+d}" if difference else "0"


def format_instant(instant: datetime | None, timezone: str) -> str | None:
    """Write an instant to the second: 2026-08-19 10:30:00 EDT."""
    return None if instant is None else local_instant(instant, timezone)


def format_minute(instant: datetime | None, timezone: str) -> str | None:
    """Write an instant to the minute: 2026-08-19 10:30 EDT."""
    if instant is None:
        return None
    return instant.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M %Z")


def format_clock(instant: datetime | None, timezone: str, *, seconds: bool = True) -> str | None:
    """Write an instant without its zone."""
    return None if instant is None else local_instant(instant, timezone)[: 19 if seconds else 16]


def zone_city(timezone: str) -> str:
    """Name a zone by its city."""
    return timezone.rpartition("/")[2].replace("_", " ")


def days_since(day: date | None, now: datetime) -> int | None:
    """Count the days since a day in Ottawa."""
    return None if day is None else (now.astimezone(OTTAWA).date() - day).days


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number of things: 1 day, 2,000 days."""
    return f"1 {one}" if number == 1 else f"{number:,} {many or f'{one}s'}"


def short_span(length: timedelta) -> str:
    """Write a duration for a table: 34 min, 5 h, 4 d."""
    minutes = length // timedelta(minutes=1)
    if minutes < 2 * 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 2 * 24 else f"{hours // 24} d"


def time_from(instant: datetime | None, now: datetime) -> str | None:
    """Say how long ago, or in how long, an instant is."""
    if instant is None:
        return None
    minutes = abs(now - instant) // timedelta(minutes=1)
    for name, unit in (("day", 24 * 60), ("hour", 60), ("minute", 1)):
        if minutes >= unit:
            words = counted(minutes // unit, name)
            return f"in {words}" if instant > now else f"{words} ago"
    return "now"


def figure_label(figure: str) -> str:
    """Name a figure of a round."""
    return FIGURE_NAMES.get(figure, figure)


def format_figure(name: str, value: object, timezone: str) -> str:
    """Write one figure of a round by its type."""
    match value:
        case datetime():
            return local_instant(value, timezone)
        case int() if name == "invitations":
            return f"{value:,}"
        case Pool():
            return f"{format_count(value.total) or _UNKNOWN} candidates"
        case _:
            return _UNKNOWN if value is None else str(value) or _UNKNOWN


def quoted_figures(report: Report) -> Iterator[str]:
    """Quote the sentence of each figure, once for several figures."""
    named: dict[str, list[str]] = {}
    for figure, words in report.quotes.items():
        named.setdefault(words, []).append(figure_label(figure))
    for words, names in named.items():
        yield f"{', '.join(names)}: \u00ab{words}\u00bb"
    if report.precision.get("date") == "published":
        yield "date: that of the publication; the text says none"

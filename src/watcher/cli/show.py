"""What verbs print: tables for people, JSON for programs, times as people say them."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from rich.console import Console

UNKNOWN = "?"
# What is piped into a program must not be wrapped.
_ENDLESS = 10_000
_UNITS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)


def console(*, stderr: bool = False) -> "Console":
    """Open the terminal: colours only where there is one and NO_COLOR is not set."""
    from rich.console import Console

    opened = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not opened.is_terminal:
        opened.width = _ENDLESS
    return opened


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str | None]],
    *,
    title: str = "",
    mark: str = "",
    tight: bool = False,
) -> None:
    """Print rows under their columns; a cell that is None is unknown, and is shown so.

    Columns whose name begins with ``>`` hold figures and stand to the right. Cells
    that begin with *mark* stand out. Where it is *tight*, columns stand closer, and
    only the first one may be broken.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    printed = Table(
        title=harmless(title) or None,
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
        cells = (UNKNOWN if cell is None else harmless(cell) for cell in row)
        printed.add_row(*(Text(cell, style=_style(cell, mark)) for cell in cells))
    console().print(printed)


def paragraph(text: str, *, indent: str = "") -> None:
    """Print running text, broken between words where the terminal ends.

    A word is never broken, so that an address can be copied.
    """
    import textwrap

    import typer

    width = console().width
    typer.echo(
        textwrap.fill(
            harmless(text),
            width=max(width, len(indent) + 20),
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def harmless(text: str) -> str:
    """Take out what would steer the terminal: a page may say whatever it likes."""
    return _STEERING.sub("\ufffd", text)


def can_show(text: str) -> bool:
    """Tell whether the terminal has these characters."""
    try:
        text.encode(console().encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _style(cell: str, mark: str) -> str:
    return "bold red" if mark and cell.startswith(mark) else ""


def print_json(value: object) -> None:
    """Print a value of ours as JSON, for programs."""
    import typer

    from watcher.answers.serialize import to_json

    typer.echo(json.dumps(to_json(value), ensure_ascii=False, indent=2))


def local(instant: datetime | None, timezone: str) -> str | None:
    """Write an instant in a zone as a table has it: 2026-08-19 10:30 EDT."""
    if instant is None:
        return None
    return instant.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M %Z")


def ago(instant: datetime | None, now: datetime) -> str | None:
    """Say how long ago, or in how long, an instant is, in its largest whole unit."""
    if instant is None:
        return None
    span = abs(now - instant)
    for name, unit in _UNITS:
        count = span // unit
        if count:
            words = f"{count} {name}{'s' if count > 1 else ''}"
            return f"in {words}" if instant > now else f"{words} ago"
    return "now"


# Control characters, and marks that turn the direction of what follows.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

"""``people export`` and ``template``: everybody to a file that can be imported again."""

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from watcher.adapters.people_file import FileFormat, people_as_text, people_template
from watcher.answers.people import every_person
from watcher.answers.snapshot import open_snapshot
from watcher.cli.context import settings_of, time_of
from watcher.cli.group import USAGE, end
from watcher.core.people import PersonOrigin

_STDOUT = "-"

FormatOption = Annotated[
    FileFormat | None,
    typer.Option("--format", metavar="FORMAT", help="csv or jsonl; else what the file looks like."),
]


def export_command(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Must not exist; - is standard output.")
    ] = _STDOUT,
    *,
    form: FormatOption = None,
    origin: Annotated[
        PersonOrigin | None, typer.Option(metavar="ORIGIN", help="Only import, bot or page.")
    ] = None,
) -> None:
    """Write everybody to a file that can be imported again.

    [bold]Examples[/]
      watcher people export clients.csv
      watcher people export --format jsonl > clients.jsonl
    """
    settings = settings_of(ctx)
    is_json = form == "jsonl" or (form is None and file.endswith((".jsonl", ".ndjson", ".json")))
    with open_snapshot(settings, time_of(None)) as snapshot:
        everybody = every_person(snapshot, origin)
        text = people_as_text(everybody, "jsonl" if is_json else "csv")
        if file == _STDOUT:
            sys.stdout.writelines(text)
            return
        _write_new(Path(file), text)
    typer.echo(f"Everybody was written to {file}.", err=True)


def template_command() -> None:
    """Print a table to begin with: all that a line may say of a person.

    [bold]Examples[/]
      watcher people template > clients.csv
    """
    sys.stdout.writelines(people_template())


def _write_new(file: Path, text: Iterable[str]) -> None:
    """Write a file that only its owner can read; half of one is not left behind."""
    try:
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        end(f"{file} cannot be made: {error.strerror}", USAGE)
    with ExitStack() as unfinished:
        unfinished.callback(file.unlink)
        with os.fdopen(opened, "w", encoding="utf-8", newline="") as out:
            out.writelines(text)
        unfinished.pop_all()

"""``people import``: people by the thousand, from a file."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from watcher.adapters.people_file import only_channel, read_records
from watcher.answers.people import PersonChange, planned_change
from watcher.answers.snapshot import Store
from watcher.cli import output
from watcher.cli.context import refuse_name, settings_of, time_of
from watcher.cli.group import FAILED, NOTHING, USAGE, JsonOption, end
from watcher.core.person_lines import LineFault
from watcher.core.settings import Secret, Settings
from watcher.pipeline.people import Fate, ImportOptions, ImportResult, PeopleImport, PlannedPerson

_MARKS = {Fate.NEW: "+", Fate.CHANGED: "~", Fate.REMOVED: "-"}
_STDIN = "-"

_File = Annotated[
    str, typer.Argument(metavar="FILE", help="CSV or JSON Lines; - is standard input.")
]
_Encoding = Annotated[
    str, typer.Option(metavar="NAME", help="Of the file: cp1252 where Excel saved plain CSV.")
]
_MailChannel = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Of the column mail; else the only channel of that kind."),
]
_TelegramChannel = Annotated[
    str | None, typer.Option(metavar="NAME", help="Of the column telegram, likewise.")
]
_Ignore = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN", help="Pass over this column; may be given several times."),
]
_DryRun = Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would change, only.")]
_Sync = Annotated[
    bool,
    typer.Option(
        "--remove-missing",
        "--sync",
        help="Remove who was imported before and is not in the file; never who signed up.",
    ),
]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Even if most would be removed.")]
_Show = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        max=1_000_000,
        help="List so many who change, and so many faults of a kind.",
    ),
]


def import_command(
    ctx: typer.Context,
    file: _File,
    *,
    dry_run: _DryRun = False,
    remove_missing: _Sync = False,
    mail_channel: _MailChannel = None,
    telegram_channel: _TelegramChannel = None,
    ignore: _Ignore = None,
    encoding: _Encoding = "utf-8",
    show: _Show = 20,
    yes: _Yes = False,
    as_json: JsonOption = False,
) -> None:
    """Import people from a table of clients, all of them or none.

    A line is a person with a rule; several lines of one name are several
    rules. Who is known is changed, and not told anew of any round. A column
    that is not there leaves alone what is known; an empty cell means none.

    [bold]Examples[/]
      watcher people import clients.csv --dry-run
      watcher people import clients.csv --mail-channel mail --sync
      cat clients.jsonl | watcher people import -
    """
    settings = settings_of(ctx)
    options = ImportOptions(
        mail=_channel(settings, mail_channel, "mail", "--mail-channel"),
        telegram=_channel(settings, telegram_channel, "tgram", "--telegram-channel"),
        ignored=frozenset(ignore or ()),
        remove_missing=remove_missing,
        may_remove_most=yes,
        dry_run=dry_run,
    )
    listed = _Listed(show)
    result = _imported(file, _known_encoding(encoding), settings, options, listed)
    _report(file, result, listed, options, as_json=as_json)


@dataclass(slots=True)
class _Listed:
    """The first people that change."""

    most: int
    people: list[PersonChange] = field(default_factory=list)

    def add(self, planned: PlannedPerson) -> None:
        """Note a person who changes, while there is room."""
        if planned.fate is not Fate.UNCHANGED and len(self.people) < self.most:
            self.people.append(planned_change(planned))


def _imported(
    file: str, encoding: str, settings: Settings, options: ImportOptions, listed: _Listed
) -> ImportResult:
    now = time_of(None)
    with (
        _opened(file) as stream,
        _store_for(settings, now, options) as store,
        _progress(stream) as progress,
    ):
        importing = PeopleImport(
            store=store,
            settings=settings,
            options=options,
            now=now,
            planned=listed.add,
            progress=progress,
        )
        return importing.run(read_records(stream, encoding=encoding))


def _channel(settings: Settings, named: str | None, kind: str, option: str) -> str | None:
    if named is not None and named not in settings.channels:
        refuse_name("channel", named, list(settings.channels), option)
    return named or only_channel(settings, kind)


def _known_encoding(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        raise typer.BadParameter(
            f"{name!r} is no encoding; utf-8, cp1252 and latin-1 are usual", param_hint="--encoding"
        ) from None
    return "utf-8" if name.casefold() in {"utf8", "utf-8", "utf-8-sig"} else name


@contextmanager
def _opened(file: str) -> Iterator[BufferedReader]:
    if file == _STDIN:
        yield sys.stdin.buffer  # type: ignore[misc] # what it is where Python has a standard input
        return
    try:
        opened = Path(file).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        end(f"{file} cannot be read: {error.strerror}", USAGE)
    with opened:
        yield opened


@contextmanager
def _store_for(settings: Settings, now: datetime, options: ImportOptions) -> Iterator[Store]:
    """Open the database, made where there is none; what a dry run makes is thrown away."""
    existing = Store.open_existing(settings.database) if options.dry_run else None
    if existing is not None:
        with closing(existing):
            yield existing
        return
    with TemporaryDirectory() as folder:
        thrown_away = Secret(f"sqlite:///{folder}/dry-run.db")
        with closing(Store(thrown_away if options.dry_run else settings.database)) as store:
            store.migrate(now)
            yield store


@contextmanager
def _progress(stream: BufferedReader) -> Iterator[Callable[[str, int], None]]:
    """Show a bar on standard error, if that is a terminal: by bytes while a file is read, then by people."""
    console = output.open_console(stderr=True)
    size = 0
    with suppress(OSError):  # a pipe has none
        size = os.fstat(stream.fileno()).st_size
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[done]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bars:
        tasks: dict[str, TaskID] = {}
        lines = 0

        def _report(stage: str, done: int) -> None:
            nonlocal lines
            if stage not in tasks:
                total = size if stage == "reading" else lines
                tasks[stage] = bars.add_task(stage, total=total or None, done="")
            lines = done if stage == "reading" else lines
            at = stream.tell() if stage == "reading" and size else done
            bars.update(tasks[stage], completed=0 if stage == "writing" else at, done=f"{done:,}")

        yield _report


def _report(
    file: str, result: ImportResult, listed: _Listed, options: ImportOptions, *, as_json: bool
) -> None:
    if as_json:
        output.print_json(_summary(file, result, listed))
    elif not result.faults:
        _print_result(result, listed, options)
    _end_where_refused(file, result, listed.most, quiet=as_json)


def _print_result(result: ImportResult, listed: _Listed, options: ImportOptions) -> None:
    """Say what changed; a dry run also lists who would."""
    if options.dry_run or result.is_held:
        for change in listed.people:
            said = "; ".join(map(str, change.differences))
            mark = _MARKS[Fate(change.fate)]
            typer.echo(output.without_control(f"{mark} {change.name}{f': {said}' if said else ''}"))
        left = result.changes - len(listed.people)
        if left:
            typer.echo(f"... and {left:,} more; --show N lists so many")
    counts = ", ".join(f"{n:,} {fate}" for fate, n in result.counts.items())
    typer.echo(f"{output.counted(result.lines, 'line')}: {counts}.")
    if options.dry_run:
        typer.echo("Nothing was changed: this was a dry run.")


def _end_where_refused(file: str, result: ImportResult, most: int, *, quiet: bool) -> None:
    if result.faults:
        told = "" if quiet else "".join(f"\n{line}" for line in _of_each_kind(result.faults, most))
        rest = "; what follows was not looked at" if result.is_cut_short else ""
        faults = output.counted(len(result.faults), "fault")
        end(f"{file}: {faults}, and nothing was imported{rest}{told}", USAGE)
    if not result.lines:
        end(f"{file} has no line with a person; nothing was changed", NOTHING)
    if result.is_held:
        removed = result.counts[Fate.REMOVED]
        end(
            f"{removed:,} people would be removed, which is most of those imported before; "
            "nothing was changed. Where that is meant, pass --yes",
            FAILED,
        )


def _of_each_kind(faults: Iterable[LineFault], most: int) -> Iterator[str]:
    """Yield the first faults of each kind by line, and how many there are besides."""
    seen: Counter[str] = Counter()
    for fault in faults:
        seen[fault.kind] += 1
        if seen[fault.kind] <= most:
            yield output.without_control(str(fault))
    for kind, count in seen.items():
        if count > most:
            where = output.without_control(kind.removeprefix(": "))
            yield f"... and {count - most:,} more of {where} (--show N lists so many)"


def _summary(file: str, result: ImportResult, listed: _Listed) -> dict[str, object]:
    return {
        "file": file,
        "lines": result.lines,
        "counts": {fate.value: n for fate, n in result.counts.items()},
        "changes": listed.people,
        "faults": result.faults,
        "cut_short": result.is_cut_short,
        "applied": result.is_applied,
    }

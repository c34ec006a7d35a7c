"""``init``, ``check``, ``config``: a configuration is written, tried, shown."""

import contextlib
import dataclasses
import os
import shlex
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from watcher.cli import options, show
from watcher.cli.frame import USAGE, Frame, end, refusal

if TYPE_CHECKING:
    from watcher.adapters.config import DatabaseProblem
    from watcher.core.errors import Fault
    from watcher.core.settings import Settings


def check(
    ctx: typer.Context, *, every: options.Every = False, as_json: options.Json = False
) -> None:
    """Try the configuration, offline: every fault at once.

    Ends with 2 where there is a fault; warnings, of what is allowed but
    hardly meant, do no harm. Of many faults of one kind five are shown;
    --all and --json have each.

    [bold]Examples[/]
      watcher check
      watcher --config /etc/watcher/config.toml check --json
    """
    from watcher.adapters import config, database, notify

    frame: Frame = ctx.obj
    file = frame.file()
    faults = _faults(file, frame, database.database_problem)
    if faults:
        _refuse(file, faults, every=every, as_json=as_json)
    settings = frame.settings()
    warnings = config.warnings(settings, frame.environ, channel_warnings=notify.address_warnings)
    if as_json:
        counts = _counts(settings)
        found = {"file": file, "faults": [], "warnings": warnings, "counts": counts}
        show.print_json(found)
        return
    typer.echo(f"{file} is good: {_summary(settings)}.")
    for warning in warnings if every else config.summarized_warnings(warnings):
        typer.echo(f"warning: {warning}")


def _faults(file: Path, frame: Frame, database: "DatabaseProblem") -> "tuple[Fault, ...]":
    from watcher.adapters import config, notify
    from watcher.service.app import system_clock

    return config.check_config(
        file,
        frame.environ,
        overrides=frame.overrides,
        channel_problem=notify.address_problem,
        database_problem=database,
        now=system_clock(),
    )


def _refuse(file: Path, faults: "tuple[Fault, ...]", *, every: bool, as_json: bool) -> NoReturn:
    if as_json:
        show.print_json({"file": file, "faults": faults, "warnings": [], "counts": {}})
        raise typer.Exit(USAGE)
    from watcher.core.errors import ConfigError

    end(refusal(ConfigError(*faults), every=every), USAGE)


def _counts(settings: "Settings") -> dict[str, int]:
    return {
        "sources": len(settings.sources),
        "channels": len(settings.channels),
        "subscriptions": len(settings.subscriptions),
    }


def _summary(settings: "Settings") -> str:
    return ", ".join(
        f"{n} {kind if n != 1 else kind.removesuffix('s')}" for kind, n in _counts(settings).items()
    )


def config(
    ctx: typer.Context,
    *,
    schema: options.Schema = False,
    example: options.Example = False,
    unit: options.Unit = False,
    as_json: options.Json = False,
) -> None:
    """Show the settings in force, secrets hidden.

    [bold]Examples[/]
      watcher config
      watcher config --example > config.toml
      watcher --timezone Asia/Kolkata config --json
      watcher config --schema > watcher.schema.json
    """
    from watcher.adapters import config

    if schema:
        show.print_json(config.json_schema())
        return
    if example or unit:
        name = "config.example.toml" if example else "watcher.service"
        typer.echo((files("watcher") / "share" / name).read_text("utf-8"), nl=False)
        return
    frame: Frame = ctx.obj
    settings = frame.settings()
    shown = config.redacted_settings(settings)
    if as_json:
        show.print_json({"file": settings.file, **shown})
        return
    typer.echo(f"# {settings.file}, with environment, flags and defaults\n")
    typer.echo(config.to_toml(shown), nl=False)


def init(
    ctx: typer.Context,
    *,
    name: options.Name = None,
    score: options.Score = None,
    category: options.Category = None,
    submitted: options.Submitted = None,
    channel: options.Channel = None,
    language: options.Spoken = None,
    timezone: options.OwnZone = None,
    no_input: options.NoInput = False,
    force: options.Force = False,
) -> None:
    """Ask a few questions and write a first configuration.

    Flags answer in advance. It lands where --config or WATCHER_CONFIG say,
    else in ~/.config/watcher/config.toml, and only you can read it.

    [bold]Examples[/]
      watcher init
      watcher init --yes --score 471 --category healthcare --category cec
      watcher --config config.toml init --channel 'tgram://TOKEN/CHAT'
    """
    from watcher.adapters.config import starter_config
    from watcher.cli import questions

    frame: Frame = ctx.obj
    file = _new_file(frame, force=force)
    given = questions.Given(
        name=name,
        score=score,
        categories=tuple(category or ()),
        submitted=submitted,
        address=channel,
        language=language,
        timezone=timezone,
    )
    ask = questions.unasked if no_input else questions.asked
    try:
        answers = ask(given, frame.environ)
    except typer.Abort:
        if sys.stdin.isatty():
            raise  # Ctrl-C
        end("nobody answers the questions; --yes --score N asks none", USAGE)
    _write(file, starter_config(answers), frame)
    typer.echo(f"Wrote {file}, which you alone can read.\nNext: {_next(file, frame)}")


def _new_file(frame: Frame, *, force: bool) -> Path:
    from watcher.adapters.config import new_config_path

    file = new_config_path(frame.config, frame.environ)
    if file.exists() and not force:
        end(f"{file} is there already; --force replaces it", USAGE)
    return file


def _write(file: Path, text: str, frame: Frame) -> None:
    """Put the file in its place only once it can be used."""
    from watcher.core.errors import ConfigError

    draft = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as out:
            out.write(text)
        # The database may be another user's: that is for `check` to see.
        faults = _faults(draft, frame, lambda _: None)
        if faults:
            raise ConfigError(*(dataclasses.replace(f, file=str(file)) for f in faults))
        draft.replace(file)
    except OSError as error:
        why = f"{error.strerror}: {error.filename}"
        end(f"{file} cannot be written ({why})", USAGE)
    finally:
        with contextlib.suppress(OSError):  # what hindered the writing was told above
            draft.unlink(missing_ok=True)


def _next(file: Path, frame: Frame) -> str:
    from watcher.adapters.config import find_config

    found = frame.config is None and find_config(None, frame.environ) == file
    place = "" if found else f" --config {shlex.quote(str(file))}"
    return f"watcher{place} run"

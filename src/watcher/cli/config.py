"""``check`` and ``config``: validate and show the configuration."""

import contextlib
import dataclasses
import os
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from watcher.adapters import config, notify
from watcher.answers.left_alone import channels_of_people, mails_without_sender
from watcher.answers.people import rows_beside_file
from watcher.answers.snapshot import database_problem
from watcher.cli import output
from watcher.cli.context import config_file, global_options, load_settings, settings_of, time_of
from watcher.cli.group import USAGE, GlobalOptions, JsonOption, end, refusal
from watcher.core.errors import ConfigError, ConfigFault, StoreError
from watcher.core.settings import Settings

_ONE = {"people": "person"}


def check_command(
    ctx: typer.Context,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Each fault and warning, however many.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Try the configuration, offline: every fault at once.

    Ends with 2 where there is a fault; warnings, of what is allowed but
    hardly meant, do no harm. Of many faults of one kind five are shown;
    --all and --json have each.

    [bold]Examples[/]
      watcher check
      watcher --config /etc/watcher/config.toml check --json
    """
    options = global_options(ctx)
    file = config_file(options)
    faults = _faults(file, options, database_problem)
    if faults and as_json:
        output.print_json({"file": file, "faults": faults, "warnings": [], "counts": {}})
        raise typer.Exit(USAGE)
    if faults:
        end(refusal(ConfigError(*faults), every=every), USAGE)
    settings = load_settings(options, file)
    warnings = _warnings(settings, options)
    counts = _counts(settings)
    if as_json:
        output.print_json({"file": file, "faults": [], "warnings": warnings, "counts": counts})
        return
    has = ", ".join(
        output.counted(n, _ONE.get(kind, kind.removesuffix("s")), kind)
        for kind, n in counts.items()
    )
    typer.echo(f"{file} is good: {has}.")
    for warning in warnings if every else config.summarized_warnings(warnings):
        typer.echo(f"warning: {warning}")


def _counts(settings: Settings) -> dict[str, int]:
    counts = {
        "sources": len(settings.sources),
        "channels": len(settings.channels),
        "subscriptions": len(settings.subscriptions),
    }
    people = rows_beside_file(settings, time_of(None))
    if people:
        counts["people"] = people
    return counts


def config_command(
    ctx: typer.Context,
    *,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the file.")
    ] = False,
    example: Annotated[
        bool, typer.Option("--example", help="Print an example with every key, explained.")
    ] = False,
    unit: Annotated[bool, typer.Option("--unit", help="Print the unit file for systemd.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show the settings in force, secrets hidden.

    [bold]Examples[/]
      watcher config
      watcher config --example > config.toml
      watcher --timezone Asia/Kolkata config --json
      watcher config --schema > watcher.schema.json
    """
    if schema:
        output.print_json(config.json_schema())
        return
    if example or unit:
        name = "config.example.toml" if example else "watcher.service"
        typer.echo((files("watcher") / "share" / name).read_text("utf-8"), nl=False)
        return
    settings = settings_of(ctx)
    shown = config.redacted_settings(settings)
    if as_json:
        output.print_json({"file": settings.file, **shown})
        return
    typer.echo(f"# {settings.file}, with environment, flags and defaults\n")
    typer.echo(config.to_toml(shown), nl=False)


def write_config(file: Path, text: str, options: GlobalOptions) -> None:
    """Write a draft, and put it in place only if it is valid."""
    draft = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as out:
            out.write(text)
        # Not the database: the service may run as another user.
        faults = _faults(draft, options, lambda _: None)
        if faults:
            raise ConfigError(*(dataclasses.replace(f, file=str(file)) for f in faults))
        draft.replace(file)
    except OSError as error:
        end(f"{file} cannot be written ({error.strerror}: {error.filename})", USAGE)
    finally:
        with contextlib.suppress(OSError):  # reported above
            draft.unlink(missing_ok=True)


_NO_SENDER = (
    "mail goes to people, and [sender] does not say who writes: Canada's anti-spam law (CASL) asks "
    "for a name, a postal address and a contact in each; `watcher config --example` shows how"
)


def _warnings(settings: Settings, options: GlobalOptions) -> tuple[str, ...]:
    used: frozenset[str] = frozenset()
    unsigned = False
    # Where the database cannot be opened, other verbs say so.
    with contextlib.suppress(StoreError):
        used, unsigned = channels_of_people(settings), mails_without_sender(settings)
    found = config.warnings(
        settings,
        options.environ,
        channel_warnings=notify.address_warnings,
        now=time_of(None),
        used_by_people=used,
    )
    return (*found, _NO_SENDER) if unsigned else found


def _faults(
    file: Path, options: GlobalOptions, problem: config.AddressProblem
) -> tuple[ConfigFault, ...]:
    """Find every fault that can be found offline."""
    return config.check_config(
        file,
        options.environ,
        overrides=options.overrides,
        channel_problem=notify.address_problem,
        database_problem=problem,
        now=time_of(None),
    )

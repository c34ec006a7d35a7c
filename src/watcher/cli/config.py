"""``check`` and ``config``: a configuration is tried and shown."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from watcher.adapters import config, notify
from watcher.answers.snapshot import database_problem
from watcher.cli import output
from watcher.cli.context import config_file, global_options, load_settings, settings_of, time_of
from watcher.cli.group import USAGE, end, refusal
from watcher.cli.options import GlobalOptions, JsonOption
from watcher.core.errors import ConfigError, ConfigFault


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
    faults = faults_in(file, options, database_problem)
    if faults and as_json:
        output.print_json({"file": file, "faults": faults, "warnings": [], "counts": {}})
        raise typer.Exit(USAGE)
    if faults:
        end(refusal(ConfigError(*faults), every=every), USAGE)
    settings = load_settings(options, file)
    warnings = config.warnings(settings, options.environ, channel_warnings=notify.address_warnings)
    counts = {
        "sources": len(settings.sources),
        "channels": len(settings.channels),
        "subscriptions": len(settings.subscriptions),
    }
    if as_json:
        output.print_json({"file": file, "faults": [], "warnings": warnings, "counts": counts})
        return
    has = ", ".join(output.counted(n, kind.removesuffix("s")) for kind, n in counts.items())
    typer.echo(f"{file} is good: {has}.")
    for warning in warnings if every else config.summarized_warnings(warnings):
        typer.echo(f"warning: {warning}")


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


def faults_in(
    file: Path, options: GlobalOptions, problem: config.DatabaseProblem
) -> tuple[ConfigFault, ...]:
    """Name every fault of a configuration that shows offline."""
    return config.check_config(
        file,
        options.environ,
        overrides=options.overrides,
        channel_problem=notify.address_problem,
        database_problem=problem,
        now=time_of(None),
    )

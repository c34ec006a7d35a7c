"""What stands before every verb: which file, whose settings, how errors end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context

    from watcher.errors import ConfigError
    from watcher.settings import Settings

DONE, FAILED, USAGE, NOTHING = 0, 1, 2, 3
"""The exit codes of every verb; 130 after Ctrl-C comes from typer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The options before the verb, and the environment."""

    config: Path | None
    overrides: Mapping[str, str]
    log_format: Literal["text", "json"]
    log_level: str
    environ: Mapping[str, str]

    def file(self) -> Path:
        """Say which configuration is meant; raises ConfigError where there is none."""
        from watcher.config import find

        return find(self.config, self.environ)

    def settings(self) -> "Settings":
        """Read the configuration as it is now, flags and environment over the file."""
        from watcher.config import load

        return load(self.file(), self.environ, overrides=self.overrides)


class Verbs(TyperGroup):
    """The group of all verbs: our errors become a sentence and an exit code."""

    def invoke(self, ctx: "Context") -> object:
        """Run the verb; a bug of ours keeps its traceback."""
        from watcher.errors import ConfigError, WatcherError

        try:
            return super().invoke(ctx)
        except ConfigError as error:
            end(_refusal(error), USAGE)
        except WatcherError as error:
            end(str(error), FAILED)


def _refusal(error: "ConfigError") -> str:
    count = len(error.faults)
    if count == 1:
        return str(error)
    return f"the configuration cannot be used, {count} faults:\n{error}"


def end(sentence: str, code: int) -> NoReturn:
    """Say why it ends, on standard error, and end."""
    typer.echo(f"watcher: {sentence}", err=True)
    raise typer.Exit(code)


def version() -> str:
    """Say which version is installed."""
    from importlib import metadata

    return metadata.version("express-entry-watcher")


def instant(text: str) -> datetime:
    """Read an instant of the command line: ISO 8601, with its zone, to UTC."""
    example = "2026-08-19T14:30:00Z"
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no instant; write it as {example}"
        ) from None
    if read.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no zone; write it as {example}")
    return read.astimezone(UTC)

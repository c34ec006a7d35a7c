"""What stands before every verb: which file, whose settings, how errors end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import typer
from typer.core import TyperGroup

from watcher.cli.anywhere import moved_before_verb, options_of, options_of_each

if TYPE_CHECKING:
    from typer._click import Context

    from watcher.core.errors import ConfigError
    from watcher.core.settings import Settings

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
        from watcher.adapters.config import find_config

        return find_config(self.config, self.environ)

    def settings(self, file: Path | None = None) -> "Settings":
        """Read the configuration as it is now, flags and environment over the file.

        A *file* that was found before is read again, without looking for another.
        """
        from watcher.adapters.config import load

        return load(file or self.file(), self.environ, overrides=self.overrides)


class Verbs(TyperGroup):
    """The group of all verbs: our errors become a sentence and an exit code."""

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Take the options of the program before or after the verb."""
        own = options_of(self.params)
        verbs = options_of_each(self.commands)
        return super().parse_args(ctx, moved_before_verb(args, own, verbs))

    def invoke(self, ctx: "Context") -> object:
        """Run the verb; a bug of ours keeps its traceback."""
        from watcher.answers.snapshot import NothingFound
        from watcher.core.errors import ConfigError, WatcherError

        try:
            return super().invoke(ctx)
        except NothingFound as error:
            end(str(error), NOTHING)
        except ConfigError as error:
            end(refusal(error), USAGE)
        except WatcherError as error:
            end(str(error), FAILED)


def refusal(error: "ConfigError", *, every: bool = False) -> str:
    """Say why a configuration is refused: with every fault, or a few of each kind."""
    count = len(error.faults)
    if count == 1:
        return str(error)
    listed = "\n".join(map(str, error.faults)) if every else str(error)
    return f"the configuration cannot be used, {count} faults:\n{listed}"


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
        raise typer.BadParameter(f"{text!r} is no instant; write it as {example}") from None
    if read.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no zone; write it as {example}")
    return read.astimezone(UTC)


def published_at(text: str) -> datetime:
    """Read when something was published: an instant as pages write it, or a day.

    ISO 8601 with its zone, as mail and feeds have it (``Wed, 11 Jan 2023 13:00:00
    -0500``), as JavaScript has it (``Thu Jan 12 2023 05:37:47 GMT-0800 (...)``); a day
    alone stands for its noon in Toronto.
    """
    read = _day(text) or _as_mail_has_it(text) or _as_javascript_has_it(text)
    return instant(text) if read is None else read.astimezone(UTC)


def _day(text: str) -> datetime | None:
    from watcher.core.schedule import OTTAWA

    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, time(12), OTTAWA)


def _as_mail_has_it(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        read = parsedate_to_datetime(text)
    except ValueError:
        return None
    # Without a zone, or with one that names none, it is no instant.
    return read if read.tzinfo is not None else None


def _as_javascript_has_it(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.partition(" (")[0], "%a %b %d %Y %H:%M:%S GMT%z")
    except ValueError:
        return None

"""Loads each verb when asked for, turns errors into exit codes; options that verbs share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from watcher.core.category import ALL, CATEGORIES
from watcher.core.errors import ConfigError, NothingFound, WatcherError

if TYPE_CHECKING:
    from typer._click import Command, Context, Parameter

DONE, FAILED, USAGE, NOTHING = 0, 1, 2, 3
"""The exit codes of every verb; Typer adds 130 for Ctrl-C."""

# Rounds began in 2015, and work counts for ten years before.
_YEARS = range(1990, 2101)

TakesValue = Mapping[str, bool]
"""The options of a command, and whether each takes a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalOptions:
    """Options of the program, and the environment."""

    config: Path | None
    overrides: Mapping[str, str]
    log_format: Literal["text", "json"]
    log_level: str
    environ: Mapping[str, str]


def parse_instant_option(text: str) -> datetime:
    """Parse an ISO 8601 instant with zone, and convert it to UTC."""
    example = "2026-08-19T14:30:00Z"
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no instant; write it as {example}") from None
    if read.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no zone; write it as {example}")
    _check_year(text, read)
    return read.astimezone(UTC)


def parse_day_option(text: str) -> date:
    """Parse an ISO 8601 day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as 2026-08-19") from None
    _check_year(text, day)
    return day


def _check_year(text: str, day: date) -> None:
    if day.year not in _YEARS:
        between = f"{_YEARS.start} to {_YEARS.stop - 1}"
        raise typer.BadParameter(f"{text!r} is out of range; write a day of the years {between}")


def complete_category(incomplete: str) -> list[str]:
    """Complete the slug of a category."""
    return [slug for slug in (ALL, *CATEGORIES) if slug.startswith(incomplete)]


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
AsOfOption = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        parser=parse_instant_option,
        metavar="INSTANT",
        help="Take this for the time, for replays; with its zone.",
    ),
]
AsOfDayOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day_option,
        metavar="DAY",
        help="As it stood on this day: of rounds drawn before it alone.",
    ),
]
LimitOption = Annotated[
    int, typer.Option(metavar="N", min=0, max=1_000_000, help="At most so many; 0: all of them.")
]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SLUG",
        help="What rounds select by, or all; may be given several times.",
        autocompletion=complete_category,
    ),
]
RoundArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Of the round: 385, '#385', 91a.")
]
SubscriptionOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Only this one, or all of this person, of the file or imported."
    ),
]


class LazyGroup(TyperGroup):
    """Imports the module of a verb when it is used: ``--help`` stays fast.

    ``panels`` has the help of each verb, ``modules`` its module if that has another name; the
    function is ``<verb>_command``.
    """

    panels: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    modules: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type] # what typer gives its own class
        self._unloaded: dict[str, str] = {}
        for panel, verbs in self.panels.items():
            for name, text in verbs.items():
                self.add_command(TyperCommand(name, help=text, rich_help_panel=panel))
                self._unloaded[name] = panel

    def load(self, name: str) -> "Command | None":
        """Return a verb, importing its module the first time."""
        panel = self._unloaded.pop(name, None)
        if panel is not None:
            module = import_module(f"watcher.cli.{self.modules.get(name, name)}")
            found = getattr(module, f"{name}_command")
            if isinstance(found, typer.Typer):  # a verb with verbs of its own
                self.add_command(typer.main.get_command(found), name)
                return self.commands.get(name)
            single = typer.Typer(add_completion=False, rich_markup_mode="rich")
            single.command(name, rich_help_panel=panel)(found)
            self.add_command(typer.main.get_command(single))
        return self.commands.get(name)

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Accept the options of the program before or after the verb."""
        return super().parse_args(ctx, moved_before_verb(args, _options(self.params), self._known))

    def resolve_command(
        self, ctx: "Context", args: list[str]
    ) -> "tuple[str | None, Command | None, list[str]]":
        """Find and load the verb."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, self.load(name) if name else command, rest

    def invoke(self, ctx: "Context") -> object:
        """Run the verb; known errors become a sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            end(refusal(error), USAGE)
        except NothingFound as error:
            end(str(error), NOTHING)
        except WatcherError as error:
            end(str(error), FAILED)

    def _known(self, verb: str) -> TakesValue | None:
        command = self.load(verb)
        return None if command is None else _options(command.params)


def moved_before_verb(
    words: Sequence[str], own: TakesValue, options_of_verb: Callable[[str], TakesValue | None]
) -> list[str]:
    """Move the program's options before the verb, unless the verb has one of the same name.

    Values that look like options stay, and so does everything after ``--``.
    """
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if own.get(words[at]) else 1
    of_verb = options_of_verb(words[at]) if at < len(words) else None
    if of_verb is None:
        return list(words)
    moved, kept, rest = list(words[:at]), [words[at]], list(words[at + 1 :])
    while rest:
        word = rest.pop(0)
        name = word.partition("=")[0]
        if word == "--":
            kept += [word, *rest]
            break
        belongs, known = (kept, of_verb) if name in of_verb else (moved, own)
        if name not in known:
            kept.append(word)
            continue
        belongs.append(word)
        if known[name] and "=" not in word:
            if not rest:  # kept last, so that the parser reports its missing value
                return moved if belongs is moved else moved + kept
            belongs.append(rest.pop(0))
    return moved + kept


def refusal(error: ConfigError, *, every: bool = False) -> str:
    """List the faults of a configuration, *every* one or a few of each kind."""
    count = len(error.faults)
    if count == 1:
        return str(error)
    listed = "\n".join(map(str, error.faults)) if every else str(error)
    return f"{error.subject} cannot be used, {count} faults:\n{listed}"


def end(sentence: str, code: int) -> NoReturn:
    """Print a sentence on standard error, and exit."""
    typer.echo(f"watcher: {sentence}", err=True)
    raise typer.Exit(code)


def installed_version() -> str:
    """Return the installed version."""
    return metadata.version("express-entry-watcher")


def _options(parameters: "Iterable[Parameter]") -> dict[str, bool]:
    return {
        name: not getattr(parameter, "is_flag", False)
        for parameter in parameters
        if parameter.param_type_name == "option"
        for name in (*parameter.opts, *parameter.secondary_opts)
    }

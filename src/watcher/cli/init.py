"""``init``: ask a few questions, and write a first configuration."""

import shlex
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Protocol, TypeVar
from urllib.parse import quote

import typer

from watcher.adapters import notify
from watcher.adapters.config import (
    InitAnswers,
    find_config,
    new_config_path,
    starter_config,
    subscription_problem,
)
from watcher.cli.config import write_config
from watcher.cli.context import global_options
from watcher.cli.group import USAGE, CategoryOption, GlobalOptions, end, parse_instant_option
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import LANGUAGES, OTTAWA_ZONE, Language, Secret

_T = TypeVar("_T")


class _Ask(Protocol):
    """Asks a question, again after an invalid answer."""

    def __call__(
        self, question: str, /, read: Callable[[str], _T], default: str | None = None
    ) -> _T: ...


_Name = Annotated[str | None, typer.Option(help="Of the subscription: its key in the database.")]
_Score = Annotated[int | None, typer.Option(help=f"CRS points, 1 to {HIGHEST_CRS}.")]
_Submitted = Annotated[
    str | None,
    typer.Option(
        metavar="INSTANT", help="When the profile was first submitted, with zone: it decides ties."
    ),
]
_Channel = Annotated[str | None, typer.Option(metavar="URL", help="Apprise address for alerts.")]
_Language = Annotated[Language | None, typer.Option(help="Of the messages.")]
_Zone = Annotated[str | None, typer.Option(metavar="ZONE", help="Such as America/Toronto.")]
_NoInput = Annotated[
    bool, typer.Option("--yes", "-y", "--no-input", help="Ask nothing, take the defaults.")
]
_Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


def init_command(
    ctx: typer.Context,
    *,
    name: _Name = None,
    score: _Score = None,
    category: CategoryOption = None,
    submitted: _Submitted = None,
    channel: _Channel = None,
    language: _Language = None,
    timezone: _Zone = None,
    no_input: _NoInput = False,
    force: _Force = False,
) -> None:
    """Ask a few questions and write a first configuration.

    Flags answer in advance. It lands where --config or WATCHER_CONFIG say,
    else in ~/.config/watcher/config.toml, and only you can read it.

    [bold]Examples[/]
      watcher init
      watcher init --yes --score 471 --category healthcare --category cec
      watcher --config config.toml init --channel 'tgram://TOKEN/CHAT'
    """
    options = global_options(ctx)
    file = _new_file(options, force=force)
    answers = _interview(
        options.environ,
        no_input=no_input,
        name=name,
        score=score,
        categories=tuple(category or ()),
        submitted=submitted,
        address=channel,
        language=language,
        timezone=timezone,
    )
    write_config(file, starter_config(answers), options)
    found = options.config is None and find_config(None, options.environ) == file
    place = "" if found else f" --config {shlex.quote(str(file))}"
    typer.echo(f"Wrote {file}, which you alone can read.\nNext: watcher{place} run")


def _new_file(options: GlobalOptions, *, force: bool) -> Path:
    file = new_config_path(options.config, options.environ)
    if file.exists() and not force:
        end(f"{file} is there already; --force replaces it", USAGE)
    return file


def _interview(
    environ: Mapping[str, str],
    *,
    no_input: bool,
    name: str | None,
    score: int | None,
    categories: tuple[str, ...],
    submitted: str | None,
    address: str | None,
    language: Language | None,
    timezone: str | None,
) -> InitAnswers:
    """Ask for what was not given, or take the defaults."""
    ask: _Ask = _ask
    if no_input:
        ask = _take_default
    return InitAnswers(
        name=name or ask("Name of the subscription", partial(_valid, "name"), "me"),
        score=score or ask("Your CRS score", _score),
        categories=categories or ask("Categories, with commas between, or all", _categories, "all"),
        submitted=submitted
        or ask(
            "When you first submitted your profile, such as 2025-11-20T15:00:00Z "
            "(it decides ties; Enter to leave it out)",
            _submitted,
            "",
        )
        or None,
        address=(address := address or _address(ask)),
        channel=channel_name(address),
        language=language or _ask_language(ask, environ),
        timezone=timezone
        or ask("Time zone", partial(_valid, "timezone"), system_timezone(environ)),
    )


def channel_name(address: str) -> str:
    """Name a channel after the scheme of its address."""
    scheme = address.partition("://")[0].lower()
    names = {"print": "desk", "tgram": "telegram", "ntfy": "ntfy", "ntfys": "ntfy"}
    if scheme.startswith("mailto"):
        return "mail"
    return names.get(scheme, scheme or "alerts")


def system_language(environ: Mapping[str, str]) -> Language:
    """Return the language of the locale, if it is one of ours."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG")
    return next((known for known in LANGUAGES if (locale or "").startswith(known)), "en")


def system_timezone(environ: Mapping[str, str]) -> str:
    """Return the zone of this machine, else IRCC's own."""
    linked = Path("/etc/localtime").resolve().as_posix().partition("/zoneinfo/")[2]
    for name in (environ.get("TZ"), linked):
        if name and "/" in name and subscription_problem("timezone", name) is None:
            return name
    return OTTAWA_ZONE


def _ask(
    question: str, read: Callable[[str], _T], default: str | None = None, *, hidden: bool = False
) -> _T:
    try:
        answer: _T = typer.prompt(
            question,
            default=default,
            value_proc=read,
            hide_input=hidden,
            show_default=bool(default),
        )
    except typer.Abort:
        if sys.stdin.isatty():
            raise  # Ctrl-C
        end("nobody answers the questions; --yes --score N asks none", USAGE)
    return answer


def _take_default(_: str, /, read: Callable[[str], _T], default: str | None = None) -> _T:
    if default is None:
        # Only the score has no default.
        raise typer.BadParameter("is needed where nothing is asked", param_hint="--score")
    return read(default)


def _valid(key: str, text: str) -> str:
    answer = text.strip()
    _refuse(subscription_problem(key, answer))
    return answer


def _score(text: str) -> int:
    if not text.strip().isdecimal():
        raise typer.BadParameter(f"a whole number from 1 to {HIGHEST_CRS}")
    score = int(text)
    _refuse(subscription_problem("score", score))
    return score


def _categories(text: str) -> tuple[str, ...]:
    categories = tuple(part.strip() for part in text.split(",") if part.strip())
    _refuse(subscription_problem("categories", list(categories)))
    return categories


def _submitted(text: str) -> str:
    return text and parse_instant_option(text.strip()).isoformat()


def _ask_language(ask: _Ask, environ: Mapping[str, str]) -> Language:
    return ask(f"Language, {' or '.join(LANGUAGES)}", _language, system_language(environ))


def _language(text: str) -> Language:
    for language in LANGUAGES:
        if language == text:
            return language
    raise typer.BadParameter(" or ".join(LANGUAGES))


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise typer.BadParameter(problem)


def _address(ask: _Ask) -> str:
    """Ask for the parts of an address until it is valid."""
    kind = ask(f"Where alerts go: {', '.join(_ADDRESSES)}", _kind, "print")
    while True:
        address = _ADDRESSES[kind]()
        problem = notify.address_problem(Secret(address))
        if problem is None:
            return address
        typer.echo(f"That makes no address: {problem}")


def _kind(text: str) -> str:
    if text not in _ADDRESSES:
        raise typer.BadParameter(f"one of {', '.join(_ADDRESSES)}")
    return text


def _mail() -> str:
    server = _ask("Mail server, such as smtp.example.org", str.strip)
    user = _ask("Your name there", str.strip)
    password = _ask("Your password there", str, hidden=True)
    sender = _ask("Alerts come from", str.strip, user if "@" in user else None)
    receiver = _ask("Alerts go to", str.strip, sender)
    account = f"{quote(user, safe='')}:{quote(password, safe='')}"
    people = f"from={quote(sender, safe='@')}&to={quote(receiver, safe='@')}"
    return f"mailtos://{account}@{server}/?{people}"


def _telegram() -> str:
    token = _ask("Token that @BotFather gave you", str.strip, hidden=True)
    chat = _ask("Chat that alerts go to, its number", str.strip)
    return f"tgram://{token}/{chat}"


def _ntfy() -> str:
    server = _ask("Server", str.strip, "ntfy.sh")
    topic = _ask("Topic, which only you should know", str.strip)
    return f"ntfys://{server}/{quote(topic, safe='')}"


_ADDRESSES: Mapping[str, Callable[[], str]] = {
    "print": lambda: "print://",
    "mail": _mail,
    "telegram": _telegram,
    "ntfy": _ntfy,
    "other": lambda: _ask("Apprise address", str.strip, hidden=True),
}

"""What ``init`` asks, one question at a time; a wrong answer is asked again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import typer

from watcher.adapters import notify
from watcher.adapters.config import InitAnswers, subscription_problem
from watcher.cli.frame import instant
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import LANGUAGES, OTTAWA_ZONE, Language, Secret

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the flags said already; None is asked, or defaults if nobody may be asked."""

    name: str | None = None
    score: int | None = None
    categories: tuple[str, ...] = ()
    submitted: str | None = None
    address: str | None = None
    language: Language | None = None
    timezone: str | None = None


def asked(given: Given, environ: Mapping[str, str]) -> InitAnswers:
    """Ask for all that was not given."""
    name = given.name or _ask("Name of the subscription", _checked("name"), "me")
    score = given.score or _ask("Your CRS score", _score)
    categories = given.categories or _ask(
        "Categories, with commas between, or all", _categories, "all"
    )
    submitted = given.submitted or _ask(
        "When you first submitted your profile, such as 2025-11-20T15:00:00Z "
        "(it decides ties; Enter to leave it out)",
        _submitted,
        "",
    )
    address = given.address or _address()
    return InitAnswers(
        name=name,
        score=score,
        categories=categories,
        submitted=submitted or None,
        channel=channel_name(address),
        address=address,
        language=given.language or _ask_language(spoken(environ)),
        timezone=given.timezone or _ask("Time zone", _checked("timezone"), zone(environ)),
    )


def unasked(given: Given, environ: Mapping[str, str]) -> InitAnswers:
    """Fill in defaults without a question; only the score has none."""
    if given.score is None:
        raise typer.BadParameter("is needed where nothing is asked", param_hint="--score")
    address = given.address or "print://"
    return InitAnswers(
        name=given.name or "me",
        score=given.score,
        categories=given.categories or ("all",),
        submitted=given.submitted,
        channel=channel_name(address),
        address=address,
        language=given.language or spoken(environ),
        timezone=given.timezone or zone(environ),
    )


def channel_name(address: str) -> str:
    """Name a channel by the kind of its address."""
    scheme = address.partition("://")[0].lower()
    names = {"print": "desk", "tgram": "telegram", "ntfy": "ntfy", "ntfys": "ntfy"}
    if scheme.startswith("mailto"):
        return "mail"
    return names.get(scheme, scheme or "alerts")


def spoken(environ: Mapping[str, str]) -> Language:
    """Say which of our languages the locale speaks."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG")
    return next((known for known in LANGUAGES if (locale or "").startswith(known)), "en")


def zone(environ: Mapping[str, str]) -> str:
    """Say which zone this machine keeps, else Toronto's: IRCC's own."""
    linked = Path("/etc/localtime").resolve().as_posix().partition("/zoneinfo/")[2]
    for name in (environ.get("TZ"), linked):
        if name and "/" in name and subscription_problem("timezone", name) is None:
            return name
    return OTTAWA_ZONE


def _ask(
    question: str,
    read: Callable[[str], Answer],
    default: str | None = None,
    *,
    hidden: bool = False,
) -> Answer:
    answer: Answer = typer.prompt(
        question, default=default, value_proc=read, hide_input=hidden, show_default=bool(default)
    )
    return answer


def _checked(key: str) -> Callable[[str], str]:
    return partial(_valid, key)


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
    return text and instant(text.strip()).isoformat()


def _ask_language(default: Language) -> Language:
    return _ask(f"Language, {' or '.join(LANGUAGES)}", _language, default)


def _language(text: str) -> Language:
    for language in LANGUAGES:
        if language == text:
            return language
    raise typer.BadParameter(" or ".join(LANGUAGES))


def _refuse(problem: str | None) -> None:
    if problem is not None:
        raise typer.BadParameter(problem)


def _address() -> str:
    """Ask for the parts of an address until they make one."""
    kind = _ask(f"Where alerts go: {', '.join(_ADDRESSES)}", _kind, "print")
    address = _ADDRESSES[kind]()
    problem = notify.address_problem(Secret(address))
    while problem is not None:
        typer.echo(f"That makes no address: {problem}")
        address = _ADDRESSES[kind]()
        problem = notify.address_problem(Secret(address))
    return address


def _kind(text: str) -> str:
    if text not in _ADDRESSES:
        raise typer.BadParameter(f"one of {', '.join(_ADDRESSES)}")
    return text


def _mail() -> str:
    server = _ask("Mail server, such as smtp.example.org", _plain)
    user = _ask("Your name there", _plain)
    password = _ask("Your password there", str, hidden=True)
    sender = _ask("Alerts come from", _plain, user if "@" in user else None)
    receiver = _ask("Alerts go to", _plain, sender)
    account = f"{quote(user, safe='')}:{quote(password, safe='')}"
    people = f"from={quote(sender, safe='@')}&to={quote(receiver, safe='@')}"
    return f"mailtos://{account}@{server}/?{people}"


def _telegram() -> str:
    token = _ask("Token that @BotFather gave you", _plain, hidden=True)
    chat = _ask("Chat that alerts go to, its number", _plain)
    return f"tgram://{token}/{chat}"


def _ntfy() -> str:
    server = _ask("Server", _plain, "ntfy.sh")
    topic = _ask("Topic, which only you should know", _plain)
    return f"ntfys://{server}/{quote(topic, safe='')}"


def _other() -> str:
    return _ask("Apprise address", _plain, hidden=True)


def _plain(text: str) -> str:
    return text.strip()


_ADDRESSES: Mapping[str, Callable[[], str]] = {
    "print": lambda: "print://",
    "mail": _mail,
    "telegram": _telegram,
    "ntfy": _ntfy,
    "other": _other,
}

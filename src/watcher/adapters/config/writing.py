"""Writing configuration: settings without their secrets, and the first file of a newcomer."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib.resources import files

from pydantic import BaseModel

from watcher.adapters.config.tables import (
    BotTable,
    OperatorTable,
    SenderTable,
    SendingTable,
    SignupTable,
    SourceTable,
    SubscriptionTable,
    WatcherTable,
    WebTable,
)
from watcher.core.redaction import MASK, public_url, url_secrets
from watcher.core.sending_limits import SendingLimits
from watcher.core.settings import Digest, Language, QuietHours, Secret, Settings, Source

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def redacted_settings(settings: Settings) -> dict[str, object]:
    """Write the settings as the file's tables, with defaults filled in and secrets hidden.

    Of a channel only the scheme is shown; of a database whatever holds no password; of a source's address all but its
    query. Keys without a value are left out, as in the file.
    """
    web = settings.web
    return {
        "watcher": _table(WatcherTable, settings, database=_database(settings.database)),
        "source": [_source(source) for source in settings.sources],
        "channels": {
            name: _scheme_only(channel.url) for name, channel in settings.channels.items()
        },
        "operator": _table(
            OperatorTable,
            settings.operator,
            ping=_scheme_only(settings.operator.ping) if settings.operator.ping else None,
        ),
        **({"sender": _table(SenderTable, settings.sender)} if settings.sender else {}),
        "web": _table(
            WebTable,
            web,
            listen=f"[{web.host}]:{web.port}" if ":" in web.host else f"{web.host}:{web.port}",
            token=MASK if web.token else None,
            requests_per_second=web.per_second,
        ),
        "sending": _sending(settings.sending),
        "signup": _table(SignupTable, settings.signup, channel=settings.signup.channel or None),
        "bot": _table(BotTable, settings.bot),
        "subscription": [
            _table(SubscriptionTable, s, profile=s.profile_file) for s in settings.subscriptions
        ],
    }


def _sending(limits: SendingLimits) -> dict[str, object]:
    mail, telegram, webhooks = limits.mail, limits.telegram, limits.webhooks
    return _table(
        SendingTable,
        limits,
        mail_connections=mail.connections,
        mail_per_second=mail.per_second,
        telegram_connections=telegram.connections,
        telegram_per_second=telegram.per_second,
        telegram_chat_seconds=telegram.per_target_seconds,
        webhook_connections=webhooks.connections,
        webhook_per_second=webhooks.per_second,
    )


def all_secrets(settings: Settings) -> tuple[str, ...]:
    """Return every secret, to be redacted; the path of an SQLite file is none, as logs have to name it."""
    held = [channel.url for channel in settings.channels.values()]
    if not settings.database.value.startswith("sqlite"):
        held.append(settings.database)
    held += filter(None, (settings.operator.ping, settings.web.token))
    queries = (s for source in settings.sources for s in url_secrets(source.url))
    return (*(secret.value for secret in held), *queries)


def _table(model: type[BaseModel], values: object, **written: object) -> dict[str, object]:
    """Write the keys of a table in the file's order, those given as they are."""
    found = {key: getattr(values, key, None) for key in model.model_fields} | written
    return {key: _plain(value) for key, value in found.items() if value is not None}


def _plain(value: object) -> object:
    match value:
        case timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            hours, minutes = divmod(minutes, 60)
            parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
            return "".join(f"{n}{unit}" for n, unit in parts if n)
        case QuietHours() | Digest():
            return str(value)
        case frozenset():
            return sorted(value)
        case tuple():
            return list(value)
        case _:
            return value


def _source(source: Source) -> dict[str, object]:
    of_secondary = {"robots", "allow_private"} if source.trust == "official" else set()
    table = _table(SourceTable, source, url=public_url(source.url))
    return {key: value for key, value in table.items() if key not in of_secondary}


def _database(url: Secret) -> str:
    if url.value.startswith("sqlite"):
        return url.value
    # By hand: a password with "#" or "/" in it would mislead urlsplit.
    scheme, _, rest = url.value.partition("://")
    account, at, place = rest.rpartition("@")
    place, question, _ = place.partition("?")
    hidden = MASK if account else ""
    return f"{scheme}://{hidden}{at}{place}{question}{MASK if question else ''}"


def _scheme_only(address: Secret) -> str:
    scheme, mark, rest = address.value.partition("://")
    if not mark:
        return MASK
    return f"{scheme}://{MASK}" if rest else f"{scheme}://"


def to_toml(document: Mapping[str, object]) -> str:
    """Write tables, and lists of tables, of plain values; anything else is a TypeError."""
    return "\n\n".join("\n".join(lines) for lines in _tables(document)) + "\n"


def _tables(document: Mapping[str, object]) -> Iterator[list[str]]:
    for name, content in document.items():
        if isinstance(content, Mapping):
            yield [f"[{name}]", *_lines(content)]
        elif isinstance(content, list):
            for entry in content:
                yield [f"[[{name}]]", *_lines(entry)]
        else:
            raise TypeError(f"{name} is no table")


def _lines(table: Mapping[str, object]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key if _BARE.fullmatch(key) else _quoted(key)} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _quoted(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case _:
            return _list(value)


def _list(values: object) -> str:
    if not isinstance(values, list):
        raise TypeError(f"no TOML for {type(values).__name__}")
    return f"[{', '.join(map(_value, values))}]"


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


@dataclass(frozen=True, slots=True, kw_only=True)
class InitAnswers:
    """The answers to what ``init`` asks; ``submitted`` is written as the file writes it."""

    name: str
    score: int
    categories: tuple[str, ...]
    channel: str
    address: str
    language: Language
    timezone: str
    submitted: str | None = None


def starter_config(answers: InitAnswers) -> str:
    """Write a newcomer's first file, commented; ``load`` says whether it can be used."""
    submitted = (
        f"submitted  = {answers.submitted}   # decides ties at the cut-off"
        if answers.submitted
        else "# submitted = 2025-11-20T15:00:00Z  # of your profile: decides ties"
    )
    template = (files("watcher") / "share" / "config.starter.toml").read_text("utf-8")
    values = asdict(answers) | {"categories": list(answers.categories)}
    written = {key: _value(value) for key, value in values.items() if key != "submitted"}
    return template.format(submitted=submitted, **written)

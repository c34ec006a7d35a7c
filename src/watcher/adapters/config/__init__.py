"""The configuration: one TOML file, the environment and flags -> settings, or all faults at once, without secrets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast

from watcher.adapters.config import checks, faults
from watcher.adapters.config.environment import overridden, revealed
from watcher.adapters.config.faults import Origin, Problem, pydantic_problems
from watcher.adapters.config.files import (
    TomlDocument,
    default_database,
    find_config,
    new_config_path,
    read_toml,
)
from watcher.adapters.config.folder import IncludedFiles, with_included
from watcher.adapters.config.profiles import NamedProfiles, named_profiles, with_submitted
from watcher.adapters.config.signups import check_signup
from watcher.adapters.config.tables import (
    ConfigFile,
    SendingTable,
    SourceTable,
    SubscriptionTable,
    WatcherTable,
    json_schema,
    validated,
)
from watcher.adapters.config.warnings import summarized_warnings, warnings
from watcher.adapters.config.writing import (
    InitAnswers,
    all_secrets,
    redacted_settings,
    starter_config,
    to_toml,
)
from watcher.core.crs.profile import Profile
from watcher.core.errors import ConfigError, ConfigFault
from watcher.core.sender import Sender
from watcher.core.sending_limits import SendingLimits, SendLimits
from watcher.core.settings import (
    PRESETS,
    BotSettings,
    Channel,
    Operator,
    Secret,
    Settings,
    SignupSettings,
    Source,
    SourceKind,
    Subscription,
    Web,
    source_of,
)

__all__ = [
    "AddressProblem",
    "ChannelProblem",
    "InitAnswers",
    "all_secrets",
    "check_config",
    "find_config",
    "json_schema",
    "load",
    "new_config_path",
    "redacted_settings",
    "starter_config",
    "subscription_problem",
    "summarized_warnings",
    "to_toml",
    "warnings",
]

_NO_FLAGS: Mapping[str, str] = MappingProxyType({})

AddressProblem = Callable[[Secret], str | None]


class ChannelProblem(Protocol):
    """Returns what is wrong with a channel's address; not *is_bare* where each use of it names a target."""

    def __call__(self, url: Secret, /, *, is_bare: bool) -> str | None:
        """Find it offline."""


"""Checks the address of a channel or a database offline, and returns what is wrong with it, or None."""


def load(
    path: Path, environ: Mapping[str, str], *, overrides: Mapping[str, str] = _NO_FLAGS
) -> Settings:
    """Make the settings of the file, or raise a ConfigError with every fault in it.

    ``overrides`` are flags for [watcher] keys. A relative SQLite path is relative to the file; from the environment
    or a flag, to the working directory.
    """
    examined = _examine(path, environ, overrides)
    found = examined.faults()
    if examined.file is None or found:
        raise ConfigError(*found)
    return _settings(examined.file, path.absolute(), environ, examined.named.profiles)


def check_config(
    path: Path,
    environ: Mapping[str, str],
    *,
    overrides: Mapping[str, str] = _NO_FLAGS,
    channel_problem: ChannelProblem,
    database_problem: AddressProblem,
    now: datetime,
) -> tuple[ConfigFault, ...]:
    """List every fault that can be found offline, also those that ``load`` leaves to later: channels, database, time."""
    try:
        examined = _examine(path, environ, overrides)
    except ConfigError as error:
        return error.faults
    channels = examined.document.get("channels")
    bare = checks.named_channels(examined.document)
    for name, table in channels.items() if isinstance(channels, dict) else ():
        url = table.get("url") if isinstance(table, dict) else None
        if isinstance(url, str) and (text := channel_problem(Secret(url), is_bare=name in bare)):
            examined.problems.append(Problem(("channels", name), text))
    examined.problems += checks.check_submitted(examined.document, now)
    if not any(p.loc in _OF_DATABASE for p in examined.problems):
        watcher = examined.document.get("watcher")
        named = watcher.get("database") if isinstance(watcher, dict) else None
        url = named or default_database(path.absolute(), environ)
        if text := database_problem(Secret(str(url))):
            examined.problems.append(Problem(("watcher", "database"), text))
    return examined.faults()


_OF_DATABASE = {("watcher",), ("watcher", "database"), ("watcher", "database_file")}


def subscription_problem(key: str, value: object) -> str | None:
    """Say what is wrong with one value of [[subscription]], as ``load`` would."""
    document: TomlDocument = {"subscription": [{key: value}]}
    _, errors = validated(document)
    for problem in [*pydantic_problems(errors), *checks.check_document(document)]:
        if problem.loc[2:3] == (key,):
            return "; ".join(filter(None, (problem.text, problem.allowed, problem.hint)))
    return None


@dataclass(slots=True)
class _Examined:
    """A document after all checks; ``file`` is None where pydantic refuses it."""

    path: Path
    document: TomlDocument
    file: ConfigFile | None
    problems: list[Problem]
    origins: Mapping[str, Origin]
    named: NamedProfiles
    included: IncludedFiles

    def faults(self) -> tuple[ConfigFault, ...]:
        """Turn all problems into faults, those of other files last."""
        own = faults.faults(
            self.problems, str(self.path), self.document, self.origins, self.included
        )
        return (*own, *self.included.faults, *self.named.faults)


def _examine(path: Path, environ: Mapping[str, str], flags: Mapping[str, str]) -> _Examined:
    whole, included = with_included(read_toml(path), path)
    document, origins = overridden(whole, environ, flags)
    folder = path.absolute().parent
    is_named_outside = bool({"database", "database_file"} & origins.keys())
    exposed = list(checks.check_web(document))
    document, problems = revealed(
        document, environ, folder, Path.cwd() if is_named_outside else folder
    )
    named = named_profiles(document, folder)
    document = with_submitted(checks.with_presets(document), named.profiles)
    file, errors = validated(document)
    found = (*pydantic_problems(errors), *checks.check_document(document), *named.problems)
    problems += [*exposed, *found, *check_signup(document)]
    return _Examined(path, document, file, problems, origins, named, included)


def _settings(
    file: ConfigFile, path: Path, environ: Mapping[str, str], profiles: Mapping[str, Profile]
) -> Settings:
    table, web = file.watcher, file.web
    host, _, port = web.listen.rpartition(":")
    return Settings(
        file=path,
        database=Secret(table.database or default_database(path, environ)),
        **table.model_dump(exclude={"database", "database_file", "smtp_per_minute"}),
        sending=_sending(file.sending, table.smtp_per_minute),
        sources=tuple(map(_source, file.source)) or (PRESETS["ircc"].source(),),
        channels={
            name: Channel(name=name, url=Secret(channel.url or ""))
            for name, channel in file.channels.items()
        },
        operator=Operator(
            channels=tuple(file.operator.channels),
            ping=Secret(file.operator.ping) if file.operator.ping else None,
            summary=file.operator.summary,
        ),
        web=Web(
            enabled=web.enabled,
            host=host,
            port=int(port),
            url=web.url,
            token=Secret(web.token) if web.token else None,
            per_second=web.requests_per_second,
        ),
        sender=Sender(**dict(file.sender)) if file.sender else None,
        signup=SignupSettings(**dict(file.signup) | {"channel": file.signup.channel or ""}),
        bot=BotSettings(**file.bot.model_dump()),
        subscriptions=tuple(_subscription(s, table, profiles) for s in file.subscription),
    )


def _sending(table: SendingTable, mails_per_minute: int | None) -> SendingLimits:
    mails = table.mail_per_second
    if mails is None and mails_per_minute is not None:
        mails = mails_per_minute / 60
    return SendingLimits(
        mail=SendLimits(connections=table.mail_connections, per_second=mails),
        telegram=SendLimits(
            connections=table.telegram_connections,
            per_second=table.telegram_per_second,
            per_target_seconds=table.telegram_chat_seconds,
        ),
        webhooks=SendLimits(
            connections=table.webhook_connections, per_second=table.webhook_per_second
        ),
    )


def _source(table: SourceTable) -> Source:
    """Make a source: what the file says, else the preset, else the kind."""
    usual = source_of(table.name, cast("SourceKind", table.kind), table.url, table.trust)
    preset = PRESETS[table.preset].every if table.preset else None
    return replace(
        usual,
        every=table.every or preset or usual.every,
        redirects_to=tuple(table.redirects_to),
        max_bytes=table.max_bytes or usual.max_bytes,
        **table.model_dump(include={"cache_bust", "robots", "allow_private"}),
    )


def _subscription(
    table: SubscriptionTable, watcher: WatcherTable, profiles: Mapping[str, Profile]
) -> Subscription:
    inherited = {
        "language": table.language or watcher.language,
        "timezone": table.timezone or watcher.timezone,
        "picture": watcher.pictures if table.picture is None else table.picture,
    }
    lists = {"categories": frozenset(table.categories), "channels": tuple(table.channels)}
    named = {"profile": table.profile and profiles[table.profile], "profile_file": table.profile}
    return Subscription(**dict(table) | inherited | lists | named)

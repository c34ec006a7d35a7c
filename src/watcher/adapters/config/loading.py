"""File, environment and flags -> settings, or every fault at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from watcher.adapters.config import pydantic_errors, references, sources
from watcher.adapters.config.complaints import Complaint, Origin, faults
from watcher.adapters.config.file import Document, read
from watcher.adapters.config.layers import NOTHING, lay_over
from watcher.adapters.config.places import default_database
from watcher.adapters.config.secrets import reveal
from watcher.adapters.config.tables import (
    File,
    SubscriptionTable,
    WatcherTable,
    WebTable,
    validated,
)
from watcher.core.errors import ConfigError, Fault
from watcher.core.settings import PRESETS, Channel, Operator, Secret, Settings, Subscription, Web

_KINDS = {str(kind): kind for kind in (int, bool)}
ChannelProblem = Callable[[Secret], str | None]
"""Says what is wrong with the form of a channel's address, or None."""
DatabaseProblem = Callable[[Secret], str | None]
"""Says why a database could not be used, as far as that shows offline, or None."""


def load(
    path: Path, environ: Mapping[str, str], *, overrides: Mapping[str, str] = NOTHING
) -> Settings:
    """Make the settings of the file, or raise a ConfigError with every fault in it.

    ``overrides`` are flags for [watcher] keys. A relative SQLite path is relative to
    the file; from the environment or a flag, to the working directory.
    """
    examined = _examine(path, environ, overrides)
    if examined.file is None or examined.complaints:
        raise ConfigError(*examined.faults())
    return _settings(examined.file, path.absolute(), environ)


def check_config(
    path: Path,
    environ: Mapping[str, str],
    *,
    overrides: Mapping[str, str] = NOTHING,
    channel_problem: ChannelProblem,
    database_problem: DatabaseProblem,
    now: datetime,
) -> tuple[Fault, ...]:
    """Name every fault that shows offline; none: ``load`` works, and the service starts.

    ``load`` itself leaves the form of channels to whoever sends, the database to whoever
    opens it, and does not ask what time it is: a clock that is wrong must not keep the
    service from starting.
    """
    try:
        examined = _examine(path, environ, overrides)
    except ConfigError as error:
        return error.faults
    examined.complaints += [
        Complaint(loc=("channels", name), problem=trouble)
        for name, address in _addresses(examined.document).items()
        if (trouble := channel_problem(Secret(address)))
    ]
    examined.complaints += references.in_future(examined.document, now)
    examined.complaints += _database(examined, environ, database_problem)
    return examined.faults()


def _database(
    examined: "_Examined", environ: Mapping[str, str], problem: DatabaseProblem
) -> list[Complaint]:
    """Ask about the database that would be used, unless its address is wrong already."""
    loc = ("watcher", "database")
    file = ("watcher", "database_file")
    if any(c.loc == ("watcher",) or c.loc in (loc, file) for c in examined.complaints):
        return []
    table = examined.document.get("watcher")
    named = table.get("database") if isinstance(table, dict) else None
    url = named or default_database(examined.path.absolute(), environ)
    trouble = problem(Secret(str(url)))
    return [Complaint(loc=loc, problem=trouble)] if trouble else []


def subscription_problem(key: str, value: object) -> str | None:
    """Say what is wrong with one value of [[subscription]], as ``load`` would."""
    document: Document = {"subscription": [{key: value}]}
    _, errors = validated(document)
    complaints = [*pydantic_errors.complaints(errors), *references.complaints(document)]
    for complaint in complaints:
        if complaint.loc[2:3] == (key,):
            parts = (complaint.problem, complaint.allowed, complaint.hint)
            return "; ".join(part for part in parts if part)
    return None


@dataclass(slots=True)
class _Examined:
    """A document after all checks; ``file`` is None where it does not fit the shape."""

    path: Path
    document: Document
    file: File | None
    complaints: list[Complaint]
    origins: Mapping[str, Origin]

    def faults(self) -> tuple[Fault, ...]:
        """Put all complaints into words."""
        return faults(self.complaints, str(self.path), self.document, self.origins)


def _examine(path: Path, environ: Mapping[str, str], overrides: Mapping[str, str]) -> _Examined:
    keys: dict[str, type] = {
        key: _KINDS.get(str(field.annotation), str)
        for key, field in WatcherTable.model_fields.items()
    }
    document, origins = lay_over(read(path), keys, environ, overrides)
    folder = path.absolute().parent
    overridden = {"database", "database_file"} & origins.keys()
    base = Path.cwd() if overridden else folder
    exposed = list(references.unguarded(document))
    document, complaints = reveal(document, environ, folder, base)
    complaints += exposed
    document = sources.with_presets(document)
    file, errors = validated(document)
    complaints += pydantic_errors.complaints(errors)
    complaints += references.complaints(document)
    complaints += sources.complaints(document)
    return _Examined(path, document, file, complaints, origins)


def _addresses(document: Document) -> dict[str, str]:
    channels = document.get("channels")
    tables = channels if isinstance(channels, dict) else {}
    return {
        name: table["url"]
        for name, table in tables.items()
        if isinstance(table, dict) and isinstance(table.get("url"), str)
    }


def _settings(file: File, path: Path, environ: Mapping[str, str]) -> Settings:
    table = file.watcher
    return Settings(
        file=path,
        database=Secret(table.database or default_database(path, environ)),
        timezone=table.timezone,
        language=table.language,
        contact=table.contact,
        smtp_per_minute=table.smtp_per_minute,
        keep_pages=table.keep_pages,
        pictures=table.pictures,
        sources=tuple(map(sources.source, file.source)) or (PRESETS["ircc"].source(),),
        channels={
            name: Channel(name=name, url=Secret(channel.url or ""))
            for name, channel in file.channels.items()
        },
        operator=Operator(
            channels=tuple(file.operator.channels),
            ping=Secret(file.operator.ping) if file.operator.ping else None,
        ),
        web=_web(file.web),
        subscriptions=tuple(_subscription(s, table) for s in file.subscription),
    )


def _web(table: WebTable) -> Web:
    host, port = table.listen
    return Web(
        enabled=table.enabled,
        host=host,
        port=port,
        url=table.url,
        token=Secret(table.token) if table.token else None,
        per_second=table.requests_per_second,
    )


def _subscription(table: SubscriptionTable, watcher: WatcherTable) -> Subscription:
    return Subscription(
        name=table.name,
        categories=frozenset(table.categories),
        score=table.score,
        channels=tuple(table.channels),
        submitted=table.submitted,
        tell_when=table.tell_when,
        near=table.near,
        early=table.early,
        language=table.language or watcher.language,
        timezone=table.timezone or watcher.timezone,
        quiet_hours=table.quiet_hours,
        wake=table.wake,
        picture=watcher.pictures if table.picture is None else table.picture,
    )

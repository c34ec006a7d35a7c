"""Status of a watcher from its database: sources, queue, channels, faults and remarks."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from watcher.adapters.database import REVISION, FailingServer, Store
from watcher.adapters.lock import reported_trouble
from watcher.answers.channel_troubles import ChannelTrouble, channel_troubles, channels_wrong
from watcher.answers.deliveries import QueueStatus, queue_status
from watcher.answers.left_alone import LeftAlone, left_alone
from watcher.answers.rounds import newest_round
from watcher.answers.serialize import HIDDEN
from watcher.answers.snapshot import ServiceStatus, Snapshot
from watcher.answers.sources import SourceStatus, source_statuses
from watcher.answers.workers import (
    WorkerStatus,
    running_service,
    worker_statuses,
    workers_remarks,
    workers_wrong,
)
from watcher.core.errors import StoreError
from watcher.core.incidents import Episode, IncidentKind, IncidentSubject
from watcher.core.model import Round
from watcher.core.schedule import LONGEST_REST, plausible
from watcher.messages.formatter import english_span

# Even a long queue takes less, with several workers.
_TOO_LONG_DUE = timedelta(minutes=30)
# Claims are matched to rounds for so long.
_LATELY = timedelta(days=30)
_WORST_FIRST: Final = ("blind", "not polled", "late")

Headline = Literal["well", "secondary", "hampered", "late", "blind", "not polled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseStatus:
    """Place and size of the database; ``trouble`` says what is wrong with it."""

    place: str
    bytes: int | None
    schema: str
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The status; ``wrong`` may cost alerts, ``remarks`` are good to know.

    ``configuration``, ``web``, ``bot`` and ``clocks`` are open episodes: a refused configuration, a web
    server that cannot listen, a wrong clock.
    """

    at: datetime
    well: bool = True
    wrong: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    service: ServiceStatus
    workers: tuple[WorkerStatus, ...]
    sources: tuple[SourceStatus, ...]
    newest: Round | None
    unconfirmed: tuple[Round, ...]
    unjoined: int
    queue: QueueStatus
    left_alone: LeftAlone
    resting: tuple[FailingServer, ...]
    channels: tuple[ChannelTrouble, ...]
    configuration: Episode | None
    database: DatabaseStatus
    people: int
    web: Episode | None = field(metadata=HIDDEN)
    bot: Episode | None = field(metadata=HIDDEN)
    clocks: tuple[Episode, ...] = field(metadata=HIDDEN)
    headline: Headline = field(default="well", metadata=HIDDEN)


def status_of(snapshot: Snapshot) -> Status:
    """Gather the status of all that the configuration names."""
    tx, store, now = snapshot.tx, snapshot.store, snapshot.now
    episodes = tx.incidents.open_episodes()
    about = {episode.subject: episode for episode in episodes}
    found = Status(
        at=now,
        service=running_service(snapshot),
        workers=worker_statuses(snapshot),
        sources=source_statuses(snapshot),
        newest=newest_round(snapshot),
        unconfirmed=tuple(tx.rounds.unconfirmed()),
        unjoined=sum(claim.is_news for claim in tx.claims.unjoined(since=now - _LATELY)),
        queue=queue_status(snapshot),
        left_alone=left_alone(snapshot),
        resting=tuple(_without_false_rest(resting, now) for resting in tx.servers.failing()),
        channels=tuple(channel_troubles(snapshot)),
        configuration=about.get(IncidentSubject(IncidentKind.CONFIGURATION)),
        database=DatabaseStatus(
            place=store.file or store.address,
            bytes=_size(store.file),
            schema=REVISION,
            trouble=_database_trouble(store),
        ),
        people=tx.people.count(),
        web=about.get(IncidentSubject(IncidentKind.WEB)),
        bot=about.get(IncidentSubject(IncidentKind.BOT)) if snapshot.settings.bot.enabled else None,
        clocks=tuple(e for e in episodes if e.subject.kind is IncidentKind.CLOCK),
    )
    wrong = tuple(_wrong(found))
    return replace(
        found,
        well=not wrong,
        wrong=wrong,
        remarks=tuple(_remarks(found)),
        headline=_headline(found),
    )


def official_or_all(sources: Sequence[SourceStatus]) -> Sequence[SourceStatus]:
    """Return the official sources, or all if none is official."""
    return [s for s in sources if s.trust == "official"] or sources


def is_configuration_refused(snapshot: Snapshot) -> bool:
    """Tell whether the running watcher has refused its configuration."""
    refused = IncidentSubject(IncidentKind.CONFIGURATION)
    return snapshot.tx.incidents.open_episode(refused) is not None


def _headline(found: Status) -> Headline:
    """Sum up the status: official sources first, then what delays alerts, then the others."""
    states = {source.state for source in official_or_all(found.sources)}
    for state in _WORST_FIRST:
        if state in states:
            return state
    if any(_wrong_beside_sources(found)):
        return "hampered"
    others = {source.state for source in found.sources} - {"well", "late"}
    return "secondary" if others else "well"


def _database_trouble(store: Store) -> str | None:
    """Ask the running watcher what is wrong with the database, then check it."""
    if store.file is not None:
        with suppress(PermissionError):  # the report is readable by its owner alone
            said = reported_trouble(store.file)
            if said is not None:
                return f"the database is in trouble {said}"
    try:
        store.check()
    except StoreError as error:
        return str(error)
    return None


def _without_false_rest(resting: FailingServer, now: datetime) -> FailingServer:
    """Drop a rest that was set by a fast clock."""
    until = resting.until
    holds = until is not None and plausible(until, now, LONGEST_REST)
    return replace(resting, until=until if holds else None)


def _size(file: str | None) -> int | None:
    """Add up the sizes of an SQLite database and its write-ahead log."""
    if file is None:
        return None
    parts = (Path(file), Path(f"{file}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def _wrong(found: Status) -> Iterator[str]:
    if found.database.trouble is not None:
        yield found.database.trouble
    yield from workers_wrong(found.workers)
    for source in found.sources:
        yield from _wrong_with_source(source, found)
    yield from _wrong_beside_sources(found)


def _wrong_with_source(source: SourceStatus, found: Status) -> Iterator[str]:
    if source.state == "not polled":
        yield _not_polled(source, found)
    elif source.state == "late":
        newest = found.newest
        known = f"the newest is #{newest.number} of {newest.date}" if newest else "none is known"
        yield f"source {source.name} is late: {source.why}; {known}"
    elif source.trust == "official" and source.since is not None:
        # A blind secondary source costs no alert: it is a remark.
        spell = english_span(found.at - source.since)
        yield f"source {source.name} has been blind for {spell}: {source.why}"


def _not_polled(source: SourceStatus, found: Status) -> str:
    last = source.polled_at
    silent = (
        "has never been polled"
        if last is None
        else "was polled last at an instant that is still to come (the clock was set back)"
        if last > found.at
        else f"has not been polled for {english_span(found.at - last)}"
    )
    if found.service.running:
        cure = "a watcher is running: reload or restart it, and see its log"
    else:
        seems = "is" if found.service.running is False else "seems to be"
        cure = f"no watcher {seems} running on this database; start it (`watcher run`)"
    return f"source {source.name} {silent}: {cure}"


def _wrong_beside_sources(found: Status) -> Iterator[str]:
    for clock in found.clocks:
        yield f"this machine's clock is {clock.detail}'s: set it right (`timedatectl status`)"
    due = found.queue.longest_due
    if due is not None and found.at - due > _TOO_LONG_DUE:
        yield f"deliveries have been due for {english_span(found.at - due)}, and nobody sends them"
    yield from channels_wrong(found.channels, found.at)
    refused = found.configuration
    if refused is not None:
        spell = english_span(found.at - refused.since)
        yield f"the running watcher has refused the configuration for {spell}: {refused.detail}"


def _remarks(found: Status) -> Iterator[str]:
    yield from workers_remarks(found.workers, found.at)
    for source in found.sources:
        if source.trust == "secondary" and source.state == "blind":
            since = "" if source.since is None else f" for {english_span(found.at - source.since)}"
            yield (
                f"source {source.name} has been blind{since}, and IRCC's figures do not depend "
                f"on it: {source.why}"
            )
    for round_ in found.unconfirmed:
        about = f"{round_.category or 'unknown category'}, {round_.date or 'unknown day'}"
        yield (
            f"round #{round_.called} ({about}) is reported, and not confirmed for "
            f"{english_span(found.at - round_.first_seen)}: `watcher round {round_.called}` has "
            "who says so"
        )
    if found.unjoined:
        reports = "1 report fits" if found.unjoined == 1 else f"{found.unjoined} reports fit"
        yield (
            f"of what was told in the last 30 days, {reports} no round that is known: "
            "`watcher reports --unjoined` says why"
        )
    if found.web is not None and found.service.running is not False:
        yield (
            f"the web page has not been served for {english_span(found.at - found.web.since)}: "
            f"{found.web.detail}; free that place, or set listen under [web]; it is tried "
            "again twice a minute, and alerts go on"
        )
    if found.bot is not None and found.service.running is not False:
        yield (
            f"the Telegram bot has answered nobody for {english_span(found.at - found.bot.since)}: "
            f"{found.bot.detail}; it is tried again once a minute, and alerts go on"
        )

"""How a watcher is: what its database says of sources, queue and channels, and what is wrong.

``status`` prints it. Wrong is what the operator has to mend or may lose alerts by.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from watcher.adapters.database import (
    REVISION,
    DeliveryState,
    FailingServer,
    PollState,
    Store,
    Transaction,
    subject,
)
from watcher.adapters.lock import lock_holder
from watcher.answers.trouble import trouble_of
from watcher.core.health import Episode
from watcher.core.model import Round, Trouble
from watcher.core.schedule import (
    LONGEST_REST,
    LONGEST_WAIT,
    OFF_HOURS,
    TOLERANCE,
    next_poll,
    plausible,
)
from watcher.core.settings import Settings, Source, Trust
from watcher.messages.formatter import english_span

# Several hands and the rates of servers empty a long queue in less.
_TOO_LONG_DUE = timedelta(minutes=30)
# What fits no round for longer is not tried again.
_LATELY = timedelta(days=30)

Wellness = Literal["well", "late", "blind", "not polled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Whether a watcher runs on the database; None where that cannot be told."""

    running: bool | None
    process: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How one source is. ``next_poll_by`` is when a running watcher has polled again.

    ``waits_until`` is until when its site asked to be left alone.
    """

    name: str
    trust: Trust
    state: Wellness
    since: datetime | None
    why: str | None
    polled_at: datetime | None
    good_at: datetime | None
    changed_at: datetime | None
    next_poll_by: datetime | None
    waits_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTrouble:
    """A spell in which a channel, or one of its targets, did not take its messages."""

    channel: str
    target: str
    trouble: str
    since: datetime
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """All that ``status`` tells; ``wrong`` has a sentence for each thing to mend.

    ``trouble`` is what is wrong with the database, though it can be read.
    """

    at: datetime
    service: Service
    sources: tuple[SourceState, ...]
    newest: Round | None
    unconfirmed: tuple[Round, ...]
    unjoined: int
    queue: Mapping[DeliveryState, int]
    oldest_waiting: datetime | None
    longest_due: datetime | None
    resting: tuple[FailingServer, ...]
    channels: tuple[ChannelTrouble, ...]
    configuration: Episode | None
    web: Episode | None
    trouble: str | None
    clocks: tuple[Episode, ...]
    database: str
    size: int | None
    schema: str

    @property
    def wrong(self) -> tuple[str, ...]:
        """Say what is wrong, a sentence each; empty when all is well."""
        return tuple(_wrong(self))

    @property
    def remarks(self) -> tuple[str, ...]:
        """Say what is worth knowing, and nothing to mend."""
        from watcher.answers.remarks import remarks_on  # noqa: PLC0415 - which is about this

        return tuple(remarks_on(self))


def service_on(file: str | None) -> Service:
    """Look whether a process holds the lock of an SQLite database."""
    if file is None:
        return Service(running=None)
    try:
        process = lock_holder(file)
    except PermissionError:
        return Service(running=None)
    return Service(running=process is not None, process=process)


def condition_of(store: Store, tx: Transaction, settings: Settings, now: datetime) -> Condition:
    """Gather the condition as of *now*, of what the configuration still names."""
    episodes = tx.incidents.open_episodes()
    about = {episode.subject: episode for episode in episodes}
    newest = tx.rounds.newest_number()
    return Condition(
        at=now,
        service=service_on(store.file),
        sources=source_states(tx, settings, now),
        newest=None if newest is None else tx.rounds.by_number([newest])[newest],
        unconfirmed=tuple(tx.rounds.unconfirmed()),
        unjoined=sum(t.is_news for t in tx.claims.unjoined(since=now - _LATELY)),
        queue=tx.deliveries.count_by_state(),
        oldest_waiting=tx.deliveries.oldest_waiting(),
        longest_due=tx.deliveries.longest_due(),
        resting=tuple(_resting(tx, now)),
        channels=tuple(channel_troubles(settings.channels, episodes)),
        configuration=about.get("configuration"),
        web=about.get("web page"),
        trouble=trouble_of(store),
        clocks=tuple(e for e in episodes if e.subject.startswith("clock ")),
        database=store.file or store.address,
        size=_size(store.file),
        schema=REVISION,
    )


def source_states(tx: Transaction, settings: Settings, now: datetime) -> tuple[SourceState, ...]:
    """Say how each source of the configuration is, in its order."""
    about = {episode.subject: episode for episode in tx.incidents.open_episodes()}
    return tuple(_source(tx, source, about, now) for source in settings.sources)


def _source(
    tx: Transaction, source: Source, about: Mapping[str, Episode], now: datetime
) -> SourceState:
    memory = tx.sources.poll_state(source.name, source.url)
    blind, late = about.get(subject(source.name)), about.get(f"late {source.name}")
    trouble = blind or late
    since = None if trouble is None else trouble.since
    state: Wellness = "blind" if blind else "late" if late else "well"
    if _is_silent(source, memory, now) and not (blind and memory.polled_at is None):
        state, since, trouble = "not polled", memory.polled_at, None
    return SourceState(
        name=source.name,
        trust=source.trust,
        state=state,
        since=since,
        why=None if trouble is None else _why(trouble),
        polled_at=memory.polled_at,
        good_at=memory.good_at,
        changed_at=memory.changed_at,
        next_poll_by=_next_poll(source, memory, now),
        waits_until=_wait(memory, now),
    )


def _why(trouble: Episode) -> str:
    # How many days it was when the spell began is not how many it is now.
    if trouble.trouble == Trouble.LATE:
        return trouble.trouble
    return f"{trouble.trouble}: {trouble.detail}"


def _is_silent(source: Source, memory: PollState, now: datetime) -> bool:
    """Tell whether a source was not polled for twice as long as its slowest pace."""
    if memory.polled_at is None:
        return True
    if memory.polled_at > now + TOLERANCE:
        return True  # by a clock that ran ahead: nobody has polled since it was set back
    polled = max(memory.polled_at, _wait(memory, now) or memory.polled_at)
    return now - polled > 2 * max(OFF_HOURS, source.every or OFF_HOURS)


def _wait(memory: PollState, now: datetime) -> datetime | None:
    until = memory.not_before
    if until is None or until <= now or not plausible(until, now, LONGEST_WAIT):
        return None
    return until


def _next_poll(source: Source, memory: PollState, now: datetime) -> datetime | None:
    if memory.polled_at is None:
        return None
    at = next_poll(memory.polled_at, every=source.every, chance=1.0)
    return max(at, _wait(memory, now) or at)


def channel_troubles(names: Iterable[str], episodes: Iterable[Episode]) -> Iterator[ChannelTrouble]:
    """Find the spells of channels by their subjects, as ``alarm`` writes them."""
    for episode in episodes:
        kind, _, place = f"{episode.subject} ".partition(" ")
        named = [name for name in names if place.startswith(f"{name} ")]
        if kind not in {"channel", "expired"} or not named:
            continue  # of a source, or of a channel that is no longer configured
        name = max(named, key=len)
        yield ChannelTrouble(
            channel=name,
            target=place.removeprefix(name).strip(),
            trouble=episode.trouble,
            since=episode.since,
            detail=episode.detail,
        )


def _resting(tx: Transaction, now: datetime) -> Iterator[FailingServer]:
    """Find the servers that failed last; a rest set by a fast clock is over."""
    for rest in tx.servers.failing():
        until = rest.until
        holds = until is not None and plausible(until, now, LONGEST_REST)
        yield replace(rest, until=until if holds else None)


def _size(file: str | None) -> int | None:
    """Add up an SQLite database with what is not yet written back to it."""
    if file is None:
        return None
    parts = (Path(file), Path(f"{file}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def _wrong(found: Condition) -> Iterator[str]:
    if found.trouble is not None:
        yield found.trouble
    for source in found.sources:
        yield from _wrong_with(source, found)
    yield from wrong_beside_sources(found)


def wrong_beside_sources(found: Condition) -> Iterator[str]:
    """Say what is wrong that no source has to do with."""
    for clock in found.clocks:
        yield f"this machine's clock is {clock.detail}'s: set it right (`timedatectl status`)"
    due = found.longest_due
    if due is not None and found.at - due > _TOO_LONG_DUE:
        yield f"deliveries have been due for {english_span(found.at - due)}, and nobody sends them"
    for trouble in found.channels:
        yield _not_taken(trouble, found.at)
    refused = found.configuration
    if refused is not None:
        spell = english_span(found.at - refused.since)
        yield f"the running watcher has refused the configuration for {spell}: {refused.detail}"


def _wrong_with(source: SourceState, found: Condition) -> Iterator[str]:
    if source.state == "not polled":
        yield _silent(source, found)
    elif source.state == "late":
        yield f"source {source.name} is late: {source.why}; {_newest(found)}"
    elif source.trust == "official" and source.since is not None:
        # A news site that is blind takes no alert from anybody.
        spell = english_span(found.at - source.since)
        yield f"source {source.name} has been blind for {spell}: {source.why}"


def _newest(found: Condition) -> str:
    newest = found.newest
    return f"the newest is #{newest.number} of {newest.date}" if newest else "none is known"


def _silent(source: SourceState, found: Condition) -> str:
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


def _not_taken(trouble: ChannelTrouble, now: datetime) -> str:
    name = trouble.channel
    what = {
        "failing": "has been failing",
        "refused": "has refused what it is sent",
        "expired": "has had messages given up after 72 hours,",
        "goes round": "has had a message come up again and again, now put aside,",
    }
    return (
        f"channel {name}{f' ({trouble.target})' if trouble.target else ''} "
        f"{what.get(trouble.trouble, trouble.trouble)} for {english_span(now - trouble.since)}: "
        f"{trouble.detail}; `watcher test {name}` tries it"
    )

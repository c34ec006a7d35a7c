"""Health and track record of sources, and the reports of secondary ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from watcher.adapters.database import CacheRecord, PollState
from watcher.answers.next_poll import PlannedPoll, planned_poll, wait_until
from watcher.answers.serialize import HIDDEN
from watcher.answers.snapshot import Snapshot
from watcher.answers.workers import running_service
from watcher.core.claims import Claim
from watcher.core.incidents import Episode, IncidentKind, IncidentSubject
from watcher.core.model import Trouble
from watcher.core.redaction import public_url
from watcher.core.rhythm import RoundTimes, round_times
from watcher.core.schedule import TOLERANCE
from watcher.core.settings import PRESETS, Language, Settings, Source, SourceKind, Trust
from watcher.press.consensus import track_record

SourceState = Literal["well", "late", "blind", "not polled"]
SourceHealth = Literal["well", "late", "blind", "not polled", "waiting", "never asked"]
# A source polled more often than this is silent as late as one that is polled so often.
_SLOW = timedelta(minutes=10)
_OF_STATUS = ("since", "why", "waits_until", "polled_at", "good_at", "changed_at", "cache")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """The state of a source; ``waits_until`` is the end of a wait that its server asked for."""

    name: str
    trust: Trust
    state: SourceState
    since: datetime | None
    why: str | None
    polled_at: datetime | None
    good_at: datetime | None
    changed_at: datetime | None
    next_poll_by: datetime | None
    next_poll: PlannedPoll | None
    waits_until: datetime | None
    cache: CacheRecord | None = field(metadata=HIDDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """Health and track record of a source.

    ``against_official`` is the median delay after the official page over ``timed`` rounds,
    negative where it was earlier. None: never polled, or not measured of an official source; of
    ``next_poll``, that no watcher is running.
    """

    name: str
    kind: SourceKind
    url: str
    trust: Trust
    health: SourceHealth
    since: datetime | None = None
    why: str | None = None
    waits_until: datetime | None = None
    polled_at: datetime | None = field(default=None, metadata=HIDDEN)
    good_at: datetime | None = None
    changed_at: datetime | None = None
    rounds: int | None = None
    wrong: int | None = None
    against_official: timedelta | None = None
    timed: int | None = None
    unjoined: int | None = None
    next_poll: PlannedPoll | None = None
    cache: CacheRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetStatus:
    """A preset source, and whether it is switched on."""

    name: str
    kind: SourceKind
    url: str
    language: Language
    what: str
    on: bool


def source_statuses(snapshot: Snapshot) -> tuple[SourceStatus, ...]:
    """Return the state of each source, in the order of the configuration."""
    tx = snapshot.tx
    about = {episode.subject: episode for episode in tx.incidents.open_episodes()}
    known = round_times(tx.rounds.seen_times())
    return tuple(
        _source_status(
            source, tx.sources.poll_state(source.name, source.url), about, known, snapshot.now
        )
        for source in snapshot.settings.sources
    )


def source_records(snapshot: Snapshot) -> Iterator[SourceRecord]:
    """Return health and track record of each source, in the order of the configuration."""
    tx, sources = snapshot.tx, snapshot.settings.sources
    running = running_service(snapshot).running
    shown_first = tx.sources.first_shown([s.name for s in sources if s.trust == "official"])
    rounds = {round_.number: round_ for round_ in tx.rounds.all(pools=False)}
    for source, status in zip(sources, source_statuses(snapshot), strict=True):
        known = replace(
            unpolled_source(source),
            health=_health(status),
            **{name: getattr(status, name) for name in _OF_STATUS},
            next_poll=None if running is False else status.next_poll,
        )
        if source.trust == "official":
            yield replace(known, rounds=len(tx.sources.row_digests(source.name)))
            continue
        done = track_record(tx.claims.by_source(source.name), rounds, shown_first)
        yield replace(
            known,
            rounds=done.rounds,
            wrong=done.wrong,
            against_official=done.lead,
            timed=done.timed,
            unjoined=done.unjoined,
        )


def unpolled_source(source: Source) -> SourceRecord:
    """Make the record of a source that was never polled."""
    return SourceRecord(
        name=source.name,
        kind=source.kind,
        url=public_url(source.url),
        trust=source.trust,
        health="never asked",
    )


def preset_statuses(settings: Settings) -> list[PresetStatus]:
    """List the presets."""
    addresses = {source.url for source in settings.sources}
    return [
        PresetStatus(
            name=preset.name,
            kind=preset.kind,
            url=preset.url,
            language=preset.language,
            what=preset.what,
            on=preset.url in addresses,
        )
        for preset in PRESETS.values()
    ]


def secondary_reports(snapshot: Snapshot, *, unjoined: bool = False) -> list[Claim]:
    """List the claims of secondary sources, latest first; or only those that fit no round."""
    claims = snapshot.tx.claims
    found = claims.unjoined() if unjoined else claims.all()
    return sorted(found, key=lambda claim: claim.first_seen, reverse=True)


def _health(status: SourceStatus) -> SourceHealth:
    """Name the health; a source that has to wait is not blind."""
    if status.state == "not polled" and status.polled_at is None:
        return "never asked"
    return status.state if status.waits_until is None else "waiting"


def _source_status(
    source: Source,
    memory: PollState,
    about: Mapping[IncidentSubject, Episode],
    known: RoundTimes,
    now: datetime,
) -> SourceStatus:
    blind = about.get(IncidentSubject(IncidentKind.SOURCE, source.name))
    late = about.get(IncidentSubject(IncidentKind.SOURCE_LATE, source.name))
    trouble = blind or late
    since = None if trouble is None else trouble.since
    state: SourceState = "blind" if blind else "late" if late else "well"
    planned = planned_poll(source, memory, known, now)
    if _is_silent(memory, planned, now) and not (blind and memory.polled_at is None):
        state, since, trouble = "not polled", memory.polled_at, None
    return SourceStatus(
        name=source.name,
        trust=source.trust,
        state=state,
        since=since,
        why=None if trouble is None else _why(trouble),
        polled_at=memory.polled_at,
        good_at=memory.good_at,
        changed_at=memory.changed_at,
        next_poll_by=planned.by if planned else None,
        next_poll=planned,
        waits_until=wait_until(memory, now),
        cache=_cache_of(memory),
    )


def _why(trouble: Episode) -> str:
    # Its detail counts days, and is as old as the episode.
    if trouble.trouble == Trouble.LATE:
        return trouble.trouble
    return f"{trouble.trouble}: {trouble.detail}"


def _is_silent(memory: PollState, planned: PlannedPoll | None, now: datetime) -> bool:
    """Tell whether a source was not polled for twice its longest interval."""
    if memory.polled_at is None or planned is None:
        return True
    if memory.polled_at > now + TOLERANCE:
        return True  # the clock was set back, and nothing was polled since
    return now - memory.polled_at > 2 * max(_SLOW, planned.by - memory.polled_at)


def _cache_of(memory: PollState) -> CacheRecord | None:
    """Return what the last good answer said of caches, None if nothing."""
    said = CacheRecord(
        age=memory.age, longest_age=memory.longest_age, cache_control=memory.cache_control
    )
    return None if said == CacheRecord() else said

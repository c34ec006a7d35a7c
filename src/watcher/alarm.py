"""Word to the operator: decided by ``health``, said once, queued like any alert."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from watcher import health
from watcher.alerts import round_of
from watcher.category import CATEGORIES
from watcher.errors import SourceError
from watcher.message import compose_notice
from watcher.model import Change, Oddity, Round, Trouble
from watcher.notice import (
    ChannelDead,
    ChannelWell,
    Notice,
    SourceBlind,
    SourceLate,
    SourceWell,
    UnknownCategory,
    Unreadable,
)
from watcher.settings import Settings, Source
from watcher.store import Memory, Transaction, subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who can be told, and where: the settings, and the targets behind a channel's name."""

    settings: Settings
    targets: Callable[[str], tuple[str, ...]]

    def addresses(self, channels: Iterable[str]) -> list[tuple[str, str]]:
        """Return every target of every named channel, as (channel, target)."""
        return [(name, target) for name in channels for target in self.targets(name)]


def say(tx: Transaction, notice: Notice, desk: Desk, now: datetime) -> None:
    """Queue a notice to the operator's channels."""
    settings = desk.settings
    message = compose_notice(
        notice, language=settings.language, timezone=settings.timezone
    )
    tx.queue.put_notice(message, desk.addresses(settings.operator.channels), now)


def blind(
    tx: Transaction, source: Source, error: SourceError, desk: Desk, now: datetime
) -> None:
    """Note that a source cannot be read; tell once an episode."""
    about = subject(source.name)
    detail = str(error)
    step = health.in_trouble(
        error.trouble,
        detail,
        running=tx.watch.open_episode(about),
        last=tx.watch.last_episode(about),
        now=now,
    )
    tx.watch.take(about, step, now)
    if isinstance(step, health.Tell) or (isinstance(step, health.Open) and step.tell):
        notice = SourceBlind(
            source=source.name,
            trouble=Trouble(step.trouble),
            detail=step.detail,
            since=step.since if isinstance(step, health.Tell) else now,
            last_good=tx.sources.memory(source.name, source.url).good_at,
            url=source.url,
        )
        say(tx, notice, desk, now)


def well(
    tx: Transaction, source: Source, memory: Memory, desk: Desk, now: datetime
) -> None:
    """Note that a source was read; give the all-clear if it was told to be blind."""
    if not memory.in_trouble:
        return
    about = subject(source.name)
    step = health.out_of_trouble(tx.watch.open_episode(about))
    tx.watch.take(about, step, now)
    if isinstance(step, health.Close) and step.tell:
        notice = SourceWell(
            source=source.name,
            trouble=Trouble(step.episode.trouble),
            since=step.episode.since,
            until=now,
        )
        say(tx, notice, desk, now)


def late(tx: Transaction, source: Source, desk: Desk, now: datetime) -> None:
    """Tell once when no round has come for longer than ever seen, and when one has."""
    about = f"late {source.name}"
    lateness = health.lateness(tx.rounds.drawn(), now)
    running = tx.watch.open_episode(about)
    if lateness is None:
        tx.watch.take(about, health.out_of_trouble(running), now)
        return
    if running is None:
        step = health.Open(trouble=Trouble.LATE, detail="", tell=True)
        tx.watch.take(about, step, now)
        notice = SourceLate(
            source=source.name,
            newest_number=tx.rounds.newest(),
            days=lateness.days,
            longest_gap_days=lateness.longest,
            url=source.url,
        )
        say(tx, notice, desk, now)


def odd(
    tx: Transaction,
    source: Source,
    oddities: Iterable[Oddity],
    changes: Iterable[Change],
    desk: Desk,
    now: datetime,
) -> None:
    """Tell of fields that could not be read and names that are not known, each once."""
    fresh = tx.watch.first_time(source.name, oddities, now)
    if fresh:
        say(tx, Unreadable(source=source.name, oddities=tuple(fresh)), desk, now)
    unknown = {
        round_.name: round_ for round_ in map(round_of, changes) if _is_unknown(round_)
    }
    for name in tx.watch.first_time(source.name, map(_oddity, unknown), now):
        round_ = unknown[name.printed]
        notice = UnknownCategory(
            number=round_.number, name=name.printed, category=round_.category or ""
        )
        say(tx, notice, desk, now)


def channel_failed(
    tx: Transaction,
    channel: str,
    answer: str,
    *,
    dead: bool,
    desk: Desk,
    now: datetime,
) -> None:
    """Note that a channel took nothing; tell once an episode, when it is dead."""
    if not dead:
        return
    about = f"channel {channel}"
    if tx.watch.open_episode(about) is not None:
        return
    step = health.Open(trouble="dead channel", detail=answer, tell=True)
    tx.watch.take(about, step, now)
    notice = ChannelDead(
        channel=channel, answer=answer, since=now, waiting=tx.queue.waiting(channel)
    )
    say(tx, notice, desk, now)


def channel_well(tx: Transaction, channel: str, desk: Desk, now: datetime) -> None:
    """Note that a channel took a message; give the all-clear if it was dead."""
    about = f"channel {channel}"
    step = health.out_of_trouble(tx.watch.open_episode(about))
    tx.watch.take(about, step, now)
    if isinstance(step, health.Close):
        notice = ChannelWell(channel=channel, since=step.episode.since, until=now)
        say(tx, notice, desk, now)


def _is_unknown(round_: Round) -> bool:
    return round_.name is not None and round_.category not in CATEGORIES


def _oddity(name: str | None) -> Oddity:
    return Oddity(
        where="category name", printed=name or "", why="not a name known so far"
    )

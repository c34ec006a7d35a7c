"""Incidents: their subjects, when the operator is notified, and the notices. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Literal, Self

from watcher.core.bot_incidents import BotNotice
from watcher.core.errors import StoreFault
from watcher.core.model import Oddity, Trouble
from watcher.core.moves import ChatMoved
from watcher.core.schedule import lasted

# A stale copy is read, and a newer page that follows is told at once: caches catch up.
STALE_LASTS = timedelta(hours=1)
# A source that had trouble in the last day is flapping: it is told again only once its
# trouble has lasted, and well only once it has been so for long.
FLAPPING_WITHIN = timedelta(days=1)
FLAPPING_LASTS = timedelta(minutes=15)
WELL_FOR = timedelta(hours=6)
# The longest time between two round days 2024-2026 was 36 days (438 rounds published
# up to 2026-08-20); before that 49 (2022-11-23 to 2023-01-11).
LONGEST_GAP = timedelta(days=36)
SEASON = timedelta(days=3 * 365)
# A channel that only fails in passing is called dead after so many failures in a row.
DEAD_AFTER = 5


class IncidentKind(StrEnum):
    """The kind of thing in trouble; the values are stored in the database."""

    SOURCE = "source"
    SOURCE_TOLD = "told"  # of which the operator was notified
    SOURCE_LATE = "late"
    CORRECTIONS = "corrections"  # too many at once
    CLOCK = "clock"
    CHANNEL = "channel"
    CHANNEL_EXPIRED = "expired"  # messages were given up after 72 hours
    CONFIGURATION = "configuration"
    WEB = "web page"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class IncidentSubject:
    """The subject of an episode: a source or a channel by its name, or the service itself."""

    kind: IncidentKind
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}" if self.name else str(self.kind)

    @classmethod
    def parse(cls, stored: str) -> Self:
        """Read what was stored; raises ValueError where it is of no kind."""
        for kind in IncidentKind:
            if stored == kind or stored.startswith(f"{kind} "):
                return cls(kind, stored[len(kind) + 1 :])
        raise ValueError(stored)

    @classmethod
    def of_target(cls, channel: str, target: str) -> Self:
        """Make the subject of one target of a channel; the channel's own is its server's."""
        return cls(IncidentKind.CHANNEL, f"{channel} {target}")

    def is_target_of(self, channel: str) -> bool:
        """Tell whether it is one target of a channel."""
        return self.kind is IncidentKind.CHANNEL and self.name.startswith(f"{channel} ")

    def channel_and_target(self, channels: Iterable[str]) -> tuple[str, str] | None:
        """Find its channel among these names, and its target ("" if none); both may contain spaces."""
        if self.kind not in {IncidentKind.CHANNEL, IncidentKind.CHANNEL_EXPIRED}:
            return None
        named = [name for name in channels if f"{self.name} ".startswith(f"{name} ")]
        channel = max(named, key=len, default=None)
        return None if channel is None else (channel, self.name.removeprefix(channel).strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A spell of trouble; ``told_at`` None: the operator has not been told of it yet."""

    subject: IncidentSubject
    trouble: str
    detail: str
    since: datetime
    told_at: datetime | None = None
    ended_at: datetime | None = None


def is_worth_telling(trouble: str, *, since: datetime, last: Episode | None, now: datetime) -> bool:
    """Tell whether trouble since *since* is to be told by now; *last* was told before and is over."""
    wait = STALE_LASTS if trouble == Trouble.STALE else timedelta()
    if _is_flap(last, now):
        wait = max(wait, FLAPPING_LASTS)
    return lasted(since, now) >= wait


def is_over(told: Episode, *, last: Episode | None, well_since: datetime, now: datetime) -> bool:
    """Tell whether the all-clear of the *told* trouble is due; *last* as above."""
    return not _is_flap(last, told.since) or lasted(well_since, now) >= WELL_FOR


def _is_flap(last: Episode | None, now: datetime) -> bool:
    ended = None if last is None else last.ended_at
    return ended is not None and timedelta() <= now - ended < FLAPPING_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """The days since the last round, and the longest gap ever seen."""

    days: int
    longest: int


def lateness_of(drawn: Sequence[datetime], now: datetime) -> Lateness | None:
    """Say whether no round has come for longer than ever in three years; *drawn*: oldest first."""
    # A round of a day that is yet to come (two were printed so) hides no silence.
    drawn = [at for at in drawn if at <= now + timedelta(days=1)]
    if not drawn:
        return None
    season = [at for at in drawn if now - at <= SEASON]
    longest = max([LONGEST_GAP, *(later - earlier for earlier, later in pairwise(season))])
    waited = now - drawn[-1]
    if waited <= longest + timedelta(days=1):  # the day of the next round itself
        return None
    return Lateness(days=waited.days, longest=longest.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBlind:
    """A source cannot be read; ``last_good`` None: it never was; ``detail`` is what came instead."""

    source: str
    trouble: Trouble
    detail: str
    since: datetime
    last_good: datetime | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWell:
    """The blindness that began at ``since`` is over."""

    source: str
    trouble: Trouble
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLate:
    """A source answers, but no round has followed the newest one for longer than ever seen."""

    source: str
    newest_number: str | None
    days: int
    longest_gap_days: int
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWrong:
    """The clock of this machine is ``ahead`` of what a source says (behind: negative)."""

    source: str
    ahead: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRight:
    """The clock that was wrong agrees with the source again."""

    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStepped:
    """The clock of this machine was set by ``by`` while watcher ran (back: negative)."""

    by: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The first reading of a source: history was recorded, nobody was alerted."""

    source: str
    rounds: int
    newest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownCategory:
    """A round prints a category name that is not known; ``category`` is the slug made for it."""

    number: str
    name: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Figures on a source's page that were kept as printed and treated as unknown."""

    source: str
    oddities: tuple[Oddity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """An official source gives a field of ``Figures`` otherwise than the value that stands."""

    source: str
    number: str
    figure: str
    said: object
    held: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A reported round that the official page does not show, ``days`` after the first report."""

    number: str
    by: tuple[str, ...]
    days: int
    claimed: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDead:
    """A channel takes nothing any more; ``waiting`` deliveries stand in its queue."""

    channel: str
    answer: str
    since: datetime
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelWell:
    """The channel that was dead from ``since`` takes messages again."""

    channel: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryGivenUp:
    """One person was not told: the channel refused for good, or took nothing in 72 hours; no ``number``: a reminder.

    ``others``: so many more messages were given up with it.
    """

    subscription: str
    channel: str
    number: str | None
    why: Literal["refused", "expired", "unsubscribed"]
    answer: str
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseTrouble:
    """The database cannot be used as it should be; sent without it. ``detail`` has the remedy."""

    fault: StoreFault
    detail: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseWell:
    """The trouble with the database that began at ``since`` is over."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLoop:
    """A message of a channel was retried in a tight loop: a fault of watcher."""

    channel: str


ChannelNotice = ChannelDead | ChannelWell | DeliveryGivenUp | DeliveryLoop | ChatMoved
Notice = (
    (SourceBlind | SourceWell | SourceLate | Baseline)
    | (UnknownCategory | Unreadable | Disagreement | Unconfirmed | ChannelNotice | BotNotice)
    | (DatabaseTrouble | DatabaseWell | ClockWrong | ClockRight | ClockStepped)
)

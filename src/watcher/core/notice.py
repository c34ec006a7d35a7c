"""What the operator is told, as values; ``message`` has the words.

Trouble is told once per episode, and once when it is over.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from watcher.core.errors import StoreFault
from watcher.core.model import Oddity, Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBlind:
    """A source cannot be read any more; one notice for the whole episode.

    ``since`` is the first failure of the episode, ``last_good`` the last time the
    source was read (None: never), ``detail`` what came instead.
    """

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
    """A source answers well, but shows nothing new for longer than ever seen.

    ``days`` have passed since round ``newest_number``; ``longest_gap_days`` is the
    longest pause between rounds known.
    """

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
    """A round prints a category name that is not known.

    ``category`` is the slug that was made for it.
    """

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
    """An official source gives a figure of a round otherwise than the one in force.

    ``figure`` is the name of a field of ``Figures``, ``said`` its value at this
    source, ``held`` the one that stands.
    """

    source: str
    number: str
    figure: str
    said: object
    held: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Unconfirmed:
    """A reported round that the official page does not show, though it should by now.

    ``number`` is what ``watcher round`` knows it by, ``claimed`` the number that the
    reports give and ``day`` its day; ``by`` names the sources, ``days`` have passed
    since the first.
    """

    number: str
    by: tuple[str, ...]
    days: int
    claimed: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDead:
    """A channel takes nothing any more; ``waiting`` deliveries stand in its queue.

    ``answer`` is what its server said last, secrets removed.
    """

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
    """One delivery that will not be tried again: one person was not told on one channel.

    ``why`` is "refused" if the server will never take it, "expired" if it did not in
    72 hours.
    """

    subscription: str
    channel: str
    number: str
    why: Literal["refused", "expired"]
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseTrouble:
    """The database cannot be used as it should be since ``since``; sent without it.

    ``detail`` is the error, with its remedy.
    """

    fault: StoreFault
    detail: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseWell:
    """The trouble with the database that began at ``since`` is over."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesRound:
    """A message of a channel came up again and again at once: a fault of watcher."""

    channel: str


SourceNotice = SourceBlind | SourceWell | SourceLate | Baseline
PageNotice = UnknownCategory | Unreadable
ReportNotice = Disagreement | Unconfirmed
ChannelNotice = ChannelDead | ChannelWell | DeliveryGivenUp | GoesRound
DatabaseNotice = DatabaseTrouble | DatabaseWell
ClockNotice = ClockWrong | ClockRight | ClockStepped
OwnNotice = DatabaseNotice | ClockNotice
Notice = SourceNotice | PageNotice | ReportNotice | ChannelNotice | OwnNotice

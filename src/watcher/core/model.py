"""Domain values: rounds, reports, changes, verdicts, alerts and messages.

Instants are aware, in UTC; a ``date`` is the Ottawa day of a round; ``None`` means unknown, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from watcher.core.pool import Pool
from watcher.core.scores import DatedScore
from watcher.core.settings import Subscription

Day = date  # a field is called ``date``, which hides the type inside its class

#: The real precision of a figure: known to its minute, its day; of the day of the text alone.
Precision = Literal["minute", "day", "published"]


class Trouble(StrEnum):
    """Why a source is blind, late or stale; each asks something else of the operator."""

    UNREACHABLE = "unreachable"
    THROTTLED = "throttled"
    BLOCKED = "blocked"
    UNUSABLE = "unusable answer"
    HTML = "HTML instead of data"
    NOT_JSON = "invalid JSON"
    EMPTY = "no rounds on the page"
    LAYOUT = "layout changed"
    TOO_MUCH = "more changed at once than ever"
    STALE = "stale copy"
    COSTLY = "costs too much to read"
    FORBIDDEN = "forbidden by robots.txt"
    LATE = "no new round for longer than ever seen"
    CRASHED = "watcher's own fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something printed that could not be understood, ``why``, and ``where``: ``"#208 drawCutOff"``."""

    where: str
    printed: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a round; ``category`` and ``version`` are read from the printed ``name``."""

    date: Day | None = None
    drawn_at: datetime | None = None
    name: str | None = None
    category: str | None = None
    version: str | None = None
    cutoff: int | None = None
    invitations: int | None = None
    tie_break: datetime | None = None
    pool: Pool | None = None
    url: str | None = None


FIGURES: tuple[str, ...] = tuple(f.name for f in fields(Figures))

#: How the number of a round begins that is not confirmed yet.
PROVISIONAL = "reported-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Figures):
    """One source's figures for one round at one time; ``main``: its text is about this round.

    ``quotes`` has the words that a figure was read from, ``precision`` the figures known only roughly.
    """

    number: str | None = None
    main: bool = False
    oddities: tuple[Oddity, ...] = ()
    quotes: Mapping[str, str] = field(default_factory=dict)
    precision: Mapping[str, Precision] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Figures):
    """One round of invitations as it is stored, identified by its printed number.

    ``revision`` grows with every accepted change. A round that is not ``confirmed`` is known from secondary sources
    alone: its number is provisional and ``claimed`` the one that they give. A round held before ``news_since``
    (None: ten days before ``first_seen``) was history when first seen.
    """

    number: str
    revision: int = 1
    first_seen: datetime
    source: str = ""
    confirmed: bool = True
    claimed: str | None = None
    news_since: datetime | None = None

    @property
    def called(self) -> str:
        """The number that people know it by: until it is confirmed, the claimed one."""
        return self.number if self.confirmed else self.claimed or self.number


def ordinal(number: str) -> int:
    """Give the count in a printed number: 91 for 91, 91a and 91b; 0 where it has none."""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isdigit() else 0


def number_order(number: str) -> tuple[int, str]:
    """Order printed numbers as they were given out: 90, 91a, 91b, 92."""
    return ordinal(number), number


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """A round that was never seen before."""

    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedRound:
    """A known round of which at least one figure was accepted as changed."""

    before: Round
    after: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRound:
    """A round that only secondary sources report: ``by`` names them, earliest first.

    ``independent`` counts those that do not copy each other.
    """

    reported: Round
    by: tuple[str, ...]
    independent: int = 1
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedRound:
    """A reported round that the official source now shows, as it shows it."""

    reported: Round
    confirmed: Round


Change = NewRound | CorrectedRound | ReportedRound | ConfirmedRound


def round_of(change: Change) -> Round:
    """Return the round as it stands after *change*."""
    match change:
        case NewRound(round=round_) | ReportedRound(reported=round_):
            return round_
        case CorrectedRound(after=round_) | ConfirmedRound(confirmed=round_):
            return round_


class VerdictKind(StrEnum):
    """The eight things that a round can mean for a subscription."""

    NOT_IN_POOL = "not yet in the pool"
    OTHER_CATEGORY = "other category"
    INVITED = "invited"
    INVITED_ON_TIE_BREAK = "invited on the tie-break"
    MISSED_ON_TIE_BREAK = "missed on the tie-break"
    AT_CUTOFF = "at the cut-off, cannot tell"
    SHORT = "short"
    UNKNOWN = "cannot tell"

    @property
    def invites(self) -> bool:
        """Whether the round would have invited."""
        return self in {VerdictKind.INVITED, VerdictKind.INVITED_ON_TIE_BREAK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition of the rule: what was asked, and whether it holds (None: unknown)."""

    text: str
    holds: bool | None


#: A clause before it is put in words.
Reason = tuple[str, bool | None, tuple[object, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The meaning of a round for one subscription, and why; ``due``: an alert is to be sent.

    ``points`` to the cut-off and ``margin`` between submission and tie-break are never negative; ``score`` is that of
    the round's day, None where that is not known and a profile has to be counted.
    """

    kind: VerdictKind
    points: int | None = None
    margin: timedelta | None = None
    due: bool
    reasons: tuple[Reason, ...] = field(default=(), repr=False)
    score: DatedScore | None = field(default=None, metadata={"json": "hidden"})

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The reasons in words, made when they are read: a round is judged for a million people."""
        return tuple(Clause(text=said.format(*of), holds=holds) for said, holds, of in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One change worth telling one subscription, with all that its message needs.

    ``previous`` is the round of its category before; the next cut-off lies as likely as not in ``next_cutoff``.
    """

    subscription: Subscription
    change: Change
    verdict: Verdict
    earlier_verdict: Verdict | None = None
    previous: Round | None = None
    next_cutoff: tuple[int, int] | None = None
    page_url: str = ""
    seen_at: datetime | None = None  # when this change was first seen

    @property
    def round(self) -> Round:
        """The round as it now stands."""
        return round_of(self.change)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message ready to send, as plain text and as HTML, and a PNG for channels that take one."""

    title: str
    text: str
    html: str
    picture: bytes | None = None
    unsubscribe_url: str | None = None  # where one click in a mail program ends it (RFC 8058)
    headers: tuple[tuple[str, str], ...] = ()  # more of them, of a mail

"""The vocabulary: values that every stage understands (DESIGN words, frozen).

Instants are timezone-aware UTC; a ``date`` is the Ottawa day of a round. ``None``
always means *unknown*, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum

from watcher.settings import Subscription

# A field is called ``date``, which hides the type of that name inside its class.
Day = date


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
    STALE = "stale copy"
    LATE = "no new round for longer than ever seen"
    CRASHED = "watcher's own fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """Something printed that could not be believed or understood, told to the operator.

    ``where`` names the round and the published key (``"#208 drawCutOff"``),
    ``printed`` is the text as published, ``why`` a clause that says what is wrong.
    """

    where: str
    printed: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many candidates stand between two CRS scores, both included."""

    label: str
    low: int
    high: int
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The pool by CRS band, as IRCC counted it a few days before a round."""

    as_on: date | None
    bands: tuple[Band, ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What can be said of a round; any part may be unknown.

    ``name`` is the printed round type; ``category`` and ``version`` are read from
    it. ``cutoff`` is in CRS points. ``url`` is the page of this round, absolute.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Figures):
    """What one source said of one round at one time; ``number`` is as printed."""

    number: str | None = None
    main: bool = False
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round(Figures):
    """One round of invitations as we hold it, identified by its printed number.

    ``revision`` starts at 1 and grows with every accepted change of a figure.
    """

    number: str
    revision: int = 1
    first_seen: datetime
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a published document says.

    ``digests`` has an entry for every round on the page, in page order, also for
    those left unread because their digest was already known; ``reports`` has only
    the ones that were read.
    """

    kind: str
    reports: tuple[Report, ...]
    title: str | None = None
    published: datetime | None = None
    oddities: tuple[Oddity, ...] = ()
    digests: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """A round that was never seen before."""

    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedRound:
    """A known round of which at least one figure was accepted as changed."""

    before: Round
    after: Round


Change = NewRound | CorrectedRound


class VerdictKind(StrEnum):
    """The seven things that a round can mean for a subscription."""

    OTHER_CATEGORY = "other category"
    INVITED = "invited"
    INVITED_ON_TIE_BREAK = "invited on the tie-break"
    MISSED_ON_TIE_BREAK = "missed on the tie-break"
    AT_CUTOFF = "at the cut-off, cannot tell"
    SHORT = "short"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition of the rule: what was asked, and whether it holds (None: unknown)."""

    text: str
    holds: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a round means for one subscription, with how far and why.

    ``points`` is the distance to the cut-off, never negative: above it when
    invited, below it when short. ``margin`` is the time between submission and
    tie-break, never negative. ``due`` says whether the subscription asked to be
    told; ``clauses`` are the conditions in the order in which they were asked.
    """

    kind: VerdictKind
    points: int | None = None
    margin: timedelta | None = None
    due: bool
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One change worth telling one subscription, with all that its message needs.

    ``previous`` is the round of the same category before this one, if known;
    ``seen_at`` when this change was first seen.
    """

    subscription: Subscription
    change: Change
    verdict: Verdict
    earlier_verdict: Verdict | None = None
    previous: Round | None = None
    page_url: str = ""
    seen_at: datetime | None = None

    @property
    def round(self) -> Round:
        """The round as it now stands."""
        change = self.change
        return change.round if isinstance(change, NewRound) else change.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Words ready for a channel: the same content as plain text and as HTML."""

    title: str
    text: str
    html: str

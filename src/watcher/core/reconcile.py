"""Reconciling: known rounds and a new document -> changes (the rules of truth). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from watcher.core.documents import Document
from watcher.core.model import (
    FIGURES,
    Change,
    CorrectedRound,
    Figures,
    NewRound,
    Report,
    Round,
    number_order,
)
from watcher.core.schedule import news_since

HOLD_POLLS = 3
HOLD_SPAN = timedelta(minutes=30)
# Every version of the feed that was archived (533, 2022-2026) brought one round and
# corrected one at most. Rounds came no faster than 4 in 7 days, 19 in 60, 78 in a year:
# ten, more than twice a week's, and one for each day since the last good read allow for
# any outage: a round that is not told costs a person more than a made-up one.
MOST_NEW = 10
MOST_CORRECTED = 5
# A name is renamed for many rounds at once (23 in 2024) and changes no verdict; these do.
_WEIGHTY = ("date", "drawn_at", "cutoff", "invitations", "tie_break", "pool")
# Words of a page, which another source may print in another language: the ones of the
# source that showed the round first stay.
_PRINTED = frozenset({"name", "version", "url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A value that went back to an earlier one, and how often it has been seen since."""

    number: str
    figure: str
    value: object
    since: datetime
    polls: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The stored state of the rounds in a document.

    ``earlier`` has a figure's values in earlier revisions, ``holds`` this source's values on hold, ``standing`` the
    figures of official sources with a higher rank. ``newest`` is the round that this source was last to show for the
    first time; ``last_read`` when an official page was last read well; ``empty``: no round is known.
    """

    rounds: Mapping[str, Round] = field(default_factory=dict)
    earlier: Mapping[tuple[str, str], tuple[object, ...]] = field(default_factory=dict)
    holds: Mapping[tuple[str, str], Hold] = field(default_factory=dict)
    standing: Mapping[str, Sequence[Figures]] = field(default_factory=dict)
    newest: str | None = None
    last_read: datetime | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A figure in which one official source differs from one of a higher rank."""

    number: str
    figure: str
    said: object
    held: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The effect of one document.

    ``settled`` names the rounds whose printed row need not be read again; ``holds`` replaces what the source had on
    hold; ``contradictions`` are only told to the operator. ``too_many_new`` and ``too_many_corrected`` say why the page
    is not to be accepted without a second look.
    """

    baseline: bool = False
    stale: bool = False
    changes: tuple[Change, ...] = ()
    holds: tuple[Hold, ...] = ()
    settled: frozenset[str] = frozenset()
    contradictions: tuple[Contradiction, ...] = ()
    too_many_new: str | None = None
    too_many_corrected: str | None = None


def reconcile(document: Document, known: Known, *, source: str, now: datetime) -> Decision:
    """Decide what the page of an official source changes; oldest rounds come first."""
    stale = _is_stale(document, known)
    since = None if known.empty else news_since(known.last_read, now)
    changes: list[Change] = []
    holds: list[Hold] = []
    contradictions: list[Contradiction] = []
    settled: set[str] = set()
    for report in sorted(document.reports, key=lambda report: number_order(report.number or "")):
        number = report.number
        if number is None:
            continue  # the reader has said so: a row without a number is an oddity
        round_ = known.rounds.get(number)
        if round_ is None:
            changes.append(NewRound(round=_new(report, number, source, since, now)))
            settled.add(number)
            continue
        if stale:
            continue
        weighed = _weigh(report, round_, known, source, now)
        if weighed.accepted:
            values = {**weighed.accepted, "revision": round_.revision + 1}
            after = replace(round_, **values)  # type: ignore[arg-type] # a report's figures, by name
            changes.append(CorrectedRound(before=round_, after=after))
        holds.extend(weighed.held)
        contradictions.extend(weighed.contradictions)
        if not weighed.held:
            settled.add(number)
    return Decision(
        baseline=known.empty,
        stale=stale,
        changes=tuple(changes),
        # A stale page neither feeds nor ends a hold: it says nothing of now.
        holds=tuple(known.holds.values()) if stale else tuple(holds),
        settled=frozenset(settled),
        contradictions=tuple(contradictions),
        too_many_new=None if known.empty else _too_many_new(changes, known, now),
        too_many_corrected=_too_many_corrected(changes),
    )


def _too_many_new(changes: Iterable[Change], known: Known, now: datetime) -> str | None:
    count = sum(isinstance(change, NewRound) for change in changes)
    days = 0 if known.last_read is None else max((now - known.last_read).days, 0)
    if count <= MOST_NEW + days:
        return None
    return (
        f"the page shows {count} rounds that are not known, at most {MOST_NEW + days} can "
        "have come since it was last read"
    )


def _too_many_corrected(changes: Iterable[Change]) -> str | None:
    count = sum(isinstance(change, CorrectedRound) and _is_weighty(change) for change in changes)
    if count <= MOST_CORRECTED:
        return None
    return f"the page gives figures of {count} known rounds otherwise than before"


def _is_weighty(change: CorrectedRound) -> bool:
    """Tell whether a known figure changed; a name that our reader has learnt is none."""
    before, after = change.before, change.after
    renamed = before.name != after.name and before.category != after.category
    return renamed or any(
        (held := getattr(before, figure)) is not None and held != getattr(after, figure)
        for figure in _WEIGHTY
    )


def _is_stale(document: Document, known: Known) -> bool:
    """Tell whether the page is an older copy: it lacks the round that was first seen last, and has nothing new.

    Thus neither a mistyped number nor a mistyped date can make every later page look stale.
    """
    if known.newest is None or known.newest in document.digests:
        return False
    return all(report.number in known.rounds for report in document.reports)


def _new(report: Report, number: str, source: str, since: datetime | None, now: datetime) -> Round:
    figures = {figure: getattr(report, figure) for figure in FIGURES}
    return Round(number=number, first_seen=now, source=source, news_since=since, **figures)


@dataclass(frozen=True, slots=True)
class _Weighed:
    accepted: dict[str, object] = field(default_factory=dict)
    held: list[Hold] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)


def _weigh(report: Report, round_: Round, known: Known, source: str, now: datetime) -> _Weighed:
    """Split what differs into what is accepted at once, held, or contradicted."""
    weighed = _Weighed()
    above = known.standing.get(round_.number, ())
    for figure, said in _differing(report, round_, source):
        key, held = (round_.number, figure), getattr(round_, figure)
        if held is not None and any(getattr(f, figure) == held for f in above):
            found = Contradiction(number=round_.number, figure=figure, said=said, held=held)
            weighed.contradictions.append(found)
            continue
        if said not in known.earlier.get(key, ()):
            weighed.accepted[figure] = said
            continue
        hold = known.holds.get(key)
        if hold is None or hold.value != said:
            hold = Hold(number=round_.number, figure=figure, value=said, since=now)
        else:
            hold = replace(hold, polls=hold.polls + 1)
        if hold.polls >= HOLD_POLLS and now - hold.since >= HOLD_SPAN:
            weighed.accepted[figure] = said
        else:
            weighed.held.append(hold)
    return weighed


def _differing(report: Report, round_: Round, source: str) -> Iterable[tuple[str, object]]:
    """Yield the figures in which the report differs; unknown never replaces known (rule 4)."""
    for figure in FIGURES:
        said, known = getattr(report, figure), getattr(round_, figure)
        ours = figure not in _PRINTED or round_.source == source or known is None
        if said is not None and said != known and ours:
            yield figure, said

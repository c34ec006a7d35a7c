"""The report of a round: who was told what, when and how far it came, and who was not, and why."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.adapters.database import DeliveryState, RoundTotals, RuleCandidate, ToldLine
from watcher.answers.snapshot import Snapshot
from watcher.core.alerts import is_news, wants_early_alert
from watcher.core.model import Round, VerdictKind
from watcher.core.verdict import judge
from watcher.pipeline.recipients import is_blind

__all__ = [
    "DeliveryState",
    "NotConcerned",
    "ReportHead",
    "RoundReport",
    "ToldLine",
    "VerdictKind",
    "not_concerned",
    "report_head",
    "round_report",
    "told_lines",
]

# So many of the file are looked up at a time.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """A round in short, with when it was drawn and first seen."""

    round: str
    category: str | None
    cutoff: int | None
    drawn_at: datetime | None
    first_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotConcerned:
    """A subscription that was told nothing of a round, judged again, and why."""

    person: str
    subscription: str
    verdict: VerdictKind
    score: int | None
    points: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """What is on record about a round, in numbers; ``not_told`` counts who was not told, by why."""

    head: ReportHead
    totals: RoundTotals
    reasons: Sequence[tuple[str, int]]
    not_told: Mapping[str, int]


def report_head(found: Round) -> ReportHead:
    """Sum up a round."""
    return ReportHead(
        round=found.number,
        category=found.category,
        cutoff=found.cutoff,
        drawn_at=found.drawn_at,
        first_seen=found.first_seen,
    )


def round_report(snapshot: Snapshot, found: Round) -> RoundReport:
    """Sum up who was told of a round and who was not; judges everybody again, 30 s for a million."""
    return RoundReport(
        head=report_head(found),
        totals=snapshot.tx.round_reports.totals(found.number),
        reasons=snapshot.tx.round_reports.reasons(found.number, 5),
        not_told=_count_not_concerned(snapshot, found),
    )


def told_lines(
    snapshot: Snapshot,
    found: Round,
    *,
    states: Collection[DeliveryState] = (),
    verdicts: Collection[VerdictKind] = (),
    person: str | None = None,
    limit: int | None = None,
) -> Iterator[ToldLine]:
    """Yield the deliveries of a round, in the order in which they were queued; every condition given must hold."""
    return snapshot.tx.round_reports.told(
        found.number, states=states, verdicts=verdicts, person=person, limit=limit
    )


def not_concerned(
    snapshot: Snapshot,
    found: Round,
    *,
    verdicts: Collection[VerdictKind] = (),
    person: str | None = None,
) -> Iterator[NotConcerned]:
    """Yield everybody who was told nothing of a round, those of the file first; each is judged again."""
    blind = is_blind(snapshot.tx, snapshot.settings, snapshot.now)
    for some in _everybody(snapshot):
        names = [candidate.subscription.name for candidate in some]
        alerted = snapshot.tx.deliveries.told_before(found.number, names).alerted
        for candidate in some:
            if candidate.subscription.name in alerted:
                continue
            one = _not_told(found, candidate, blind=blind)
            if verdicts and one.verdict not in verdicts:
                continue
            if person in {None, one.person, one.subscription}:
                yield one


def _count_not_concerned(snapshot: Snapshot, found: Round) -> dict[str, int]:
    """Count who was told nothing of a round, by why, the most frequent first."""
    return dict(Counter(one.why for one in not_concerned(snapshot, found)).most_common())


def _everybody(snapshot: Snapshot) -> Iterator[Sequence[RuleCandidate]]:
    file, known = snapshot.settings.subscriptions, snapshot.tx.subscriptions.known_since()
    # One that no poll has noted yet is known from now on.
    of_file = [
        RuleCandidate(subscription=s, known_since=known.get(s.name, snapshot.now)) for s in file
    ]
    for at in range(0, len(of_file), _AT_ONCE):
        yield of_file[at : at + _AT_ONCE]
    yield from snapshot.tx.candidates.everybody()


def _not_told(found: Round, candidate: RuleCandidate, *, blind: bool) -> NotConcerned:
    subscription = candidate.subscription
    verdict = judge(found, subscription)
    if not verdict.due:
        why = verdict.kind.value
    elif not is_news(found, candidate.known_since):
        why = "no news: subscribed after it was first seen, or held long before"
    elif not found.confirmed and not wants_early_alert(subscription.early, blind=blind):
        why = "told when it is confirmed"
    else:
        why = "the figures or the subscription were others when it was seen"
    return NotConcerned(
        person=subscription.person or subscription.name,
        subscription=subscription.name,
        verdict=verdict.kind,
        score=verdict.score.points if verdict.score else None,
        points=verdict.points,
        why=why,
    )

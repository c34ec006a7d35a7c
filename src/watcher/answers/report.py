"""The report of a round: who was told what, when and how far it came, and who was not, and why."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from watcher.adapters.database import DeliveryState, RoundTotals, RuleCandidate, ToldLine
from watcher.answers.snapshot import Snapshot
from watcher.answers.subscriptions import named_subscriptions
from watcher.core.alerts import is_news, wants_early_alert
from watcher.core.errors import NothingFound
from watcher.core.model import Round, VerdictKind
from watcher.core.people import RULE_MARK
from watcher.core.settings import Subscription
from watcher.core.verdict import judge
from watcher.pipeline.recipients import is_blind

__all__ = [
    "IN_FILE",
    "IN_ROWS",
    "LOOKED_UP_AT_ONCE",
    "DeliveryState",
    "NotConcerned",
    "ReportHead",
    "RoundReport",
    "RoundSums",
    "RoundTotals",
    "ToldLine",
    "VerdictKind",
    "everybody",
    "not_concerned",
    "report_head",
    "round_report",
    "round_sums",
    "told_lines",
    "told_nothing",
]

# So many of the file are looked up at a time.
LOOKED_UP_AT_ONCE = 500
# Where the next page begins: behind a subscription of the file, or behind somebody's rule.
IN_FILE, IN_ROWS = "file:", "people:"


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
class AnswerCount:
    """What servers answered, and how often, where a delivery was refused or given up."""

    answer: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundReport:
    """What is on record about a round, in numbers; ``not_told`` counts who was not told, by why."""

    head: ReportHead
    totals: RoundTotals
    reasons: tuple[AnswerCount, ...]
    not_told: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSums:
    """What is on record about a round, in numbers, without judging anybody again."""

    head: ReportHead
    totals: RoundTotals
    reasons: tuple[AnswerCount, ...]


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
    """Sum up who was told of a round and who was not; judges everybody again, 5 s for 200,000 people."""
    sums = round_sums(snapshot, found)
    return RoundReport(
        head=sums.head,
        totals=sums.totals,
        reasons=sums.reasons,
        not_told=_count_not_concerned(snapshot, found),
    )


def round_sums(snapshot: Snapshot, found: Round) -> RoundSums:
    """Sum up who was told of a round."""
    return RoundSums(
        head=report_head(found),
        totals=snapshot.tx.round_reports.totals(found.number),
        reasons=tuple(
            AnswerCount(answer=answer, count=count)
            for answer, count in snapshot.tx.round_reports.reasons(found.number, 5)
        ),
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
    asked = everybody(snapshot) if person is None else [_named(snapshot, person)]
    for some in asked:
        yield from told_nothing(snapshot, found, some, verdicts)


def told_nothing(
    snapshot: Snapshot,
    found: Round,
    some: Sequence[RuleCandidate],
    verdicts: Collection[VerdictKind],
) -> Iterator[NotConcerned]:
    """Yield those of some (at most some hundreds) who were told nothing of a round."""
    blind = is_blind(snapshot.tx, snapshot.settings, snapshot.now)
    names = [candidate.subscription.name for candidate in some]
    alerted = snapshot.tx.deliveries.told_before(found.number, names).alerted
    for candidate in some:
        if candidate.subscription.name not in alerted:
            one = _not_told(found, candidate, blind=blind)
            if not verdicts or one.verdict in verdicts:
                yield one


def _count_not_concerned(snapshot: Snapshot, found: Round) -> dict[str, int]:
    """Count who was told nothing of a round, by why, the most frequent first."""
    return dict(Counter(one.why for one in not_concerned(snapshot, found)).most_common())


def _named(snapshot: Snapshot, name: str) -> Sequence[RuleCandidate]:
    """Find whom a name means, without looking at anybody else."""
    theirs = named_subscriptions(snapshot, name)
    known = snapshot.tx.subscriptions.known_since()
    for person in {one.person for one in theirs if one.person}:
        known |= snapshot.tx.people.known_since(person)
    return [_candidate(snapshot, one, known) for one in theirs]


def everybody(
    snapshot: Snapshot, after: str = "", limit: int | None = None
) -> Iterator[Sequence[RuleCandidate]]:
    """Yield everybody in batches, those of the file first; of people who are rows up to *limit*."""
    file, name = snapshot.settings.subscriptions, after.removeprefix(IN_ROWS)
    if name == after:
        known = snapshot.tx.subscriptions.known_since()
        of_file = [_candidate(snapshot, one, known) for one in file[_behind(file, after) :]]
        for at in range(0, len(of_file), LOOKED_UP_AT_ONCE):
            yield of_file[at : at + LOOKED_UP_AT_ONCE]
        name = ""
    person, _, rule = name.partition(RULE_MARK)
    yield from snapshot.tx.candidates.everybody(after=(person, rule), limit=limit)


def _behind(file: Sequence[Subscription], after: str) -> int:
    """Return how many of the file come before the page behind *after*."""
    if not after:
        return 0
    for place, one in enumerate(file, start=1):
        if after == f"{IN_FILE}{one.name}":
            return place
    raise NothingFound(f"nobody is called {after!r} here: begin anew, without after")


def _candidate(
    snapshot: Snapshot, subscription: Subscription, known: Mapping[str, datetime]
) -> RuleCandidate:
    # One that no poll has noted yet is known from now on.
    since = known.get(subscription.name, snapshot.now)
    return RuleCandidate(subscription=subscription, known_since=since)


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

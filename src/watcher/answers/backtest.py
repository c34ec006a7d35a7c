"""The rounds of a span of time that would have invited a subscription, and what other scores would have changed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import Snapshot
from watcher.core.model import VerdictKind
from watcher.core.schedule import TWELVE_MONTHS
from watcher.core.scores import score_on
from watcher.core.settings import Subscription
from watcher.insight.backtest import (
    USUAL_NEAR,
    CategoryRecord,
    JudgedRound,
    ScoreStep,
    WhatIf,
    category_records,
    changed_by,
    is_near,
    judged_rounds,
    score_steps,
)
from watcher.messages.figures import ottawa_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """The verdict on each confirmed round from ``since`` to ``until``, newest first, and what follows from them.

    ``score`` is that of ``until``, by the ``rules`` if it is a profile's; ``outdated`` counts the rounds that it was
    compared with after those had changed. ``counts`` has every verdict. ``unknown_cutoff`` counts rounds that would
    concern the subscription but have no cut-off; ``reported`` those left out because no official page shows them,
    ``undated`` those without a day. ``by_category`` begins with the ``best``, None if no score would be invited in any.
    """

    subscription: str | None
    score: int
    rules: str | None
    categories: tuple[str, ...]
    submitted: datetime | None
    since: date
    until: date
    near: int
    counts: Mapping[str, int]
    unknown_cutoff: int
    outdated: int
    reported: int
    undated: int
    rounds: tuple[JudgedRound, ...]
    by_category: tuple[CategoryRecord, ...]
    best: str | None
    steps: tuple[ScoreStep, ...]
    what_if: WhatIf | None

    @property
    def invited(self) -> tuple[JudgedRound, ...]:
        """The rounds that would have invited."""
        return tuple(one for one in self.rounds if one.verdict.kind.invites)

    @property
    def near_misses(self) -> tuple[JudgedRound, ...]:
        """The rounds that missed by at most ``near`` points, or on the tie-break."""
        return tuple(one for one in self.rounds if is_near(one, self.near))

    @property
    def undecided(self) -> tuple[JudgedRound, ...]:
        """The rounds at whose cut-off the score is, while the tie-break cannot tell."""
        return tuple(one for one in self.rounds if one.verdict.kind is VerdictKind.AT_CUTOFF)


def backtest(
    snapshot: Snapshot,
    subscription: Subscription,
    *,
    since: date | None = None,
    what_if: int | None = None,
) -> Backtest:
    """Judge the rounds since a day, the last twelve months' unless given; *what_if* is a number of points more.

    A subscription without a name is a score that was asked about.
    """
    until = snapshot.today
    since = until - TWELVE_MONTHS if since is None else since
    every = known_rounds(snapshot, pools=False)
    held = [round_ for round_ in every if since <= (ottawa_day(round_) or date.min) <= until]
    confirmed = [round_ for round_ in held if round_.confirmed]
    judged = tuple(judged_rounds(confirmed, subscription))
    records = tuple(category_records(judged, subscription.categories))
    score = score_on(subscription, until)
    kinds = Counter(one.verdict.kind for one in judged)
    return Backtest(
        subscription=subscription.name or None,
        score=score.points,
        rules=score.rules,
        categories=tuple(sorted(subscription.categories)),
        submitted=subscription.submitted,
        since=since,
        until=until,
        near=USUAL_NEAR if subscription.near is None else subscription.near,
        counts={kind.value: kinds[kind] for kind in VerdictKind},
        unknown_cutoff=sum(map(_is_unread, judged)),
        outdated=sum(one.verdict.points is not None and one.outdated is not None for one in judged),
        reported=len(held) - len(confirmed),
        undated=sum(round_.confirmed and ottawa_day(round_) is None for round_ in every),
        rounds=judged,
        by_category=records,
        best=next((r.category for r in records if r.invited or r.needed is not None), None),
        steps=tuple(score_steps(judged)),
        what_if=None if what_if is None else changed_by(what_if, confirmed, subscription),
    )


def _is_unread(one: JudgedRound) -> bool:
    return one.cutoff is None and one.verdict.kind is VerdictKind.UNKNOWN

"""Looking back: what past rounds mean for a subscription, and what other scores would have changed. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from watcher.core.category import ALL
from watcher.core.model import Day, Round, Verdict, VerdictKind, number_order
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import Subscription
from watcher.core.verdict import judge
from watcher.messages.figures import ottawa_day

#: A round is near for a subscription that sets no ``near`` if it missed by at most so many points.
USUAL_NEAR = 10
_NOT_JUDGED = frozenset({VerdictKind.NOT_IN_POOL, VerdictKind.OTHER_CATEGORY})
_OPEN = frozenset({VerdictKind.AT_CUTOFF, VerdictKind.UNKNOWN})
_ABOVE_ALL = HIGHEST_CRS + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRound:
    """A past round, the score on its day, and the verdict.

    ``outdated``: since that day other rules hold than those that the score was counted by. ``needed``: the fewest
    points more that would have invited; 0 if invited, None if no score would have.
    """

    number: str
    date: Day
    category: str | None
    cutoff: int | None
    score: int
    outdated: Day | None = None
    verdict: Verdict = field(metadata={"json": "flat"})
    needed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRecord:
    """The rounds of one category while the profile was in the pool, how many would have invited, and the last that did.

    ``needed``: the fewest points more that would have brought another one, None if no score would have.
    """

    category: str
    rounds: int
    invited: int
    needed: int | None
    last: JudgedRound | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfCategory:
    """Some rounds of one category in one year."""

    category: str | None
    year: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreStep:
    """Points more at which rounds come in: those *gained* at this step, and all *invited* by then."""

    points: int
    gained: tuple[YearOfCategory, ...]
    invited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The changes that so many points more (or fewer: below 0) would have made; ``invited`` counts all.

    ``undecided`` are rounds of which it could not be told any more, mostly at the cut-off.
    """

    points: int
    invited: int
    gained: tuple[YearOfCategory, ...]
    lost: tuple[YearOfCategory, ...]
    undecided: tuple[YearOfCategory, ...]


def judged_rounds(
    rounds: Iterable[Round], subscription: Subscription, *, points: int = 0
) -> Iterator[JudgedRound]:
    """Judge those rounds whose day is known, with so many *points* more than the score of the day."""
    for round_ in rounds:
        day, verdict = ottawa_day(round_), judge(round_, subscription, more=points)
        if day is None or verdict.score is None:
            continue
        score = verdict.score.points
        yield JudgedRound(
            number=round_.number,
            date=day,
            category=round_.category,
            cutoff=round_.cutoff,
            score=score,
            outdated=verdict.score.outdated,
            verdict=verdict,
            needed=_needed(round_, subscription, verdict, score, points),
        )


def is_near(one: JudgedRound, near: int) -> bool:
    """Tell whether a round missed by at most so many points, or only on the tie-break."""
    short, kind = one.verdict.points, one.verdict.kind
    is_short = kind is VerdictKind.SHORT and short is not None and short <= near
    return is_short or kind is VerdictKind.MISSED_ON_TIE_BREAK


def category_records(
    judged: Collection[JudgedRound], wanted: Collection[str]
) -> list[CategoryRecord]:
    """Sum up each wanted category, the best first: most invitations, then fewest points needed."""
    of_category: dict[str, list[JudgedRound]] = {slug: [] for slug in wanted if slug != ALL}
    for one in judged:
        if one.category is not None and one.verdict.kind not in _NOT_JUDGED:
            of_category.setdefault(one.category, []).append(one)
    records = [_record(slug, found) for slug, found in of_category.items()]
    return sorted(records, key=lambda r: (-r.invited, _least(r.needed), -r.rounds, r.category))


def score_steps(judged: Collection[JudgedRound]) -> Iterator[ScoreStep]:
    """Yield each number of points more at which another round would have invited, ascending."""
    gained_at: dict[int, list[JudgedRound]] = defaultdict(list)
    for one in judged:
        if one.needed is not None:
            gained_at[one.needed].append(one)
    invited = len(gained_at.pop(0, ()))
    for points, gained in sorted(gained_at.items()):
        invited += len(gained)
        yield ScoreStep(points=points, gained=_by_category_and_year(gained), invited=invited)


def changed_by(points: int, rounds: Sequence[Round], subscription: Subscription) -> WhatIf:
    """Judge the rounds with and without so many *points* more, and compare."""
    before = list(judged_rounds(rounds, subscription))
    after = list(judged_rounds(rounds, subscription, points=points))
    gained, lost, undecided = [], [], []
    for was, now in zip(before, after, strict=True):
        if now.verdict.kind in _OPEN:
            undecided += [now] if was.verdict.kind not in _OPEN else []
        elif now.verdict.kind.invites and not was.verdict.kind.invites:
            gained.append(now)
        elif was.verdict.kind.invites and not now.verdict.kind.invites:
            lost.append(now)
    return WhatIf(
        points=points,
        invited=sum(one.verdict.kind.invites for one in after),
        gained=_by_category_and_year(gained),
        lost=_by_category_and_year(lost),
        undecided=_by_category_and_year(undecided),
    )


def _by_category_and_year(rounds: Iterable[JudgedRound]) -> tuple[YearOfCategory, ...]:
    """Group rounds: the latest year first, in it the largest group."""
    numbers: dict[tuple[int, str | None], list[str]] = defaultdict(list)
    for one in rounds:
        numbers[one.date.year, one.category].append(one.number)
    groups = [
        YearOfCategory(category=category, year=year, numbers=tuple(sorted(found, key=number_order)))
        for (year, category), found in numbers.items()
    ]
    return tuple(sorted(groups, key=lambda g: (-g.year, -len(g.numbers), g.category or "")))


def _needed(
    round_: Round, subscription: Subscription, verdict: Verdict, score: int, points: int
) -> int | None:
    """Find the fewest points more than *score*; at the cut-off itself the tie-break may say no."""
    if verdict.kind.invites:
        return 0
    if round_.cutoff is None:
        return None
    short = max(round_.cutoff - score, 0)
    for more in (short, short + 1):
        higher = judge(round_, subscription, more=points + more)
        if score + more <= HIGHEST_CRS and higher.kind.invites:
            return more
    return None


def _record(slug: str, found: Sequence[JudgedRound]) -> CategoryRecord:
    invited = [one for one in found if one.verdict.kind.invites]
    needed = (one.needed for one in found if one.needed)
    return CategoryRecord(
        category=slug,
        rounds=len(found),
        invited=len(invited),
        needed=min(needed, default=None),
        last=max(invited, key=lambda one: (one.date, number_order(one.number)), default=None),
    )


def _least(needed: int | None) -> int:
    return _ABOVE_ALL if needed is None else needed

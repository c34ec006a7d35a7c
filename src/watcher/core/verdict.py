"""Verdicts: the meaning of a round for a subscription. Pure.

"Invited" is our reading of the published figures; the invitation itself appears only in the person's account.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from watcher.core.category import ALL
from watcher.core.model import Clause, Figures, Round, Verdict, VerdictKind
from watcher.core.schedule import OTTAWA
from watcher.core.scores import DatedScore, score_on
from watcher.core.settings import Subscription

_MINUTE = timedelta(minutes=1)
_NEVER_SILENT = frozenset(VerdictKind) - {
    VerdictKind.NOT_IN_POOL,
    VerdictKind.OTHER_CATEGORY,
    VerdictKind.SHORT,
}


def judge(round_: Figures, subscription: Subscription, *, more: int = 0) -> Verdict:
    """Judge *round_* for *subscription*: the verdict, the distance, the reasons, and whether to alert.

    The score is that of the round's day, with so many points *more*. A profile submitted at the very instant of the
    tie-break counts as invited: IRCC's examples only say "before". A reported tie-break without seconds may be any
    second of its minute: a profile submitted within it cannot be told.
    """
    score = _score(round_, subscription, more)
    return replace(_judge(round_, subscription, score), score=score)


def _score(round_: Figures, subscription: Subscription, more: int) -> DatedScore | None:
    """Count the score on the day of the round, else on that when it was first seen; None: no day is known."""
    day = round_.date
    if day is None:
        instant = round_.drawn_at or (round_.first_seen if isinstance(round_, Round) else None)
        day = instant and instant.astimezone(OTTAWA).date()
    if day is None and subscription.profile is not None:
        return None
    score = score_on(subscription, day or date.min)
    return replace(score, points=score.points + more)


def _judge(round_: Figures, subscription: Subscription, score: DatedScore | None) -> Verdict:
    in_pool = _in_pool(round_, subscription)
    asked = () if in_pool is None else (in_pool,)
    if in_pool is not None and not in_pool.holds:
        return _verdict(VerdictKind.NOT_IN_POOL, subscription, in_pool)
    category = _category_clause(round_, subscription)
    if category.holds is False:
        return _verdict(VerdictKind.OTHER_CATEGORY, subscription, *asked, category)
    if round_.cutoff is None:
        unread = Clause(text="the cut-off is not known", holds=None)
        return _verdict(VerdictKind.UNKNOWN, subscription, *asked, category, unread)
    if score is None:
        undated = Clause(text="the day of the round is not known, nor the score on it", holds=None)
        return _verdict(VerdictKind.UNKNOWN, subscription, *asked, category, undated)
    return _against(round_.cutoff, score, round_, subscription, *asked, category)


def _in_pool(round_: Figures, subscription: Subscription) -> Clause | None:
    """Tell whether the profile existed when the round was held; None: unknown.

    Without a time of day the whole day in Ottawa counts. Where day and time of the round contradict each other
    (#357 was printed ten days apart), the later counts.
    """
    submitted, drawn_at, day = subscription.submitted, round_.drawn_at, round_.date
    if submitted is None or (drawn_at is None and day is None):
        return None
    after = drawn_at is None or submitted > drawn_at
    if after and day is not None:
        # Not the day of the submission: that of the year 1, which anybody may ask for, has none in Ottawa.
        begins, ends = (datetime.combine(day + timedelta(n), time(), OTTAWA) for n in (0, 1))
        after = submitted >= ends or (drawn_at is not None and submitted >= begins)
    held = f"{day}" if drawn_at is None else f"{drawn_at:%Y-%m-%d %H:%M:%S} UTC"
    text = f"submitted {submitted:%Y-%m-%d %H:%M:%S} UTC, at or before the round of "
    return Clause(text=text + held, holds=not after)


def _category_clause(round_: Figures, subscription: Subscription) -> Clause:
    wanted = ", ".join(sorted(subscription.categories))
    if ALL in subscription.categories:
        return Clause(text="every category is wanted", holds=True)
    if round_.category is None:
        return Clause(text=f"the category is not known; wanted: {wanted}", holds=None)
    return Clause(
        text=f"category {round_.category} is among {wanted}",
        holds=round_.category in subscription.categories,
    )


def _against(
    cutoff: int, score: DatedScore, round_: Figures, subscription: Subscription, *asked: Clause
) -> Verdict:
    points = abs(score.points - cutoff)
    reached = Clause(
        text=f"score {score.points} reaches the cut-off {cutoff}", holds=score.points >= cutoff
    )
    known = (*asked, *_counted(score), reached)
    if not reached.holds:
        return _verdict(VerdictKind.SHORT, subscription, *known, points=points)
    if any(clause.holds is None for clause in asked):
        return _verdict(VerdictKind.UNKNOWN, subscription, *known)
    above = Clause(
        text=f"score {score.points} is above the cut-off {cutoff}", holds=score.points > cutoff
    )
    if above.holds:
        return _verdict(VerdictKind.INVITED, subscription, *known, above, points=points)
    return _at_the_cutoff(round_, subscription, *known, above)


def _counted(score: DatedScore) -> Iterator[Clause]:
    """Say by which rules a profile was counted, and whether those held on the day."""
    if score.rules is not None:
        text = f"the profile scores {score.points} on that day, by the rules of {score.rules}"
        yield Clause(text=text, holds=True)
    if score.outdated is not None:
        text = f"those rules still held: they changed on {score.outdated}, and the points since are not known"
        yield Clause(text=text, holds=None)


def _at_the_cutoff(round_: Figures, subscription: Subscription, *asked: Clause) -> Verdict:
    tie_break, submitted = round_.tie_break, subscription.submitted
    in_time = _in_time(round_, subscription)
    if tie_break is None or submitted is None or in_time.holds is None:
        return _verdict(VerdictKind.AT_CUTOFF, subscription, *asked, in_time, points=0)
    kind = VerdictKind.INVITED_ON_TIE_BREAK if in_time.holds else VerdictKind.MISSED_ON_TIE_BREAK
    verdict = _verdict(kind, subscription, *asked, in_time, points=0)
    return replace(verdict, margin=abs(tie_break - submitted))


def _in_time(round_: Figures, subscription: Subscription) -> Clause:
    tie_break, submitted = round_.tie_break, subscription.submitted
    if tie_break is None:
        return Clause(text="the tie-break is not known", holds=None)
    if submitted is None:
        silent = "the subscription does not say when the profile was submitted"
        return Clause(text=silent, holds=None)
    text = f"submitted {submitted:%Y-%m-%d %H:%M:%S} UTC, at or before the tie-break "
    # A report without seconds does not know them; an official instant of zero seconds does.
    reported = isinstance(round_, Round) and not round_.confirmed
    if not reported or tie_break.second:
        text += f"{tie_break:%Y-%m-%d %H:%M:%S} UTC"
        return Clause(text=text, holds=submitted <= tie_break)
    text += f"{tie_break:%Y-%m-%d %H:%M} UTC, which is known to the minute only"
    within = tie_break <= submitted < tie_break + _MINUTE
    return Clause(text=text, holds=None if within else submitted < tie_break)


def _verdict(
    kind: VerdictKind, subscription: Subscription, *asked: Clause, points: int | None = None
) -> Verdict:
    """Make the verdict, with whether it is to be told as its last clause."""
    told = _told_clause(kind, subscription, points)
    return Verdict(kind=kind, points=points, due=bool(told.holds), clauses=(*asked, told))


def _told_clause(kind: VerdictKind, subscription: Subscription, points: int | None) -> Clause:
    if kind in _NEVER_SILENT:
        return Clause(text=f'"{kind}" is always told', holds=True)
    if subscription.tell_when == "every-round":
        return Clause(text='tell_when = "every-round"', holds=True)
    near = subscription.near
    if kind is VerdictKind.SHORT and near is not None and points is not None:
        return Clause(text=f"short by {points}, at most near = {near}", holds=points <= near)
    return Clause(text=f'"{kind}" is told with tell_when = "every-round"', holds=False)

"""Verdicts: the meaning of a round for a subscription. Pure.

"Invited" is our reading of the published figures; the invitation itself appears only in the person's account.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from watcher.core.category import ALL
from watcher.core.model import Figures, Reason, Round, Verdict, VerdictKind
from watcher.core.schedule import OTTAWA
from watcher.core.scores import DatedScore, score_on
from watcher.core.settings import Subscription

_MINUTE = timedelta(minutes=1)
_NEVER_SILENT = frozenset(VerdictKind) - {
    VerdictKind.NOT_IN_POOL,
    VerdictKind.OTHER_CATEGORY,
    VerdictKind.SHORT,
}
#: The kind, the points between score and cut-off, the time between submission and tie-break.
_Finding = tuple[VerdictKind, int | None, timedelta | None]


class _Listed(frozenset[str]):
    """Categories, listed where they are put in words."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(sorted(self))

    def __format__(self, _: str) -> str:
        return str(self)


def judge(round_: Figures, subscription: Subscription, *, more: int = 0) -> Verdict:
    """Judge *round_* for *subscription*: the verdict, the distance, the reasons, and whether to alert.

    The score is that of the round's day, with so many points *more*. A profile submitted at the very instant of the
    tie-break counts as invited: IRCC's examples only say "before". A reported tie-break without seconds may be any
    second of its minute: a profile submitted within it cannot be told.
    """
    score = _score(round_, subscription, more)
    why: list[Reason] = []
    kind, points, margin = _judge(round_, subscription, score, why)
    told = _told(kind, subscription, points)
    return Verdict(
        kind=kind,
        points=points,
        margin=margin,
        due=bool(told[1]),
        reasons=(*why, told),
        score=score,
    )


def _score(round_: Figures, subscription: Subscription, more: int) -> DatedScore | None:
    """Count the score on the day of the round, else on that when it was first seen; None: no day is known."""
    day = round_.date
    if day is None:
        instant = round_.drawn_at or (round_.first_seen if isinstance(round_, Round) else None)
        day = instant and instant.astimezone(OTTAWA).date()
    if day is None and subscription.profile is not None:
        return None
    score = score_on(subscription, day or date.min)
    return replace(score, points=score.points + more) if more else score


def _judge(
    round_: Figures, subscription: Subscription, score: DatedScore | None, why: list[Reason]
) -> _Finding:
    """Find the kind and the distances; *why* takes the reasons, in their order."""
    submitted = subscription.submitted
    if submitted is not None and (round_.drawn_at is not None or round_.date is not None):
        in_pool = _in_pool(round_, submitted)
        why.append(in_pool)
        if not in_pool[1]:
            return VerdictKind.NOT_IN_POOL, None, None
    category = _category(round_, subscription)
    why.append(category)
    if category[1] is False:
        return VerdictKind.OTHER_CATEGORY, None, None
    if round_.cutoff is None:
        why.append(("the cut-off is not known", None, ()))
        return VerdictKind.UNKNOWN, None, None
    if score is None:
        why.append(("the day of the round is not known, nor the score on it", None, ()))
        return VerdictKind.UNKNOWN, None, None
    return _against(round_.cutoff, score, round_, subscription, why)


def _in_pool(round_: Figures, submitted: datetime) -> Reason:
    """Tell whether the profile existed when the round was held.

    Without a time of day the whole day in Ottawa counts. Where day and time of the round contradict each other
    (#357 was printed ten days apart), the later counts.
    """
    drawn_at, day = round_.drawn_at, round_.date
    after = drawn_at is None or submitted > drawn_at
    if after and day is not None:
        # Not the day of the submission: that of the year 1, which anybody may ask for, has none in Ottawa.
        begins, ends = (datetime.combine(day + timedelta(n), time(), OTTAWA) for n in (0, 1))
        after = submitted >= ends or (drawn_at is not None and submitted >= begins)
    said = "submitted {:%Y-%m-%d %H:%M:%S} UTC, at or before the round of "
    if drawn_at is None:
        return said + "{}", not after, (submitted, day)
    return said + "{:%Y-%m-%d %H:%M:%S} UTC", not after, (submitted, drawn_at)


def _category(round_: Figures, subscription: Subscription) -> Reason:
    wanted = subscription.categories
    if ALL in wanted:
        return "every category is wanted", True, ()
    if round_.category is None:
        return "the category is not known; wanted: {}", None, (_Listed(wanted),)
    holds = round_.category in wanted
    return "category {} is among {}", holds, (round_.category, _Listed(wanted))


def _against(
    cutoff: int, score: DatedScore, round_: Figures, subscription: Subscription, why: list[Reason]
) -> _Finding:
    _, of_the_category, _ = why[-1]
    if score.rules is not None:
        why.extend(_counted(score))
    points = score.points - cutoff
    why.append(("score {} reaches the cut-off {}", points >= 0, (score.points, cutoff)))
    if points < 0:
        return VerdictKind.SHORT, -points, None
    if of_the_category is None:
        return VerdictKind.UNKNOWN, None, None
    why.append(("score {} is above the cut-off {}", points > 0, (score.points, cutoff)))
    if points > 0:
        return VerdictKind.INVITED, points, None
    return _at_the_cutoff(round_, subscription, why)


def _counted(score: DatedScore) -> Iterator[Reason]:
    """Say by which rules a profile was counted, and whether those held on the day."""
    said = "the profile scores {} on that day, by the rules of {}"
    yield said, True, (score.points, score.rules)
    if score.outdated is not None:
        said = "those rules still held: they changed on {}, and the points since are not known"
        yield said, None, (score.outdated,)


def _at_the_cutoff(round_: Figures, subscription: Subscription, why: list[Reason]) -> _Finding:
    tie_break, submitted = round_.tie_break, subscription.submitted
    in_time = _in_time(round_, tie_break, submitted)
    why.append(in_time)
    if tie_break is None or submitted is None or in_time[1] is None:
        return VerdictKind.AT_CUTOFF, 0, None
    kind = VerdictKind.INVITED_ON_TIE_BREAK if in_time[1] else VerdictKind.MISSED_ON_TIE_BREAK
    return kind, 0, abs(tie_break - submitted)


def _in_time(round_: Figures, tie_break: datetime | None, submitted: datetime | None) -> Reason:
    if tie_break is None:
        return "the tie-break is not known", None, ()
    if submitted is None:
        return "the subscription does not say when the profile was submitted", None, ()
    said = "submitted {:%Y-%m-%d %H:%M:%S} UTC, at or before the tie-break "
    # A report without seconds does not know them; an official instant of zero seconds does.
    reported = isinstance(round_, Round) and not round_.confirmed
    if not reported or tie_break.second:
        said += "{:%Y-%m-%d %H:%M:%S} UTC"
        return said, submitted <= tie_break, (submitted, tie_break)
    said += "{:%Y-%m-%d %H:%M} UTC, which is known to the minute only"
    within = tie_break <= submitted < tie_break + _MINUTE
    return said, None if within else submitted < tie_break, (submitted, tie_break)


def _told(kind: VerdictKind, subscription: Subscription, points: int | None) -> Reason:
    """Say whether it is to be told, and why."""
    if kind in _NEVER_SILENT:
        return '"{}" is always told', True, (kind,)
    if subscription.tell_when == "every-round":
        return 'tell_when = "every-round"', True, ()
    near = subscription.near
    if kind is VerdictKind.SHORT and near is not None and points is not None:
        return "short by {}, at most near = {}", points <= near, (points, near)
    return '"{}" is told with tell_when = "every-round"', False, (kind,)

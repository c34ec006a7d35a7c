"""The score of a subscription on a day: stated, or counted from a profile by the rules of that day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from watcher.core.category import ALL
from watcher.core.crs.profile import Profile
from watcher.core.crs.rules import outdated_since, rules_on
from watcher.core.crs.score import crs_score
from watcher.core.settings import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedScore:
    """CRS points; ``rules`` is the set they were counted by, None where they are stated.

    ``outdated``: since that day other rules hold, of which the points are not known here.
    """

    points: int
    rules: str | None = None
    outdated: date | None = None


def score_on(subscription: Subscription, day: date) -> DatedScore:
    """Count the score on a day in Ottawa; one that is stated is that of every day."""
    if subscription.profile is None:
        return DatedScore(points=subscription.score or 0)
    return _counted(subscription.profile, day)


# A page judges hundreds of rounds several times over, at a third of a millisecond each.
@lru_cache(maxsize=4096)
def _counted(profile: Profile, day: date) -> DatedScore:
    rules = rules_on(day)
    points = crs_score(profile, rules, day).total
    return DatedScore(points=points, rules=rules.id, outdated=outdated_since(day))


def stated(subscription: Subscription, points: int) -> Subscription:
    """Return the subscription with its score stated, and without its profile: it goes into the queue of messages."""
    return replace(subscription, score=points, profile=None, profile_file=None)


def unnamed_subscription(
    score: int, categories: Iterable[str] = (), submitted: datetime | None = None
) -> Subscription:
    """Make the subscription of somebody who only asks: without a name, and of every category unless told."""
    return Subscription(
        name="",
        categories=frozenset(categories) or frozenset({ALL}),
        score=score,
        channels=(),
        submitted=submitted,
    )

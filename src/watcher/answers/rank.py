"""Where a score stands in the pool, by IRCC's newest count."""

from dataclasses import dataclass
from datetime import date

from watcher.answers.cache import cached
from watcher.answers.snapshot import Snapshot
from watcher.core.crs.rules import RULE_CHANGES
from watcher.core.errors import NothingFound
from watcher.core.pool import Pool
from watcher.core.settings import N_
from watcher.insight.rank import CountRange, likely_above, strictly_above
from watcher.insight.trends import pools

_TOO_WIDE = N_("Within this band nobody can say: it is wide, and guesses were far from the truth.")
_EXACT = N_("This score is the border of a band: the number is exact.")
_UNCOUNTED = N_("The count does not say how many people this band has.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRank:
    """How many people of the whole pool had more points than ``score`` on the day ``counted_on``.

    ``above`` is certain, one number at a band's border; ``likely`` holds about nine times of ten,
    ``withheld`` is why there is none. How many of them a category selects from is not published.
    ``rules_changed`` is when the rules for scores last changed since the count: it counts scores of the old ones.
    """

    score: int
    counted_on: date
    total: int | None
    above: CountRange | None
    likely: CountRange | None
    withheld: str | None
    rules_changed: date | None = None

    @property
    def exact(self) -> bool:
        """Whether the number is certain."""
        return self.above is not None and self.above.low == self.above.high


def pool_rank(snapshot: Snapshot, score: int, as_of: date | None = None) -> PoolRank:
    """Rank a score by the newest count published with a round drawn before *as_of*; raises NothingFound if none."""
    newest = newest_pool(snapshot, as_of)
    if newest is None:
        when = "" if as_of is None else f" with a round before {as_of}"
        raise NothingFound(f"no count of the pool is known{when}; IRCC publishes them since 2022")
    day, pool = newest
    above, likely = strictly_above(pool, score), likely_above(pool, score)
    withheld = None
    if likely is None:
        exact = above is not None and above.low == above.high
        withheld = _UNCOUNTED if above is None else _EXACT if exact else _TOO_WIDE
    today = as_of or snapshot.today
    return PoolRank(
        score=score,
        counted_on=day,
        total=pool.total,
        above=above,
        likely=likely,
        withheld=withheld,
        rules_changed=max((c.day for c in RULE_CHANGES if day < c.day <= today), default=None),
    )


def newest_pool(snapshot: Snapshot, as_of: date | None = None) -> tuple[date, Pool] | None:
    """Return the newest count published with a round drawn before *as_of*, and its day; None if there is none."""

    def _newest() -> tuple[date, Pool] | None:
        every = snapshot.tx.rounds.all()
        counts = pools(r for r in every if as_of is None or (r.date is not None and r.date < as_of))
        return max(counts.items(), key=lambda pair: pair[0], default=None)

    return cached(snapshot, ("newest pool", as_of), _newest)

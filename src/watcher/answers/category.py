"""One category: its rounds, how often they come, and what is known of the pool that they select from."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median_high

from watcher.answers.rank import newest_pool
from watcher.answers.rounds import ListedRound, known_categories, known_rounds, listed_rounds
from watcher.answers.snapshot import Snapshot
from watcher.core.category import CATEGORIES, label, recognise
from watcher.core.model import Round
from watcher.core.pool import Pool
from watcher.core.schedule import TWELVE_MONTHS

# Gaps that are usual: those between so many rounds, the newest.
_USUAL = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """Days between rounds, the newest 25: in the middle, at least and at most; and since the last one."""

    usual: int
    shortest: int
    longest: int
    since_last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TwelveMonths:
    """The last twelve months of a category; ``unknown`` counts rounds that do not say how many they invited."""

    rounds: int
    invitations: int
    unknown: int
    lowest: int | None
    highest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryHistory:
    """The confirmed rounds of a category, newest first, and the newest count of the whole pool."""

    category: str
    rounds: tuple[ListedRound, ...]
    reported: tuple[Round, ...]
    year: TwelveMonths
    cadence: Cadence | None
    pool: Pool | None

    @property
    def latest(self) -> ListedRound | None:
        """The newest round."""
        return self.rounds[0] if self.rounds else None


def category_history(snapshot: Snapshot, category: str) -> CategoryHistory | None:
    """Gather what is known of a category, None if it is neither ours nor that of any round."""
    every = known_rounds(snapshot, pools=False)
    confirmed = [r for r in every if r.confirmed]
    own = [r for r in confirmed if r.category == category]
    reported = tuple(r for r in every if r.category == category and not r.confirmed)
    if category not in CATEGORIES and not own and not reported:
        return None
    today = snapshot.today
    counted = newest_pool(snapshot)
    return CategoryHistory(
        category=category,
        rounds=tuple(listed_rounds(own, confirmed)),
        reported=reported,
        year=_year([r for r in own if r.date and today - r.date <= TWELVE_MONTHS]),
        cadence=_cadence([r.date for r in own if r.date], today),
        pool=None if counted is None else counted[1],
    )


def nearest_categories(snapshot: Snapshot, asked: str) -> list[str]:
    """Name the categories that somebody may have meant, the likeliest first."""
    words = asked.replace("-", " ").replace("_", " ")
    known = recognise(words)
    slugs = known_categories(known_rounds(snapshot, pools=False))
    by_name = {name: slug for slug in slugs for name in (slug, label(slug).casefold())}
    close = difflib.get_close_matches(words.casefold(), by_name, n=3, cutoff=0.5)
    begun = [slug for slug in slugs if words and slug.startswith(words.casefold()[:4])]
    meant = [known.category] if known.known else []
    return list(dict.fromkeys([*meant, *(by_name[name] for name in close), *begun]))[:4]


def _year(rounds: Sequence[Round]) -> TwelveMonths:
    told = [r.invitations for r in rounds if r.invitations is not None]
    cutoffs = [r.cutoff for r in rounds if r.cutoff is not None]
    return TwelveMonths(
        rounds=len(rounds),
        invitations=sum(told),
        unknown=len(rounds) - len(told),
        lowest=min(cutoffs, default=None),
        highest=max(cutoffs, default=None),
    )


def _cadence(days: Iterable[date], today: date) -> Cadence | None:
    newest = sorted(days)[-_USUAL - 1 :]
    gaps = [(later - earlier).days for earlier, later in pairwise(newest)]
    if not gaps:
        return None
    return Cadence(
        usual=median_high(gaps),
        shortest=min(gaps),
        longest=max(gaps),
        since_last=(today - newest[-1]).days,
    )

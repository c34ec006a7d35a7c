"""One category: its rounds, how often they come, and what is known of the pool that they select from."""

import difflib
from dataclasses import dataclass
from itertools import pairwise

from watcher.answers.rank import newest_pool
from watcher.answers.rounds import ListedRound, known_categories, known_rounds, listed_rounds
from watcher.answers.snapshot import Snapshot
from watcher.core.category import CATEGORIES, label, recognise
from watcher.core.model import Round
from watcher.core.pool import Pool
from watcher.core.schedule import TWELVE_MONTHS
from watcher.insight.stats import (
    CutoffSpan,
    DayGaps,
    RoundTotal,
    cutoff_span,
    dated_rounds,
    day_gaps,
    total_of,
)

# So many gaps between the newest rounds are the usual ones.
_USUAL_GAPS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryHistory:
    """The confirmed rounds of a category, newest first, and the newest count of the whole pool.

    ``year`` and ``cutoffs`` are of the last twelve months, ``gaps`` between the newest 26 rounds.
    """

    category: str
    rounds: tuple[ListedRound, ...]
    reported: tuple[Round, ...]
    year: RoundTotal
    cutoffs: CutoffSpan | None
    gaps: DayGaps | None
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
    dated = dated_rounds(own)
    days = [day for day, _ in dated]
    recent = [(day, r) for day, r in dated if snapshot.today - day <= TWELVE_MONTHS]
    counted = newest_pool(snapshot)
    return CategoryHistory(
        category=category,
        rounds=tuple(listed_rounds(own, confirmed)),
        reported=reported,
        year=total_of(recent),
        cutoffs=cutoff_span(recent),
        gaps=day_gaps(
            [(later - earlier).days for earlier, later in pairwise(days[-_USUAL_GAPS - 1 :])]
        ),
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

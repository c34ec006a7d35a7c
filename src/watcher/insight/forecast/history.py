"""What was known on a day: the confirmed rounds of each category drawn before it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from watcher.core.model import Round, number_order
from watcher.core.schedule import TWELVE_MONTHS

#: Days after its last round for which a category counts as active.
ACTIVE_DAYS = TWELVE_MONTHS.days
_RECENT_ROUNDS = 26
_LONG_GAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRound:
    """A round whose day and cut-off are known."""

    number: str
    date: date
    cutoff: int
    invitations: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The rounds of each category drawn before ``as_of``, oldest first."""

    as_of: date
    rounds: Mapping[str, Sequence[PastRound]]

    def active(self) -> tuple[str, ...]:
        """Name the categories with a round in the last year, the latest first."""
        last = {slug: known[-1].date for slug, known in self.rounds.items()}
        recent = [slug for slug, day in last.items() if (self.as_of - day).days <= ACTIVE_DAYS]
        return tuple(sorted(recent, key=lambda slug: (-last[slug].toordinal(), slug)))


def history_of(rounds: Iterable[Round], as_of: date) -> History:
    """Keep the confirmed rounds drawn before a day, by category."""
    known: dict[str, list[PastRound]] = {}
    for r in rounds:
        if not r.confirmed or r.date is None or r.date >= as_of:
            continue
        if r.category is not None and r.cutoff is not None:
            past = PastRound(
                number=r.number, date=r.date, cutoff=r.cutoff, invitations=r.invitations
            )
            known.setdefault(r.category, []).append(past)
    for found in known.values():
        found.sort(key=lambda r: (r.date, number_order(r.number)))
    return History(as_of=as_of, rounds=known)


def gaps_of(rounds: Sequence[PastRound]) -> list[int]:
    """List the days between rounds, oldest first."""
    return [(later.date - earlier.date).days for earlier, later in pairwise(rounds)]


def usual_gap(rounds: Sequence[PastRound]) -> float | None:
    """Return the median of days between the last rounds, None of a single one."""
    gaps = gaps_of(rounds[-_RECENT_ROUNDS:])
    return median(gaps) if gaps else None


def is_long_gap(rounds: Sequence[PastRound], as_of: date) -> bool:
    """Tell whether the last round was over three times the usual gap ago."""
    usual = usual_gap(rounds)
    return usual is not None and (as_of - rounds[-1].date).days > _LONG_GAP * usual

"""When nothing is said of a category, and why. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from watcher.core.crs.rules import RULE_CHANGES
from watcher.core.settings import N_
from watcher.insight.forecast.history import ACTIVE_DAYS, History, PastRound, is_long_gap, usual_gap

# In 2025 and 2026, of 13 rounds after a change, of few or after a long gap, the 80 % interval
# held 54 %, against 88 % of the other hundred.
_FEWEST = 3


class Silence(StrEnum):
    """Why nothing is said, as a sentence about a category that may name a ``day``."""

    RULES = N_("the rules for scores changed on {day}, and no round came since")
    FEW = N_("fewer than three rounds were held")
    GAP = N_("the last round was on {day}, over three times the usual gap ago")
    INACTIVE = N_("the last round was on {day}, over a year ago")
    NEVER = N_("no round was ever held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A reason with the day that it names: of the change of rules, or of the last round."""

    why: Silence
    day: date | None = None

    def __str__(self) -> str:
        return self.why.format(day=self.day)


def withheld(slug: str, history: History) -> Withheld | None:
    """Say why no cut-off is forecast of a category, None where one is."""
    return withheld_after(history.rounds.get(slug, ()), history.as_of)


def withheld_after(rounds: Sequence[PastRound], as_of: date) -> Withheld | None:
    """Say why nothing was to be forecast on a day, after these rounds of a category."""
    if not rounds:
        return Withheld(why=Silence.NEVER)
    last = rounds[-1].date
    changed = [change.day for change in RULE_CHANGES if last < change.day <= as_of]
    if (as_of - last).days > ACTIVE_DAYS:
        return Withheld(why=Silence.INACTIVE, day=last)
    if changed:
        return Withheld(why=Silence.RULES, day=changed[-1])
    if len(rounds) < _FEWEST:
        return Withheld(why=Silence.FEW)
    return Withheld(why=Silence.GAP, day=last) if is_long_gap(rounds, as_of) else None


def by_reason(silent: Mapping[str, Withheld]) -> Mapping[Withheld, Sequence[str]]:
    """List the categories of which each reason holds."""
    reasons: dict[Withheld, list[str]] = {}
    for slug, why in silent.items():
        reasons.setdefault(why, []).append(slug)
    return reasons


def chance_withheld(slug: str, history: History) -> Withheld | None:
    """Say why a category counts nothing in a chance, None where it does.

    A chance counts the doubt: it needs two rounds, and no change of rules since of which the points are not known.
    Where it was silent with the cut-offs, chances in 2025 and 2026 came out 15 to 20 points too low.
    """
    reason = withheld(slug, history)
    if reason is None or reason.why in {Silence.NEVER, Silence.INACTIVE}:
        return reason
    rounds = history.rounds[slug]
    if are_incomparable(rounds[-1].date, history.as_of):
        return reason
    return reason if usual_gap(rounds) is None else None


def are_incomparable(earlier: date, later: date) -> bool:
    """Tell whether rules changed between two days in a way of which the points are not known."""
    return any(earlier < change.day <= later for change in RULE_CHANGES if not change.known)

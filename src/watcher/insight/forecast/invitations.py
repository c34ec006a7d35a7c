"""How many invitations the next round of a category has. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from watcher.insight.forecast.history import History, PastRound
from watcher.insight.forecast.levels import Surprise, deviations_of

# The last number is the best guess but for PNP, where it is smoothed on logarithms.
_LASTING = {"pnp": 0.4}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRange:
    """Four of five times between ``low`` and ``high``."""

    low: int
    median: int
    high: int


def invitations_to_come(slug: str, history: History) -> InvitationRange | None:
    """Forecast the number of invitations, None where no round of the category told it."""
    walked = {other: list(_walk(other, rounds)) for other, rounds in history.rounds.items()}
    if not walked[slug]:
        return None
    level, _ = walked[slug][-1]
    surprises = {other: [s for _, s in found if s is not None] for other, found in walked.items()}
    spread = deviations_of(slug, surprises, history.as_of)
    if spread is None:
        return None
    return InvitationRange(
        low=_two_digits(exp(level + spread.quantile(0.1))),
        median=_two_digits(exp(level)) if slug in _LASTING else round(exp(level)),
        high=_two_digits(exp(level + spread.quantile(0.9))),
    )


def _walk(slug: str, rounds: Sequence[PastRound]) -> Iterator[tuple[float, Surprise | None]]:
    """Yield the logarithm expected after each round, and by how much the round itself was off."""
    level: float | None = None
    for one in rounds:
        if one.invitations:
            told = log(one.invitations)
            off = None if level is None else told - level
            level = told if off is None or level is None else level + _LASTING.get(slug, 1) * off
            yield level, None if off is None else Surprise(date=one.date, ratio=off)


def _two_digits(figure: float) -> int:
    """Round to two digits: more would be false precision."""
    whole = round(figure)
    return round(whole, 2 - len(str(whole)))

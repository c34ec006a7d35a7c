"""The forecast of a category's next round: cut-off, invitations, and how soon. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from watcher.insight.forecast.history import History
from watcher.insight.forecast.invitations import InvitationRange, invitations_to_come
from watcher.insight.forecast.levels import deviations_of, levels_of
from watcher.insight.forecast.silence import Withheld, withheld
from watcher.insight.forecast.timing import Timing

_SHARES = tuple(round(0.05 * step, 2) for step in range(1, 20))
_MIDDLE = 0.5
#: The spans, in days, for which the chance of a round is told.
SOON = (7, 14, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRound:
    """The last round of a category."""

    number: str
    date: date
    cutoff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffForecast:
    """The next cut-off, by the shares 0.05 to 0.95 of cases in which it is no higher."""

    quantiles: Mapping[str, int]

    @property
    def median(self) -> int:
        """As likely below as above."""
        return self.quantiles["0.50"]

    @property
    def half(self) -> tuple[int, int]:
        """As likely as not between these."""
        return self.quantiles["0.25"], self.quantiles["0.75"]

    @property
    def likely(self) -> tuple[int, int]:
        """Four of five times between these."""
        return self.quantiles["0.10"], self.quantiles["0.90"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryForecast:
    """What is expected of a category's next round by rounds drawn before ``as_of``.

    ``within`` has the chance of a round within so many days from that day on.
    """

    category: str
    as_of: date
    last: DrawnRound
    cutoff: CutoffForecast | None
    withheld: Withheld | None
    invitations: InvitationRange | None
    within: Mapping[str, float]


def forecast_next_rounds(history: History) -> tuple[CategoryForecast, ...]:
    """Forecast the next round of each active category, the latest drawn first."""
    cutoffs, timing = _cutoffs(history), Timing(history)
    found = []
    for slug in history.active():
        last = history.rounds[slug][-1]
        silent = withheld(slug, history)
        forecast = CategoryForecast(
            category=slug,
            as_of=history.as_of,
            last=DrawnRound(number=last.number, date=last.date, cutoff=last.cutoff),
            cutoff=None if silent else cutoffs.get(slug),
            withheld=silent,
            invitations=None if silent else invitations_to_come(slug, history),
            within={str(days): round(timing.coming(slug, days), 3) for days in SOON},
        )
        found.append(forecast)
    return tuple(found)


def _cutoffs(history: History) -> Mapping[str, CutoffForecast]:
    levels = levels_of(history)
    surprises = {slug: found for slug, (_, found) in levels.items()}
    made = {}
    for slug in history.active():
        level, _ = levels[slug]
        spread = deviations_of(slug, surprises, history.as_of)
        if spread is not None:
            values = [level.at + level.spread * spread.quantile(share) for share in _SHARES]
            quantiles = {
                f"{share:.2f}": _whole(v, share) for share, v in zip(_SHARES, values, strict=True)
            }
            made[slug] = CutoffForecast(quantiles=quantiles)
    return made


def _whole(value: float, share: float) -> int:
    """Round away from the middle, so that an interval holds no less than it says."""
    if share == _MIDDLE:
        return round(value)
    return floor(value) if share < _MIDDLE else ceil(value)

"""The forecast of a category's next round: cut-off, invitations, and how soon. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.core.model import Round
from watcher.insight.forecast.history import History, history_of
from watcher.insight.forecast.invitations import InvitationRange, invitations_to_come
from watcher.insight.forecast.levels import Deviations, Level, deviations_of, levels_of
from watcher.insight.forecast.silence import Silence, Withheld, withheld
from watcher.insight.forecast.timing import Timing

_SHARES = tuple(round(0.05 * step, 2) for step in range(1, 20))
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
    levels, timing = levels_of(history), Timing(history)
    surprises = {slug: found for slug, (_, found) in levels.items()}
    found = []
    for slug in history.active():
        last = history.rounds[slug][-1]
        deviations = deviations_of(slug, surprises, history.as_of)
        silent = withheld(slug, history)
        if silent is None and deviations is None:  # the very first rounds of all
            silent = Withheld(why=Silence.FEW)
        forecast = CategoryForecast(
            category=slug,
            as_of=history.as_of,
            last=DrawnRound(number=last.number, date=last.date, cutoff=last.cutoff),
            cutoff=None if silent or not deviations else _cutoff(levels[slug][0], deviations),
            withheld=silent,
            invitations=None if silent else invitations_to_come(slug, history),
            within={str(days): round(share, 3) for days, share in timing.coming(slug, SOON)},
        )
        found.append(forecast)
    return tuple(found)


def next_cutoff_after(
    round_: Round, rounds: Iterable[Round], today: date
) -> tuple[int, int] | None:
    """Return between which values the cut-off of the round after this one is as likely as not.

    None where that is withheld, and where this is not the last confirmed round of its category.
    """
    history = history_of(rounds, max(today, round_.date or today) + timedelta(days=1))
    slug = round_.category or ""
    known = history.rounds.get(slug)
    if not known or known[-1].number != round_.number or withheld(slug, history):
        return None
    # A message waits for it: nothing else is reckoned.
    levels = levels_of(history)
    surprises = {other: found for other, (_, found) in levels.items()}
    deviations = deviations_of(slug, surprises, history.as_of)
    return _cutoff(levels[slug][0], deviations).half if deviations else None


def _cutoff(level: Level, deviations: Deviations) -> CutoffForecast:
    values = ((p, level.at + level.spread * deviations.quantile(p)) for p in _SHARES)
    return CutoffForecast(quantiles={f"{p:.2f}": round(value) for p, value in values})

"""How good forecasts were: each compared with the round that came, beside "same as last". Pure.

Nothing is scored when it is kept: a corrected cut-off, or a round that becomes known late, changes every score that it
bears on.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from statistics import fmean

from watcher.core.forecasts import KeptForecast
from watcher.core.model import Day, Round
from watcher.core.schedule import OTTAWA
from watcher.insight.forecast.history import PastRound, history_of
from watcher.insight.forecast.next_round import SOON, forecast_next_rounds
from watcher.insight.forecast.timing import base_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredForecast:
    """The last forecast made before a round, and the round; ``last`` is the cut-off of the round before it.

    The cut-off lay within ``half`` or not, which is to hold in one case of two, and within ``likely``, in four of five.
    """

    category: str
    number: str
    date: Day
    as_of: Day
    cutoff: int
    median: int
    last: int
    half: tuple[int, int]
    likely: tuple[int, int]

    @property
    def error(self) -> int:
        """How far the cut-off was from the forecast: positive where it was higher."""
        return self.cutoff - self.median

    @property
    def half_held(self) -> bool:
        """Whether the cut-off lay within the range of one case of two."""
        return self.half[0] <= self.cutoff <= self.half[1]

    @property
    def likely_held(self) -> bool:
        """Whether the cut-off lay within the range of four cases of five."""
        return self.likely[0] <= self.cutoff <= self.likely[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffScore:
    """Cut-offs of so many ``rounds``; of ``silent`` more nothing was forecast. Errors are means, in points.

    ``last_error`` is that of expecting the last cut-off again; ``half_held`` and ``likely_held`` are shares, to be near
    0.5 and 0.8; ``likely_width`` is the mean width of the range that is to hold in four cases of five.
    """

    rounds: int
    silent: int
    error: float | None
    last_error: float | None
    half_held: float | None
    likely_held: float | None
    likely_width: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoonScore:
    """The chances told of a round within some days, on so many ``days``.

    ``told`` is their mean, ``came`` how often a round did; ``brier`` is the mean square of what was wrong (0 is best),
    ``base_brier`` the same for the share of such spans with a round in the year before.
    """

    days: int
    told: float
    came: float
    brier: float
    base_brier: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chance:
    """The chance told of a round, the share of the year before, and whether it came."""

    told: float
    base: float
    came: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScore:
    """The scores of one category, or (None) of all; ``within`` has those of the chances by "7", "14" and "30" days."""

    category: str | None
    cutoffs: CutoffScore
    within: Mapping[str, SoonScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastScores:
    """The scores of the forecasts as of the days from ``since`` until ``until``, and each round, newest first."""

    since: date
    until: date
    overall: CategoryScore
    categories: tuple[CategoryScore, ...]
    rounds: tuple[ScoredForecast, ...]


def forecasts_to_keep(
    rounds: Iterable[Round], as_of: date, *, made_at: datetime, reckoned: bool = False
) -> list[KeptForecast]:
    """Forecast the next round of each active category, by rounds drawn before *as_of*."""
    return [
        KeptForecast(
            category=one.category,
            as_of=as_of,
            made_at=made_at,
            reckoned=reckoned,
            quantiles=None if one.cutoff is None else one.cutoff.quantiles,
            withheld=None if one.withheld is None else str(one.withheld),
            within=one.within,
        )
        for one in forecast_next_rounds(history_of(rounds, as_of))
    ]


def score_forecasts(
    forecasts: Iterable[KeptForecast], rounds: Iterable[Round], until: date
) -> ForecastScores | None:
    """Score forecasts by the rounds drawn up to *until*, None where there are no forecasts.

    Chances are scored where every day that they are about lies before *until*.
    """
    by_category = _by_category(forecasts)
    if not by_category:
        return None
    every = list(rounds)
    history = history_of(every, until + timedelta(days=1)).rounds
    drawn_at = {r.number: r.drawn_at for r in every}
    since = min(one.as_of for made in by_category.values() for one in made)
    found = {
        slug: _Category(made, history.get(slug, ()), drawn_at, since, until)
        for slug, made in by_category.items()
    }
    for slug in history.keys() - found.keys():
        found[slug] = _Category([], history[slug], drawn_at, since, until)
    met = {slug: one for slug, one in found.items() if one.scored or one.silent}
    ranked = sorted(met, key=lambda slug: (-len(met[slug].scored) - met[slug].silent, slug))
    scored = [one for slug in ranked for one in met[slug].scored]
    return ForecastScores(
        since=since,
        until=until,
        overall=_scores(None, found.values()),
        categories=tuple(_scores(slug, [met[slug]]) for slug in ranked),
        rounds=tuple(sorted(scored, key=lambda one: (one.date, one.category), reverse=True)),
    )


class _Category:
    """The forecasts of one category beside its rounds."""

    def __init__(
        self,
        forecasts: Sequence[KeptForecast],
        rounds: Sequence[PastRound],
        drawn_at: Mapping[str, datetime | None],
        since: date,
        until: date,
    ) -> None:
        self._rounds, self._days = rounds, [r.date for r in rounds]
        self._until = until
        # One made after its round was drawn counts for nothing: it may have been known.
        self.forecasts = [
            (one, target)
            for one in forecasts
            if (target := self._target(one)) is None
            or one.reckoned
            or one.made_at < _drawn(target, drawn_at)
        ]
        last_of = {target.number: one for one, target in self.forecasts if target is not None}
        # Of the first day's rounds some may have been drawn before anything was forecast.
        told = [(r, last_of.get(r.number)) for r in rounds if r.date > since or r.number in last_of]
        self.scored = [s for r, one in told if one is not None for s in self._scored(r, one)]
        self.silent = len(told) - len(self.scored)
        self.chances = {days: list(self._chances(days)) for days in SOON}

    def _chances(self, days: int) -> Iterator[_Chance]:
        """Yield each chance told of a round within so many days, once it is known whether it came."""
        for one, target in self.forecasts:
            end = one.as_of + timedelta(days=days)
            if one.within is not None and end <= self._until:
                before = self._rounds[: bisect_left(self._days, one.as_of)]
                yield _Chance(
                    told=one.within[str(days)],
                    base=base_rate(before, one.as_of, days),
                    came=target is not None and target.date < end,
                )

    def _target(self, forecast: KeptForecast) -> PastRound | None:
        place = bisect_left(self._days, forecast.as_of)
        return self._rounds[place] if place < len(self._rounds) else None

    def _scored(self, round_: PastRound, forecast: KeptForecast) -> Iterator[ScoredForecast]:
        before = bisect_left(self._days, forecast.as_of)
        said = forecast.quantiles
        if said is None or not before:
            return
        yield ScoredForecast(
            category=forecast.category,
            number=round_.number,
            date=round_.date,
            as_of=forecast.as_of,
            cutoff=round_.cutoff,
            median=said["0.50"],
            last=self._rounds[before - 1].cutoff,
            half=(said["0.25"], said["0.75"]),
            likely=(said["0.10"], said["0.90"]),
        )


def _by_category(forecasts: Iterable[KeptForecast]) -> Mapping[str, Sequence[KeptForecast]]:
    ordered = sorted(forecasts, key=lambda one: (one.category, one.as_of))
    return {slug: list(made) for slug, made in groupby(ordered, key=lambda one: one.category)}


def _drawn(round_: PastRound, drawn_at: Mapping[str, datetime | None]) -> datetime:
    """Return when a round was drawn, at the earliest: as its day began, where only that is known."""
    return drawn_at.get(round_.number) or datetime.combine(round_.date, time(), OTTAWA)


def _scores(category: str | None, found: Iterable[_Category]) -> CategoryScore:
    parts = list(found)
    scored = [one for part in parts for one in part.scored]
    chances = {days: [one for part in parts for one in part.chances[days]] for days in SOON}
    return CategoryScore(
        category=category,
        cutoffs=CutoffScore(
            rounds=len(scored),
            silent=sum(part.silent for part in parts),
            error=_mean(abs(one.error) for one in scored),
            last_error=_mean(abs(one.cutoff - one.last) for one in scored),
            half_held=_mean(one.half_held for one in scored),
            likely_held=_mean(one.likely_held for one in scored),
            likely_width=_mean(one.likely[1] - one.likely[0] for one in scored),
        ),
        within={str(days): _soon_score(told) for days, told in chances.items() if told},
    )


def _soon_score(told: Sequence[_Chance]) -> SoonScore:
    return SoonScore(
        days=len(told),
        told=round(fmean(one.told for one in told), 3),
        came=round(fmean(one.came for one in told), 3),
        brier=round(fmean((one.told - one.came) ** 2 for one in told), 4),
        base_brier=round(fmean((one.base - one.came) ** 2 for one in told), 4),
    )


def _mean(values: Iterable[float]) -> float | None:
    found = list(map(float, values))
    return round(fmean(found), 3) if found else None

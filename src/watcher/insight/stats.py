"""What the rounds of a year add up to, by category and by month, beside earlier years. Pure.

Only confirmed rounds with a day count; one that does not say how many it invited is counted as ``unknown``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median_high

from watcher.core.model import Round

#: Stands for the category of a round whose printed one could not be read.
UNNAMED = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTotal:
    """How many rounds, and their invitations; ``unknown`` rounds do not say how many."""

    rounds: int
    invitations: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGaps:
    """Days from one round to the next: in the middle, at least and at most."""

    median: int
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutoffSpan:
    """The lowest and the highest cut-off, and that of the last round."""

    lowest: int
    highest: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryYear:
    """One category in a year; ``year_before`` goes to the same day."""

    category: str
    total: RoundTotal
    year_before: RoundTotal
    cutoffs: CutoffSpan | None
    days_between: DayGaps | None
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfYear:
    """One month, and what each of its categories adds."""

    first: date
    total: RoundTotal
    categories: Mapping[str, RoundTotal]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierYear:
    """An earlier year up to the same day, and whole."""

    year: int
    to_day: RoundTotal
    whole: RoundTotal


def dated_rounds(rounds: Iterable[Round]) -> list[tuple[date, Round]]:
    """Keep the confirmed rounds with a day, each with its day, oldest first."""
    found = [(r.date, r) for r in rounds if r.confirmed and r.date is not None]
    return sorted(found, key=lambda pair: pair[0])


def total_of(rounds: Iterable[tuple[date, Round]]) -> RoundTotal:
    """Add up rounds."""
    told = [round_.invitations for _, round_ in rounds]
    known = [number for number in told if number is not None]
    return RoundTotal(rounds=len(told), invitations=sum(known), unknown=len(told) - len(known))


def cutoff_span(rounds: Iterable[tuple[date, Round]]) -> CutoffSpan | None:
    """Find the ends of the cut-offs of rounds, oldest first; None where none is known."""
    known = [round_.cutoff for _, round_ in rounds if round_.cutoff is not None]
    if not known:
        return None
    return CutoffSpan(lowest=min(known), highest=max(known), last=known[-1])


def of_year(
    dated: Iterable[tuple[date, Round]], year: int, until: date
) -> list[tuple[date, Round]]:
    """Keep the rounds of a year up to the day and month of *until*, that day included."""
    place = (until.month, until.day)
    return [(day, r) for day, r in dated if day.year == year and (day.month, day.day) <= place]


def by_category(
    dated: Sequence[tuple[date, Round]], year: int, until: date
) -> tuple[CategoryYear, ...]:
    """Sum up each category that had a round, the one with most rounds first."""
    slugs = {r.category or UNNAMED for _, r in of_year(dated, year, until)}
    found = []
    for slug in slugs:
        own = [(day, r) for day, r in dated if (r.category or UNNAMED) == slug]
        this = of_year(own, year, until)
        found.append(
            CategoryYear(
                category=slug,
                total=total_of(this),
                year_before=total_of(of_year(own, year - 1, until)),
                cutoffs=cutoff_span(this),
                days_between=gaps_within(own, year, until),
                last=this[-1][0],
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.total.rounds, one.category)))


def by_months(
    dated: Iterable[tuple[date, Round]], year: int, until: date
) -> tuple[MonthOfYear, ...]:
    """Sum up each month of the year up to that of *until*; months without a round are there too."""
    months: dict[int, list[tuple[date, Round]]] = {n: [] for n in range(1, until.month + 1)}
    for day, round_ in of_year(dated, year, until):
        months[day.month].append((day, round_))
    return tuple(
        MonthOfYear(
            first=date(year, n, 1), total=total_of(found), categories=_totals_by_category(found)
        )
        for n, found in months.items()
    )


def earlier_years(
    dated: Sequence[tuple[date, Round]], year: int, until: date
) -> tuple[EarlierYear, ...]:
    """Sum up every year before, the latest first."""
    years = sorted({day.year for day, _ in dated if day.year < year}, reverse=True)
    return tuple(
        EarlierYear(
            year=earlier,
            to_day=total_of(of_year(dated, earlier, until)),
            whole=total_of(of_year(dated, earlier, date(earlier, 12, 31))),
        )
        for earlier in years
    )


def gaps_within(dated: Iterable[tuple[date, Round]], year: int, until: date) -> DayGaps | None:
    """Measure the days between days with a round, the first of the year from the last before it."""
    days = sorted({day for day, _ in dated})
    gaps = [
        (later - earlier).days
        for earlier, later in pairwise(days)
        if later.year == year and (later.month, later.day) <= (until.month, until.day)
    ]
    return day_gaps(gaps)


def day_gaps(gaps: Sequence[int]) -> DayGaps | None:
    """Sum up numbers of days between rounds, None of none."""
    if not gaps:
        return None
    return DayGaps(median=median_high(gaps), shortest=min(gaps), longest=max(gaps))


def _totals_by_category(rounds: Iterable[tuple[date, Round]]) -> Mapping[str, RoundTotal]:
    found: dict[str, list[tuple[date, Round]]] = {}
    for day, round_ in rounds:
        found.setdefault(round_.category or UNNAMED, []).append((day, round_))
    return {slug: total_of(found[slug]) for slug in sorted(found)}

"""What the rounds of a year add up to, and what texts say of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from watcher.answers.cache import cached
from watcher.answers.rounds import known_rounds
from watcher.answers.snapshot import Snapshot
from watcher.core.claims import ToldYear
from watcher.core.errors import NothingFound
from watcher.core.model import Round
from watcher.core.schedule import OTTAWA
from watcher.insight.stats import (
    UNNAMED,
    CategoryYear,
    DayGaps,
    EarlierYear,
    MonthOfYear,
    RoundTotal,
    by_category,
    by_months,
    dated_rounds,
    earlier_years,
    gaps_within,
    of_year,
    total_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedYear:
    """What one text says of a year, and what the rounds add up to, up to the day of the text.

    ``category`` None: all of them. ``until`` and ``total`` are None where it is not known when the text was written.
    """

    source: str
    link: str | None
    title: str | None
    published: datetime | None
    category: str | None
    invitations: int | None
    rounds: int | None
    until: date | None
    total: RoundTotal | None
    differs: bool | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearStats:
    """The rounds of a year up to a day, that day included."""

    year: int
    until: date
    total: RoundTotal
    days_between: DayGaps | None
    categories: tuple[CategoryYear, ...]
    months: tuple[MonthOfYear, ...]
    earlier: tuple[EarlierYear, ...]
    told: tuple[ComparedYear, ...]


def year_stats(snapshot: Snapshot, year: int | None = None, as_of: date | None = None) -> YearStats:
    """Sum up a year, by default the running one, of rounds drawn before *as_of*; raises NothingFound if none was."""
    today = snapshot.today if as_of is None else as_of - timedelta(days=1)
    of = today.year if year is None else year
    return cached(snapshot, ("stats", of, as_of), lambda: _year_stats(snapshot, of, as_of, today))


def _year_stats(snapshot: Snapshot, year: int, as_of: date | None, today: date) -> YearStats:
    dated = [
        (day, r) for day, r in dated_rounds(known_rounds(snapshot, pools=False)) if day <= today
    ]
    until = min(today, date(year, 12, 31))
    found = of_year(dated, year, until)
    if not found:
        raise NothingFound(f"no round of {year} is known{f' before {as_of}' if as_of else ''}")
    told = tuple(_compared(one, dated) for one in snapshot.tx.claims.of_year(year))
    return YearStats(
        year=year,
        until=until,
        total=total_of(found),
        days_between=gaps_within(dated, year, until),
        categories=by_category(dated, year, until),
        months=by_months(dated, year, until),
        earlier=earlier_years(dated, year, until),
        told=told,
    )


def _compared(told: ToldYear, dated: Sequence[tuple[date, Round]]) -> ComparedYear:
    claim, until = told.claim, _written_on(told, dated)
    total = None if until is None else total_of(_known_to(told, until, dated))
    differs = None
    if total is not None:
        pairs = (claim.invitations, total.invitations), (claim.rounds, total.rounds)
        differs = any(said not in {None, summed} for said, summed in pairs)
    return ComparedYear(
        source=told.source,
        link=told.link,
        title=told.title,
        published=told.published,
        category=claim.category,
        invitations=claim.invitations,
        rounds=claim.rounds,
        until=until,
        total=total,
        differs=differs,
        quote=claim.quote,
    )


def _written_on(told: ToldYear, dated: Sequence[tuple[date, Round]]) -> date | None:
    """Return the last day of the year that a text can tell of: its own, or that of the round it is about."""
    day = None
    if told.published is not None:
        day = told.published.astimezone(OTTAWA).date()
    elif told.number is not None:
        day = next((day for day, r in dated if r.number == told.number), None)
    return None if day is None else min(day, date(told.claim.year, 12, 31))


def _known_to(
    told: ToldYear, until: date, dated: Sequence[tuple[date, Round]]
) -> Iterator[tuple[date, Round]]:
    """Yield the rounds that a text can have counted."""
    for day, round_ in of_year(dated, told.claim.year, until):
        drawn = round_.drawn_at
        is_later = drawn is not None and told.published is not None and drawn > told.published
        if not is_later and told.claim.category in {None, round_.category or UNNAMED}:
            yield day, round_

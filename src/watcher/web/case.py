"""A person's case on the overview: standing, trend, forecast and chance in each category."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from watcher.answers.backtest import Backtest, backtest
from watcher.answers.forecast import CategoryForecast, forecasts, invitation_chance, why_silent
from watcher.answers.person import Standing, standings
from watcher.answers.rank import pool_rank
from watcher.core.category import ALL
from watcher.core.errors import NothingFound
from watcher.core.model import Round
from watcher.core.scores import score_on
from watcher.core.settings import Subscription
from watcher.insight.chart_styles import category_style
from watcher.insight.sparkline import sparkline
from watcher.messages.likelihood import percent_of
from watcher.web.outlook import Outlook
from watcher.web.render import PageFormatter
from watcher.web.request import RequestContext

# Days within which a card tells the chance of a round.
_SOON = "14"


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCard:
    """A chosen category: how the person stands, a small chart, what was in a year and what may come."""

    standing: Standing
    spark: str | None
    year: str
    ahead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCase:
    """What the overview says of a person; ``headline`` counts where no category is chosen, and there are no ``cards``.

    ``looking_back`` has every category in ``records``, as if the person were in it. ``rank`` says how many have more
    points.
    """

    cards: Sequence[CategoryCard]
    headline: str
    chance: str
    rank: str
    looking_back: Backtest
    records: Mapping[str, str]


def case_of(
    context: RequestContext,
    rule: Subscription | None,
    confirmed: Sequence[Round],
    formatter: PageFormatter,
) -> PersonCase | None:
    """Gather a person's case, None while no score is known."""
    if rule is None:
        return None
    score = score_on(rule, formatter.today).points
    found = list(standings(rule, confirmed, context.today))
    chosen = ALL not in rule.categories
    expected = {one.category: one for one in forecasts(context)} if chosen else {}
    whoever = backtest(context, replace(rule, categories=frozenset({ALL})))
    records = {
        record.category: formatter.gettext("{n} of {of}", n=record.invited, of=record.rounds)
        for record in whoever.by_category
    }
    return PersonCase(
        cards=[
            CategoryCard(
                standing=one,
                spark=_spark(one, score, formatter),
                year=_year(one, records.get(one.category), whoever.since, formatter),
                ahead=_ahead(context, one.category, expected.get(one.category), formatter),
            )
            for one in found
            if chosen
        ],
        headline=_headline(found, score, formatter),
        chance=_chance(context, score, rule.categories, formatter) if chosen else "",
        rank=_rank(context, score, formatter),
        looking_back=whoever,
        records=records,
    )


def _headline(found: Sequence[Standing], score: int, formatter: PageFormatter) -> str:
    """Say how many of the latest cut-offs a score reaches."""
    distances = [one.verdict.above for one in found if one.verdict is not None]
    return formatter.ngettext(
        "{score} reaches the latest cut-off of {n} of {of} category",
        "{score} reaches the latest cut-off of {n} of {of} categories",
        len(found),
        score=score,
        n=sum(above is not None and above >= 0 for above in distances),
        of=len(found),
    )


def _spark(one: Standing, score: int, formatter: PageFormatter) -> str | None:
    if not one.cutoffs:
        return None
    values = [cutoff for _, cutoff in one.cutoffs]
    return sparkline(
        one.cutoffs,
        score=score,
        until=formatter.today,
        colour=category_style(one.category).colour,
        name=formatter.gettext(
            "Cut-offs since {day}: lowest {low}, highest {high}, now {last}; your score is {score}",
            day=formatter.day(one.cutoffs[0][0]),
            low=min(values),
            high=max(values),
            last=values[-1],
            score=score,
        ),
    )


def _year(one: Standing, record: str | None, since: date, formatter: PageFormatter) -> str:
    """Say between which values a year's cut-offs were, and how many of them a score reached."""
    values = [cutoff for day, cutoff in one.cutoffs if day >= since]
    if not values:
        return formatter.gettext("no round")
    between = formatter.gettext("{low} to {high}", low=min(values), high=max(values))
    if record is None:
        return between
    return formatter.gettext(
        "{between}; {record} would have invited you", between=between, record=record
    )


def _rank(context: RequestContext, score: int, formatter: PageFormatter) -> str:
    """Say how many people have more points, as narrowly as is known."""
    try:
        found = pool_rank(context, score)
    except NothingFound:
        return ""
    outlook = Outlook(formatter)
    return f"{outlook.above(found)} {outlook.likely_above(found)}".strip()


def _ahead(
    context: RequestContext,
    category: str,
    expected: CategoryForecast | None,
    formatter: PageFormatter,
) -> str:
    """Say what is likely of the next round, or why nothing is said."""
    if expected is None or expected.cutoff is None:
        silent = why_silent(context, category) if expected is None else expected.withheld
        return formatter.unknown if silent is None else Outlook(formatter).reason(silent)
    low, high = expected.cutoff.half
    return formatter.gettext(
        "as likely as not between {low} and {high}; within {days} days: {chance}",
        low=low,
        high=high,
        days=_SOON,
        chance=percent_of(expected.within[_SOON], formatter),
    )


def _chance(
    context: RequestContext, score: int, categories: Iterable[str], formatter: PageFormatter
) -> str:
    found = invitation_chance(context, score=score, categories=categories)
    if found.within is None:
        why = formatter.unknown
        if found.withheld is not None:
            why = Outlook(formatter).reason(found.withheld)
        return formatter.gettext("Your chance cannot be told: {why}.", why=why)
    chances = Outlook(formatter).chances(found.within)
    return formatter.gettext("Your chance to be invited: {chances}.", chances=chances)

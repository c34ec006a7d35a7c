"""The first page: is it well, what was the last round, what does it mean, when is the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.answers.rounds import ListedRound, latest_of_each_category, listed_rounds
from watcher.answers.status import status_of
from watcher.core.category import ALL
from watcher.core.model import Round, Verdict
from watcher.core.schedule import OTTAWA
from watcher.core.settings import Subscription
from watcher.core.verdict import judge
from watcher.insight.trends import Rhythm, rhythm
from watcher.messages.formatter import Formatter
from watcher.messages.troubles import DATABASE_FAULTS
from watcher.messages.verdicts import verdict_clause
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

ACTIVE = timedelta(days=365)
# Days of the week that have at least half as many rounds as the busiest are named.
_OFTEN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionVerdict:
    """What a round means for one subscription, in words; no round where none is known."""

    subscription: Subscription
    round: Round | None = None
    verdict: Verdict | None = None
    said: str = ""
    categories: str = ""


def overview(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with everything that one wants to know at a glance."""
    every = context.tx.rounds.all(pools=False)
    confirmed = [round_ for round_ in every if round_.confirmed]
    latest = listed_rounds(latest_of_each_category(confirmed), confirmed)
    since = context.now.astimezone(OTTAWA).date() - ACTIVE
    found = status_of(context)
    signed_in = request.session is not None
    return page(
        "overview.html",
        request,
        context.now,
        values={
            "health": "blind" if context.trouble else found.headline,
            "database_trouble": _database(context, request),
            "sources": found.sources,
            "active": [row for row in latest if row.round.date and row.round.date >= since],
            "older": [row for row in latest if not row.round.date or row.round.date < since],
            "unconfirmed": [round_ for round_ in every if not round_.confirmed],
            "judged": list(_judged(context, request, latest)) if signed_in else [],
            "can_sign_in": context.access.possible,
            "when": _when(context, request, confirmed),
        },
    )


def _database(context: RequestContext, request: WebRequest) -> str:
    if context.trouble is None:
        return ""
    formatter = page_formatter(request, context.now)
    fault = formatter.gettext(DATABASE_FAULTS[context.trouble.fault].name)
    return formatter.gettext("Not well: the database: {fault}.", fault=fault)


def _judged(
    context: RequestContext, request: WebRequest, latest: Sequence[ListedRound]
) -> Iterator[SubscriptionVerdict]:
    """Judge the latest round of each category that a subscription wants, newest first.

    Where none of them had one lately, the last of all stands for the subscription.
    """
    newest = [row.round for row in sorted(latest, key=_day, reverse=True)]
    for subscription in context.settings.subscriptions:
        wanted = [r for r in newest if {ALL, r.category} & subscription.categories]
        recent = [r for r in wanted if _is_recent(r, context.now)]
        for round_ in recent or wanted[:1]:
            yield _judge(round_, subscription, request)
        if not wanted:
            yield SubscriptionVerdict(
                subscription=subscription, categories=_names(subscription, request, context)
            )


def _names(subscription: Subscription, request: WebRequest, context: RequestContext) -> str:
    """Name the categories that a subscription wants."""
    formatter = page_formatter(request, context.now)
    if ALL in subscription.categories:
        return formatter.gettext("All")
    return ", ".join(formatter.category(slug) for slug in sorted(subscription.categories))


def _is_recent(round_: Round, now: datetime) -> bool:
    today = now.astimezone(OTTAWA).date()
    return round_.date is not None and today - round_.date <= ACTIVE


def _judge(round_: Round, subscription: Subscription, request: WebRequest) -> SubscriptionVerdict:
    verdict = judge(round_, subscription)
    formatter = Formatter(request.reader.language, request.reader.timezone)
    return SubscriptionVerdict(
        subscription=subscription,
        round=round_,
        verdict=verdict,
        said=verdict_clause(verdict, formatter),
    )


def _day(row: ListedRound) -> str:
    return str(row.round.date or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When rounds usually come, as sentences and as counts of the days of the week."""

    sentences: tuple[str, ...]
    weekdays: tuple[tuple[str, int], ...]
    most: int


def _when(context: RequestContext, request: WebRequest, rounds: Sequence[Round]) -> When | None:
    today = context.now.astimezone(OTTAWA).date()
    found = rhythm(rounds, today, baseline=context.tx.rounds.first_seen_at())
    if found is None:
        return None
    formatter = page_formatter(request, context.now)
    names = [formatter.weekday(day) for day in range(7)]
    return When(
        sentences=tuple(_sentences(found, names, formatter)),
        weekdays=tuple(zip(names, found.weekdays, strict=True)),
        most=max(found.weekdays),
    )


def _sentences(found: Rhythm, names: Sequence[str], formatter: PageFormatter) -> Iterator[str]:
    often = max(found.weekdays) * _OFTEN
    days = [n for n, count in zip(names, found.weekdays, strict=True) if count >= often]
    yield formatter.gettext(
        "{n} rounds in the last two years, most of them on {days}.",
        n=formatter.number(found.rounds),
        days=formatter.listed(days),
    )
    if found.from_ and found.until:
        ends = (
            formatter.wall(datetime.combine(found.since, clock, OTTAWA))
            for clock in (found.from_, found.until)
        )
        from_, until = ends
        yield formatter.gettext(
            "Eight of ten were held between {from_} and {until}, Ottawa time.",
            from_=from_,
            until=until,
        )
    yield formatter.gettext(
        "From one round day to the next it is {gap} in the middle.", gap=formatter.days(found.gap)
    )
    if found.published_after is not None:
        span = formatter.span(found.published_after)
        yield formatter.gettext("They were seen here {span} after that in the middle.", span=span)

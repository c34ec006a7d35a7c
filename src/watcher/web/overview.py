"""The overview, the page that lists formats for programs, and the one that explains words."""

from collections.abc import Iterator
from functools import partial

from watcher.answers.rounds import known_rounds, latest_of_each_category, listed_rounds
from watcher.answers.status import status_of
from watcher.answers.trends import is_recent, latest_verdicts, rhythm_of
from watcher.core.category import ALL, CATEGORIES
from watcher.core.settings import Subscription
from watcher.insight.trends import Rhythm
from watcher.messages.troubles import DATABASE_FAULTS
from watcher.messages.verdicts import verdict_clause
from watcher.web.case import case_of
from watcher.web.filters import categories_of
from watcher.web.person import person_of
from watcher.web.questions import QUESTIONS
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

# Weekdays with at least this share of the busiest one's rounds are named.
_OFTEN = 0.5


def overview_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show what the latest rounds mean for a person, the rounds, and how the sources are."""
    every = known_rounds(context, pools=False)
    confirmed = [round_ for round_ in every if round_.confirmed]
    latest = listed_rounds(latest_of_each_category(confirmed), confirmed)
    status = status_of(context)
    formatter = page_formatter(context, request)
    found = rhythm_of(context, confirmed)
    database_trouble = ""
    if context.trouble is not None:
        fault = formatter.gettext(DATABASE_FAULTS[context.trouble.fault].name)
        database_trouble = formatter.gettext("Not well: the database: {fault}.", fault=fault)
    return page(
        "overview.html",
        context,
        request,
        health="blind" if context.trouble else status.headline,
        database_trouble=database_trouble,
        sources=status.sources,
        slugs=categories_of(every) or list(CATEGORIES),
        subscriptions=[one.name for one in context.settings.subscriptions]
        if request.session
        else (),
        case=case_of(context, person_of(context, request).rule, confirmed, formatter),
        active=[row for row in latest if is_recent(row.round, context.today)],
        older=[row for row in latest if not is_recent(row.round, context.today)],
        unconfirmed=[round_ for round_ in every if not round_.confirmed],
        judged=list(latest_verdicts(context, latest)) if request.session else [],
        in_words=partial(verdict_clause, fmt=formatter),
        category_names=partial(_category_names, formatter),
        when=None if found is None else " ".join(_habits(found, formatter)),
        weekdays=() if found is None else found.weekdays,
    )


def programs_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show the addresses of feeds, API, calendar, CSV and metrics."""
    slugs = categories_of(known_rounds(context, pools=False))
    return page("programs.html", context, request, slugs=slugs, questions=QUESTIONS)


def about_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Explain score, tie-break and categories."""
    return page("about.html", context, request)


def _category_names(formatter: PageFormatter, subscription: Subscription) -> str:
    if ALL in subscription.categories:
        return formatter.gettext("All")
    return ", ".join(formatter.category(slug) for slug in sorted(subscription.categories))


def _habits(found: Rhythm, formatter: PageFormatter) -> Iterator[str]:
    often = max(found.weekdays) * _OFTEN
    days = [formatter.weekday(n) for n, count in enumerate(found.weekdays) if count >= often]
    yield formatter.gettext(
        "{n} rounds in the last two years, most of them on {days}.",
        n=formatter.number(found.rounds),
        days=formatter.listed(days),
    )
    if found.from_ and found.until:
        yield formatter.gettext(
            "Eight of ten were held between {from_} and {until}, Ottawa time.",
            from_=formatter.clock_time(found.from_),
            until=formatter.clock_time(found.until),
        )
    yield formatter.gettext(
        "From one round day to the next it is {gap} in the middle.", gap=formatter.days(found.gap)
    )
    if found.published_after is not None:
        span = formatter.span(found.published_after)
        yield formatter.gettext("They were seen here {span} after that in the middle.", span=span)

"""The page of trends: charts and tables of cut-offs, invitations by month, and the pool."""

from datetime import date

from watcher.answers.rounds import known_rounds
from watcher.answers.trends import busiest_categories, trends_of
from watcher.core.pool import DISJOINT_BANDS
from watcher.core.schedule import TWELVE_MONTHS
from watcher.web.drawing import cutoff_charts, month_chart, pool_chart
from watcher.web.filters import categories_of, parse_filter
from watcher.web.person import person_of
from watcher.web.render import page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_SPANS = ("1", "2", "3", "5", "all")
_DEFAULT_SPAN = "2"
# Lines of the chart before categories are chosen.
_AT_FIRST = 4


def trends_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show three charts, each with its table."""
    every = known_rounds(context)
    formatter = page_formatter(context, request)
    person = person_of(context, request)
    chosen = parse_filter(request, every)
    given = request.query.get("category", ())
    none_chosen = bool(given) and not any(value.strip() for value in given)  # no box ticked
    busiest = busiest_categories(every, context.today) or tuple(categories_of(every))
    at_first = tuple(person.categories) or busiest[:_AT_FIRST]
    slugs = () if none_chosen else chosen.categories or at_first
    span = request.parameter("span") if request.parameter("span") in _SPANS else _DEFAULT_SPAN
    since = date.min if span == "all" else formatter.today - int(span) * TWELVE_MONTHS
    trends = trends_of(every, slugs, since, context.today)
    counts = {
        day: {(band.low, band.high): band.count for band in pool.bands}
        for day, pool in trends.pools.items()
    }
    return page(
        "trends.html",
        context,
        request,
        slugs=categories_of(every),
        chosen=slugs,
        none_chosen=none_chosen,
        # What is wrong with a person's score is said above every page.
        misread={name: value for name, value in chosen.misread.items() if name != "score"},
        spans=_SPANS,
        span=span,
        points=trends.points,
        cutoff_charts=cutoff_charts(trends.points, formatter, score=person.points),
        months=trends.months,
        month_chart=month_chart(trends.months, formatter),
        pools=trends.pools,
        bands=DISJOINT_BANDS,
        pool_chart=pool_chart(trends.pools, formatter),
        band_counts=counts,
    )

"""The page of trends: charts and tables of cut-offs, invitations by month, and the pool."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from watcher.answers.rounds import known_rounds
from watcher.answers.trends import busiest_categories, trends_of
from watcher.core.model import Round
from watcher.core.pool import DISJOINT_BANDS
from watcher.core.schedule import OTTAWA
from watcher.insight.charts import (
    BARS_FRAME,
    LINES_FRAME,
    ChartLine,
    ChartPoint,
    bar_chart,
    category_styles,
    embedded,
    line_chart,
    style_at,
)
from watcher.insight.trends import CutoffPoint, Month
from watcher.web.filters import categories_of, parse_filter
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_SPANS = ("1", "2", "3", "5", "all")
_DEFAULT_SPAN = "2"
# Lines of the chart before categories are chosen.
_AT_FIRST = 4
_YEAR = timedelta(days=365)


def trends_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show three charts, each with its table."""
    every = known_rounds(context)
    formatter = page_formatter(context, request)
    chosen = parse_filter(request, every)
    given = request.query.get("category", ())
    none_chosen = bool(given) and not any(value.strip() for value in given)  # no box ticked
    busiest = busiest_categories(every, context.now) or tuple(categories_of(every))
    slugs = () if none_chosen else chosen.categories or busiest[:_AT_FIRST]
    span = request.parameter("span") if request.parameter("span") in _SPANS else _DEFAULT_SPAN
    since = date.min if span == "all" else _today(formatter) - int(span) * _YEAR
    trends = trends_of(every, slugs, since, context.now)
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
        score=chosen.score,
        misread=chosen.misread,
        spans=_SPANS,
        span=span,
        points=trends.points,
        drawing=_cutoff_chart(trends.points, every, chosen.score, formatter),
        months=trends.months,
        bars=_month_chart(trends.months, formatter),
        pools=trends.pools,
        bands=DISJOINT_BANDS,
        pool_drawing=_pool_chart(counts, formatter),
        band_counts=counts,
    )


def _today(formatter: PageFormatter) -> date:
    return formatter.now.astimezone(OTTAWA).date()


def _cutoff_chart(
    points: Mapping[str, Sequence[CutoffPoint]],
    every: Sequence[Round],
    score: int | None,
    formatter: PageFormatter,
) -> str | None:
    styles = category_styles(every)
    lines = [
        ChartLine(
            name=formatter.category(slug),
            points=tuple(_chart_point(slug, point, formatter) for point in found),
            style=styles[slug],
        )
        for slug, found in points.items()
    ]
    levels = []
    if score is not None:
        levels.append((score, formatter.gettext("your score: {score}", score=score)))
    return _line_chart(lines, formatter.gettext("Cut-off over time"), formatter, levels=levels)


def _chart_point(category: str, point: CutoffPoint, formatter: PageFormatter) -> ChartPoint:
    label = formatter.gettext(
        "{category}, round #{number} on {day}: cut-off {cutoff}, {invitations} invitations",
        category=formatter.category(category),
        number=point.round.number,
        day=formatter.day(point.day),
        cutoff=point.cutoff,
        invitations=formatter.number(point.round.invitations),
    )
    link = f"/rounds/{point.round.number}"
    return ChartPoint(day=point.day, value=point.cutoff, label=label, link=link)


def _month_chart(months: Sequence[Month], formatter: PageFormatter) -> str | None:
    if not months:
        return None
    values = []
    for month in months:
        number = formatter.number(month.invitations)
        label = formatter.is_(formatter.month(month.first), number)
        values.append((month.first, month.invitations, label))
    bars = bar_chart(values, month=formatter.month, number=formatter.number)
    return embedded(BARS_FRAME, formatter.gettext("Invitations by month"), bars)


def _pool_chart(
    counts: Mapping[date, Mapping[tuple[int, int], int | None]], formatter: PageFormatter
) -> str | None:
    lines = []
    for place, (low, high) in enumerate(DISJOINT_BANDS):
        name, points = f"{low}\N{EN DASH}{high}", []
        for day, bands in counts.items():
            people = bands.get((low, high))
            if people is not None:
                label = formatter.is_(f"{name}, {formatter.day(day)}", formatter.number(people))
                points.append(ChartPoint(day=day, value=people, label=label))
        if points:
            lines.append(ChartLine(name=name, points=tuple(points), style=style_at(place)))
    name = formatter.gettext("The pool over time")
    return _line_chart(lines, name, formatter, from_zero=True)


def _line_chart(
    lines: Sequence[ChartLine],
    name: str,
    formatter: PageFormatter,
    *,
    levels: Sequence[tuple[int, str]] = (),
    from_zero: bool = False,
) -> str | None:
    if not lines:
        return None
    parts = line_chart(
        lines,
        month=formatter.month,
        number=formatter.number,
        levels=levels,
        from_zero=from_zero,
        until=_today(formatter),
    )
    return embedded(LINES_FRAME, name, parts)

"""The page of one category: trend, cadence, forecast and pool in one place, and what they mean for its person."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from watcher.answers.backtest import backtest
from watcher.answers.category import CategoryHistory, category_history, nearest_categories
from watcher.answers.forecast import CategoryForecast, forecasts, invitation_chance, why_silent
from watcher.answers.rank import pool_rank
from watcher.answers.score_card import score_card
from watcher.core.pool import Pool
from watcher.insight.chart_styles import MARKS, category_style
from watcher.insight.trends import cutoffs
from watcher.web.drawing import PageChart, cutoff_charts
from watcher.web.outlook import Outlook
from watcher.web.person import person_of
from watcher.web.pool import PoolBar, pool_bars
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_LONGEST_SLUG = 80
_LISTED = 10
_TREND = timedelta(days=2 * 365)


def category_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show one category, or those nearest to an unknown one."""
    slug = request.path_parameters["slug"][:_LONGEST_SLUG]
    history = category_history(context, slug)
    if history is None:
        near = nearest_categories(context, slug)
        return page("no_category.html", context, request, status=404, slug=slug, near=near)
    formatter = page_formatter(context, request)
    person = person_of(context, request)
    rule, score = person.rule, person.points
    own = None if rule is None else replace(rule, categories=frozenset({slug}))
    found = forecasts(context, category=slug)
    return page(
        "category.html",
        context,
        request,
        pictured=slug,
        slug=slug,
        history=history,
        listed=history.rounds[:_LISTED],
        style=category_style(slug),
        mark=MARKS[category_style(slug).mark],
        drawn=_charts(history, formatter, score, found),
        forecast=found[0] if found else None,
        silent=None if found else why_silent(context, slug),
        outlook=Outlook(formatter),
        card=score_card(context, slug),
        look_back=None if own is None else backtest(context, own),
        chance=None
        if score is None
        else invitation_chance(context, score=score, categories={slug}),
        rank=None if score is None or history.pool is None else pool_rank(context, score),
        bars=[] if history.pool is None else list(_bars(history.pool, history, score)),
    )


def _charts(
    history: CategoryHistory,
    formatter: PageFormatter,
    score: int | None,
    expected: Sequence[CategoryForecast],
) -> list[PageChart]:
    rounds = [row.round for row in history.rounds]
    recent = cutoffs(rounds, [history.category], formatter.today - _TREND)
    points = recent if recent[history.category] else cutoffs(rounds, [history.category])
    known = {slug: found for slug, found in points.items() if found}
    ahead = {one.category: one.cutoff.likely for one in expected if one.cutoff is not None}
    return cutoff_charts(known, formatter, score=score, ahead=ahead)


def _bars(pool: Pool, history: CategoryHistory, score: int | None) -> Iterator[PoolBar]:
    cutoff = None if history.latest is None else history.latest.round.cutoff
    return pool_bars(pool, cutoff=cutoff, score=score)

"""The page of one category: trend, cadence, forecast and pool in one place, and what they mean for its person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from watcher.answers.backtest import backtest
from watcher.answers.category import CategoryHistory, category_history, nearest_categories
from watcher.answers.forecast import forecasts, invitation_chance, why_silent
from watcher.answers.rank import pool_rank
from watcher.core.pool import Band, Pool
from watcher.insight.chart_styles import MARKS, category_style
from watcher.insight.trends import cutoffs
from watcher.web.drawing import PageChart, cutoff_charts
from watcher.web.outlook import Outlook
from watcher.web.person import person_of
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_LONGEST_SLUG = 80
_LISTED = 10
_TREND = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolBar:
    """A band of the pool: ``share`` is per cent of the fullest, ``part`` is within a wider band."""

    band: Band
    share: int
    part: bool
    has_cutoff: bool
    has_score: bool


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
        drawn=_charts(history, formatter, score),
        forecast=found[0] if found else None,
        silent=None if found else why_silent(context, slug),
        outlook=Outlook(formatter),
        look_back=None if own is None else backtest(context, own),
        chance=None
        if score is None
        else invitation_chance(context, score=score, categories={slug}),
        rank=None if score is None or history.pool is None else pool_rank(context, score),
        bars=[] if history.pool is None else list(_pool_bars(history.pool, history, score)),
    )


def _charts(
    history: CategoryHistory, formatter: PageFormatter, score: int | None
) -> list[PageChart]:
    rounds = [row.round for row in history.rounds]
    recent = cutoffs(rounds, [history.category], formatter.today - _TREND)
    points = recent if recent[history.category] else cutoffs(rounds, [history.category])
    known = {slug: found for slug, found in points.items() if found}
    return cutoff_charts(known, formatter, score=score)


def _pool_bars(pool: Pool, history: CategoryHistory, score: int | None) -> Iterator[PoolBar]:
    most = max((band.count or 0 for band in pool.bands), default=0) or 1
    cutoff = None if history.latest is None else history.latest.round.cutoff
    here, mine = pool.band_of(cutoff), pool.band_of(score)
    opened = [band for band in (here, mine) if band is not None]
    for band in pool.bands:
        part = pool.is_within_another(band)
        # Tens only beside one that matters: fifty scores are shown as one band else.
        if part and not any(band.low // 50 == (one.low - 1) // 50 for one in opened):
            continue
        yield PoolBar(
            band=band,
            share=round(100 * (band.count or 0) / most),
            part=part,
            has_cutoff=band is here,
            has_score=band is mine,
        )

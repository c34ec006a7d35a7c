"""The page of a year: what its rounds add up to, beside earlier years and beside what texts say."""

from collections.abc import Iterator, Sequence
from datetime import date

from watcher.answers.rounds import known_rounds
from watcher.answers.stats import ComparedYear, year_stats
from watcher.core.errors import NothingFound
from watcher.insight.chart_styles import MARKS, category_style
from watcher.web.drawing import month_chart
from watcher.web.filters import parse_filter, years_of
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

# Texts of a year: at first sight, and folded away; the API has all.
_SHOWN, _MOST = 8, 60


def stats_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show a year, the running one unless another is asked for."""
    every = known_rounds(context, pools=False)
    formatter = page_formatter(context, request)
    chosen = parse_filter(request, every)
    years = years_of(every)
    asked = chosen.year or next((y for y in years if y <= formatter.today.year), None)
    try:
        found = None if asked is None else year_stats(context, asked)
    except NothingFound:
        found = None
    return page(
        "stats.html",
        context,
        request,
        asked=asked,
        found=found,
        years=years,
        running=asked == formatter.today.year,
        misread={name: value for name, value in chosen.misread.items() if name == "year"},
        chart=None if found is None else month_chart(found.months, formatter),
        told=[] if found is None else list(_told(found.told, formatter)),
        shown=_SHOWN,
        style=category_style,
        marks=MARKS,
    )


def _told(
    told: Sequence[ComparedYear], formatter: PageFormatter
) -> Iterator[tuple[ComparedYear, str, str]]:
    """Write the newest texts, those of no known day last."""
    for one in sorted(told, key=lambda one: one.until or date.min, reverse=True)[:_MOST]:
        said, summed = _sides(one, formatter)
        yield one, said, summed


def _sides(told: ComparedYear, formatter: PageFormatter) -> Iterator[str]:
    """Write what a text says, and what the rounds add up to, of the same figures."""
    rounds, invitations = told.rounds, told.invitations
    yield _figures(rounds, invitations, formatter)
    if told.total is None:
        yield ""
        return
    yield _figures(
        None if rounds is None else told.total.rounds,
        None if invitations is None else told.total.invitations,
        formatter,
    )


def _figures(rounds: int | None, invitations: int | None, formatter: PageFormatter) -> str:
    parts = []
    if invitations is not None:
        parts.append(formatter.gettext("{n} invitations", n=formatter.number(invitations)))
    if rounds is not None:
        parts.append(formatter.ngettext("{n} round", "{n} rounds", rounds))
    return ", ".join(parts)

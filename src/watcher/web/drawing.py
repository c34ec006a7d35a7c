"""The charts of pages, each drawn twice: for a desk and for a phone; the style sheet shows one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Protocol

from watcher.core.pool import DISJOINT_BANDS, Pool
from watcher.insight.chart_styles import category_style, style_at
from watcher.insight.charts import (
    ChartLine,
    ChartPoint,
    Frame,
    MonthBar,
    bar_chart,
    embedded,
    line_chart,
)
from watcher.insight.stats import MonthOfYear
from watcher.insight.trends import CutoffPoint, Month
from watcher.web.render import PageFormatter

DESK_FRAME = Frame(width=900, height=400)
PHONE_FRAME = Frame(width=360, height=320, x_ticks=3)
_LOW = 200
NOMINEES = "pnp"
# A nomination alone is worth as many points: cut-offs of nominees have a scale of their own.
NOMINATION = 600
_NOTHING_AHEAD: Mapping[str, tuple[int, int]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChart:
    """A chart of a page: its address there, its name, and the SVG of both sizes."""

    id: str
    name: str
    svg: str


class _Draw(Protocol):
    def __call__(self, *, frame: Frame, month: Callable[[date], str]) -> Iterator[str]: ...


def cutoff_charts(
    points: Mapping[str, Sequence[CutoffPoint]],
    formatter: PageFormatter,
    *,
    score: int | None = None,
    ahead: Mapping[str, tuple[int, int]] = _NOTHING_AHEAD,
) -> list[PageChart]:
    """Draw the cut-offs of categories, nominees in a second, smaller chart where there are others.

    *ahead* has the range of the next cut-off of some.
    """
    others = {slug: found for slug, found in points.items() if slug != NOMINEES}
    nominees = {slug: found for slug, found in points.items() if slug == NOMINEES}
    since = min((found[0].day for found in points.values()), default=None)
    # Of both charts, which stand below each other.
    names = [*map(formatter.short_category, points), formatter.gettext("You: {score}", score=1200)]

    def _chart(id_: str, name: str, drawn: Mapping[str, Sequence[CutoffPoint]]) -> PageChart:
        lines = [_cutoff_line(slug, of, ahead.get(slug), formatter) for slug, of in drawn.items()]
        levels = []
        if score is not None and (drawn is others or score >= NOMINATION):
            levels.append((score, formatter.gettext("You: {score}", score=score)))
        draw = partial(
            line_chart,
            lines,
            number=formatter.number,
            unit=formatter.gettext("CRS points"),
            levels=levels,
            since=since,
            until=formatter.today,
        )
        height = _LOW if others and drawn is nominees else None
        return _both(id_, name, draw, formatter, names=names, height=height)

    name = formatter.gettext("Cut-off over time")
    charts = [_chart("cutoffs-chart", name, others)] if others else []
    if nominees:
        name = formatter.gettext("Provincial nominees, on a scale of their own")
        charts.append(_chart("nominees-chart" if others else "cutoffs-chart", name, nominees))
    return charts


def month_chart(
    months: Sequence[Month | MonthOfYear], formatter: PageFormatter
) -> PageChart | None:
    """Draw the invitations of each month, by category where they are told; the present one is not over."""
    if not months:
        return None
    this_month = formatter.today.replace(day=1)
    bars = [_month_bar(month, this_month, formatter) for month in months]
    draw = partial(
        bar_chart,
        bars,
        number=formatter.number,
        unit=formatter.gettext("Invitations"),
        unfinished=this_month,
    )
    name = formatter.gettext("Invitations by month")
    return _both("months-chart", name, draw, formatter, height=260)


def _month_bar(month: Month | MonthOfYear, this_month: date, formatter: PageFormatter) -> MonthBar:
    name, parts, told = formatter.month(month.first), [], []
    if month.first == this_month:
        name = formatter.gettext("{month} so far", month=name)
    if isinstance(month, Month):
        value = month.invitations
    else:
        value = month.total.invitations
        # In the same order each month, so that months can be compared.
        for slug, of in sorted(month.categories.items(), key=lambda pair: category_style(pair[0])):
            parts.append((category_style(slug).colour, of.invitations))
            told.append(
                formatter.is_(formatter.short_category(slug), formatter.number(of.invitations))
            )
    label = formatter.is_(name, formatter.number(value))
    words = f"{label} ({', '.join(told)})" if told else label
    return MonthBar(first=month.first, value=value, label=words, parts=tuple(parts))


def pool_chart(pools: Mapping[date, Pool], formatter: PageFormatter) -> PageChart | None:
    """Draw a line for each band of scores."""
    lines = []
    for place, (low, high) in enumerate(DISJOINT_BANDS):
        name, points = f"{low}\N{EN DASH}{high}", []
        for day, pool in pools.items():
            people = {(band.low, band.high): band.count for band in pool.bands}.get((low, high))
            if people is not None:
                label = formatter.is_(f"{name}, {formatter.day(day)}", formatter.number(people))
                points.append(ChartPoint(day=day, value=people, label=label))
        if points:
            style = style_at(place)
            lines.append(ChartLine(name=name, points=tuple(points), style=style, steps=False))
    if not lines:
        return None
    draw = partial(
        line_chart,
        lines,
        number=formatter.number,
        unit=formatter.gettext("Candidates"),
        from_zero=True,
        until=formatter.today,
    )
    name = formatter.gettext("The pool over time")
    return _both("pool-chart", name, draw, formatter, names=[line.name for line in lines])


def _cutoff_line(
    slug: str,
    points: Sequence[CutoffPoint],
    ahead: tuple[int, int] | None,
    formatter: PageFormatter,
) -> ChartLine:
    return ChartLine(
        name=formatter.short_category(slug),
        points=tuple(_chart_point(slug, point, formatter) for point in points),
        style=category_style(slug),
        ahead=ahead,
    )


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


def _both(
    id_: str,
    name: str,
    draw: _Draw,
    formatter: PageFormatter,
    *,
    names: Sequence[str] = (),
    height: int | None = None,
) -> PageChart:
    svg = ""
    for base, kind, month in (
        (DESK_FRAME, "at-desk", formatter.month),
        (PHONE_FRAME, "on-phone", formatter.brief_month),
    ):
        frame = replace(base, height=height or base.height).beside(names)
        svg += embedded(frame, name, draw(frame=frame, month=month), kind)
    return PageChart(id=id_, name=name, svg=svg)

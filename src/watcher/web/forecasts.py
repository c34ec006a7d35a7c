"""The page of forecasts: the next round of each category, and how often forecasts were right."""

from collections.abc import Iterable, Iterator, Sequence

from watcher.answers.forecast import CategoryForecast, by_reason, forecasts, invitation_chance
from watcher.answers.score_card import score_card
from watcher.insight.chart_styles import MARKS, category_style
from watcher.insight.charts import embedded
from watcher.insight.range_chart import RangeRow, range_chart, rows_frame
from watcher.web.drawing import DESK_FRAME, NOMINEES, PHONE_FRAME, PageChart
from watcher.web.outlook import Outlook
from watcher.web.person import person_of
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse


def forecasts_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show what may come in each active category."""
    formatter = page_formatter(context, request)
    person = person_of(context, request)
    found = forecasts(context)
    chance = None
    if person.rule is not None and person.points is not None:
        chance = invitation_chance(context, score=person.points, categories=person.rule.categories)
    return page(
        "forecasts.html",
        context,
        request,
        found=found,
        drawn=_range_chart(found, formatter, person.points),
        silent=by_reason({one.category: one.withheld for one in found if one.withheld}),
        any_cutoff=any(one.cutoff for one in found),
        left_out={} if chance is None else by_reason(chance.left_out),
        doubtful={} if chance is None else by_reason(chance.doubtful),
        outlook=Outlook(formatter),
        chance=chance,
        styles={one.category: category_style(one.category) for one in found},
        marks=MARKS,
        card=score_card(context),
    )


def _range_chart(
    found: Sequence[CategoryForecast], formatter: PageFormatter, score: int | None
) -> PageChart | None:
    """Draw the likely next cut-offs but those of nominees, which are on another scale."""
    rows = list(_rows(found, formatter))
    if not rows:
        return None
    name = formatter.gettext("Where the next cut-offs are likely")
    level = None if score is None else (score, formatter.gettext("You: {score}", score=score))
    unit, svg = formatter.gettext("CRS points"), ""
    for base, kind in ((DESK_FRAME, "at-desk"), (PHONE_FRAME, "on-phone")):
        frame = rows_frame(base, rows)
        svg += embedded(frame, name, range_chart(rows, frame=frame, unit=unit, level=level), kind)
    return PageChart(id="ranges-chart", name=name, svg=svg)


def _rows(found: Iterable[CategoryForecast], formatter: PageFormatter) -> Iterator[RangeRow]:
    outlook = Outlook(formatter)
    for one in found:
        if one.cutoff is None or one.category == NOMINEES:
            continue
        name = formatter.category(one.category)
        yield RangeRow(
            name=formatter.short_category(one.category),
            label=f"{formatter.is_(name, outlook.cutoff(one))} {outlook.last(one)}",
            style=category_style(one.category),
            last=one.last.cutoff,
            likely=one.cutoff.likely,
            half=one.cutoff.half,
            middle=one.cutoff.median,
            link=f"/categories/{one.category}",
        )

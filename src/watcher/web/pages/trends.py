"""Which way it goes: cut-offs, invitations by month, the pool; each with its table."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from watcher.core.model import Round
from watcher.core.pool import DISJOINT_BANDS
from watcher.core.schedule import OTTAWA
from watcher.insight.trends import Month, PoolOn, Series, active, by_month, cutoffs, pools
from watcher.web.pages.filters import parse_filter, slugs_of
from watcher.web.plot.bars import Bars, bars
from watcher.web.plot.lines import Dot, Drawing, Line, lines
from watcher.web.plot.looks import Look, look, looks_of
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

SPANS = ("1", "2", "3", "5", "all")
_DEFAULT_SPAN = "2"
# At first sight: more lines than that are a tangle.
_AT_FIRST = 4
_YEAR = timedelta(days=365)


def trends(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with three charts and their tables."""
    every = context.tx.rounds.all()
    formatter = page_formatter(request, context.now)
    today = _today(formatter)
    chosen = parse_filter(request, every)
    none_chosen = _chose_none(request)
    slugs = () if none_chosen else chosen.categories or _at_first(every, today)
    span = request.parameter("span") if request.parameter("span") in SPANS else _DEFAULT_SPAN
    since = None if span == "all" else today - int(span) * _YEAR
    series = [s for s in cutoffs(every, slugs, since) if s.points]
    months = by_month(every, slugs, since, today) if slugs else []
    counted = pools(every, since)
    return page(
        "trends.html",
        request,
        context.now,
        values={
            "slugs": slugs_of(every),
            "chosen": slugs,
            "none_chosen": none_chosen,
            "score": chosen.score,
            "misread": chosen.misread,
            "spans": SPANS,
            "span": span,
            "series": series,
            "drawing": _cutoffs(series, looks_of(every), chosen.score, formatter),
            "months": months,
            "bars": _months(months, formatter),
            "pools": counted,
            "bands": DISJOINT_BANDS,
            "pool_drawing": _pools(counted, formatter),
            "band_counts": {on.day: _counts(on) for on in counted},
        },
    )


def _chose_none(request: WebRequest) -> bool:
    """Tell whether the form was sent with no box ticked, where no form was sent at first."""
    given = request.query.get("category", ())
    return bool(given) and not any(value.strip() for value in given)


def _at_first(every: Sequence[Round], today: date) -> tuple[str, ...]:
    busiest = active(every, today - _YEAR)
    return tuple((busiest or slugs_of(every))[:_AT_FIRST])


def _today(formatter: PageFormatter) -> date:
    return formatter.now.astimezone(OTTAWA).date()


def _cutoffs(
    series: Sequence[Series], looks: Mapping[str, Look], score: int | None, formatter: PageFormatter
) -> Drawing | None:
    drawn = [
        Line(
            name=formatter.category(one.category),
            key=one.category,
            dots=tuple(
                _dot(one, point.round, point.day, point.cutoff, formatter) for point in one.points
            ),
            look=looks[one.category],
        )
        for one in series
    ]
    if not drawn:
        return None
    mark = None
    if score is not None:
        mark = (score, formatter.gettext("your score: {score}", score=score))
    return lines(
        drawn, month=formatter.month, number=formatter.number, mark=mark, until=_today(formatter)
    )


def _dot(series: Series, round_: Round, day: date, cutoff: int, formatter: PageFormatter) -> Dot:
    told = formatter.gettext(
        "{category}, round #{number} on {day}: cut-off {cutoff}, {invitations} invitations",
        category=formatter.category(series.category),
        number=round_.number,
        day=formatter.day(day),
        cutoff=cutoff,
        invitations=formatter.number(round_.invitations),
    )
    return Dot(day=day, value=cutoff, told=told, link=f"/rounds/{round_.number}")


def _months(months: Sequence[Month], formatter: PageFormatter) -> Bars | None:
    if not months:
        return None
    told = [
        (
            month.first,
            month.invitations,
            formatter.is_(formatter.month(month.first), formatter.number(month.invitations)),
        )
        for month in months
    ]
    return bars(told, month=formatter.month, number=formatter.number)


def _pools(counted: Sequence[PoolOn], formatter: PageFormatter) -> Drawing | None:
    drawn = [line for band in DISJOINT_BANDS if (line := _band(band, counted, formatter)).dots]
    if not drawn:
        return None
    return lines(
        drawn,
        month=formatter.month,
        number=formatter.number,
        from_zero=True,
        until=_today(formatter),
    )


def _band(band: tuple[int, int], counted: Sequence[PoolOn], formatter: PageFormatter) -> Line:
    name = f"{band[0]}\N{EN DASH}{band[1]}"
    dots = tuple(_band_dots(band, name, counted, formatter))
    return Line(name=name, key=name, dots=dots, look=look(DISJOINT_BANDS.index(band)))


def _band_dots(
    band: tuple[int, int], name: str, counted: Sequence[PoolOn], formatter: PageFormatter
) -> Iterator[Dot]:
    for on in counted:
        count = _counts(on).get(band)
        if count is not None:
            told = formatter.is_(f"{name}, {formatter.day(on.day)}", formatter.number(count))
            yield Dot(day=on.day, value=count, told=told)


def _counts(on: PoolOn) -> dict[tuple[int, int], int | None]:
    return {(band.low, band.high): band.count for band in on.pool.bands}

"""The chart of a category's cut-offs, as a picture that goes with alerts and into files."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from watcher.core.model import Round
from watcher.core.settings import OTTAWA_ZONE, Language
from watcher.insight.charts import DOCUMENT_FRAME, ChartLine, ChartPoint, document, line_chart
from watcher.insight.trends import cutoffs
from watcher.messages.formatter import Formatter

_SHOWN = timedelta(days=3 * 365)
# However long ago: fewer are no history.
_FEWEST = 12
_MOST_SCORES = 3


def category_chart(
    category: str,
    rounds: Iterable[Round],
    *,
    language: Language,
    about: Round | None = None,
    scores: Sequence[int] = (),
) -> str:
    """Draw the cut-offs of a category up to the round that it is *about*, as SVG.

    At least the last twelve, however long ago, and all of the last three years. A
    round *about* that is not confirmed is drawn hollow. The last one has its number and
    cut-off beside it, and *scores* are drawn as lines.
    """
    formatter = Formatter(language, OTTAWA_ZONE)
    shown = _shown(category, rounds, about)
    points = [
        ChartPoint(day=round_.date, value=round_.cutoff, label=_label(round_, formatter))
        for round_ in shown
        if round_.date is not None and round_.cutoff is not None
    ]
    levels = [
        (score, formatter.gettext("your score: {score}", score=score))
        for score in sorted(set(scores))[:_MOST_SCORES]
    ]
    title, subtitle = formatter.category(category), _subtitle(points, formatter)
    note = points[-1].label if points else ""
    told = [title, subtitle, note, *(words for _, words in levels)]
    line = ChartLine(
        name=title, points=tuple(points), note=note, hollow=bool(shown) and not shown[-1].confirmed
    )
    chart = line_chart(
        [line], month=formatter.short_month, number=str, levels=levels, frame=DOCUMENT_FRAME
    )
    return document(
        title,
        subtitle,
        unit=formatter.gettext("Cut-off (CRS points)"),
        description=". ".join(filter(None, told)),
        parts=chart if points else (),
    )


def _shown(category: str, rounds: Iterable[Round], about: Round | None) -> list[Round]:
    (series,) = cutoffs(rounds, [category])
    until = date.max if about is None or about.date is None else about.date
    shown = [point.round for point in series.points if point.day <= until]
    if about is not None and not about.confirmed and about.cutoff is not None and about.date:
        shown.append(about)  # which no series has
    if not shown:
        return shown
    since = (shown[-1].date or until) - _SHOWN
    recent = [round_ for round_ in shown if round_.date is not None and round_.date >= since]
    return recent if len(recent) >= _FEWEST else shown[-_FEWEST:]


def _label(round_: Round, formatter: Formatter) -> str:
    name = round_.number if round_.confirmed else round_.claimed
    number, cutoff = f"#{name}" if name else "", round_.cutoff
    if round_.confirmed:
        return formatter.gettext("{number}: {cutoff}", number=number, cutoff=cutoff)
    return formatter.gettext("{number} reported: {cutoff}", number=number, cutoff=cutoff).strip()


def _subtitle(points: Sequence[ChartPoint], formatter: Formatter) -> str:
    if not points:
        return formatter.gettext("No round of this category is known")
    first, last = formatter.day(points[0].day), formatter.day(points[-1].day)
    if len(points) == 1:
        return formatter.gettext("The one round of this category, {last}", last=last)
    return formatter.gettext(
        "Cut-offs of {n} rounds, {first} to {last}",
        n=formatter.number(len(points)),
        first=first,
        last=last,
    )

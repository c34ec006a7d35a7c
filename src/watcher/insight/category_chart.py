"""The chart of a category's cut-offs, as a picture that goes with alerts and into files."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import escape

from watcher.core.model import Round
from watcher.core.settings import OTTAWA_ZONE, Language
from watcher.insight.chart_styles import LIGHT_COLOURS, category_style
from watcher.insight.charts import ChartLine, ChartPoint, Frame, line_chart
from watcher.insight.svg import svg_tag, svg_text
from watcher.insight.trends import cutoffs
from watcher.messages.formatter import Formatter

_FRAME = Frame(width=800, height=420, top=94, x_ticks=6)
# In pixels of 1200 by 630, which messengers show whole.
_SCALE = 1.5
_SHOWN = timedelta(days=3 * 365)
# At least so many, however long ago.
_FEWEST = 12
_MOST_SCORES = 3
# Light colours: a document cannot follow its reader's.
_STYLE = """
text{font-family:"DejaVu Sans",Verdana,sans-serif;font-size:13px;fill:#1d1b19}
.title{font-size:20px;font-weight:700}.subtitle,.unit,.tick{fill:#5d5750}
.tick.y{text-anchor:end}.tick.x{text-anchor:middle}
.ground{fill:#fff}.grid{stroke:#e4dfd8}.axis{stroke:#5d5750}
.line,.thin,.lead{fill:none;stroke:COLOUR;stroke-width:2;stroke-linejoin:round}
.thin,.lead{stroke-width:1}.thin{stroke-dasharray:2 3}.dot path{fill:COLOUR}
.last path{stroke:#1d1b19;stroke-width:1.5}.last.hollow path{fill:#fff;stroke:COLOUR}
.note{font-weight:700}
line.mark,.lead.mark{stroke:#1d1b19}line.mark{stroke-width:2;stroke-dasharray:9 5}
text.mark{font-weight:700}
"""


def category_chart(
    category: str,
    rounds: Iterable[Round],
    *,
    language: Language,
    today: date | None = None,
    about: Round | None = None,
    scores: Sequence[int] = (),
) -> str:
    """Draw the cut-offs of a category up to *today*, or to the round that it is *about*, as SVG.

    At least the last twelve, however long ago, and all of the last three years. A round *about* that is not confirmed
    is drawn hollow. The last one has its number and cut-off beside it, and *scores* are drawn as lines.
    """
    formatter = Formatter(language, OTTAWA_ZONE)
    shown = _shown(category, rounds, about)
    points = list(_points(shown, formatter))
    drawn = sorted(set(scores))[:_MOST_SCORES]
    levels = [(score, formatter.gettext("You: {score}", score=score)) for score in drawn]
    title, subtitle = formatter.category(category), _subtitle(points, formatter)
    note = points[-1].label if points else ""
    told = [title, subtitle, note, *(words for _, words in levels)]
    style, hollow = category_style(category), bool(shown) and not shown[-1].confirmed
    chart = line_chart(
        [ChartLine(name=title, points=tuple(points), style=style, note=note, hollow=hollow)],
        month=formatter.short_month,
        number=str,
        unit=formatter.gettext("Cut-off (CRS points)"),
        levels=levels,
        until=today if about is None else about.date,
        frame=_FRAME.beside([note, *(words for _, words in levels)]),
    )
    return _document(
        title,
        subtitle,
        colour=LIGHT_COLOURS[style.colour],
        description=". ".join(filter(None, told)),
        parts=chart if points else (),
    )


def _shown(category: str, rounds: Iterable[Round], about: Round | None) -> list[Round]:
    until = date.max if about is None or about.date is None else about.date
    shown = [point.round for point in cutoffs(rounds, [category])[category] if point.day <= until]
    if about is not None and not about.confirmed and about.cutoff is not None and about.date:
        shown.append(about)  # which no series has
    if not shown:
        return shown
    since = (shown[-1].date or until) - _SHOWN
    recent = [round_ for round_ in shown if round_.date is not None and round_.date >= since]
    return recent if len(recent) >= _FEWEST else shown[-_FEWEST:]


def _points(shown: Iterable[Round], formatter: Formatter) -> Iterator[ChartPoint]:
    for round_ in shown:
        if round_.date is not None and round_.cutoff is not None:
            label = _label(round_, formatter)
            yield ChartPoint(day=round_.date, value=round_.cutoff, label=label)


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


def _document(
    title: str, subtitle: str, *, colour: str, description: str, parts: Iterable[str]
) -> str:
    """Make a chart that stands alone, with its title and colours."""
    return svg_tag(
        "svg",
        svg_tag("title", escape(title)),
        svg_tag("desc", escape(description)),
        svg_tag("style", escape(_STYLE.replace("COLOUR", colour), quote=False)),
        svg_tag("rect", class_="ground", width=_FRAME.width, height=_FRAME.height),
        svg_text(title, "title", 8, 32),
        svg_text(subtitle, "subtitle", 8, 54),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        width=round(_FRAME.width * _SCALE),
        height=round(_FRAME.height * _SCALE),
        viewBox=f"0 0 {_FRAME.width} {_FRAME.height}",
    )

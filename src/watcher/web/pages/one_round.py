"""One round: its figures, the pool, its neighbours, corrections, and who says what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from starlette.exceptions import HTTPException

from watcher.answers.rounds import (
    RoundDetails,
    asked_number,
    find_rounds,
    nearest_numbers,
    round_details,
)
from watcher.core.model import Figures, Report, Round
from watcher.core.pool import Band, Pool
from watcher.web.render import PageFormatter, page, page_formatter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_COMPARED = ("date", "category", "cutoff", "invitations", "tie_break")
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One figure as a source gives it; ``quote`` has the words it was read from."""

    text: str
    differs: bool
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one source says, figure by figure."""

    source: str
    said: str
    cells: tuple[Cell, ...]
    link: str | None = None
    note: str = ""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One band of the pool; ``part``: a wider one has it too; ``here``: the cut-off does."""

    band: Band
    part: bool
    here: bool
    share: int


def one_round(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with all that is known of the round, or with the nearest ones."""
    number = request.path_parameters["number"][:_LONGEST_NUMBER]
    found = find_rounds(context, number)
    if len(found) != 1:
        return _unknown(context, request, asked_number(number), found)
    record = round_details(context, found[0])
    formatter = page_formatter(request, context.now)
    return page(
        "one_round.html",
        request,
        context.now,
        values={
            "record": record,
            "round": record.round,
            "bars": _bars(record.round),
            "revisions": list(_revisions(record, formatter)),
            "lines": [*_official(record, formatter), *_told(record, formatter)],
            "compared": _COMPARED,
        },
    )


def _unknown(
    context: RequestContext, request: WebRequest, number: str, several: Sequence[Round]
) -> WebResponse:
    if not number:
        raise HTTPException(404)
    return page(
        "no_round.html",
        request,
        context.now,
        status=404,
        values={
            "number": number,
            "several": several,
            "near": [] if several else nearest_numbers(context, number),
        },
    )


def _bars(round_: Round) -> list[Bar]:
    """Draw the pool: of bands within bands, the narrowest has the cut-off."""
    pool, cutoff = round_.pool, round_.cutoff
    if pool is None:
        return []
    at = pool.band_of(cutoff)
    most = max((band.count or 0 for band in pool.bands), default=0) or 1
    return [
        Bar(
            band=band,
            part=pool.is_within_another(band),
            here=band is at,
            share=round(100 * (band.count or 0) / most),
        )
        for band in pool.bands
    ]


def _revisions(record: RoundDetails, formatter: PageFormatter) -> Iterator[dict[str, object]]:
    for revision in record.revisions:
        yield {
            "revision": revision.revision,
            "figure": formatter.figure(revision.figure),
            "before": written(revision.figure, revision.before, formatter),
            "after": written(revision.figure, revision.after, formatter),
            "seen_at": revision.seen_at,
            "source": revision.source,
        }


def _official(record: RoundDetails, formatter: PageFormatter) -> Iterator[Line]:
    for said in record.reports:
        yield Line(
            source=said.source,
            said=formatter.clock(said.first_seen, seconds=False),
            cells=tuple(_cells(said.figures, set(said.differs), formatter)),
        )


def _told(record: RoundDetails, formatter: PageFormatter) -> Iterator[Line]:
    for voice in record.tellings:
        claim = voice.claim
        note = ""
        if voice.copies not in {None, claim.source}:
            note = formatter.gettext("a copy, as {source} has it", source=voice.copies)
        yield Line(
            source=claim.source,
            said=formatter.clock(claim.first_seen, seconds=False),
            cells=tuple(_cells(claim.report, set(voice.differs), formatter)),
            link=_web(claim.link),
            note=note,
            quotes=tuple(dict.fromkeys(claim.report.quotes.values())),
        )


def _cells(said: Figures, differs: set[str], formatter: PageFormatter) -> Iterator[Cell]:
    for figure in _COMPARED:
        value = getattr(said, figure)
        quotes = said.quotes if isinstance(said, Report) else {}
        yield Cell(
            text="" if value is None else written(figure, value, formatter, said),
            differs=figure in differs,
            quote=quotes.get(figure, ""),
        )


def written(
    figure: str, value: object, formatter: PageFormatter, said: Figures | None = None
) -> str:
    """Write one figure of a round by what it is."""
    precision = said.precision.get(figure) if isinstance(said, Report) else None
    match value:
        case None:
            text = formatter.unknown
        case datetime() if precision == "day":
            text = formatter.day(value)
        case datetime():
            text = formatter.clock(value, seconds=precision != "minute")
        case date():
            text = value.isoformat()
        case Pool():
            text = formatter.number(value.total)
        case int() if figure == "invitations":
            text = formatter.number(value)
        case str() if figure == "category":
            text = formatter.category(value)
        case _:
            text = str(value)
    return text


def _web(link: str | None) -> str | None:
    """Let through what a browser may be sent to; a feed may say anything."""
    return link if link and link.startswith(("https://", "http://")) else None

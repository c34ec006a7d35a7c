"""One round: its figures, the pool, its neighbours, corrections, and who says what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from watcher.answers.finding import asked_number, find, nearest
from watcher.answers.record import Record, differing, record_of
from watcher.core.model import Figures, Report, Round
from watcher.core.pool import Band, Pool
from watcher.web.render import Speaker, page, speaker
from watcher.web.request import Asked
from watcher.web.response import Answer, Refused
from watcher.web.site import Look

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


def one_round(look: Look, asked: Asked) -> Answer:
    """Answer with all that is known of the round, or with the nearest ones."""
    number = asked.place["number"][:_LONGEST_NUMBER]
    found = find(look.tx, number)
    if len(found) != 1:
        return _unknown(look, asked, asked_number(number), found)
    record = record_of(look.tx, found[0])
    say = speaker(asked, look.now)
    return page(
        "one_round.html",
        asked,
        look.now,
        values={
            "record": record,
            "round": record.round,
            "bars": _bars(record.round),
            "revisions": list(_revisions(record, say)),
            "lines": [*_official(record, say), *_told(record, say)],
            "compared": _COMPARED,
        },
    )


def _unknown(look: Look, asked: Asked, number: str, several: Sequence[Round]) -> Answer:
    if not number:
        raise Refused(404)
    called = [round_.called for round_ in look.tx.rounds.all(pools=False)]
    return page(
        "no_round.html",
        asked,
        look.now,
        status=404,
        values={
            "number": number,
            "several": several,
            "near": [] if several else nearest(number, called),
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


def _revisions(record: Record, say: Speaker) -> Iterator[dict[str, object]]:
    for revision in record.revisions:
        yield {
            "revision": revision.revision,
            "figure": say.figure(revision.figure),
            "before": written(revision.figure, revision.before, say),
            "after": written(revision.figure, revision.after, say),
            "seen_at": revision.seen_at,
            "source": revision.source,
        }


def _official(record: Record, say: Speaker) -> Iterator[Line]:
    for said in record.reports:
        differs = set(differing(said.figures, record.round))
        yield Line(
            source=said.source,
            said=say.clock(said.first_seen, seconds=False),
            cells=tuple(_cells(said.figures, differs, say)),
        )


def _told(record: Record, say: Speaker) -> Iterator[Line]:
    for voice in record.voices:
        claim = voice.claim
        note = ""
        if voice.copies not in {None, claim.source}:
            note = say.gettext("a copy, as {source} has it", source=voice.copies)
        yield Line(
            source=claim.source,
            said=say.clock(claim.first_seen, seconds=False),
            cells=tuple(_cells(claim.report, set(voice.differs), say)),
            link=_web(claim.link),
            note=note,
            quotes=tuple(dict.fromkeys(claim.report.quotes.values())),
        )


def _cells(said: Figures, differs: set[str], say: Speaker) -> Iterator[Cell]:
    for figure in _COMPARED:
        value = getattr(said, figure)
        quotes = said.quotes if isinstance(said, Report) else {}
        yield Cell(
            text="" if value is None else written(figure, value, say, said),
            differs=figure in differs,
            quote=quotes.get(figure, ""),
        )


def written(figure: str, value: object, say: Speaker, said: Figures | None = None) -> str:
    """Write one figure of a round by what it is."""
    precision = said.precision.get(figure) if isinstance(said, Report) else None
    match value:
        case None:
            text = say.unknown
        case datetime() if precision == "day":
            text = say.day(value)
        case datetime():
            text = say.clock(value, seconds=precision != "minute")
        case date():
            text = value.isoformat()
        case Pool():
            text = say.number(value.total)
        case int() if figure == "invitations":
            text = say.number(value)
        case str() if figure == "category":
            text = say.category(value)
        case _:
            text = str(value)
    return text


def _web(link: str | None) -> str | None:
    """Let through what a browser may be sent to; a feed may say anything."""
    return link if link and link.startswith(("https://", "http://")) else None

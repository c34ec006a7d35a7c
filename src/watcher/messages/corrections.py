"""What changed of a round: figure by figure, from what to what."""

from collections.abc import Iterator
from datetime import date, datetime

from watcher.core.model import ConfirmedRound, CorrectedRound, Round
from watcher.core.pool import Pool
from watcher.messages import figures
from watcher.messages.lines import Line, clip
from watcher.messages.readings import category, has_seconds
from watcher.messages.words import Voice

_PRINTED = 80


def corrections(change: CorrectedRound, voice: Voice) -> Iterator[Line]:
    """List every figure that was corrected, from what to what."""
    words, before, after = voice.words, change.before, change.after
    yield Line(label=voice.say(words.labels.corrected))
    for figure in figures.corrected(before, after):
        was = _figure(before, figure, voice)
        now = _figure(after, figure, voice)
        sentence = words.in_detail if was == now else words.from_to
        name = words.figures[figure]
        yield Line(text=voice.say(sentence, figure=name, before=was, after=now))


def confirmation(change: ConfirmedRound, voice: Voice) -> Iterator[Line]:
    """List every figure that was published otherwise than reported."""
    words, before, after = voice.words, change.reported, change.confirmed
    different = figures.otherwise(before, after)
    if different:
        yield Line(label=voice.say(words.reported.published))
    for figure in different:
        added = getattr(before, figure) is None
        said = voice.say(
            words.reported.added if added else words.reported.instead,
            figure=words.figures[figure],
            before=_figure(before, figure, voice),
            after=_figure(after, figure, voice),
        )
        yield Line(text=said)


def written(figure: str, value: object, voice: Voice, *, seconds: bool = True) -> str:
    """Write any figure by what it is."""
    local = voice.local
    match value:
        case datetime() as instant:
            return local.instant(instant, seconds=seconds)
        case date() as day:
            return local.day(day)
        case int() as number:
            return str(number) if figure == "cutoff" else local.number(number)
        case Pool(total=int() as total):
            return local.number(total)
        case _:
            printed = value if isinstance(value, str) else ""
            return clip(printed, _PRINTED) or voice.words.unknown


def _figure(round_: Round, figure: str, voice: Voice) -> str:
    """Write a figure of a round; a slug is named as the reader knows it."""
    if figure == "category":
        return category(round_, voice)
    value = getattr(round_, figure)
    seconds = not isinstance(value, datetime) or has_seconds(value, round_)
    return written(figure, value, voice, seconds=seconds)

"""The figures of a round, line by line, and what was corrected in them."""

from collections.abc import Iterator
from datetime import date, datetime

from watcher.message import figures
from watcher.message.lines import Line, clip
from watcher.message.readings import category, cutoff, distance, tie_break_meaning
from watcher.message.words import Voice
from watcher.model import Alert, CorrectedRound, Figures, Pool, Round

_NUMBER, _NAME, _PRINTED = 20, 40, 80


def facts(alert: Alert, voice: Voice, *, alone: bool) -> Iterator[Line]:
    """List what was published; *alone* adds what it means for the one subscription."""
    labels, round_ = voice.words.labels, alert.round
    number, name = clip(round_.number, _NUMBER), category(round_, voice)
    yield _line(voice, labels.round, f"#{number}, {name}")
    printed = clip(round_.name or "", _PRINTED)
    if printed and printed != name:
        yield _line(voice, labels.printed, printed)
    yield _line(voice, labels.cutoff, cutoff(round_, voice))
    if alone:
        yield _line(voice, labels.score, distance(alert, voice))
    yield _line(voice, labels.tie_break, _tie_break(round_, voice))
    if alone:
        yield Line(text=tie_break_meaning(alert, voice))
    yield _line(voice, labels.invitations, _invitations(round_, voice))
    yield _line(voice, labels.held, _held(round_, voice))
    yield _line(voice, labels.previous, _compared(alert, voice))
    if alone:
        subscription = clip(alert.subscription.name, _NAME)
        yield _line(voice, labels.subscription, subscription)


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


def _line(voice: Voice, label: str, text: str) -> Line:
    return Line(label=voice.say(label), text=text)


def _tie_break(round_: Figures, voice: Voice) -> str:
    if round_.tie_break is None:
        return voice.words.unknown
    return voice.local.instant_and_zone(round_.tie_break)


def _invitations(round_: Figures, voice: Voice) -> str:
    if round_.invitations is None:
        return voice.words.unknown
    return voice.local.number(round_.invitations)


def _held(round_: Figures, voice: Voice) -> str:
    words, local, instant = voice.words, voice.local, round_.drawn_at
    day = words.unknown if round_.date is None else local.day(round_.date)
    if instant is None:
        return day if round_.date is None else voice.say(words.time_unknown, day=day)
    if not figures.dates_disagree(round_):
        return local.instant_and_zone(instant)
    return voice.say(words.dates_disagree, day=day, instant=local.instant(instant))


def _compared(alert: Alert, voice: Voice) -> str:
    words, previous = voice.words, alert.previous
    if previous is None:
        return voice.say(words.no_previous)
    days = figures.days_between(previous, alert.round)
    sentence = words.compared if days else words.compared_same_day
    if days is None or days < 0:
        sentence = words.compared_days_unknown
    return voice.say(
        sentence,
        number=clip(previous.number, _NUMBER),
        days=voice.local.days(days or 0),
        cutoff=cutoff(previous, voice),
        change=_change(figures.cutoff_change(previous, alert.round), voice),
    )


def _change(change: int | None, voice: Voice) -> str:
    words = voice.words
    if change is None:
        return voice.say(words.not_comparable)
    if change == 0:
        return voice.say(words.unchanged)
    sentence = words.higher if change > 0 else words.lower
    return voice.say(sentence, points=voice.points(abs(change)))


def _figure(round_: Round, figure: str, voice: Voice) -> str:
    """Write any figure by what it is; a slug is named as the reader knows it."""
    local = voice.local
    match getattr(round_, figure):
        case datetime() as instant:
            written = local.instant(instant)
        case date() as day:
            written = local.day(day)
        case int() as number:
            written = str(number) if figure == "cutoff" else local.number(number)
        case Pool(total=int() as total):
            written = local.number(total)
        case str() as printed:
            written = clip(printed, _PRINTED)
        case _:
            written = voice.words.unknown
    return category(round_, voice) if figure == "category" else written

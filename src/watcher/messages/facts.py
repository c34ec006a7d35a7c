"""The figures of a round, line by line."""

from collections.abc import Iterator

from watcher.core.model import Alert, Figures, Round, VerdictKind
from watcher.messages import figures
from watcher.messages.lines import Line, clip
from watcher.messages.readings import category, cutoff, distance, has_seconds, tie_break_meaning
from watcher.messages.words import Voice

_NUMBER, _NAME, _PRINTED = 20, 40, 80


# Of these the reason says neither score nor distance.
_UNCOMPARED = frozenset({VerdictKind.UNKNOWN, VerdictKind.OTHER_CATEGORY, VerdictKind.NOT_IN_POOL})
# Only here the tie-break matters, to the second.
_TIED = frozenset(
    {VerdictKind.INVITED_ON_TIE_BREAK, VerdictKind.MISSED_ON_TIE_BREAK, VerdictKind.AT_CUTOFF}
)


def facts(alert: Alert, voice: Voice, *, alone: bool, named: bool) -> Iterator[Line]:
    """List what was published.

    *alone* adds what it means for the one subscription, *named* whose it is. Seconds
    are given where they may decide: of several verdicts, always.
    """
    labels, round_ = voice.words.labels, alert.round
    tied = alert.verdict.kind in _TIED
    yield from _names(round_, voice)
    yield _line(voice, labels.cutoff, cutoff(round_, voice))
    if alone and alert.verdict.kind in _UNCOMPARED:
        yield _line(voice, labels.score, distance(alert, voice))
    exact = tied or not alone
    yield _line(voice, labels.tie_break, _tie_break(round_, voice, exact=exact))
    if alone and tied:
        yield Line(text=tie_break_meaning(alert, voice))
    yield _line(voice, labels.invitations, _invitations(round_, voice))
    yield _line(voice, labels.held, _held(round_, voice))
    yield _line(voice, labels.previous, _compared(alert, voice))
    if named:
        subscription = clip(alert.subscription.name, _NAME)
        yield _line(voice, labels.subscription, subscription)


def _names(round_: Round, voice: Voice) -> Iterator[Line]:
    labels, reported = voice.words.labels, voice.words.reported
    name, printed = category(round_, voice), clip(round_.name or "", _PRINTED)
    sentence = "#{number}, {category}"
    if not round_.confirmed:
        sentence = reported.numbered if round_.claimed else reported.unnumbered
    number = round_.number if round_.confirmed else round_.claimed
    said = voice.say(sentence, number=clip(number or "", _NUMBER), category=name)
    yield _line(voice, labels.round, said)
    if printed and printed != name:
        label = labels.printed if round_.confirmed else reported.printed
        yield _line(voice, label, printed)


def _line(voice: Voice, label: str, text: str) -> Line:
    return Line(label=voice.say(label), text=text)


def _tie_break(round_: Round, voice: Voice, *, exact: bool) -> str:
    instant = round_.tie_break
    if instant is None:
        return voice.words.unknown
    seconds = exact and has_seconds(instant, round_)
    return voice.local.instant_and_zone(instant, seconds=seconds)


def _invitations(round_: Figures, voice: Voice) -> str:
    if round_.invitations is None:
        return voice.words.unknown
    return voice.local.number(round_.invitations)


def _held(round_: Round, voice: Voice) -> str:
    words, local, instant = voice.words, voice.local, round_.drawn_at
    day = words.unknown if round_.date is None else local.day(round_.date)
    if instant is None:
        return day if round_.date is None else voice.say(words.time_unknown, day=day)
    if not figures.dates_disagree(round_):
        return local.instant_and_zone(instant, seconds=False)
    printed = local.instant(instant, seconds=False)
    return voice.say(words.dates_disagree, day=day, instant=printed)


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
        round=_one_before(previous, voice),
        days=voice.local.days(days or 0),
        cutoff=cutoff(previous, voice),
        change=_change(figures.cutoff_change(previous, alert.round), voice),
    )


def _one_before(previous: Round, voice: Voice) -> str:
    reported = voice.words.reported
    if previous.confirmed:
        return f"#{clip(previous.number, _NUMBER)}"
    if previous.claimed is None:
        return voice.say(reported.one_before_unnumbered)
    return voice.say(reported.one_before, number=clip(previous.claimed, _NUMBER))


def _change(change: int | None, voice: Voice) -> str:
    words = voice.words
    if change is None:
        return voice.say(words.not_comparable)
    if change == 0:
        return voice.say(words.unchanged)
    sentence = words.higher if change > 0 else words.lower
    return voice.say(sentence, points=voice.points(abs(change)))

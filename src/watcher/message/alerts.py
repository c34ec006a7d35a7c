"""An alert in words: which lines stand in a message, in which order."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from watcher.message import figures
from watcher.message.english import ENGLISH
from watcher.message.facts import corrections, facts
from watcher.message.french import FRENCH
from watcher.message.instants import Local
from watcher.message.lines import Line, clip, fits, render
from watcher.message.readings import category, person, reason, verdict_clause
from watcher.message.words import Voice
from watcher.model import Alert, CorrectedRound, Message, NewRound, VerdictKind
from watcher.settings import Language

_LATE = timedelta(hours=1)
_URGENCY = (
    VerdictKind.INVITED,
    VerdictKind.INVITED_ON_TIE_BREAK,
    VerdictKind.AT_CUTOFF,
    VerdictKind.UNKNOWN,
    VerdictKind.MISSED_ON_TIE_BREAK,
    VerdictKind.SHORT,
    VerdictKind.OTHER_CATEGORY,
)
_TO_ACT_ON = frozenset(_URGENCY[:4])
_NUMBER, _NAME, _ADDRESS = 20, 40, 300


def compose(alerts: Sequence[Alert], *, now: datetime) -> Message:
    """Make one message of one change, for one or several subscriptions of a person.

    All *alerts* (at least one) share the change and the reader; language and zone are
    those of the first. The message is always short enough for Telegram: of many
    subscriptions the least urgent are counted instead of named.
    """
    reader = alerts[0].subscription
    voice = _voice(reader.language, reader.timezone)
    ranked = sorted(alerts, key=lambda alert: _URGENCY.index(alert.verdict.kind))
    for named in (20, 8, 3):
        message = _compose(ranked, named, voice, now)
        if fits(message):
            return message
    return _compose(ranked, 1, voice, now)


def _voice(language: Language, timezone: str) -> Voice:
    words = FRENCH if language == "fr" else ENGLISH
    return Voice(words=words, local=Local(language, timezone))


def _compose(
    ranked: Sequence[Alert], named: int, voice: Voice, now: datetime
) -> Message:
    best, alone = ranked[0], len(ranked) == 1
    opening = _alone(best, voice) if alone else _several(ranked, named, voice)
    return render(
        _title(ranked, voice),
        (
            [*opening, *_if_late(best, voice, now)],
            list(_if_corrected(best, voice)),
            list(facts(best, voice, alone=alone)),
            *_next_steps(ranked, voice),
            [*_times(best, voice, now), _source(best, voice)],
        ),
    )


def _title(ranked: Sequence[Alert], voice: Voice) -> str:
    words, best = voice.words, ranked[0]
    verdict = verdict_clause(best.verdict, voice)
    if len(ranked) > 1:
        verdict = voice.say(
            words.best_of,
            name=clip(best.subscription.name, _NAME),
            verdict=verdict,
            others=str(len(ranked) - 1),
        )
    corrected = isinstance(best.change, CorrectedRound)
    return voice.say(
        words.title_corrected if corrected else words.title,
        number=clip(best.round.number, _NUMBER),
        category=category(best.round, voice),
        verdict=verdict,
    )


def _alone(alert: Alert, voice: Voice) -> Iterator[Line]:
    yield Line(text=reason(alert, voice), strong=True)
    if alert.earlier_verdict is not None:
        earlier = verdict_clause(alert.earlier_verdict, voice)
        yield Line(text=voice.say(voice.words.earlier, earlier=earlier))


def _several(ranked: Sequence[Alert], named: int, voice: Voice) -> Iterator[Line]:
    words = voice.words
    for alert in ranked[:named]:
        name = clip(alert.subscription.name, _NAME)
        label = voice.say(words.person_label, name=name)
        yield Line(label=label, text=person(alert, voice))
    if len(ranked) > named:
        yield Line(text=voice.say(words.more, left_out=str(len(ranked) - named)))


def _if_corrected(alert: Alert, voice: Voice) -> Iterator[Line]:
    match alert.change:
        case CorrectedRound():
            yield from corrections(alert.change, voice)
        case NewRound():
            return
        case _:
            assert_never(alert.change)


def _next_steps(ranked: Sequence[Alert], voice: Voice) -> Iterator[list[Line]]:
    """Give the steps once for each verdict that asks to act, else for the best one."""
    words, best = voice.words, ranked[0]
    kinds = {a.verdict.kind for a in ranked} & _TO_ACT_ON or {best.verdict.kind}
    labels = {
        words.steps.of(kind): words.steps_of_several.of(kind)
        for kind in sorted(kinds, key=_URGENCY.index)
    }
    for steps, label in list(labels.items())[:2]:
        heading = words.labels.next_steps if len(ranked) == 1 else label
        said = voice.say(steps, deadline=_deadline(best, voice))
        yield [
            Line(label=voice.say(heading)),
            *(Line(text=step) for step in said.split("\n")),
        ]


def _deadline(alert: Alert, voice: Voice) -> str:
    day = figures.deadline(alert.round)
    if day is None:
        return voice.say(voice.words.deadline_unknown)
    return voice.say(voice.words.deadline, day=voice.local.day(day))


def _delay(alert: Alert, now: datetime) -> timedelta | None:
    """Measure from the first sight of the change, be it a round or a correction."""
    first = isinstance(alert.change, NewRound)
    seen = alert.seen_at or (alert.round.first_seen if first else None)
    return figures.elapsed(seen, now)


def _if_late(alert: Alert, voice: Voice, now: datetime) -> Iterator[Line]:
    delay = _delay(alert, now)
    if delay is not None and delay > _LATE:
        late = voice.say(voice.words.late, delay=voice.local.span(delay))
        yield Line(text=late, strong=True)


def _times(alert: Alert, voice: Voice, now: datetime) -> Iterator[Line]:
    words, local, round_ = voice.words, voice.local, alert.round
    after = figures.elapsed(round_.drawn_at, round_.first_seen)
    delay = _delay(alert, now)
    seen = voice.say(
        words.first_seen if after is None else words.first_seen_after,
        seen=local.instant(round_.first_seen, seconds=False),
        after=local.span(after or timedelta()),
    )
    told = voice.say(
        words.told if delay is None else words.told_after,
        now=local.instant(now, seconds=False),
        after=local.span(delay or timedelta()),
    )
    yield Line(label=voice.say(words.labels.first_seen), text=seen)
    yield Line(label=voice.say(words.labels.told), text=told)


def _source(alert: Alert, voice: Voice) -> Line:
    address = clip(alert.round.url or alert.page_url, _ADDRESS)
    label = voice.say(voice.words.labels.source)
    if not address:
        return Line(label=label, text=voice.words.unknown)
    return Line(label=label, href=address)

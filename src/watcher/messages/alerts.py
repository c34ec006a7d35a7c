"""An alert in words: which lines stand in a message, in which order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from watcher.core.model import (
    Alert,
    Change,
    ConfirmedRound,
    CorrectedRound,
    Message,
    NewRound,
    ReportedRound,
    VerdictKind,
)
from watcher.messages import figures
from watcher.messages.corrections import confirmation, corrections
from watcher.messages.facts import facts
from watcher.messages.languages import voice_of
from watcher.messages.lateness import if_late, times
from watcher.messages.lines import Line, clip, fits, render
from watcher.messages.readings import category, named, person, reason, verdict_clause
from watcher.messages.reported import caveat, first_report
from watcher.messages.words import Voice, Words

_URGENCY = (
    VerdictKind.INVITED,
    VerdictKind.INVITED_ON_TIE_BREAK,
    VerdictKind.AT_CUTOFF,
    VerdictKind.UNKNOWN,
    VerdictKind.MISSED_ON_TIE_BREAK,
    VerdictKind.SHORT,
    VerdictKind.OTHER_CATEGORY,
    VerdictKind.NOT_IN_POOL,
)
_TO_ACT_ON = frozenset(_URGENCY[:4])
_NAME, _ADDRESS = 40, 300


def compose(alerts: Sequence[Alert], *, now: datetime, shared: bool = False) -> Message:
    """Make one message of one change, for one or several subscriptions of a person.

    All *alerts* (at least one) share the change and the reader; language and zone are
    those of the first. The message is always short enough for Telegram: of many
    subscriptions the least urgent are counted instead of named. Where others are told
    at the same address (*shared*), even one alone is named.
    """
    reader = alerts[0].subscription
    voice = voice_of(reader.language, reader.timezone)
    ranked = sorted(alerts, key=lambda alert: _URGENCY.index(alert.verdict.kind))
    for shown in (20, 8, 3):
        message = _compose(ranked, shown, voice, now, shared=shared)
        if fits(message):
            return message
    return _compose(ranked, 1, voice, now, shared=shared)


def _compose(
    ranked: Sequence[Alert], shown: int, voice: Voice, now: datetime, *, shared: bool
) -> Message:
    """Put first what to know and what to do, and below what it follows from."""
    best, alone = ranked[0], len(ranked) == 1
    opening = _alone(best, voice, named=shared) if alone else _several(ranked, shown, voice)
    return render(
        _title(ranked, voice, shared=shared),
        (
            [*opening, *if_late(best, voice, now)],
            list(caveat(best, voice)),
            list(_what_changed(best.change, voice)),
            *_next_steps(ranked, voice),
            [
                Line(label=voice.say(voice.words.labels.details)),
                *facts(best, voice, alone=alone, named=alone and not shared),
                *times(best, voice),
                *_source(best, voice),
            ],
        ),
    )


def _title(ranked: Sequence[Alert], voice: Voice, *, shared: bool) -> str:
    words, best = voice.words, ranked[0]
    verdict = verdict_clause(best.verdict, voice)
    if shared or len(ranked) > 1:
        verdict = voice.say(
            words.one_of if len(ranked) == 1 else words.best_of,
            name=clip(best.subscription.name, _NAME),
            verdict=verdict,
            others=str(len(ranked) - 1),
        )
    return voice.say(
        _title_of(best.change, words),
        round=named(best.round, voice),
        category=category(best.round, voice),
        verdict=verdict,
    )


def _title_of(change: Change, words: Words) -> str:
    reported = words.reported
    match change:
        case NewRound(round=round_) | ReportedRound(reported=round_):
            return words.title if round_.confirmed else reported.title
        case CorrectedRound(after=after):
            title = words.title_corrected
            return title if after.confirmed else reported.title_corrected
        case ConfirmedRound(reported=before, confirmed=after):
            otherwise = figures.contradicted(before, after)
            return reported.title_otherwise if otherwise else reported.title_confirmed
        case _:
            assert_never(change)


def _alone(alert: Alert, voice: Voice, *, named: bool) -> Iterator[Line]:
    name = clip(alert.subscription.name, _NAME)
    label = voice.say(voice.words.person_label, name=name) if named else ""
    yield Line(label=label, text=reason(alert, voice), strong=True)
    if alert.earlier_verdict is not None:
        words, confirmed = voice.words, isinstance(alert.change, ConfirmedRound)
        earlier = verdict_clause(alert.earlier_verdict, voice)
        sentence = words.reported.earlier if confirmed else words.earlier
        yield Line(text=voice.say(sentence, earlier=earlier))


def _several(ranked: Sequence[Alert], shown: int, voice: Voice) -> Iterator[Line]:
    words = voice.words
    for alert in ranked[:shown]:
        name = clip(alert.subscription.name, _NAME)
        label = voice.say(words.person_label, name=name)
        yield Line(label=label, text=person(alert, voice))
    if len(ranked) > shown:
        yield Line(text=voice.say(words.more, left_out=str(len(ranked) - shown)))


def _what_changed(change: Change, voice: Voice) -> Iterator[Line]:
    match change:
        case CorrectedRound():
            yield from corrections(change, voice)
        case ConfirmedRound():
            yield from confirmation(change, voice)
        case NewRound() | ReportedRound():
            return
        case _:
            assert_never(change)


def _next_steps(ranked: Sequence[Alert], voice: Voice) -> Iterator[list[Line]]:
    """Give the steps once for each verdict that asks to act, else for the best one."""
    words, best = voice.words, ranked[0]
    every = words.steps if best.round.confirmed else words.reported.steps
    alike = len(ranked) == 1 or not best.round.confirmed
    kinds = {a.verdict.kind for a in ranked} & _TO_ACT_ON or {best.verdict.kind}
    labels = {
        every.of(kind) + _about_the_tie(kind, ranked, words): (words.steps_of_several.of(kind))
        for kind in sorted(kinds, key=_URGENCY.index)
    }
    for steps, label in list(labels.items())[:2]:
        heading = words.labels.next_steps if alike else label
        said = voice.say(steps, deadline=_deadline(best, voice))
        yield [Line(label=voice.say(heading)), *(Line(text=step) for step in said.split("\n"))]


def _about_the_tie(kind: VerdictKind, ranked: Sequence[Alert], words: Words) -> str:
    """Add to the steps what would tell a tie, for those to whom it could not be told."""
    tied = [a for a in ranked if a.verdict.kind is VerdictKind.AT_CUTOFF]
    if kind is not VerdictKind.AT_CUTOFF or not tied:
        return ""
    if any(a.subscription.submitted is None for a in tied):
        return f"\n{words.give_submitted}"
    return f"\n{words.tie_follows}" if tied[0].round.confirmed else ""


def _deadline(alert: Alert, voice: Voice) -> str:
    # Of a report, not even the day is certain.
    day = figures.deadline(alert.round) if alert.round.confirmed else None
    if day is None:
        return voice.say(voice.words.deadline_unknown)
    return voice.say(voice.words.deadline, day=voice.local.day(day))


def _source(alert: Alert, voice: Voice) -> Iterator[Line]:
    if not alert.round.confirmed:
        yield from first_report(alert, voice)
        return
    address = clip(alert.round.url or alert.page_url, _ADDRESS)
    label = voice.say(voice.words.labels.source)
    if address:
        yield Line(label=label, href=address)
    else:
        yield Line(label=label, text=voice.words.unknown)

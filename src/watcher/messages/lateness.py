"""When a round was seen, and how late that is told: a message carries its lateness."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from watcher.core.model import Alert, ConfirmedRound, CorrectedRound, NewRound, ReportedRound
from watcher.messages import figures
from watcher.messages.lines import Line
from watcher.messages.words import Voice

_LATE = timedelta(hours=1)
# No round took a day to appear on IRCC's page (116 of 116, 2024-2026).
_SEEN_LATE = timedelta(days=2)


def told_from(alert: Alert) -> datetime | None:
    """Return from when the news of an alert could be told."""
    return alert.seen_at or _seen_at(alert)


def if_late(alert: Alert, voice: Voice, now: datetime) -> Iterator[Line]:
    """Say how late the message is, where it is: from when its news could be told."""
    delay = figures.elapsed(told_from(alert), now)
    if delay is not None and delay > _LATE:
        late = voice.say(voice.words.late, delay=voice.local.span(delay))
        yield Line(text=late, strong=True)
    yield from _if_seen_late(alert, voice, delay or timedelta())


def _if_seen_late(alert: Alert, voice: Voice, delay: timedelta) -> Iterator[Line]:
    """Say that the round was seen long after it was held, and how many days are left.

    Its age is counted without the time of now: a clock may be wrong, or set right.
    """
    round_ = alert.round
    held = figures.held_at(round_)
    if held is None or isinstance(alert.change, CorrectedRound):
        return
    before = figures.elapsed(held, round_.first_seen)
    if before is None or before <= _SEEN_LATE:
        return
    words, local = voice.words, voice.local
    left = figures.TO_SUBMIT.days - (before + delay).days
    said = voice.say(words.seen_late, days=local.days(before.days))
    yield Line(
        text=f"{said} {voice.say(words.days_left, days=local.days(max(left, 0)))}", strong=True
    )


def times(alert: Alert, voice: Voice) -> Iterator[Line]:
    """Say when the round was first seen, and when what changed of it."""
    yield _first_seen(alert, voice)
    yield from _change_seen(alert, voice)


def _first_seen(alert: Alert, voice: Voice) -> Line:
    words, local, round_ = voice.words, voice.local, alert.round
    label, after = words.labels.first_seen, None
    if isinstance(alert.change, ConfirmedRound):
        label = words.reported.first_seen
    elif round_.confirmed:
        after = figures.elapsed(round_.drawn_at, round_.first_seen)
    seen = voice.say(
        words.first_seen if after is None else words.first_seen_after,
        seen=local.instant(round_.first_seen, seconds=False),
        after=local.span(after or timedelta()),
    )
    return Line(label=voice.say(label), text=seen)


def _change_seen(alert: Alert, voice: Voice) -> Iterator[Line]:
    match alert.change:
        case CorrectedRound():
            label = voice.words.labels.correction_seen
        case ConfirmedRound():
            label = voice.words.reported.confirmed_seen
        case NewRound() | ReportedRound():
            return
    if alert.seen_at is not None:
        seen = voice.local.instant(alert.seen_at, seconds=False)
        yield Line(label=voice.say(label), text=seen)


def _seen_at(alert: Alert) -> datetime | None:
    """Return when what is told was first seen, be it a round or a change of it."""
    match alert.change:
        case NewRound() | ReportedRound():
            return alert.round.first_seen
        case CorrectedRound() | ConfirmedRound():
            return alert.seen_at

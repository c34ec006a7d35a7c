"""Figures of a round, compared and written."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import assert_never

from watcher.core.model import (
    FIGURES,
    Alert,
    Change,
    ConfirmedRound,
    CorrectedRound,
    Figures,
    NewRound,
    ReportedRound,
    Round,
)
from watcher.core.pool import Pool
from watcher.core.schedule import INVITATION_LIVES, OTTAWA
from watcher.core.settings import N_
from watcher.messages.formatter import Formatter
from watcher.messages.layout import MessageLine, clip
from watcher.messages.verdicts import category_name, cutoff_text, has_seconds, points_text

FIGURE_NAMES = {
    "date": N_("day of the round"),
    "drawn_at": N_("time of the round"),
    "name": N_("name"),
    "category": N_("category"),
    "version": N_("version of the category"),
    "cutoff": N_("cut-off"),
    "invitations": N_("invitations"),
    "tie_break": N_("tie-break"),
    "pool": N_("candidates in the pool"),
    "url": N_("page of the round"),
}
_NUMBER, _PRINTED = 20, 80
# What a site words, words in its own way; these it can only get right or wrong.
_COMPARED = ("date", "drawn_at", "category", "cutoff", "invitations", "tie_break")


def deadline(round_: Figures) -> date | None:
    """Return the end of the 60 days: an instant, or a day if the round's time is unknown or contradicts its day."""
    if round_.drawn_at is not None and not dates_disagree(round_):
        return round_.drawn_at + INVITATION_LIVES
    return None if round_.date is None else round_.date + INVITATION_LIVES


def held_at(round_: Figures) -> datetime | None:
    """Say when a round was held: at its time, else as its day begins in Ottawa."""
    if round_.drawn_at is not None and not dates_disagree(round_):
        return round_.drawn_at
    if round_.date is None:
        return None
    return datetime.combine(round_.date, time(), OTTAWA)


def dates_disagree(round_: Figures) -> bool:
    """Tell whether the round's day and time name different days.

    One day apart is an evening round (ten of those were published); round 357 was
    printed ten days apart and never corrected.
    """
    if round_.date is None or round_.drawn_at is None:
        return False
    drawn_on = round_.drawn_at.astimezone(OTTAWA).date()
    return abs(drawn_on - round_.date) > timedelta(days=1)


def days_between(previous: Figures, round_: Figures) -> int | None:
    """Count the days from one round to the next, None if either day is unknown."""
    earlier, later = ottawa_day(previous), ottawa_day(round_)
    return None if earlier is None or later is None else (later - earlier).days


def cutoff_change(previous: Figures, round_: Figures) -> int | None:
    """Subtract the cut-offs, None if either is unknown."""
    if previous.cutoff is None or round_.cutoff is None:
        return None
    return round_.cutoff - previous.cutoff


def corrected(before: Round, after: Round) -> Iterator[str]:
    """Name the figures that differ; what is read from the printed name goes with it.

    Of what is only reported, names and links differ from text to text.
    """
    if not after.confirmed:
        yield from (f for f in _COMPARED if getattr(before, f) != getattr(after, f))
        return
    for figure in FIGURES:
        same = getattr(before, figure) == getattr(after, figure)
        follows = figure in {"category", "version"} and before.name != after.name
        if not same and not follows:
            yield figure


def differing_figures(reported: Figures, confirmed: Figures) -> list[str]:
    """Name the figures that differ from the report, or were not reported.

    A time reported to the minute agrees with any second of it; a tie-break's seconds count only where nothing else
    differs.
    """
    different = [
        figure
        for figure in _differing(reported, confirmed)
        if figure != "drawn_at" or reported.drawn_at is not None
    ]
    if not different and reported.tie_break != confirmed.tie_break:
        return ["tie_break"]
    return different


def contradicted(reported: Figures, confirmed: Figures) -> bool:
    """Tell whether a figure was reported that is published otherwise."""
    return any(getattr(reported, f) is not None for f in _differing(reported, confirmed))


def _differing(reported: Figures, confirmed: Figures) -> Iterator[str]:
    for figure in _COMPARED:
        was, now = getattr(reported, figure), getattr(confirmed, figure)
        if isinstance(was, datetime) and isinstance(now, datetime) and not was.second:
            now = now.replace(second=0)
        if was != now:
            yield figure


def ottawa_day(round_: Figures) -> date | None:
    """Return the day of a round in Ottawa, None if neither day nor time is known."""
    if round_.date is not None or round_.drawn_at is None:
        return round_.date
    return round_.drawn_at.astimezone(OTTAWA).date()


def compared_with_previous(round_: Round, previous: Round | None, fmt: Formatter) -> str:
    """Name the round before of the category, its cut-off, and how far the cut-off moved."""
    if previous is None:
        return fmt.gettext("none of this category is known here")
    days = days_between(previous, round_)
    if days is None or days < 0:
        sentence = N_("{round}, on an unknown day: cut-off {cutoff}, now {change}")
    elif days:
        sentence = N_("{round}, {days} before: cut-off {cutoff}, now {change}")
    else:
        sentence = N_("{round}, the same day: cut-off {cutoff}, now {change}")
    return fmt.gettext(
        sentence,
        round=_previous_name(previous, fmt),
        days=fmt.days(days or 0),
        cutoff=cutoff_text(previous, fmt),
        change=_cutoff_change(cutoff_change(previous, round_), fmt),
    )


def _previous_name(previous: Round, fmt: Formatter) -> str:
    if previous.confirmed:
        return f"#{clip(previous.number, _NUMBER)}"
    if previous.claimed is None:
        return fmt.gettext("a reported round")
    return fmt.gettext("#{number} (reported)", number=clip(previous.claimed, _NUMBER))


def _cutoff_change(change: int | None, fmt: Formatter) -> str:
    if change is None:
        return fmt.gettext("not comparable")
    if change == 0:
        return fmt.gettext("unchanged")
    sentence = N_("{points} higher") if change > 0 else N_("{points} lower")
    return fmt.gettext(sentence, points=points_text(abs(change), fmt))


def elapsed(since: datetime | None, until: datetime) -> timedelta | None:
    """Measure a delay, None if it is unknown or would be negative."""
    if since is None or until < since:
        return None
    return until - since


def news_seen_at(alert: Alert) -> datetime | None:
    """Return from when the news of an alert could be told."""
    if alert.seen_at is not None or isinstance(alert.change, CorrectedRound | ConfirmedRound):
        return alert.seen_at
    return alert.round.first_seen


def what_changed(change: Change, fmt: Formatter) -> Iterator[MessageLine]:
    """List every figure that was corrected, or published otherwise than reported."""
    match change:
        case CorrectedRound(before=before, after=after):
            yield MessageLine(label=fmt.gettext("Corrected figures:"))
            names = list(corrected(before, after))
        case ConfirmedRound(reported=before, confirmed=after):
            names = differing_figures(before, after)
            if names:
                yield MessageLine(label=fmt.gettext("What IRCC published:"))
        case NewRound() | ReportedRound():
            return
        case _:
            assert_never(change)
    for figure in names:
        yield MessageLine(text=f"• {_changed(change, before, after, figure, fmt)}")


def _changed(change: Change, before: Round, after: Round, figure: str, fmt: Formatter) -> str:
    was, now = _figure(before, figure, fmt), _figure(after, figure, fmt)
    if isinstance(change, CorrectedRound):
        in_detail = N_("{figure}: changed in detail")
        sentence = in_detail if was == now else N_("{figure}: from {before} to {after}")
    else:
        added = N_("{figure}: {after} (not reported)")
        reported = getattr(before, figure) is not None
        sentence = N_("{figure}: {after} (reported: {before})") if reported else added
    name = fmt.gettext(FIGURE_NAMES[figure])
    return fmt.gettext(sentence, figure=name, before=was, after=now)


def _figure(round_: Round, figure: str, fmt: Formatter) -> str:
    """Write a figure of a round; a slug is named as the reader knows it."""
    if figure == "category":
        return category_name(round_, fmt)
    value = getattr(round_, figure)
    seconds = not isinstance(value, datetime) or has_seconds(value, round_)
    return figure_text(figure, value, fmt, seconds=seconds)


def figure_text(figure: str, value: object, fmt: Formatter, *, seconds: bool = True) -> str:
    """Write any figure by what it is."""
    match value:
        case datetime() as instant:
            return fmt.instant(instant, seconds=seconds)
        case date() as day:
            return fmt.day(day)
        case int() as number:
            return str(number) if figure == "cutoff" else fmt.number(number)
        case Pool(total=int() as total):
            return fmt.number(total)
        case _:
            printed = value if isinstance(value, str) else ""
            return clip(printed, _PRINTED) or fmt.gettext("unknown")

"""What a message works out of the figures before any language says it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from watcher.model import FIGURES, Figures, Round

_OTTAWA = ZoneInfo("America/Toronto")
_TO_SUBMIT = timedelta(days=60)


def deadline(round_: Figures) -> date | None:
    """End the 60 days that an invitation leaves.

    This is an instant, or a day if the round's time is unknown or contradicts its day.
    """
    if round_.drawn_at is not None and not dates_disagree(round_):
        return round_.drawn_at + _TO_SUBMIT
    return None if round_.date is None else round_.date + _TO_SUBMIT


def dates_disagree(round_: Figures) -> bool:
    """Tell whether the round's day and time name different days.

    One day apart is an evening round (ten of those were published); round 357 was
    printed ten days apart and never corrected.
    """
    if round_.date is None or round_.drawn_at is None:
        return False
    drawn_on = round_.drawn_at.astimezone(_OTTAWA).date()
    return abs(drawn_on - round_.date) > timedelta(days=1)


def days_between(previous: Figures, round_: Figures) -> int | None:
    """Count the days from one round to the next, None if either day is unknown."""
    earlier, later = _ottawa_day(previous), _ottawa_day(round_)
    return None if earlier is None or later is None else (later - earlier).days


def cutoff_change(previous: Figures, round_: Figures) -> int | None:
    """Subtract the cut-offs, None if either is unknown."""
    if previous.cutoff is None or round_.cutoff is None:
        return None
    return round_.cutoff - previous.cutoff


def corrected(before: Round, after: Round) -> Iterator[str]:
    """Name the figures that differ; what is read from the printed name goes with it."""
    for figure in FIGURES:
        same = getattr(before, figure) == getattr(after, figure)
        follows = figure in {"category", "version"} and before.name != after.name
        if not same and not follows:
            yield figure


def _ottawa_day(round_: Figures) -> date | None:
    if round_.date is not None or round_.drawn_at is None:
        return round_.date
    return round_.drawn_at.astimezone(_OTTAWA).date()


def elapsed(since: datetime | None, until: datetime) -> timedelta | None:
    """Measure a delay, None if it is unknown or would be negative."""
    if since is None or until < since:
        return None
    return until - since

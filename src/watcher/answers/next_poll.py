"""When a source is polled next, and why then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from watcher.adapters.database import PollState
from watcher.core.pace import DayPace, PollReason, next_poll
from watcher.core.rhythm import RoundTimes, is_day_off
from watcher.core.schedule import LONGEST_WAIT, OTTAWA, plausible
from watcher.core.settings import Source
from watcher.messages.formatter import english_span

_POSSIBLE = "a round is possible now ({day}; {clock} is when they appear)"
_LIKELY = "a round is likely now ({day}; {clock} is when they appear)"
_LIKELY_FROM, _HARDLY = 0.25, 0.01
_WHY: Final[Mapping[PollReason, str]] = {
    "fixed": "every {every}, as the configuration says",
    "asked to wait": "its server asked to be left alone until then",
    "failed": "its last poll failed",
    "known": "the day's round is known, and a second one on a day is rare",
    "unlikely day": "a round is unlikely today ({day})",
    "other hours": "few rounds appear at {clock} ({day}; most do from {begin} to {end})",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPoll:
    """The latest instant of the next poll; ``chance`` is that of a round on the day, where it plays a part."""

    by: datetime
    reason: PollReason
    why: str
    chance: float | None


def planned_poll(
    source: Source, state: PollState, known: RoundTimes, now: datetime
) -> PlannedPoll | None:
    """Return when a source is polled next, by what its last poll left behind; None before the first."""
    polled_at = state.polled_at
    if polled_at is None:
        return None
    until = wait_until(state, now)
    planned = next_poll(
        polled_at,
        source,
        known,
        chance=1.0,
        failed=polled_at != state.good_at and not state.stale,
        wait=until - polled_at if until else None,
    )
    pace = planned.pace
    gaps = {} if pace is None else _gaps(polled_at.astimezone(OTTAWA), pace)
    every = english_span(source.every) if source.every else ""
    chance = pace.chance if pace else None
    likely = _LIKELY if chance is not None and chance >= _LIKELY_FROM else _POSSIBLE
    why = _WHY.get(planned.reason, likely).format(every=every, **gaps)
    return PlannedPoll(by=planned.at, reason=planned.reason, why=why, chance=chance)


def wait_until(state: PollState, now: datetime) -> datetime | None:
    """Return the end of a wait that the source's server asked for, if it is still to come."""
    until = state.not_before
    if until is None or until <= now or not plausible(until, now, LONGEST_WAIT):
        return None
    return until


def _gaps(local: datetime, pace: DayPace) -> dict[str, str]:
    begin, end = (f"{minute // 60:02}:{minute % 60:02}" for minute in pace.hours)
    day = ", ".join(_about_the_day(local, pace))
    return {"day": day, "clock": f"{local:%H:%M}", "begin": begin, "end": end}


def _about_the_day(local: datetime, pace: DayPace) -> Iterator[str]:
    yield f"{local:%A}"
    if is_day_off(local.date()) and local.weekday() < 5:  # noqa: PLR2004 - Saturday is 5
        yield "a holiday"
    if pace.days_since is not None:
        days = "1 day" if pace.days_since == 1 else f"{pace.days_since} days"
        yield f"{days} since the last"
    if pace.chance is not None:
        hardly = pace.chance < _HARDLY
        yield (
            "hardly any such day has one" if hardly else f"{pace.chance:.0%} of such days have one"
        )

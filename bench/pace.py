"""The pace: how many requests a day, and how long after a round has appeared it is seen.

The program's own ``next_poll`` is asked poll by poll. It knows what a watcher would have known at that instant: the
rounds before, and when this one saw those appear of which there is a sighting. A sighting is the first commit of any
archive that shows the round; it appeared somewhere in a window before that, of 15, 30 or 60 minutes.
"""

import csv
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median, quantiles

from bench.rank import ALL_ROUNDS
from bench.table import Figure
from watcher.core.pace import SHORTEST_POLL, next_poll
from watcher.core.rhythm import RoundTimes
from watcher.core.schedule import OTTAWA
from watcher.core.settings import OFFICIAL_FEED, source_of

SIGHTINGS = ALL_ROUNDS.parents[1] / "reference/publication_latency.json"
SOURCE = source_of("ircc", kind="ircc-json", url=OFFICIAL_FEED)
WINDOW = 30  # minutes
INSTANTS = 15  # in a window
DAY = timedelta(days=1)
MOST = (290, 25, 22, 50)  # requests a day; seconds: mean, median, the slowest tenth

#: From the present, what is known and a random number to the next poll.
Pace = Callable[[datetime, RoundTimes, float], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a pace in a period: the requests of each day, the delays and the shortest wait in seconds."""

    requests: list[int]
    delays: list[float]
    shortest: float


def figures(sightings: Path = SIGHTINGS) -> Iterator[Figure]:
    """Simulate the year of the last sighting, some minutes long."""
    if not sightings.is_file():
        yield Figure(what=f"the pace: no sightings in {sightings} (--sightings FILE)", measured="-")
        return
    seen = _sightings(sightings)
    days = _days() | set(seen)
    last = max(seen)
    first = date(last.year, 1, 1)
    yield _row("a request every 5 minutes", _simulated(_every_5_minutes, days, seen, first))
    what = "every minute in round hours, else every 10 (before)"
    yield _row(what, _simulated(_by_the_hour, days, seen, first))
    found = _simulated(_ours, days, seen, first)
    yield _row(f"the pace in {first.year}, appeared in {WINDOW} minutes", found, goal=True)
    for window in (15, 60):
        others = _simulated(_ours, days, seen, first, window)
        yield _row(f"  in {window} minutes", others)
    yield _row("  in the 365 days before", _simulated(_ours, days, seen, last - 364 * DAY))
    least = SHORTEST_POLL.total_seconds()
    yield Figure(
        what="  the shortest wait",
        measured=f"{found.shortest:.1f} s",
        goal=f">= {least:g}",
        met=found.shortest >= least,
    )


def _row(what: str, outcome: Outcome, *, goal: bool = False) -> Figure:
    delays = outcome.delays
    slowest_tenth = quantiles(delays, n=10)[-1]
    measured = fmean(outcome.requests), fmean(delays), median(delays), slowest_tenth
    return Figure(
        what=what,
        measured="{:.0f} a day: mean {:.1f}, median {:.1f}, p90 {:.1f} s".format(*measured),
        goal="<= {}: {}, {}, {}".format(*MOST) if goal else "",
        met=all(found <= most for found, most in zip(measured, MOST, strict=True))
        if goal
        else None,
    )


def _ours(now: datetime, known: RoundTimes, chance: float) -> datetime:
    return next_poll(now, SOURCE, known, chance=chance).at


def _every_5_minutes(now: datetime, _: RoundTimes, chance: float) -> datetime:
    return now + timedelta(minutes=5) * (1 + 0.1 * chance)


def _by_the_hour(now: datetime, _: RoundTimes, chance: float) -> datetime:
    """Poll as watcher did before it knew of rounds."""
    local = now.astimezone(OTTAWA)
    busy = local.weekday() < 5 and time(9, 30) <= local.time() < time(18, 30)
    return now + timedelta(minutes=1 if busy else 10) * (1 + 0.1 * chance)


def _simulated(
    pace: Pace, days: set[date], seen: Mapping[date, datetime], first: date, window: int = WINDOW
) -> Outcome:
    """Poll from the beginning of *first* to the end of the day of the last sighting."""
    chance = random.Random(window).random  # noqa: S311 - the same at each run
    waits = [timedelta(minutes=window * (n + 0.5) / INSTANTS) for n in range(INSTANTS)]
    appeared = {day: at - waits[int(chance() * INSTANTS)] for day, at in seen.items()}
    minutes = tuple((day, _minute(at)) for day, at in sorted(appeared.items()) if day < first)
    known = RoundTimes(days=tuple(sorted(d for d in days if d < first)), sightings=minutes)
    requests, delays, shortest = list[int](), list[float](), timedelta.max
    now = _midnight(first)
    for day in (first + DAY * n for n in range((max(seen) - first).days + 1)):
        polls = _polls(pace, now, _midnight(day + DAY), known, chance)
        if day in seen:
            # Wherever it appears in the window: until it is found, the polls are the same.
            delays += [_delay(polls, seen[day] - wait) for wait in waits]
            found = next(poll for poll in polls if poll >= appeared[day])
            sightings = (*known.sightings, (day, _minute(found)))
            known = RoundTimes(days=(*known.days, day), sightings=sightings)
            after = _polls(pace, found, _midnight(day + DAY), known, chance)
            polls = [*(poll for poll in polls if poll < found), *after]
        elif day in days:  # known once its day is over: nobody saw when it appeared
            known = RoundTimes(days=(*known.days, day), sightings=known.sightings)
        requests.append(len(polls) - 1)
        shortest = min(shortest, *(after - before for before, after in pairwise(polls)))
        now = polls[-1]
    return Outcome(requests=requests, delays=delays, shortest=shortest.total_seconds())


def _polls(
    pace: Pace, now: datetime, end: datetime, known: RoundTimes, chance: Callable[[], float]
) -> list[datetime]:
    """Return the polls from *now* to the first after *end*."""
    polls = [now]
    while polls[-1] < end:
        polls.append(pace(polls[-1], known, chance()))
    return polls


def _delay(polls: list[datetime], at: datetime) -> float:
    return (next(poll for poll in polls if poll >= at) - at).total_seconds()


def _sightings(file: Path) -> dict[date, datetime]:
    """Read when the round of a day was first seen; of two on one day, the later."""
    found = sorted(json.loads(file.read_text()), key=lambda one: str(one["first_seen_utc"]))
    return {
        date.fromisoformat(one["date"]): datetime.fromisoformat(one["first_seen_utc"])
        for one in found
    }


def _days() -> set[date]:
    place = ALL_ROUNDS if ALL_ROUNDS.exists() else resources.files("watcher.demo") / "rounds.csv"
    rows = csv.DictReader(place.read_text(encoding="utf-8").splitlines())
    return {date.fromisoformat(row["date"]) for row in rows}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), OTTAWA).astimezone(UTC)


def _minute(at: datetime) -> int:
    local = at.astimezone(OTTAWA)
    return local.hour * 60 + local.minute

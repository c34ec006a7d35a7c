"""Rounds -> reports: one value for each figure, or none and the reason."""

import re
from datetime import UTC, date, datetime, time, timedelta

from watcher.core.model import Report
from watcher.core.schedule import OTTAWA, PROFILE_LIVES
from watcher.ircc.fields import Unread
from watcher.press.prose.clocks import Clock, in_utc
from watcher.press.prose.dates import Day, dated, on_or_after, on_or_before
from watcher.press.prose.facts import Figure
from watcher.press.prose.instants import Instant
from watcher.press.prose.resolve import Said, around, choose, choose_category
from watcher.press.prose.rounds import Gathered


def say(gathered: Gathered, published: datetime | None, *, main: bool) -> Report:
    """Make the report of one round.

    Where a text has two values of equal standing for one figure, it is unknown; so is
    a tie-break that is later than its round, or more than a year before it.
    """
    where = f"#{gathered.number}" if gathered.number else ""
    said = Said(where=where, quotes={}, precision={}, oddities=[])
    invitations = choose(gathered, "invitations", said)
    cutoff = choose(gathered, "cutoff", said)
    tie_break = choose(gathered, "tie_break", said)
    day = _day(gathered, tie_break, published, said)
    drawn_at = _drawn_at(gathered, day, published, said)
    if day is None and drawn_at is not None:
        day = drawn_at.astimezone(OTTAWA).date()
        said.quotes["date"] = said.quotes["drawn_at"]
    _quote_number(gathered, said)
    when = day or (_local(published) if published else None)
    program = when is None or when < _FIRST_CATEGORIES
    category = choose_category(gathered, said, trades="fst" if program else "trades")
    if category and when and program and _SKILLED.fullmatch(category[1]):
        category = ("fst", category[1])
    return Report(
        number=gathered.number,
        main=main,
        date=day,
        drawn_at=drawn_at,
        category=category[0] if category else None,
        name=category[1] if category else None,
        invitations=_count(invitations),
        cutoff=_count(cutoff),
        tie_break=_tie_break(tie_break, day, published, said),
        quotes=said.quotes,
        precision=said.precision,
        oddities=tuple(said.oddities),
    )


def _local(published: datetime) -> date:
    return published.astimezone(OTTAWA).date()


def _count(figure: Figure | None) -> int | None:
    return figure.value if figure and isinstance(figure.value, int) else None


def _day(
    gathered: Gathered, tie_break: Figure | None, published: datetime | None, said: Said
) -> date | None:
    found = _best_day(gathered)
    if found is None:
        return None
    text = next(
        (
            around(p.mention.sentence.text, found.start, found.end)
            for p, _ in gathered.mentions
            if p.mention.day is found
        ),
        "",
    )
    day = dated(found, published)
    if day is None:
        day = _after(found, tie_break)
    if day is None:
        return None
    if published is not None and _elsewhen(day, published):
        said.doubt("date", text, "does not go with when the text was published")
        return None
    said.quotes["date"] = text
    return day


def _best_day(gathered: Gathered) -> Day | None:
    days = [p.mention.day for p, _ in gathered.mentions if p.mention.day is not None]
    return next((day for day in days if day.year), days[0] if days else gathered.day)


def _elsewhen(day: date, published: datetime) -> bool:
    # "February 15, 2022" in a text of February 15, 2023: a slip of the year. A round
    # is told of after it was held.
    local = _local(published)
    if day > local:
        return True
    return day.year < local.year and (day.month, day.day) == (local.month, local.day)


def _after(found: Day, tie_break: Figure | None) -> date | None:
    # A tie-break is at most a year older than its round, so that a day without a year
    # is the first one after it.
    if tie_break is None or not isinstance(tie_break.value, Instant):
        return None
    before = tie_break.value.day
    if before is None or before.full is None:
        return None
    return on_or_after(found, before.full)


def _drawn_at(
    gathered: Gathered, day: date | None, published: datetime | None, said: Said
) -> datetime | None:
    figure = choose(gathered, "drawn_at", said)
    if figure is None or not isinstance(figure.value, Instant):
        return None
    instant = figure.value
    on = dated(instant.day, published) if instant.day else day
    if on is None or instant.clock is None:
        said.quotes.pop("drawn_at", None)
        return None
    return _at(on, instant.clock, "drawn_at", said)


def _tie_break(
    figure: Figure | None, day: date | None, published: datetime | None, said: Said
) -> datetime | None:
    if figure is None or not isinstance(figure.value, Instant):
        return None
    instant = figure.value
    on = _tie_day(instant.day, day, published)
    if on is None:
        said.doubt("tie_break", said.quotes.pop("tie_break", ""), "has no year")
        return None
    why = _untimely(on, day, published)
    if why:
        said.doubt("tie_break", said.quotes.pop("tie_break", ""), why)
        return None
    if instant.clock is None:
        said.precision["tie_break"] = "day"
        return datetime.combine(on, time(), UTC)
    return _at(on, instant.clock, "tie_break", said)


def _untimely(on: date, day: date | None, published: datetime | None) -> str | None:
    """Say why a tie-break cannot be of that day, if so."""
    if day is not None and on > day + _ONE_DAY:
        return "later than its round"
    if day is not None and on < day - PROFILE_LIVES:
        return "over a year before its round"
    if day is None and published is not None and on > _local(published) + _ONE_DAY:
        return "is not past yet"
    return None


def _tie_day(found: Day | None, day: date | None, published: datetime | None) -> date | None:
    if found is None:
        return None
    if found.year is not None or day is None:
        return dated(found, published)
    return on_or_before(found, day)


def _at(day: date, clock: Clock, name: str, said: Said) -> datetime | None:
    instant = in_utc(day, clock)
    if isinstance(instant, Unread):
        said.doubt(name, said.quotes.pop(name, ""), instant.why)
        return None
    if clock.second is None:
        said.precision[name] = "minute"
    return instant


def _quote_number(gathered: Gathered, said: Said) -> None:
    for placed, _ in gathered.mentions:
        if placed.mention.number and placed.mention.number == gathered.number:
            text = placed.mention.sentence.text
            at = max(0, text.find(placed.mention.number))
            said.quotes["number"] = around(text, at, at + len(placed.mention.number))
            return


_SKILLED = re.compile(r"skilled[\s-]+trades?", re.IGNORECASE)
_FIRST_CATEGORIES = date(2023, 5, 31)  # of trades, healthcare, STEM ...
_ONE_DAY = timedelta(days=1)

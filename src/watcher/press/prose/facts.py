"""Facts of one sentence that may be of a round, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from watcher.press.prose.categories import NamedCategory, find_categories
from watcher.press.prose.figures import kind_of_figure
from watcher.press.prose.text import left_of, verbose
from watcher.press.prose.values import (
    CalendarDay,
    ClockTime,
    RoundNumber,
    days_of,
    find_clock_times,
    find_numbers,
    find_round_numbers,
)

EventKind = Literal["tie_break", "drawn_at"]


@dataclass(frozen=True, slots=True)
class Event:
    """A day, its time if one is printed, and the kind of what happened then."""

    day: CalendarDay | None
    clock: ClockTime | None
    kind: EventKind | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``value`` is a number, or an event whose year may be missing."""

    field: Literal["invitations", "cutoff", "tie_break", "drawn_at"]
    value: int | Event
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a sentence, in the order of the text."""

    figures: tuple[Figure, ...]
    days: tuple[CalendarDay, ...]
    numbers: tuple[RoundNumber, ...]
    categories: tuple[NamedCategory, ...]


def facts_of(text: str, published: datetime | None) -> Facts:
    """Read one sentence; *published* is for "today" and for weekdays."""
    days = days_of(text, published)
    events = _events(text, days)
    numbers = find_round_numbers(text)
    counts = _counts(text, (*events, *days, *numbers))
    of_round = bool(counts) or _ROUND.search(text) is not None
    timed = (Figure(e.kind, e, e.start, e.end) for e in events if e.kind is not None)
    ties = [event.day for event in events if event.kind == "tie_break"]
    return Facts(
        figures=(*counts, *timed),
        days=tuple(d for d in days if d not in ties and _is_of_a_round(text, d, of_round=of_round)),
        numbers=numbers,
        categories=find_categories(text),
    )


def _counts(text: str, taken: Sequence[Event | CalendarDay | RoundNumber]) -> list[Figure]:
    """Find invitations and cut-offs among the numbers that are no part of another fact."""
    figures: list[Figure] = []
    for number in find_numbers(text):
        if not any(part.start < number.end and number.start < part.end for part in taken):
            field = kind_of_figure(text, number)
            if field is not None:
                figures.append(Figure(field, number.value, number.start, number.end))
    return figures


def _is_of_a_round(text: str, day: CalendarDay, *, of_round: bool) -> bool:
    near = max(0, day.start - _NEAR)
    if _NOT_A_ROUND_LEFT.search(text, near, day.start):
        return False
    if _COMPARED_LEFT.search(text, near, day.start) or _NOT_A_ROUND_RIGHT.match(text, day.end):
        return False
    # "a profile created before ...": a tie-break, even where it could not be read.
    if _BEFORE.search(left_of(text, day.start, _NEAR)) and "profil" in text.casefold():
        return False
    return of_round or (day.start < _FIRST and _ALONE.match(text, day.end) is not None)


def _events(text: str, days: Sequence[CalendarDay]) -> list[Event]:
    """Join each time to the day beside it; the remaining days may be tie-breaks."""
    free, clocks = list(days), find_clock_times(text)
    pairs: list[tuple[CalendarDay | None, ClockTime | None]] = []
    for clock in clocks:
        day = next((d for d in free if _is_beside(text, d, clock)), None)
        if day is not None:
            free.remove(day)
            pairs.append((day, clock))
    pairs += [(day, None) for day in free]
    # "The draw took place at 11:41" says it of the time alone, whatever stands beside.
    pairs += [(None, clock) for clock in clocks]
    events = [_event(text, day, clock) for day, clock in pairs]
    return _tie_break_apart(sorted(events, key=lambda event: event.start), text)


def _tie_break_apart(events: list[Event], text: str) -> list[Event]:
    """Where one phrase makes two events tie-breaks, the later one is the round's."""
    ties = {
        id(event): on
        for event in events
        if event.kind == "tie_break" and event.day and (on := event.day.full)
    }
    if len(set(ties.values())) <= 1 or len(_TIE_WORD.findall(text)) >= len(ties):
        return events
    last = max(ties.values())
    return [
        replace(e, kind="drawn_at" if e.clock else None) if ties.get(id(e)) == last else e
        for e in events
    ]


def _is_beside(text: str, day: CalendarDay, clock: ClockTime) -> bool:
    if day.end <= clock.start:
        return _DAY_TIME.fullmatch(text, day.end, clock.start) is not None
    return clock.end <= day.start and _TIME_DAY.fullmatch(text, clock.end, day.start) is not None


def _event(text: str, day: CalendarDay | None, clock: ClockTime | None) -> Event:
    parts = [part for part in (day, clock) if part is not None]
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    left = left_of(text, start, 150)
    kind: EventKind | None = None
    if day is None:
        kind = "drawn_at" if _HELD_AT.search(left) else None
    elif not _NOT_BEFORE.search(left):
        kind = _kind(text, left, end, timed=clock is not None)
    return Event(day, clock, kind, start, end)


def _kind(text: str, left: str, end: int, *, timed: bool) -> EventKind | None:
    tied = _TIE_LEFT if timed else _TIE_LEFT_DAY
    limit = _BEFORE_LEFT.search(left) and _PROFILE.search(text)
    if limit or tied.search(left) or _TIE_RIGHT.match(text, end):
        return "tie_break"
    if timed and (_ROUND_LEFT.search(left) or _ASSIGNED_RIGHT.match(text, end)):
        return "drawn_at"
    return None


_NEAR, _FIRST = 60, 8
_ROUND = verbose(r"""\b(?:draws?|rounds?|lottery|invit\w*|ITAs?|tirages?|rondes?|system\s+\#
      |instructions|date|selection)\b""")
# A line that begins with a day: "January 21: Canadian Experience Class: ...".
_ALONE = verbose(r"\s*[:\u2013\u2014(|-]")
_BEFORE = verbose(r"\b(?:before|prior\s+to|by|until|later\s+than|avant)\b[^.;]*$")
# "a fall of 11 points from 531 on November 26", "compares with 713 on October 21": the day of the figure that is
# compared with.
_COMPARED_LEFT = verbose(r"""\b(?:from|than|against|versus|vs\.?|over|since|compar\w+\s+(?:with|to)
      |contre|par\s+rapport\s+[àa]u?x?) \s+ (?:just\s+|only\s+|the\s+|a\s+|an?\s+all-time\s+)?
    (?:crs\s+(?:of\s+)?)? [0-9][0-9,]{0,6} (?:\s+(?:points?|candidates|itas?|invitations))? \s+
      (?:(?:on|in|at|of|for|le|du|back\s+on|recorded\s+on|set\s+on|seen\s+on|posted\s+on|issued\s+on
      |drawn\s+on)\s+)? (?:the\s+)?$""")
_NOT_A_ROUND_LEFT = verbose(r"""(?: \b(?:as\s+of|as\s+on|en\s+date\s+du|announced|released|published
      |updated|posted|effective|until|by|between|began|begins|launched|introduced|implemented
      |implementation|through|transition|expected|scheduled|planned|anticipated|due|slated
      |attendue?s?|prévue?s?|annoncée?s?|publiée?s?|dévoilée?s?|expire\w*|deadline|starting|ends?
      |from\s+now|retrieved|accessed|before|after|following|valid|period\s+that\s+begins|changes?
      |pause[ds]?|resum\w+|modified|copyright|since\s+its\s+launch)
    (?:\s+(?:on|in|of|to|the|for|from|it|was|le|en|pour|noc\s+[0-9]{4}))*\s+$
    | \b(?:noc|plan)\s+[0-9]{0,4}\s*(?:on|,)?\s+$
    | \b(?:until|since|after|before|après|depuis|avant|jusqu'au)\s+(?:(?:the|its|their|le|la)\s+)?
      (?:[\w-]+\s+){0,3}?(?:(?:draw|round|tirage|ronde)\s+(?:(?:of|on|held|du|de)\s+){0,2})?$
    | (?<![\#0-9])[0-9]{1,2}\s?[-\u2013\u2014]\s?$ | \b(?:and|to)\s+ends\s+on\s+$ )""")
_NOT_A_ROUND_RIGHT = verbose(r"""\s?[-\u2013\u2014]\s?(?:[0-9]|[a-z]{3,9}\s[0-9])|\s+(?:deadline
      |announcement)""")
_DAY_TIME = verbose(r"""[\s,(\u2013\u2014@|-]{0,4} (?:(?:at|à|by|@|vers|at\s+exactly|around)\s*)?
    [(]?\s?""")
_TIME_DAY = verbose(r"""[\s,)(\u2013\u2014|-]{0,4} (?:(?:on|of|le|du|on\s+the|,)\s*)? [(]?
    (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?""")
# Seen: "the tie-breaking rule", "tie-break date and time was", "The date and time used was", "règle de bris
# d'égalité".
_TIE = r"""(?:tie[\s-]?break\w*|time[\s-]?stamp|(?:date\s+and\s+time|time
    \s+and\s+date)\s+(?:used|of\s+the\s+tie|for\s+(?:the|this)\s+(?:tie|rule))
      |cut[\s-]?off\s+(?:date|time)|bris\s+d'\s?égalité|départage)"""
_TIE_WORD = verbose(rf"\b{_TIE}\b")
_TIE_LEFT = verbose(rf"\b{_TIE}\b[^.;]{{0,130}}$")
_TIE_LEFT_DAY = verbose(rf"""\b{_TIE}\b(?:(?!\b(?:place|held)\b)[^.;0-9]){{0,60}}?(?:\b(?:was|is|of
      |on|set|at|as|to|by|date|rule|est|était|le|au|fixée?|implemented|applied|before|prior)\b
      |[:=\u2013\u2014-])\s*
    (?:(?:set|fixed|listed|given|for|as|to|at|on|the|is|was|le|au|before|profiles|created|submitted
      |by)\s+){{0,5}}$""")
_TIE_RIGHT = verbose(rf"\s*(?:was|is|as|,|\()\s*(?:used\s+|set\s+)?(?:as\s+)?(?:the\s+)?{_TIE}")
_BEFORE_LEFT = verbose(r"""\b(?:before|prior\s+to|by|on\s+or\s+before|before\s+or\s+on
      |no\s+later\s+than|until|up\s+to|earlier\s+than|at\s+or\s+before|avant|au\s+plus\s+tard
      |jusqu'au) \s+(?:the\s+|le\s+|around\s+|than\s+)?$""")
_PROFILE = verbose(r"""\b(?: (?:profiles?|profils?)\b .{0,90} \b(?:creat\w+|submit\w+|enter\w+|made
      |fil\w+|lodg\w+|creé\w*|créé\w*|soumis\w*|déposé\w*|complet\w+|before|by|prior)
    | (?:creat\w+|submit\w+|enter\w+|made|filed|lodged|créé\w*|soumis\w*|déposé\w*|complet\w+)
      .{0,90} \b(?:profiles?|profils?|pool|bassin|candidature)
    | (?<!must\s)(?<!should\s)(?:submitted|soumis|déposé|présenté)\s+(?:their|an|his|the|leurs?|une
      |sa)\s+(?:[\w-]+\s+){0,3}(?:applications?|submissions?|demandes?)
    | (?:profiles?|profils?)\s+(?:before|created|submitted) )\b""")
_NOT_BEFORE = verbose(r"\b(?:between|after|since|as\s+of|as\s+on|from)\s+(?:the\s+)?$")
_ROUND_LEFT = verbose(r"""\b(?: date\s+and\s+time(?:\s+of\s+(?:the\s+)?(?:round|draw))?
      | date\s+of\s+ (?:the\s+)?(?:round|draw) | (?:draw|round)\s+(?:date|time)(?:\s+and\s+time)?
    | (?:took\s+place|held|conducted|occurred)(?:\s+on|\s+at)? | date\s+et\s+heure
      [^.;:]{0,40} ) \s*[:=\u2013\u2014-]?\s*(?:on\s+|the\s+)?$""")
_ASSIGNED_RIGHT = verbose(r"\s*,?\s*(?:have|had|has)\s+been\s+assigned|,?\s*were\s+assigned")
_HELD_AT = verbose(r"""\b(?:draw|round|tirage|ronde)\s+(?:of\s+invitations\s+)?(?:took\s+place
      |was\s+held|was\s+conducted|occurred|was\s+completed|happened|a\s+eu\s+lieu)
    \s+(?:at|à)\s+(?:exactly\s+)?$""")

"""Days and times of a sentence, put together: tie-breaks and times of rounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from watcher.press.prose.clocks import Clock, find_clocks
from watcher.press.prose.dates import Day

Role = Literal["tie_break", "drawn_at"]


@dataclass(frozen=True, slots=True)
class Instant:
    """A day, its time if one is printed, and what the sentence says happened then."""

    day: Day | None
    clock: Clock | None
    role: Role | None
    start: int
    end: int


def find_instants(text: str, days: Sequence[Day]) -> tuple[Instant, ...]:
    """Join each time to the day beside it; days that stay alone may be tie-breaks."""
    joined = _joined(text, days)
    used = {id(day) for day, _ in joined}
    pairs: list[tuple[Day | None, Clock | None]] = list(joined)
    pairs += [(day, None) for day in days if id(day) not in used]
    clocks = {id(clock) for _, clock in joined}
    pairs += [(None, clock) for clock in find_clocks(text) if id(clock) not in clocks]
    instants = [_instant(text, day, clock) for day, clock in pairs]
    return tuple(_told_apart(sorted(instants, key=lambda instant: instant.start), text))


def _told_apart(instants: list[Instant], text: str) -> list[Instant]:
    """Where the words before both make two of them tie-breaks, the later is the round's."""
    ties = [i for i in instants if i.role == "tie_break" and i.day and i.day.full]
    days = {i.day.full for i in ties if i.day}
    if len(days) < _TWO or len(_TIE_WORD.findall(text)) >= len(ties):
        return instants
    last = max(day for day in days if day)
    role: Role | None = "drawn_at"
    return [
        replace(i, role=role if i.clock else None)
        if i in ties and i.day and i.day.full == last
        else i
        for i in instants
    ]


def _joined(text: str, days: Sequence[Day]) -> list[tuple[Day, Clock]]:
    pairs: list[tuple[Day, Clock]] = []
    free = list(days)
    for clock in find_clocks(text):
        day = next((d for d in free if _beside(text, d, clock)), None)
        if day is not None:
            free.remove(day)
            pairs.append((day, clock))
    return pairs


def _beside(text: str, day: Day, clock: Clock) -> bool:
    if day.end <= clock.start:
        return _DAY_TIME.fullmatch(text, day.end, clock.start) is not None
    return clock.end <= day.start and _TIME_DAY.fullmatch(text, clock.end, day.start) is not None


def _instant(text: str, day: Day | None, clock: Clock | None) -> Instant:
    spans = [(part.start, part.end) for part in (day, clock) if part is not None]
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    return Instant(
        day=day,
        clock=clock,
        role=_role(text, start, end, timed=clock is not None, dated=day is not None),
        start=start,
        end=end,
    )


def _role(text: str, start: int, end: int, *, timed: bool, dated: bool) -> Role | None:
    left = text[max(0, start - _LEFT) : start]
    if not dated:
        return "drawn_at" if _HELD_AT.search(left) else None
    if _NOT_BEFORE.search(left):
        return None
    tied = _TIE_LEFT if timed else _TIE_LEFT_DAY
    before = _BEFORE_LEFT.search(left) and _PROFILE.search(text)
    if before or tied.search(left) or _TIE_RIGHT.match(text, end):
        return "tie_break"
    if timed and (_ROUND_LEFT.search(left) or _ASSIGNED_RIGHT.match(text, end)):
        return "drawn_at"
    return None


_LEFT, _TWO = 150, 2
_X = re.VERBOSE | re.IGNORECASE
_DAY_TIME = re.compile(
    r"""[\s,(\u2013\u2014@|-]{0,4} (?:(?:at|à|by|@|vers|at\s+exactly|around)\s*)?
    [(]?\s?""",
    _X,
)
_TIME_DAY = re.compile(
    r"""[\s,)(\u2013\u2014|-]{0,4} (?:(?:on|of|le|du|on\s+the|,)\s*)? [(]?
    (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?""",
    _X,
)
# Seen: "the tie-breaking rule", "tie-break date and time was", "The date and time used was",
# "règle de bris d'égalité".
_TIE = r"""(?:tie[\s-]?break\w*|time[\s-]?stamp|(?:date\s+and\s+time|time
    \s+and\s+date)\s+(?:used|of\s+the\s+tie|for\s+(?:the|this)\s+(?:tie|rule))
    |cut[\s-]?off\s+(?:date|time)|bris\s+d'\s?égalité|départage)"""
_TIE_WORD = re.compile(rf"\b{_TIE}\b", _X)
_TIE_LEFT = re.compile(rf"\b{_TIE}\b[^.;]{{0,130}}$", _X)
_TIE_LEFT_DAY = re.compile(
    rf"""\b{_TIE}\b(?:(?!\b(?:place|held)\b)[^.;0-9]){{0,60}}?(?:\b(?:was|is|of|on|set|at|as|to|by|date|rule|est
      |était|le|au|fixée?|implemented|applied|before|prior)\b|[:=\u2013\u2014-])\s*
      (?:(?:set|fixed|listed|given|for|as|to|at|on|the|is|was|le|au|before|profiles
        |created|submitted|by)\s+){{0,5}}$""",
    _X,
)
_TIE_RIGHT = re.compile(
    rf"\s*(?:was|is|as|,|\()\s*(?:used\s+|set\s+)?(?:as\s+)?(?:the\s+)?{_TIE}", _X
)
_BEFORE_LEFT = re.compile(
    r"""\b(?:before|prior\s+to|by|on\s+or\s+before|before\s+or\s+on|no\s+later\s+than
      |until|up\s+to|earlier\s+than|at\s+or\s+before|avant|au\s+plus\s+tard|jusqu'au)
      \s+(?:the\s+|le\s+|around\s+|than\s+)?$""",
    _X,
)
_PROFILE = re.compile(
    r"""\b(?: (?:profiles?|profils?)\b .{0,90} \b(?:creat\w+|submit\w+|enter\w+|made
        |fil\w+|lodg\w+|creé\w*|créé\w*|soumis\w*|déposé\w*|complet\w+|before|by|prior)
      | (?:creat\w+|submit\w+|enter\w+|made|filed|lodged|créé\w*|soumis\w*|déposé\w*
        |complet\w+) .{0,90} \b(?:profiles?|profils?|pool|bassin|candidature)
      | (?<!must\s)(?<!should\s)(?:submitted|soumis|déposé|présenté)\s+(?:their|an|his|the
        |leurs?|une|sa)\s+(?:[\w-]+\s+){0,3}(?:applications?|submissions?|demandes?)
      | (?:profiles?|profils?)\s+(?:before|created|submitted) )\b""",
    _X,
)
_NOT_BEFORE = re.compile(r"\b(?:between|after|since|as\s+of|as\s+on|from)\s+(?:the\s+)?$", _X)
_ROUND_LEFT = re.compile(
    r"""\b(?: date\s+and\s+time(?:\s+of\s+(?:the\s+)?(?:round|draw))? | date\s+of\s+
        (?:the\s+)?(?:round|draw) | (?:draw|round)\s+(?:date|time)(?:\s+and\s+time)?
      | (?:took\s+place|held|conducted|occurred)(?:\s+on|\s+at)? | date\s+et\s+heure
        [^.;:]{0,40} ) \s*[:=\u2013\u2014-]?\s*(?:on\s+|the\s+)?$""",
    _X,
)
_ASSIGNED_RIGHT = re.compile(r"\s*,?\s*(?:have|had|has)\s+been\s+assigned|,?\s*were\s+assigned", _X)
_HELD_AT = re.compile(
    r"""\b(?:draw|round|tirage|ronde)\s+(?:of\s+invitations\s+)?(?:took\s+place
      |was\s+held|was\s+conducted|occurred|was\s+completed|happened|a\s+eu\s+lieu)
      \s+(?:at|à)\s+(?:exactly\s+)?$""",
    _X,
)

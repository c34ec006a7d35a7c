"""Everything that one sentence may say of a round, each with where it stands."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from watcher.press.prose.counting import Printed, find_round_numbers
from watcher.press.prose.cutoffs import cut_off
from watcher.press.prose.dates import Day, days_of
from watcher.press.prose.instants import Instant, find_instants
from watcher.press.prose.invited import invited
from watcher.press.prose.kinds import Named, find_kinds
from watcher.press.prose.numbers import find_numbers

Field = Literal["invitations", "cutoff", "tie_break", "drawn_at"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; ``value`` is a number, or an instant whose year may be missing."""

    field: Field
    value: int | Instant
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence says, in the order of the text."""

    figures: tuple[Figure, ...] = ()
    days: tuple[Day, ...] = ()
    numbers: tuple[Printed, ...] = ()
    kinds: tuple[Named, ...] = ()

    def __bool__(self) -> bool:
        """Say whether there is anything."""
        return bool(self.figures or self.days or self.numbers or self.kinds)


def facts_of(text: str, published: datetime | None) -> Facts:
    """Read one sentence; *published* is for "today" and for weekdays."""
    days = days_of(text, published)
    instants = find_instants(text, days)
    numbers = find_round_numbers(text)
    taken = [(i.start, i.end) for i in instants]
    taken += [(d.start, d.end) for d in days] + [(n.start, n.end) for n in numbers]
    counts = _counts(text, taken)
    told = bool(counts) or _ROUND.search(text) is not None
    return Facts(
        figures=(*counts, *_instants(instants)),
        days=tuple(d for d in days if _of_a_round(text, d, instants, told=told)),
        numbers=numbers,
        kinds=find_kinds(text),
    )


def _counts(text: str, taken: list[tuple[int, int]]) -> list[Figure]:
    figures: list[Figure] = []
    for number in find_numbers(text):
        if any(start < number.end and number.start < end for start, end in taken):
            continue
        if cut_off(text, number):
            figures.append(Figure("cutoff", number.value, number.start, number.end))
        elif invited(text, number):
            figures.append(Figure("invitations", number.value, number.start, number.end))
    return figures


def _instants(instants: tuple[Instant, ...]) -> list[Figure]:
    return [
        Figure(instant.role, instant, instant.start, instant.end)
        for instant in instants
        if instant.role is not None
    ]


def _of_a_round(text: str, day: Day, instants: tuple[Instant, ...], *, told: bool) -> bool:
    for instant in instants:
        if instant.day is day and instant.role == "tie_break":
            return False
    left = max(0, day.start - _NEAR)
    if _NOT_A_ROUND_LEFT.search(text, left, day.start):
        return False
    if _COMPARED_LEFT.search(text, left, day.start):
        return False
    if _NOT_A_ROUND_RIGHT.match(text, day.end) or _deadline(text, day):
        return False
    return told or (day.start < _FIRST and _ALONE.match(text, day.end) is not None)


def _deadline(text: str, day: Day) -> bool:
    # "a profile created before ...": a tie-break, even where it could not be read.
    left = text[max(0, day.start - _NEAR) : day.start]
    return bool(_BEFORE.search(left) and "profil" in text.casefold())


_NEAR, _FIRST = 60, 8
_X = re.VERBOSE | re.IGNORECASE
_ROUND = re.compile(
    r"""\b(?:draws?|rounds?|lottery|invit\w*|ITAs?|tirages?|rondes?|system\s+\#
    |instructions|date|selection)\b""",
    _X,
)
# A line that begins with a day: "January 21: Canadian Experience Class: ...".
_ALONE = re.compile(r"\s*[:\u2013\u2014(|-]", _X)
_BEFORE = re.compile(r"\b(?:before|prior\s+to|by|until|later\s+than|avant)\b[^.;]*$", _X)
# "a fall of 11 points from 531 on November 26", "compares with 713 on October 21": the
# day of the figure that is compared with.
_COMPARED_LEFT = re.compile(
    r"""\b(?:from|than|against|versus|vs\.?|over|since|compar\w+\s+(?:with|to)|contre
      |par\s+rapport\s+[àa]u?x?) \s+ (?:just\s+|only\s+|the\s+|a\s+|an?\s+all-time\s+)?
      (?:crs\s+(?:of\s+)?)? [0-9][0-9,]{0,6} (?:\s+(?:points?|candidates|itas?
      |invitations))? \s+ (?:(?:on|in|at|of|for|le|du|back\s+on|recorded\s+on|set\s+on
      |seen\s+on|posted\s+on|issued\s+on|drawn\s+on)\s+)? (?:the\s+)?$""",
    _X,
)
_NOT_A_ROUND_LEFT = re.compile(
    r"""(?: \b(?:as\s+of|as\s+on|en\s+date\s+du|announced|released|published|updated
        |posted|effective|until|by|between|began|begins|launched|introduced
        |implemented|implementation|through|transition|expected|scheduled|planned|anticipated|due|slated|attendue?s?|prévue?s?
        |annoncée?s?|publiée?s?|dévoilée?s?|expire\w*|deadline|starting
        |ends?|from\s+now|retrieved|accessed|before|after|following|valid|period\s+that\s+begins
        |changes?|pause[ds]?|resum\w+|modified|copyright|since\s+its\s+launch)
      (?:\s+(?:on|in|of|to|the|for|from|it|was|le|en|pour|noc\s+[0-9]{4}))*\s+$
      | \b(?:noc|plan)\s+[0-9]{0,4}\s*(?:on|,)?\s+$
      | \b(?:until|since|after|before|après|depuis|avant|jusqu'au)\s+(?:(?:the|its|their|le|la)\s+)?
        (?:[\w-]+\s+){0,3}?(?:(?:draw|round|tirage|ronde)\s+(?:(?:of|on|held|du|de)\s+){0,2})?$
      | (?<![\#0-9])[0-9]{1,2}\s?[-\u2013\u2014]\s?$ | \b(?:and|to)\s+ends\s+on\s+$ )""",
    _X,
)
_NOT_A_ROUND_RIGHT = re.compile(
    r"\s?[-\u2013\u2014]\s?(?:[0-9]|[a-z]{3,9}\s[0-9])|\s+(?:deadline|announcement)", _X
)

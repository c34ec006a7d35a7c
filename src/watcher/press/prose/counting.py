"""The printed number of a round: "#385", "draw number 385", "385th draw"."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A round's number as its identity, and where it stands."""

    number: str
    start: int
    end: int


def find_round_numbers(text: str) -> tuple[Printed, ...]:
    """Find what numbers a round; never its place within a year or a month.

    A bare ordinal counts from 76 on only: no year has had as many rounds, so that a
    smaller one may be the year's.
    """
    found = [
        Printed(_of(m).lower(), m.start(), m.end())
        for m in _SIGNED.finditer(text)
        if not _IN_A_YEAR.match(text, m.end()) and not _year_s(text, m)
    ]
    for pattern in (_BARE, _ORDINAL, _OVERALL, _ORDINAL_FR):
        found += [
            Printed(m["number"], m.start(), m.end())
            for m in pattern.finditer(text)
            if int(m["number"]) >= _NO_YEAR_HAS
            and not _IN_A_YEAR.match(text, m.end())
            and not _COUNTS_PEOPLE.match(text, m.end("number"))
        ]
    return tuple(sorted(found, key=lambda printed: printed.start))


def _of(found: re.Match[str]) -> str:
    return found["number"] or found["held"] or found["line"]


def _year_s(text: str, found: re.Match[str]) -> bool:
    """Say whether it may be the number of its year's: "2016 Express Entry draw #27"."""
    number = int(_of(found).rstrip("abAB"))
    left = text[max(0, found.start() - _NEAR) : found.start()]
    return number < _NO_YEAR_HAS and _YEAR_LEFT.search(left) is not None


_NO_YEAR_HAS, _NEAR = 76, 40
_YEAR_LEFT = re.compile(r"\b20[0-9]{2}(?:'s)?\s+(?:[a-z-]+\s+){0,3}$", re.IGNORECASE)
_X = re.VERBOSE | re.IGNORECASE
_ROUND = r"(?:draw|round(?:\s+of\s+invitations)?|tirage|ronde(?:\s+d'invitations?)?)"
_NUMBER = r"(?P<number>[1-9][0-9]{0,2}[ab]?)(?![\w%])(?![.,:/\u2013-][0-9])"
# "Draw #385", "numbered #397", "System #205 -", "draw no. 385", "tirage n° 385".
_SIGNED = re.compile(
    rf"""(?: \b{_ROUND} (?:\s+[a-zé-]+){{0,3}}? [\s,:(]{{0,3}} (?:numbered\s+|is\s+|was\s+)?
        (?: \#\s? | (?:number|num[ée]ro|nos?\.?|n\s?[°ºo]\.?)\s?:?\s?\#?\s? )
      | \bsystem\s+\#\s? | \bentry\s+\#\s? | \bexpress\s+\#\s?
      | \b(?:MI|ministerial\s+instructions?)\s?(?:\#|no\.?|number)\s?
      | \bnumbered\s+\#?\s? ) {_NUMBER}
    | ^\W*(?:express\s+entry\s+|entrée\s+express\s+)?(?:draw|round|tirage|ronde)\s?:\s?(?P<line>[1-9][0-9]{{0,2}}[ab]?)(?=\W*$)
    | ^\W*(?:number|numéro|no\.?|n\s?[°º])\s?\#?\s?(?P<held>[1-9][0-9]{{0,2}}[ab]?)
      (?=\s+(?:was\s+|of\s+the\s+express|in\s+express)?(?:held|took|invited|conducted|issued|entry|a\s+eu)\b)""",
    _X,
)
# "Express Entry draw 385 invited": without a sign, a name before and no count after.
_BARE = re.compile(rf"\b{_ROUND}\s(?P<number>[1-9][0-9]{{2}})(?![\w%])(?![.,:/-][0-9])", _X)
_ORDINAL = re.compile(
    rf"""\b(?P<number>[1-9][0-9]{{1,2}})(?:st|nd|rd|th)\s+
      (?:[\w-]+\s+){{0,5}}? {_ROUND}s?\b""",
    _X,
)
# "the second of the year and 214th overall", "the 144th since the system began".
_OVERALL = re.compile(
    r"""\b(?P<number>[1-9][0-9]{1,2}) (?:(?:st|nd|rd|th)\s+(?:ever\s+)?
      (?:[\w-]+\s+){0,3}? (?:overall|all[\s-]told|since\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?
        (?:launch\w*|began|inception|start\w*|introduc\w+|2015))
      | \s?(?:e|ème|ième)\s+(?:[\w-]+\s+){0,3}?(?:au\s+total|en\s+tout|depuis\s+
        (?:le|la|son|sa)\s+(?:lancement|début|création)) )\b""",
    _X,
)
_ORDINAL_FR = re.compile(
    rf"\b(?P<number>[1-9][0-9]{{1,2}})\s?(?:e|è|ème|ieme|ième)\s+{_ROUND}\b", _X
)
# "draw #5 of 2025", "draw 2 of the year", "the 12th draw this month".
_IN_A_YEAR = re.compile(
    r"""[)\s,]{0,3}(?: (?:of|for|in|de|d'|en|pour) \s+ (?:the\s+|cette\s+|l')?
        (?:year|month|week|20[0-9]{2}|ann[ée]e|mois)
      | (?:so\s+far\s+)?(?:this|cette)\s+(?:year|month|week|ann[ée]e) | so\s+far\b )""",
    _X,
)
_COUNTS_PEOPLE = re.compile(
    r"""\s+(?:[a-zé-]+\s+){0,3}?(?:candidates|nominees|workers|speakers|applicants|profiles
        |invitations|ITAs|invites|people)\b
    |\s+(?:were|have|got|received|qualified)\b""",
    _X,
)

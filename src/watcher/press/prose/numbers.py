"""Numbers in running text: whole ones, and those that name a round ("draw #385")."""

import re
from dataclasses import dataclass

from watcher.press.prose.patterns import before, verbose


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A whole number; ``grouped``: its thousands are parted by a sign."""

    value: int
    start: int
    end: int
    grouped: bool


@dataclass(frozen=True, slots=True)
class RoundNumber:
    """A round's printed number as its identity, and where it stands."""

    number: str
    start: int
    end: int


def find_numbers(text: str) -> tuple[WrittenNumber, ...]:
    """Find the numbers that stand alone: no part of a decimal, a code, a sum of money.

    Where a space may part thousands or two numbers ("July 4 500 candidates"), there is none.
    """
    return tuple(
        WrittenNumber(int(re.sub("[^0-9]", "", m[0])), *m.span(), grouped=not m[0].isdigit())
        for m in _WHOLE.finditer(text)
        if " " not in m[0] or not _COUNTED.search(before(text, m.start(), 24))
    )


def find_round_numbers(text: str) -> tuple[RoundNumber, ...]:
    """Find what numbers a round; never its place within a year or a month.

    A bare ordinal counts from 76 on only: no year has had as many rounds, so that a smaller one
    may be the year's.
    """
    signed = (
        RoundNumber((m["number"] or m["held"] or m["line"]).lower(), *m.span())
        for m in _SIGNED.finditer(text)
        if not _IN_A_YEAR.match(text, m.end())
    )
    found = [number for number in signed if not _follows_a_year(text, number)]
    found += [
        RoundNumber(m["number"], *m.span())
        for pattern in (_BARE, _ORDINAL, _OVERALL, _ORDINAL_FR)
        for m in pattern.finditer(text)
        if int(m["number"]) >= _NO_YEAR_HAS
        and not _IN_A_YEAR.match(text, m.end())
        and not _COUNTS_PEOPLE.match(text, m.end("number"))
    ]
    return tuple(sorted(found, key=lambda number: number.start))


def _follows_a_year(text: str, found: RoundNumber) -> bool:
    """Tell what may be the number of its year's: "2016 Express Entry draw #27"."""
    small = int(found.number.rstrip("ab")) < _NO_YEAR_HAS
    return small and _YEAR_LEFT.search(before(text, found.start, 40)) is not None


# "5,500", "6 000" (French: a space that does or does not break), "6.000", "6'000";
# of "436/1200" the score, for the scale ends there.
# Nine digits at most, as in every other reader.
_WHOLE = re.compile(
    r"""(?<![\w#$€£]) (?<![0-9][.,:/\-\u2013\u2014])
    (?: [0-9]{1,3} (?: ,[0-9]{3} ){1,2}
      | [0-9]{1,3} (?: \x20[0-9]{3} ){1,2}
      | [1-9][0-9]{0,2} (?: \.[0-9]{3} ){1,2}
      | [0-9]{1,3} (?: '[0-9]{3} ){1,2}
      | [0-9]{1,9} )
    (?: (?!\w) | (?=th\sor\b) ) (?! [.,:'][0-9] | /(?!1[,.\x20]?200(?![0-9]))[0-9] ) (?!\s?%)""",
    re.VERBOSE,
)
# What counts by itself, so that the next number is another one.
_COUNTED = verbose(r"""(?: jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|f[ée]v|avr|mai|juin|juil
      |ao[uû]t|d[ée]c|draw|round|tirage|ronde|num|n[o°º]\b )[a-zé]*\.?\s?$""")
_NO_YEAR_HAS = 76
_YEAR_LEFT = re.compile(r"\b20[0-9]{2}(?:'s)?\s+(?:[a-z-]+\s+){0,3}$", re.IGNORECASE)
_ROUND = r"(?:draw|round(?:\s+of\s+invitations)?|tirage|ronde(?:\s+d'invitations?)?)"
_NUMBER = r"(?P<number>[1-9][0-9]{0,2}[ab]?)(?![\w%])(?![.,:/\u2013-][0-9])"
# "Draw #385", "numbered #397", "System #205 -", "draw no. 385", "tirage n° 385".
_SIGNED = verbose(rf"""(?: \b{_ROUND} (?:\s+[a-zé-]+){{0,3}}? [\s,:(]{{0,3}} (?:numbered\s+|is\s+
      |was\s+)?
        (?: \#\s? | (?:number|num[ée]ro|nos?\.?|n\s?[°ºo]\.?)\s?:?\s?\#?\s? )
      | \bsystem\s+\#\s? | \bentry\s+\#\s? | \bexpress\s+\#\s?
      | \b(?:MI|ministerial\s+instructions?)\s?(?:\#|no\.?|number)\s?
      | \bnumbered\s+\#?\s? ) {_NUMBER}
    | ^\W*(?:express\s+entry\s+|entrée\s+express\s+)?(?:draw|round|tirage
      |ronde)\s?:\s?(?P<line>[1-9][0-9]{{0,2}}[ab]?)(?=\W*$)
    | ^\W*(?:number|numéro|no\.?|n\s?[°º])\s?\#?\s?(?P<held>[1-9][0-9]{{0,2}}[ab]?)
      (?=\s+(?:was\s+|of\s+the\s+express|in\s+express)?(?:held|took|invited|conducted|issued|entry
        |a\s+eu)\b)""")
# "Express Entry draw 385 invited": without a sign, a name before and no count after.
_BARE = verbose(rf"\b{_ROUND}\s(?P<number>[1-9][0-9]{{2}})(?![\w%])(?![.,:/-][0-9])")
_ORDINAL = verbose(rf"""\b(?P<number>[1-9][0-9]{{1,2}})(?:st|nd|rd|th)\s+
    (?:[\w-]+\s+){{0,5}}? {_ROUND}s?\b""")
# "the second of the year and 214th overall", "the 144th since the system began".
_OVERALL = verbose(r"""\b(?P<number>[1-9][0-9]{1,2}) (?:(?:st|nd|rd|th)\s+(?:ever\s+)?
    (?:[\w-]+\s+){0,3}? (?:overall|all[\s-]told|since\s+(?:the\s+)?(?:[\w-]+\s+){0,3}?
      (?:launch\w*|began|inception|start\w*|introduc\w+|2015))
    | \s?(?:e|ème|ième)\s+(?:[\w-]+\s+){0,3}?(?:au\s+total|en\s+tout|depuis\s+
      (?:le|la|son|sa)\s+(?:lancement|début|création)) )\b""")
_ORDINAL_FR = verbose(rf"\b(?P<number>[1-9][0-9]{{1,2}})\s?(?:e|è|ème|ieme|ième)\s+{_ROUND}\b")
# "draw #5 of 2025", "draw 2 of the year", "the 12th draw this month".
_IN_A_YEAR = verbose(r"""[)\s,]{0,3}(?: (?:of|for|in|de|d'|en|pour) \s+ (?:the\s+|cette\s+|l')?
      (?:year|month|week|20[0-9]{2}|ann[ée]e|mois)
    | (?:so\s+far\s+)?(?:this|cette)\s+(?:year|month|week|ann[ée]e) | so\s+far\b )""")
_COUNTS_PEOPLE = verbose(r"""\s+(?:[a-zé-]+\s+){0,3}?(?:candidates|nominees|workers|speakers
      |applicants|profiles|invitations|ITAs|invites|people)\b|\s+(?:were|have|got|received
      |qualified)\b""")

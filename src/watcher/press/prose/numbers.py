"""Whole numbers in running text, with where they stand."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number; ``grouped``: its thousands are parted by a sign."""

    value: int
    start: int
    end: int
    grouped: bool


def find_numbers(text: str) -> tuple[Number, ...]:
    """Find the numbers that stand alone: no part of a decimal, a code, a sum of money.

    Where a space may part thousands or two numbers ("July 4 500 candidates"), there is
    none.
    """
    return tuple(
        Number(
            value=int(_SIGNS.sub("", found[0])),
            start=found.start(),
            end=found.end(),
            grouped=not found[0].isdigit(),
        )
        for found in _NUMBER.finditer(text)
        if not _doubtful(text, found)
    )


def _doubtful(text: str, found: re.Match[str]) -> bool:
    if " " not in found[0]:
        return False
    return _COUNTED.search(text[max(0, found.start() - 24) : found.start()]) is not None


_SIGNS = re.compile(r"[^0-9]")
# "5,500", "6 000" (French: a space that does or does not break), "6.000", "6'000";
# of "436/1200" the score, for the scale ends there.
# Nine digits at most, as in every other reader.
_NUMBER = re.compile(
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
_COUNTED = re.compile(
    r"""(?: jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|f[ée]v|avr|mai|juin|juil
    |ao[uû]t|d[ée]c|draw|round|tirage|ronde|num|n[o°º]\b )[a-zé]*\.?\s?$""",
    re.VERBOSE | re.IGNORECASE,
)

"""What a text says of a year: invitations issued so far or in all, and rounds by category.

Narrow on purpose: an exact figure, for all of Express Entry or for one category of a list,
and the year printed or told by the day of publication. Anything else is left.
"""

import re
from collections.abc import Iterable, Iterator

from watcher.core.documents import YearClaim
from watcher.press.prose.categories import category_by_name, names_a_category
from watcher.press.prose.text import Sentence, verbose


def read_years(sentences: Iterable[Sentence], this_year: int | None) -> tuple[YearClaim, ...]:
    """Read the claims of a text about years, each once; *this_year* is that of its publication."""
    found: dict[tuple[int, str | None, str], YearClaim] = {}
    for claim in _claims(sentences, this_year):
        kind = "rounds" if claim.invitations is None else "invitations"
        found.setdefault((claim.year, claim.category, kind), claim)
    return tuple(found.values())


def _claims(sentences: Iterable[Sentence], this_year: int | None) -> Iterator[YearClaim]:
    """Yield them as they stand; without a publication, "this year" is the year of the claim before."""
    listed: int | None = None
    for sentence in sentences:
        item = None if listed is None else _item(sentence, listed)
        if item is not None:
            yield item
            continue
        listed = None
        claim = _of_everything(sentence, this_year)
        if claim is not None:
            this_year = this_year or claim.year
            yield claim
        if sentence.leads_on and _LISTS_ROUNDS.search(sentence.normalized):
            listed = _year(_ANY_YEAR.search(sentence.normalized), this_year)


def _of_everything(sentence: Sentence, this_year: int | None) -> YearClaim | None:
    """Read the sum of all invitations of a year."""
    text = sentence.normalized
    # Most sentences are done with at once.
    for pattern in _SUMS if _YEAR_WORD.search(text) and _COUNTED.search(text) else ():
        found = pattern.search(text)
        if found is None or _is_part(text[: found.start()]):
            continue
        year = _year(found, this_year)
        # "Canada invited 5,500 candidates in 2023" may be one round, until the year is over.
        is_whole = this_year is not None and year is not None and year < this_year
        if year is None or (found["simple"] and not is_whole):
            continue
        return YearClaim(
            year=year,
            invitations=_whole(found["count"]),
            rounds=_whole(found["rounds"]) if found["rounds"] else None,
            quote=sentence.text,
        )
    return None


def _is_part(left: str) -> bool:
    """Tell whether the words before a sum narrow it to some of the rounds, or make it a guess."""
    return _NARROWED.search(left) is not None or names_a_category(left)


def _item(sentence: Sentence, year: int) -> YearClaim | None:
    """Read a line such as "Canadian Experience Class (CEC): 14 draws"."""
    found = _ITEM.fullmatch(sentence.normalized)
    category = found and category_by_name(found["name"])
    if found is None or category is None:
        return None
    count = _whole(found["count"])
    of_rounds = found["rounds"] is not None
    return YearClaim(
        year=year,
        category=category,
        invitations=None if of_rounds else count,
        rounds=count if of_rounds else None,
        quote=sentence.text,
    )


def _year(found: re.Match[str] | None, this_year: int | None) -> int | None:
    if found is None:
        return None
    printed = next((y for name, y in found.groupdict().items() if name[0] in "yz" and y), None)
    return int(printed) if printed else this_year


def _whole(printed: str) -> int:
    return int(re.sub("[^0-9]", "", printed))


def _in_year(name: str) -> str:
    """Write the pattern of a year, whose printed figure is the group *name*."""
    return rf"""(?: (?:(?:so|thus)\s+far|to\s+date|already)\s+(?:this\s+year|in\s+(?P<{name}a>20[0-9]{{2}}))
      | this\s+year(?:\s+(?:so|thus)\s+far|\s+to\s+date)?
      | (?:in|during|throughout)\s+(?P<{name}b>20[0-9]{{2}})(?:\s+(?:so|thus)\s+far|\s+to\s+date)?
      | since\s+the\s+(?:beginning|start)\s+of\s+(?:(?:the|this)\s+year|(?P<{name}c>20[0-9]{{2}}))
      | (?:depuis\s+le\s+début\s+de\s+(?:l'\s?année(?:\s+(?P<{name}d>20[0-9]{{2}}))?|(?P<{name}e>20[0-9]{{2}}))
        | (?:jusqu'à\s+présent\s+)?(?:cette\s+année|en\s+(?P<{name}f>20[0-9]{{2}}))) )(?!['0-9])"""


_COUNT = r"(?P<count>[0-9]{1,3}(?:[,\s][0-9]{3})+|[0-9]{3,6})(?![0-9.]*[0-9])"
_ITAS = r"""(?:ITAs?|invites|invitations?(?:\s+to\s+apply(?:\s+for\s+permanent\s+residence)?
    |\s+à\s+présenter\s+une\s+demande)?(?:\s*\((?:ITA|IPD)s?\))?)"""
_ISSUED = rf"""(?:{_ITAS}(?:\s+to\s+(?:Express\s+Entry\s+)?candidates)?)"""
_WHO = r"""\b(?:IRCC|Canada|(?:the\s+)?Immigration,\s+Refugees\s+and\s+Citizenship\s+Canada(?:\s*\(\s*IRCC\s*\))?
    |Immigration,\s+Réfugiés\s+et\s+Citoyenneté\s+Canada(?:\s*\(\s*IRCC\s*\))?|le\s+Canada)"""
# The simple past is remembered: it may tell of one round.
_DID = r"""(?:has\s+(?:now\s+|already\s+|so\s+far\s+){0,2}(?:issued|sent|extended|invited)
    |a\s+(?:déjà\s+)?(?:émis|envoyé|délivré|lancé)|(?P<simple>issued|sent|extended|invited))"""
_MANY = rf"""(?:a\s+(?:grand\s+)?total\s+of\s+|a\s+record\s+|un\s+total\s+de\s+)?{_COUNT}\s+
    (?:{_ISSUED}|(?:Express\s+Entry\s+)?candidates)"""
_THROUGH = r"""(?:\s+(?:through|via|under|across)\s+(?:the\s+)?Express\s+Entry
    (?:\s+(?:system|programs?|pool|draws|rounds))?)?"""
_ENDS = r"""(?=\s*(?:[.;:!?]|,(?!\s+(?:including|of\s+which|mostly)\s+only)|$|[-\u2013\u2014]|\bout\s+of\b
    |\bacross\s+(?:various|different|all)\b))"""
_NO_ROUNDS, _NO_SIMPLE = r"(?P<rounds>(?!))?", r"(?P<simple>(?!))?"
_SUMS = tuple(
    verbose(pattern)
    for pattern in (
        # "So far this year, IRCC has issued a total of 59,797 ITAs through Express Entry."
        rf"""{_in_year("y")}\s*,?\s+(?:[^.;:,]{{1,70}},\s+)?{_WHO}\s+{_DID}\s+{_MANY}{_THROUGH}{_ENDS}{_NO_ROUNDS}""",
        # "IRCC has issued 34,717 ITAs through the Express Entry system in 2025."
        rf"""{_WHO}\s+{_DID}\s+{_MANY}{_THROUGH}\s+{_in_year("y")}{_ENDS}{_NO_ROUNDS}""",
        # "... brought the total number of invitations issued in 2019 to 67,300."
        rf"""\b(?:brings?|brought|bringing)\s+the\s+(?:total\s+)?number\s+of\s+{_ITAS}(?:\s+issued)?
        (?:\s+by\s+{_WHO})?\s+{_in_year("y")}\s+to\s+{_COUNT}(?:\s+{_ITAS})?{_ENDS}{_NO_ROUNDS}{_NO_SIMPLE}""",
        # "So far this year, a total of 72,221 ITAs have been issued."
        rf"""{_in_year("y")}\s*,\s+{_MANY}\s+have\s+been\s+issued{_THROUGH}{_ENDS}{_NO_ROUNDS}{_NO_SIMPLE}""",
        # "Over the 23 draws in 2022, there were 46,538 ITAs issued to Express Entry candidates."
        rf"""(?:\bover\s+the\s+(?P<rounds>[0-9]{{1,2}})\s+(?:draws|rounds)\s+{_in_year("y")}\s*,\s+)
        there\s+were\s+{_COUNT}\s+{_ITAS}\s+issued(?:\s+to\s+Express\s+Entry\s+candidates)?{_ENDS}{_NO_SIMPLE}""",
        # "Overall, there were 114,431 ITAs issued in 2021."
        rf"""\bthere\s+(?:were|have\s+been)\s+{_COUNT}\s+{_ITAS}\s+issued(?:\s+to\s+Express\s+Entry\s+candidates)?
        \s+{_in_year("y")}{_ENDS}{_NO_ROUNDS}{_NO_SIMPLE}""",
        # "Invitations issued across Express Entry in 2026 stand at 30,848"; "this year, the total number ... reached".
        rf"""(?:{_in_year("y")}\s*,\s+)?(?:the\s+total\s+number\s+of\s+)?{_ITAS}\s+issued
        (?:\s+by\s+{_WHO})?{_THROUGH}(?:\s+{_in_year("z")})?
        \s+(?:(?:now\s+)?stands?\s+at|(?:has\s+)?reached)\s+{_COUNT}{_ENDS}{_NO_ROUNDS}{_NO_SIMPLE}""",
    )
)
_NARROWED = verbose(r"""\b(?:all[\s-]program|general|just|only|alone|targeted|category[\s-]based|occupations?|half|quarter
    |months?|weeks?|semestre|trimestre|over|more\s+than|about|around|nearly|almost|approximately|at\s+least|plus\s+de|environ
    |près\s+de|expect\w*|plan\w*|targets?|goals?|aims?|will|would|could|might|may|if|until|before|compared|than
    |International\s+Experience|IEC|provinces?|Ontario|Alberta|British\s+Columbia|B\.?C\.?|Manitoba|Saskatchewan|Qu[ée]bec
    |Nova\s+Scotia|New\s+Brunswick|Newfoundland|Yukon|(?:first|second|third|latest|last|largest|one)\s+(?:[\w-]+\s+){0,3}
    (?:draw|round))\b""")
_YEAR_WORD, _COUNTED = verbose(r"year|année|20[0-9]{2}"), verbose(rf"{_ITAS}|candidates")
_ANY_YEAR = verbose(
    rf"""{_in_year("y")}|\b(?P<yg>20[0-9]{{2}})\s+(?:Express\s+Entry\s+)?(?:draws|rounds)\b"""
)
_LISTS_ROUNDS = verbose(r"\b(?:draws|rounds|ITAs|invitations|tirages|rondes)\b")
_ITEM = verbose(rf"""(?P<name>[^:0-9()]{{3,80}}?)(?:\s*\([A-Z]{{2,6}}\))?\s*[:\u2013\u2014-]\s*{_COUNT.replace("3,6", "1,6")}\s+
    (?:(?P<rounds>draws?|rounds?|tirages?|rondes?)|{_ITAS})\s*[.;,]?""")

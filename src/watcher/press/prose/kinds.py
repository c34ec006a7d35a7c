"""The category of a round, as running text names it."""

import re
from dataclasses import dataclass
from itertools import pairwise

from watcher.press.prose.category_patterns import NAMES


@dataclass(frozen=True, slots=True)
class Named:
    """A category named so that it is said of a round, and how firmly (1 to 3).

    ``line`` is where it stands, if that is a line of its own before what it is said of.
    """

    category: str
    firm: int
    start: int
    end: int
    line: str | None = None


def find_kinds(text: str) -> tuple[Named, ...]:
    """Find categories that the sentence ties to a round or to whom it invited.

    The three programs named side by side are what Express Entry is, no category.
    """
    general = [Named("general", _OF_ROUND, m.start(), m.end()) for m in _GENERAL.finditer(text)]
    names = [
        (slug, m)
        for slug, m in _apart(text, _names(text))
        if slug != "physicians" or not _among_others(text, m)
    ]
    if general:  # which the programs after it explain
        names = [(slug, m) for slug, m in names if slug not in _PROGRAMS]
    general += _of_all_programs(text)
    if len({slug for slug, _ in names} & _PROGRAMS) >= _SIDE_BY_SIDE:
        names = [(slug, m) for slug, m in names if slug not in _WITH_PROGRAMS]
    named = [
        Named(slug, firm, m.start(), m.end()) for slug, m in names if (firm := _firmness(text, m))
    ]
    kinds = sorted((*general, *named), key=lambda kind: kind.start)
    # "Nine for the CEC, five for French speakers, one for education": a list of rounds.
    listed = len({kind.category for kind in kinds}) >= _LISTED
    return () if listed else tuple(kinds)


def whole_name(text: str) -> str | None:
    """Give the category where a text is nothing but a category's name."""
    bare = _VERSION.sub("", text).strip(" .:*()")
    for slug, pattern in NAMES:
        found = pattern.match(bare)
        if found and _TAIL.fullmatch(bare, found.end()):
            return slug
    return "general" if _GENERAL_NAME.fullmatch(bare) else None


def _apart(text: str, names: list[tuple[str, re.Match[str]]]) -> list[tuple[str, re.Match[str]]]:
    """Leave out what is named in one breath with another category: "CEC or PNP only"."""
    names = sorted(names, key=lambda name: name[1].start())
    joined = {
        id(m)
        for (slug, one), (other, two) in pairwise(names)
        if slug != other
        and {slug, other} - _PROGRAMS
        and _JOINED.fullmatch(text, one.end(), two.start())
        for m in (one, two)
    }
    return [(slug, m) for slug, m in names if id(m) not in joined]


def _among_others(text: str, name: re.Match[str]) -> bool:
    """Say whether it is one in a list of professions, and so no category's name."""
    left, right = (text[max(0, name.start() - _BESIDE) : name.start()], text[name.end() :])
    return bool(_PROFESSION.search(left) or _PROFESSION.match(right[:_BESIDE]))


def _of_all_programs(text: str) -> list[Named]:
    """Read "invited candidates from the CEC, the FSWP and the FSTP" as general."""
    found = {s: m for s, m in _names(text) if s in _PROGRAMS}
    if len(found) < len(_PROGRAMS):
        return []
    start = min(m.start() for m in found.values())
    if not _ALL_INVITED.search(text[max(0, start - _NEAR) : start]):
        return []
    return [Named("general", _LEAST, start, max(m.end() for m in found.values()))]


def _names(text: str) -> list[tuple[str, re.Match[str]]]:
    taken: list[tuple[str, re.Match[str]]] = []
    for slug, pattern in NAMES:
        taken += [
            (slug, found)
            for found in pattern.finditer(text)
            if not any(
                found.start() < other.end() and other.start() < found.end() for _, other in taken
            )
        ]
    return taken


def _firmness(text: str, name: re.Match[str]) -> int:
    left = text[max(0, name.start() - _NEAR) : name.start()]
    right = text[name.end() : name.end() + _NEAR]
    if _NOT_SAID_LEFT.search(left) or _NOT_SAID_RIGHT.match(right):
        return 0
    if _ROUND_RIGHT.match(right) or _ROUND_LEFT.search(left) or _LABEL_LEFT.search(left):
        return _OF_ROUND
    if _INVITED_LEFT.search(left) or _INVITED_RIGHT.match(right):
        return _OF_INVITED
    return 0


_NEAR, _BESIDE = 110, 40
_SIDE_BY_SIDE, _LISTED = 2, 3
_PROFESSION = re.compile(
    r"""(?:^\s*(?:,|and|&|et|ou|or)\s+(?:[\w-]+\s+)?|\b(?=\w+\s*(?:,|and|&|et|ou|or)\s+(?:les\s+|des\s+|and\s+|et\s+)?$))
      (?:nurs|infirmi|pharmac|dentist|physiotherap|therapist|midwi|sage|paramedic
        |veterinar|vétérinaire|ambulanci)""",
    re.VERBOSE | re.IGNORECASE,
)
_PROGRAMS = frozenset({"cec", "fsw", "fst"})
_WITH_PROGRAMS = _PROGRAMS | {"pnp"}
_LEAST, _OF_INVITED, _OF_ROUND = 1, 2, 3
_X = re.VERBOSE | re.IGNORECASE
_JOINED = re.compile(
    r"""[\s,]*(?:,|/|&|\bor\b|\band\b|\bou\b|\bet\b)[\s,]*
      (?:(?:the|for|in|under|from|candidates|le|la|les|du|des|de)\s+){0,3}""",
    _X,
)
_ALL_INVITED = re.compile(
    r"""\b(?:invit(?:ed|ing|ations?)|ITAs?|issued|sent)\b (?:\W+[\w()]+){0,10}?\W+
      (?:candidates|applicants|profiles|people)\s+(?:who\s+(?:were|are)\s+)?(?:eligible\s+)?
      (?:from|in|of|under|for|through)\s+(?:all\s+)?(?:the\s+)?(?:three\s+)?$""",
    _X,
)
# "all-program", "No Program Specified", "not program specific", "tous les programmes".
_GENERAL = re.compile(
    r"""(?<!typical\s)(?<!usual\s)(?<!regular\s)(?<!recent\s)(?<!previous\s)
    (?<!last\s)(?<!than\s) (?:
      \ball[\s-]+programs?(?:me)?[\s-]+(?:[\w-]+\s+){0,3}?(?:draw|round)\b(?!s)
    | \bno[\s-]+program(?:me)?(?:[\s-]+was|\s+is)?[\s-]+specified\b
        (?!\s+(?:or|draw\s+(?:will|is\s+expected)|express\s+entry\s+draws))
    | \bnot\s+program(?:me)?[\s-]+specific\b
    | \b(?:did\s+not|didn't|without)\s+specify(?:ing)?\s+(?:a\s+|any\s+)?program\b
    | \bgeneral\s+(?:[\w-]+\s+){0,2}?(?:draw|round)\b(?!s)
    | \baucun\s+programme\s+(?:n'\s?(?:était|est|a\s+été)\s+)?spécifié\b
    | \b(?:tirage|ronde)\b[^.;:]{0,50}\btous\s+(?:les\s+)?programmes\b
    | \btous\s+(?:les\s+)?programmes\b[^.;:]{0,30}\b(?:tirage|ronde)\b(?!s)
    | \btirage\s+général\b )""",
    _X,
)
_GENERAL_NAME = re.compile(
    r"""no\s+program(?:me)?\s+specified|aucun\s+programme\s+spécifié|general|générale?
    |all[\s-]program(?:me)?s?(?:\s+draw)?""",
    _X,
)
_VERSION = re.compile(
    r"[\s,]*\(?(?:20[0-9]{2}[\s-]*)?(?:version\s*)?[0-9]{1,4}(?:-[0-9])?\)?\s*$", _X
)
_TAIL = re.compile(
    r"""\s*(?:\([A-Z]{2,6}\)\s*)?(?:program(?:me)?|occupations?|category|draw|proficiency
    |with\s+canadian\s+work\s+experience)?\s*""",
    _X,
)

_ROUND = r"""(?:draw|round|lottery|selection|tirage|ronde|invitation\s+round
    |category(?!-based)|stream)"""
_ROUND_RIGHT = re.compile(
    rf"""(?:[\s-]+(?:only|specific|focus(?:s?ed)?|exclusive|targeted|targetted|based
        |oriented|centred|centered|dedicated))?
      (?:\s*\([A-Z]{{2,6}}\))?[\s-]+
      (?:(?:express\s+entry|category[\s-]based|category|selection|federal|invitation
        |program[\s-]only|exclusive|targeted|only|occupations?|sector|specific
        |candidates?|profiles|professionals|language|proficiency)[\s-]+){{0,4}}
      {_ROUND}(?!\w)""",
    _X,
)
_ROUND_LEFT = re.compile(
    r"""\b(?:draw|round|lottery|selection|tirage|ronde|draw\s+type)\b[^.;:]{0,50}?
      \b(?:for|target(?:s|ed|ing)|focus(?:ed|es|ing)?\s+on|aimed(?:\s+\w+)?\s+at
        |limited\s+to|restricted\s+to|under|dedicated\s+to|specific\s+to|applicable\s+to
        |exclusive(?:ly)?\s+(?:to|for|at)|only\s+for|in|towards?|visant|ciblant|pour
        |axée?s?\s+sur|portant\s+sur|réservée?\s+aux?|select(?:s|ed|ing)\s+(?:from\s+)?|inviting|of|destiné\w*\s+aux?|dans)
      \s+ (?:[\w,'()&-]+\s+){0,7}(?:[ld]')?$""",
    _X,
)
_LABEL_LEFT = re.compile(
    r"""(?:^|[|;•\u2013-]\s*|[0-9]\.\s*)(?:under\s+)?(?:the\s+|a\s+)?
      (?:new\s+|brand-new\s+)?(?:draw|round|program(?:me)?|category|type
      |stream|immigration\s+program|programme|catégorie|type\s+de\s+tirage|tirage)
      (?:\s+(?:type|category|name|programs?|covered|of\s+draw|targeted)){0,2}
      \s*[:=\u2013\u2014|-]\s*$""",
    _X,
)
_INVITED_LEFT = re.compile(
    r"""\b(?:invit\w*|ITAs?|issu\w+|candidates?|applicants?|profiles?|eligible
        |nominated|needed|required|must|target\w*|select\w*|focus\w*\s+on|only|exclusive\w*|limited
        |under|candidats|étrangers|personnes|travailleurs|hopefuls|individuals|sent)\b
      (?:[\s,]+(?:[\w'()&/+.,-]+)){0,9}?[\s(]+(?:the\s+)?$
    | \b[0-9][0-9,\s]*\s+(?:new\s+|étrangers\s+|nouveaux\s+|travailleurs\s+(?:étrangers\s+)?)?$""",
    _X,
)
_INVITED_RIGHT = re.compile(
    r"""\s*(?:(?:candidates?|applicants?|profiles?|nominees?|workers?|occupations?
      |professionals?|speakers?)\s+)?(?:were|was|are)\s+(?:the\s+)?(?:main\s+|only\s+
      |sole\s+|ones\s+)?(?:focus|invited|targeted|target|eligible|selected|considered)
      \b""",
    _X,
)
_NOT_SAID_LEFT = re.compile(
    r"""\b(?:such\s+as|including|includ(?:es?|ed)|other|another|besides|unlike|except|outside
      |without|like|e\.g\.|not|neither|nor|whether|either|mix(?:ed|es|ing)?|both
      |occupation\s+(?:in|such)|shortages?|sector|since\s+(?:the\s+)?(?:last|first)?
      |follow(?:s|ed|ing)|after|between|first\s+since|than|compared|next|expect\w*
      |prior\s+to|before|beyond|as\s+well\s+as)\b (?:[\s,]+[\w'()&-]+){0,8}[\s,(]*$
      | \b(?:insights?|news|hope|opportunit\w+|chances?|lessons?|boost|relief)\s+
      (?:\w+\s+){0,2}?(?:for|to)\s+(?:[\w'-]+\s+){0,3}$
    | \bnon[\s-]$ | \b(?:draws|rounds|tirages|rondes)\s+(?:[\w']+\s+){0,3}$""",
    _X,
)
_NOT_SAID_RIGHT = re.compile(
    r"""\s*(?::\s*[0-9]+\s+(?:draw|round) | (?:[\w-]+\s+){0,4}(?:draws|rounds)\b
      | [\u2013\u2014-]\s*[0-9]+\s+months
      | (?:[\w-]+\s+){0,3}?(?:eligible\s+for|gets?|receives?|earns?)\s+(?:more|additional
        |extra|[0-9]+)\s+(?:\w+\s+){0,2}points)""",
    _X,
)

"""Categories that running text names."""

import re
from dataclasses import dataclass
from itertools import pairwise

from watcher.press.prose.text import left_of, verbose

_Name = tuple[str, re.Match[str]]  # a category and where it is named


@dataclass(frozen=True, slots=True)
class NamedCategory:
    """A category named for a round, and how firmly (1 to 3); ``line`` is the line of its own that names it, if any."""

    category: str
    firm: int
    start: int
    end: int
    line: str | None = None


def find_categories(text: str) -> tuple[NamedCategory, ...]:
    """Find categories that the sentence assigns to a round or to those invited; not the three programs side by side."""
    everything = _names(text)
    general = [NamedCategory("general", _OF_ROUND, *m.span()) for m in _GENERAL.finditer(text)]
    names = [
        (slug, m)
        for slug, m in _without_joined(text, everything)
        if slug != "physicians" or not _is_among_others(text, m)
    ]
    if general:  # which the programs after it explain
        names = [(slug, m) for slug, m in names if slug not in _PROGRAMS]
    general += _of_all_programs(text, everything)
    if len({slug for slug, _ in names} & _PROGRAMS) > 1:
        names = [(slug, m) for slug, m in names if slug not in _WITH_PROGRAMS]
    named = [
        NamedCategory(slug, firm, *m.span()) for slug, m in names if (firm := _firmness(text, m))
    ]
    found = sorted((*general, *named), key=lambda category: category.start)
    # "Nine for the CEC, five for French speakers, one for education": a list of rounds.
    listed = len({one.category for one in found}) >= _LISTED
    return () if listed else tuple(found)


def category_by_name(text: str) -> str | None:
    """Return the category where a text is nothing but its name."""
    bare = _VERSION.sub("", text).strip(" .:*()")
    for slug, pattern in _NAMES.items():
        found = pattern.match(bare)
        if found and _TAIL.fullmatch(bare, found.end()):
            return slug
    return "general" if _GENERAL_NAME.fullmatch(bare) else None


def names_a_category(text: str) -> bool:
    """Return whether any category is named, in whatever part."""
    return bool(_names(text))


def _names(text: str) -> list[_Name]:
    taken: list[_Name] = []
    for slug, pattern in _NAMES.items():
        taken += [
            (slug, m)
            for m in pattern.finditer(text)
            if not any(m.start() < other.end() and other.start() < m.end() for _, other in taken)
        ]
    return taken


def _without_joined(text: str, names: list[_Name]) -> list[_Name]:
    """Leave out a name joined to another category: "CEC or PNP only"."""
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


def _is_among_others(text: str, name: re.Match[str]) -> bool:
    """Return whether it stands in a list of professions, and so names no category."""
    left, right = left_of(text, name.start(), 40), text[name.end() : name.end() + 40]
    return bool(_PROFESSION.search(left) or _PROFESSION.match(right))


def _of_all_programs(text: str, names: list[_Name]) -> list[NamedCategory]:
    """Read "invited candidates from the CEC, the FSWP and the FSTP" as general."""
    programs = {slug: m for slug, m in names if slug in _PROGRAMS}
    if len(programs) < len(_PROGRAMS):
        return []
    start = min(m.start() for m in programs.values())
    if not _ALL_INVITED.search(left_of(text, start, _NEAR)):
        return []
    return [NamedCategory("general", 1, start, max(m.end() for m in programs.values()))]


def _firmness(text: str, name: re.Match[str]) -> int:
    left, right = left_of(text, name.start(), _NEAR), text[name.end() : name.end() + _NEAR]
    if _NOT_SAID_LEFT.search(left) or _NOT_SAID_RIGHT.match(right):
        return 0
    if _ROUND_RIGHT.match(right) or _ROUND_LEFT.search(left) or _LABEL_LEFT.search(left):
        return _OF_ROUND
    return OF_INVITED if _INVITED_LEFT.search(left) or _INVITED_RIGHT.match(right) else 0


#: How firmly a category is named for those invited, and for a round.
OF_INVITED, _OF_ROUND = 2, 3
_NEAR, _LISTED = 110, 3
_PROFESSION = verbose(r"""(?:^\s*(?:,|and|&|et|ou|or)\s+(?:[\w-]+\s+)?
      |\b(?=\w+\s*(?:,|and|&|et|ou|or)\s+(?:les\s+|des\s+|and\s+|et\s+)?$))
    (?:nurs|infirmi|pharmac|dentist|physiotherap|therapist|midwi|sage|paramedic|veterinar
      |vétérinaire|ambulanci)""")
_PROGRAMS = frozenset({"cec", "fsw", "fst"})
_WITH_PROGRAMS = _PROGRAMS | {"pnp"}
_JOINED = verbose(r"""[\s,]*(?:,|/|&|\bor\b|\band\b|\bou\b|\bet\b)[\s,]*
    (?:(?:the|for|in|under|from|candidates|le|la|les|du|des|de)\s+){0,3}""")
_ALL_INVITED = verbose(r"""\b(?:invit(?:ed|ing|ations?)|ITAs?|issued|sent)\b
      (?:\W+[\w()]+){0,10}?\W+
    (?:candidates|applicants|profiles|people)\s+(?:who\s+(?:were|are)\s+)?(?:eligible\s+)?
    (?:from|in|of|under|for|through)\s+(?:all\s+)?(?:the\s+)?(?:three\s+)?$""")
# "all-program", "No Program Specified", "not program specific", "tous les programmes".
_GENERAL = verbose(r"""(?<!typical\s)(?<!usual\s)(?<!regular\s)(?<!recent\s)(?<!previous\s)
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
    | \btirage\s+général\b )""")
_GENERAL_NAME = verbose(r"""no\s+program(?:me)?\s+specified|aucun\s+programme\s+spécifié|general
      |générale?|all[\s-]program(?:me)?s?(?:\s+draw)?""")
_VERSION = verbose(r"[\s,]*\(?(?:20[0-9]{2}[\s-]*)?(?:version\s*)?[0-9]{1,4}(?:-[0-9])?\)?\s*$")
_TAIL = verbose(r"""\s*(?:\([A-Z]{2,6}\)\s*)?(?:program(?:me)?|occupations?|category|draw
      |proficiency|with\s+canadian\s+work\s+experience)?\s*""")
_ROUND = r"""(?:draw|round|lottery|selection|tirage|ronde|invitation\s+round|category(?!-based)
      |stream)"""
_ROUND_RIGHT = verbose(rf"""(?:[\s-]+(?:only|specific|focus(?:s?ed)?|exclusive|targeted|targetted
      |based|oriented|centred|centered|dedicated))? (?:\s*\([A-Z]{{2,6}}\))?[\s-]+
    (?:(?:express\s+entry|category[\s-]based|category|selection|federal|invitation|program[\s-]only
      |exclusive|targeted|only|occupations?|sector|specific|candidates?|profiles|professionals
      |language|proficiency)[\s-]+){{0,4}} {_ROUND}(?!\w)""")
_ROUND_LEFT = verbose(r"""\b(?:draw|round|lottery|selection|tirage|ronde|draw\s+type)\b[^.;:]{0,50}?
    \b(?:for|target(?:s|ed|ing)|focus(?:ed|es|ing)?\s+on|aimed(?:\s+\w+)?\s+at|limited\s+to
      |restricted\s+to|under|dedicated\s+to|specific\s+to|applicable\s+to
      |exclusive(?:ly)?\s+(?:to|for|at)|only\s+for|in|towards?|visant|ciblant|pour|axée?s?\s+sur
      |portant\s+sur|réservée?\s+aux?|select(?:s|ed|ing)\s+(?:from\s+)?|inviting|of
      |destiné\w*\s+aux?|dans) \s+ (?:[\w,'()&-]+\s+){0,7}(?:[ld]')?$""")
_LABEL_LEFT = verbose(r"""(?:^|[|;•\u2013-]\s*|[0-9]\.\s*)(?:under\s+)?(?:the\s+|a\s+)?
    (?:new\s+|brand-new\s+)?(?:draw|round|program(?:me)?|category|type|stream|immigration\s+program
      |programme|catégorie|type\s+de\s+tirage|tirage)
    (?:\s+(?:type|category|name|programs?|covered|of\s+draw|targeted)){0,2}
    \s*[:=\u2013\u2014|-]\s*$""")
_INVITED_LEFT = verbose(r"""\b(?:invit\w*|ITAs?|issu\w+|candidates?|applicants?|profiles?|eligible
      |nominated|needed|required|must|target\w*|select\w*|focus\w*\s+on|only|exclusive\w*|limited
      |under|candidats|étrangers|personnes|travailleurs|hopefuls|individuals|sent)\b
      (?:[\s,]+(?:[\w'()&/+.,-]+)){0,9}?[\s(]+(?:the\s+)?$
    | \b[0-9][0-9,\s]*\s+(?:new\s+|étrangers\s+|nouveaux\s+|travailleurs\s+(?:étrangers\s+)?)?$""")
_INVITED_RIGHT = verbose(r"""\s*(?:(?:candidates?|applicants?|profiles?|nominees?|workers?
      |occupations?|professionals?|speakers?)\s+)?(?:were|was|are)\s+(?:the\s+)?(?:main\s+|only\s+
      |sole\s+|ones\s+)?(?:focus|invited|targeted|target|eligible|selected|considered) \b""")
_NOT_SAID_LEFT = verbose(r"""\b(?:such\s+as|including|includ(?:es?|ed)|other|another|besides|unlike
      |except|outside|without|like|e\.g\.|not|neither|nor|whether|either|mix(?:ed|es|ing)?|both
      |occupation\s+(?:in|such)|shortages?|sector|since\s+(?:the\s+)?(?:last|first)?
      |follow(?:s|ed|ing)|after|between|first\s+since|than|compared|next|expect\w*|prior\s+to|before
      |beyond|as\s+well\s+as)\b (?:[\s,]+[\w'()&-]+){0,8}[\s,(]*$
      | \b(?:insights?|news|hope|opportunit\w+|chances?|lessons?|boost|relief)\s+
      (?:\w+\s+){0,2}?(?:for|to)\s+(?:[\w'-]+\s+){0,3}$
    | \bnon[\s-]$ | \b(?:draws|rounds|tirages|rondes)\s+(?:[\w']+\s+){0,3}$""")
_NOT_SAID_RIGHT = verbose(r"""\s*(?::\s*[0-9]+\s+(?:draw|round)
      | (?:[\w-]+\s+){0,4}(?:draws|rounds)\b
    | [\u2013\u2014-]\s*[0-9]+\s+months
    | (?:[\w-]+\s+){0,3}?(?:eligible\s+for|gets?|receives?|earns?)\s+(?:more|additional|extra
      |[0-9]+)\s+(?:\w+\s+){0,2}points)""")

_P = r"(?:\s*\([A-Z]{2,6}\))?"
# The longer name first: "Federal Skilled Trades" is not trades, "physicians with Canadian work experience" are not
# the Canadian Experience Class.
_PATTERNS = {
    "physicians": r"""physicians?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
        |doctors?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
        |médecins?(?:\s+ayant\s+(?:de\s+)?l'?\s?expérience[\w\s]{0,30}canad\w*)?""",
    "senior-managers": r"""senior\s+managers?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
        |senior\s+managers?\s+and\s+executives|cadres\s+supérieur(?:e?s
        |\(e\)s)?(?:/cadres\s+supérieures)?""",
    "researchers": r"""researchers?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
        |chercheur(?:s|ses|euses)?(?:/chercheuses)?""",
    "military": r"""skilled\s+military\s+recruits?|military\s+recruits?|(?:skilled\s+)?military
        |recrues\s+militaires(?:\s+qualifiées)?""",
    "fst": rf"""federal\s+skilled[\s-]+trades?(?:people
        |persons?)?(?:\s+(?:program(?:me)?|class))?{_P}|fstp|fst
        |métiers\s+spécialisés\s+\(?fédéra\w+\)?|(?:programme
        |volet)\s+fédéral\s+des\s+métiers\s+spécialisés""",
    "fsw": rf"""federal\s+skilled[\s-]+workers?(?:\s+(?:program(?:me)?|class))?{_P}|fswp|fsw
        |travailleurs\s+qualifiés\s+\(?fédéra\w+\)?|(?:programme
        |volet)\s+fédéral\s+des\s+travailleurs\s+qualifiés""",
    "cec": rf"""canadian\s+experience\s+class(?:\s+program)?{_P}|cec
        |catégorie\s+de\s+l'\s?expérience\s+canadienne{_P}|(?-i:CEC)""",
    "pnp": rf"""provincial(?:\s+and\s+territorial)?\s+nominee[\s-]+program(?:me)?s?{_P}|(?-i:PNPs?)
        |provincial\s+nominees?|(?:candidates|profiles|applicants)\s+nominated\s+by\s+(?:a\s+)?
        (?:canadian\s+)?provinces?|nominations?\s+(?:from|under|through|by)\s+(?:a|an|the
        |one\s+of)\s+ (?:\w+'s\s+|the\s+)?(?:canadian\s+)?
        (?:provincial\s+nominee\s+programs?(?:\s*\(PNPs?\))?|provinces?)
        |(?:a|have|with|having)\s+(?:already\s+received\s+)?(?:a\s+)? provincial\s+nominations?
        |programme\s+des\s+candidats\s+des\s+provinces{_P}|(?-i:PCP)
        |(?:titulaires\s+d'une|une|ayant\s+(?:reçu\s+|obtenu\s+)?une)\s+
        (?:nomination|désignation)\s+provinciale|candidats\s+nommés\s+par\s+une\s+province
        |candidats\s+(?:désignés\s+(?:par\s+les\s+)?provinc\w+|des\s+provinces)""",
    "french": r"""french(?:[\s-]+language)?(?:[\s-]+(?:proficiency|proficient|speakers?
        |speaking))?(?:\s+proficiency)?|francophones?
        |(?:demonstrated\s+|strong\s+)?(?:proficiency|ability)\s+in\s+french
        |compétences?\s+linguistiques?\s+en\s+français|en\s+français
        |maîtrise\s+(?:du\s+français|de\s+la\s+langue\s+française)|le\s+français|francophonie
        |(?:(?:expertise|compétences?|connaissances?)\s+(?:linguistiques?\s+)?
        (?:en|de\s+la|dans\s+la)\s+)?langue\s+française|parlant\s+(?:le\s+)?français
        |d'expression\s+française""",
    "healthcare": r"""health[\s-]?care(?:\s*(?:and|&|,)\s*social[\s-]+services?)?
        (?:\s+occupations?)?|health(?:\s*(?:and|&)\s*social[\s-]+services?)(?:\s+occupations?)?
        |health\s+occupations?|health\s+workers?|medical\s+occupations
        |professions?\s+de\s+la\s+santé(?:\s+et\s+des\s+services\s+sociaux)?
        |domaine\s+de\s+la\s+santé|secteur\s+de\s+la\s+santé|soins\s+de\s+santé
        |santé(?:\s+et\s+(?:des\s+)?services\s+sociaux)?""",
    "stem": r"""(?-i:STEM|STIM)(?:\s+occupations?)?
        |science,?\s+technology,?\s+engineering,?\s+(?:and|&)\s+math(?:ematics|s)?
        (?:\s*\(STEM\))?(?:\s+occupations?)?|professions\s+des\s+stim""",
    "agriculture": r"""agriculture(?:\s*(?:and|&)\s*agri-?\s?food)?(?:\s+occupations?)?
        |agri-?food(?:\s+occupations?)?|agricultural(?:\s+occupations?)?
        |(?:métiers\s+de\s+)?l'\s?agriculture(?:\s+et\s+de\s+l'\s? agroalimentaire)?""",
    "transport": r"""transport(?:ation)?(?:\s+occupations?)?
        |(?:métiers\s+)?d(?:es|u)\s+transports?""",
    "education": r"""education(?:\s+occupations?)?|professions?\s+de\s+l'\s?éducation|educators?
        |domaine\s+de\s+l'éducation""",
    "trades": r"""(?:skilled[\s-]+)?trades?(?:\s+occupations?)?|tradespeople
        |métiers(?:\s+spécialisés)?""",
}
_NAMES = {slug: verbose(rf"(?<![\w-])(?:{name})(?!\w)") for slug, name in _PATTERNS.items()}

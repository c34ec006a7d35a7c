"""The cut-off: numbers that a sentence says are the lowest score invited."""

import re

from watcher.core.pool import HIGHEST_CRS
from watcher.press.prose.numbers import Number
from watcher.press.prose.words import MONTHS, NOT_BETWEEN, PEOPLE, SEVERAL

_LANGUAGE = 12  # the highest language level
_WORTH = 600  # the points that a nomination adds
_LEFT, _RIGHT, _CLAUSE = 110, 70, 170


def cut_off(text: str, number: Number) -> bool:
    """Say whether the number is the score that sufficed in a round.

    Differences, ranges, forecasts, bonus points and made-up candidates are not.
    """
    if number.grouped or not 1 <= number.value < HIGHEST_CRS:
        return False
    left = text[max(0, number.start - _LEFT) : number.start]
    right = text[number.end : number.end + _RIGHT]
    if _NEVER_RIGHT.match(right) or _NEVER_LEFT.search(left):
        return False
    if _supposed(text, number) or _bonus(text, number) or _of_something_else(text, number):
        return False
    return bool(
        _SCORE_LEFT.search(left)
        or _CRS_LEFT.search(left)
        or _SCORE_RIGHT.match(right)
        or (_LOW_LEFT.search(left) and _SCORED.search(text))
        or (_FELL_LEFT.search(left) and _SCORED.search(text))
        or (_NEEDED_LEFT.search(left) and _POINTS_RIGHT.match(right))
    )


def _supposed(text: str, number: Number) -> bool:
    clause = text[max(0, number.start - _CLAUSE) : number.start]
    return _SUPPOSED.search(clause) is not None


def _of_something_else(text: str, number: Number) -> bool:
    if number.value <= _LANGUAGE and _LANGUAGES.search(text):
        return True
    return number.value == _WORTH and _ADDED.search(text) is not None


def _bonus(text: str, number: Number) -> bool:
    right = text[number.end : number.end + _CLAUSE]
    left = text[max(0, number.start - _CLAUSE) : number.start]
    return bool(_UNNOMINATED_LEFT.search(left) or _UNNOMINATED_RIGHT.match(right))


_X = re.VERBOSE | re.IGNORECASE
_CRS = r"""(?:CRS|SCG|comprehensive\s+ranking(?:\s+system)?
    |syst[èe]me\s+de\s+classement\s+global)"""
_KEY = rf"""(?:{_CRS}|scor(?:es?|ed|ing)|cut[\s-]?offs?|thresholds?|bar|mark|seuil
    |minimums?|pointage|note|points?\s+requirement|pass\s+mark)"""
_ADVERBS = r"""(?:(?:only|just|at\s+least|a|an|the|new|low|record|record-low|historic
    |all-time|lows?|highs?|minimum|lowest|of|mere|seulement|au\s+moins|exactly|score
    |unusually|precisely|remarkable|whopping|surprising|surprisingly|points?|very
    |correct|corrected|currently|now|actuellement|un|une|le|la|nouveau|bas|plancher|plus|CRS|relatively|total
    |high|higher|lower|modest|le\s+plus|as\s+low\s+as|équivalente?\s+à|égale?\s+à
    |minimale?|minimum|recent|steep|staggering)[\s(]+){0,6}"""
_LINK = r"""(?:\b(?:of|as\s+low\s+as|was|is|were|at|to|being|be|requires?|required|needed|hits?
    |reach(?:ed|es|ing)|stood\s+at|stands?\s+at|with|de|d'|à|était|est|soit|fut
    |atteint|atteignant|fix(?:é|ée|ait|ant))|[:=\u2013\u2014]|-(?=\s))"""
# Between key and link: no other sentence, no digits but those of "from 466 to" and
# "fell 17 points to".
_BETWEEN = rf"""(?: [^.;:?!0-9\u2013\u2014]{{0,60}}?
    (?: \b{MONTHS}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s+20[0-9]{{2}})?\b,?\s{{0,2}}
      (?=(?:draw|round)?\s?(?:was|were|is|at|of|stood|required|:))(?:draw|round)?\s?
      | \b(?:from|de)\s+[0-9]{{2,4}}\s*(?:points?\s*)?(?:\([^()0-9]{{0,40}}\)\s*)?
      (?=to\b|à\b)
      | \b[0-9]{{1,2}}(?:st|nd|rd|th)\b [^.;:?!0-9\u2013\u2014]{{0,30}}?
      | \b[0-9]{{1,3}}(?:\s+|-)points?\s+ [^.;:?!0-9]{{0,20}}? )? )"""

# "a minimum CRS score of 476", "The cut-off for this draw was set at 463", "CRS score
# threshold, which dropped from 466 to a new low of 428", "Minimum CRS required: 462".
_SCORE_LEFT = re.compile(rf"\b{_KEY}\b{_BETWEEN}{_LINK}\s*{_ADVERBS}$", _X)
# "at an unusually low CRS 169", "CRS cut-off 509", "CRS cut off score 507".
_CRS_LEFT = re.compile(
    rf"""\b(?:{_CRS}(?:\s*\((?:CRS|SCG)\))?|cut[\s-]?off|minimum|seuil)
      (?:\s+(?:score|cut[\s-]?off|cutoff|points|threshold|mark|minimum)){{0,3}}
      \s*(?:\(\s*)?$""",
    _X,
)
# "reached a new low of 441", where the sentence says of what.
_LOW_LEFT = re.compile(
    r"\b(?:new|record|historic|all-time|year's)\s+(?:low|high)\s+(?:of|at)\s+$", _X
)
# "decreased from 538 to 491", but not "from 489 to 484, then to 472".
_FELL_LEFT = re.compile(r"\bfrom\s+[0-9]{3}\s+(?:points?\s+)?to\s+$", _X)
_SCORED = re.compile(rf"\b(?:{_CRS}|scores?|cut-?offs?)\b", _X)
_OR_MORE = r"""(?:\+|\s*(?:points?\s*)?,?\s*(?:or|and|et|ou)\s+
    (?:more|above|higher|further|over|better|greater|up|plus|au-dessus|upwards))"""
# Seen: "438 or more Comprehensive Ranking System (CRS) points", "462 CRS cut-off",
# "732 points on the CRS", "the 533-point requirement".
_SCORE_RIGHT = re.compile(
    rf"""(?:{_OR_MORE})? (?:[\s-]points?)? ,? (?:{_OR_MORE})? ,?
      (?: [\s-]+(?:(?:on|under|in|for|of|dans|au|du|sur)\s+)?(?:the\s+|le\s+)?
          (?:minimum\s+)?{_CRS}\b
        | [\s-]+(?:cut[\s-]?off|threshold|minimum\s+score|requirement)\b )""",
    _X,
)
_NEEDED_LEFT = re.compile(
    rf"""\b(?:minimum|least|needed|required?|requires|lowest|scor(?:e|ed|ing)
      |{_CRS})\b [^.;:0-9]{{0,30}}$""",
    _X,
)
_POINTS_RIGHT = re.compile(
    rf"\s*(?:{_OR_MORE}\s*)?(?:-|\s)?points?\b(?!\s+(?:for|from|to|more|higher))", _X
)
_NEVER_LEFT = re.compile(
    r"""(?: \b(?:around|about|approx(?:imately|\.)?|near(?:ly)?|close\s+to|almost
      |roughly|below|under|less\s+than|above|over|more\s+than|hovering|between|up|down
      |from\s+(?:an?\s+)?(?:high|low|peak)\s+of|to\s+an?\s+(?:low|high)\s+of\s+[0-9]+\s+from|by|from|exceed(?:s|ed|ing)?|beyond|mid|than|vs\.?|versus|another|environ|plus
      |extra|additional|bonus|further|gain(?:s|ed)?|add(?:s|ed|ing)?|award(?:s|ed)?
      |près\s+de|autour\s+de|au-dessus\s+de|au-dessous\s+de|en\s+dessous\s+de
      |moins\s+de|plus\s+de|inférieure?\s+(?:à|de)|supérieure?\s+(?:à|de)
      |(?:increase|decrease|drop|rise|jump|decline|difference|fall|hausse|baisse
        |diminution|gap|reduction|increments|swing)\s+(?:of|de)
      |(?:increased|decreased|dropped|rose|fell|jumped|declined|reduced|falling|rising
        |dropping|diminué|augmenté|baissé|chuté)(?:\s+de)?
      |out\s+of|entre|noc|teer|nclc|clb|age|aged|ages|age\s+of|top|band|bill|range|the
        \s+(?:low|mid|high))
      \s+(?:a\s+|only\s+|just\s+|of\s+)?
      | [+~<>≥≈\u00d7/#]\s? | [0-9]\s?[-\u2013\u2014]\s? )$""",
    _X,
)
# "436 points out of 1200", "436/1200": the end of the scale, said beside the score.
_TO_END = r"""\s+(?:(?:an?|the)\s+)?(?:(?:total|maximum|possible|available|of|max)\s+){0,3}
    1[,.\s]?200(?!\d)"""
_OF_SCALE = r"/\s?1[,.\s]?200(?!\d)"
_NEVER_RIGHT = re.compile(
    rf"""\s?(?: [-\u2013\u2014]\s?[0-9] | \s?(?:to|à|&|,\s?then\s+to)\s+[0-9]
      | \s?(?:and|et)\s+[0-9]{{2,3}}(?![0-9,.\s]*[0-9])
      | \s?[+]\s?[0-9] | (?!{_OF_SCALE})[.,:/][0-9]
      | \s?(?:st|nd|rd|th|e|er)\b
      | (?:{NOT_BETWEEN}[\w'()-]+\s){{0,4}}?(?:{PEOPLE}|{SEVERAL})\b
      | -?\s?(?:days?|months?|weeks?|hours?|years?|draws?|rounds?|occupations?|nocs?
        |percent|per\s+cent|million|thousand|programs?|streams?|jours?|mois|ans
        |semaines?|minutes?|countries|provinces|categories|%)\b
      | \s?(?:additional|extra|bonus|more|fewer|less|higher|lower|supplémentaires?
        |de\s+(?:plus|moins))\b
      | [\s-]points?\s+(?:more|higher|lower|less|fewer|above|below|from|than|drop
        |for\s+(?:a|an|your|each|every|having|those|being|it)
        |increase|decrease|decline|jump|de\s+(?:plus|moins)|bonus|additional|extra
        |each|out\s+of(?!{_TO_END})|on\s+the\s+selection|in\s+(?:all|each)|supplémentaires?|to\s+(?:your|a|the|their)|down|up)\b
      | \s?out\s+of\b(?!{_TO_END}) )""",
    _X,
)
# What somebody expects, might have, or is told as an example.
_SUPPOSED = re.compile(
    r"""(?: \b(?:(?<!candidates\swere\s)(?<!applicants\swere\s)expect\w*|predict\w*|forecast\w*|project(?:ed|ion|ions)|anticipat\w*
      |could|might|would|should\s+(?:drop|fall|be|see|remain|come|rise)|likely|probabl[ey]|possibl[ey]|estimat\w*|imperative
      |speculat\w*|if|suppos\w*|imagin\w*|assum\w*|(?:for|as\s+an)\s+example|e\.g\.
      |upcoming|your|you|initially|hypothetical\w*|my|profile\s+[0-9a-z]
      |(?:a|one|the|every|any)\s+(?:single\s+)?(?:candidate|applicant|person|someone)
        \s+(?:with|having|who)|someone|anyone|will\s+(?:be|fall|drop|have|see|remain)
      |next\s+(?:\w+\s+){0,4}(?:draw|round)s?\b
        (?!\s+(?:\w+\s+)?(?:was|were|took|held|came))|s'attend\w*|pourrai\w+|devrai\w+
      |prévu\w*|prévoi\w*|par\s+exemple|prochain\w*|average|averag\w+|median|moyenne
      |typical\w*|usual\w*|normally|generally|distribution
      |ranging|ranged?|moved\s+from|oscillat\w*|var(?:ied|ying|y)|running|anywhere|fluctuat\w*|sinp|oinp|eoi|aged?)\b
      | (?-i:\b[Mm]ay\b(?!\s[0-9])\s+[a-z]) ) [^.;]*$""",
    _X,
)
# A nomination is worth 600 points; texts work out the score without it.
_LANGUAGES = re.compile(r"\b(?:languages?|NCLC|CLB|IELTS|TEF|TCF|abilities)\b", _X)
_ADDED = re.compile(
    r"\b(?:nomin\w+|PNP|additional|extra|automatic\w*|add\w*|bonus|boost|désign\w+)\b", _X
)
_UNNOMINATED_LEFT = re.compile(
    r"""\b(?:without|before|prior\s+to|excluding|sans|avant)
      \b [^.;,]{0,40} \b(?:nominat\w*|désignation) [^.;]{0,60}$""",
    _X,
)
_UNNOMINATED_RIGHT = re.compile(
    r"""[^.;]{0,50}? \b(?:without|before|prior\s+to|excluding|sans|avant)\b
      [^.;,]{0,40} \b(?:nominat\w*|désignation|600)""",
    _X,
)

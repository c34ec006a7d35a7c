"""Words that say which round is meant: the text's own, an earlier one, a province's."""

import re
from dataclasses import dataclass
from typing import Literal

from watcher.press.prose.provinces import not_federal
from watcher.press.prose.words import MONTHS

#: ``own``: the round that is news; ``same``: the one spoken of; ``other``: another round;
#: ``others``: several; ``beside``: a comparison, which ends with its clause;
#: ``foreign``: a draw that is not Express Entry's.
Sort = Literal["own", "same", "other", "others", "beside", "foreign"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One such word; what a ``beside`` says goes on to ``until``."""

    sort: Sort
    start: int
    end: int
    until: int


def find_signs(text: str) -> tuple[Sign, ...]:
    """Find them in the order of the text."""
    same = _SAME.match(text)
    signs = [Sign("same", 0, same.end(), len(text))] if same else []
    signs += [
        Sign(_number_of(sort, m[0]), m.start(), m.end(), _until(text, m.end()))
        for sort, pattern in _PATTERNS
        for m in pattern.finditer(text)
    ]
    signs += [Sign("foreign", start, end, len(text)) for start, end in not_federal(text)]
    return tuple(sorted(signs, key=lambda sign: sign.start))


def several_rounds(text: str) -> bool:
    """Say whether the news is of several rounds at once."""
    found = _SEVERAL.search(text)
    return (
        found is not None
        and _LOOKS_BACK.search(text, max(0, found.start() - _NEAR), found.start()) is None
    )


def looks_back(title: str) -> bool:
    """Say whether a title is of many rounds, a comparison, or a question."""
    return _REVIEW.search(title) is not None


def many_rounds(heading: str) -> bool:
    """Say whether a heading opens a list of rounds, or a look back or ahead."""
    return _MANY.search(heading) is not None


def an_example(text: str) -> bool:
    """Say whether a round is named as an example."""
    return _EXAMPLE.search(text) is not None


def _number_of(sort: Sort, printed: str) -> Sort:
    several = sort == "other" and printed.casefold().endswith(("draws", "rounds"))
    return "others" if several else sort


def _until(text: str, start: int) -> int:
    for found in _CLAUSE_END.finditer(text, start):
        # What stands in brackets after the start belongs to the comparison.
        if text.count("(", start, found.start()) <= text.count(")", start, found.start()):
            return found.start()
    return len(text)


_NEAR = 40
_X = re.VERBOSE | re.IGNORECASE
_ROUND = r"(?:draw|round|lottery|tirage|ronde|selection)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"

_OWN = re.compile(
    rf"""\b(?: today(?:'s)? | this\s+(?:morning|afternoon|evening|week's)
      | (?:latest|newest|most\s+recent|current|new(?!\s+(?:low|high))|recently\s+held)
        \s+(?:[a-z()-]+\s+){{0,5}}?{_ROUND}(?!\w)(?!\s+before)
      | (?:has|have)\s+just | just\s+(?:held|issued|invited|conducted)
      | aujourd'hui | (?:nouveau|nouvelle|plus\s+récent)\s+(?:\w+\s+){{0,2}}
        (?:tirage|ronde) )""",
    _X,
)
_OTHER = re.compile(
    rf"""\b(?: (?:previous|preceding|prior(?!\s+to)|earlier|last|other|next|separate
        |upcoming|future|similar|past|penultimate)
        \s+(?:[a-z()-]+\s+){{0,5}}?(?:{_ROUND}s?|record|cut[\s-]?offs?|ones?)(?!\w)
      | most\s+recent\s+(?:[a-z()-]+\s+){{0,4}}?{_ROUND}\s+before
      | (?:the\s+)?last\s+time | last\s+(?:week|month|year)(?:'s)?
      | last\s+{_WEEKDAY}(?:'s)?
      | (?<!held\s)(?<!conducted\s)(?<!place\s)(?<!^)yesterday(?:'s)?
      | (?<=^)yesterday(?:'s)?(?!,?\s+(?:on\s+)?(?:the\s+)?(?:{MONTHS}|[0-9]))
      | the\s+(?:week|month|day|year)\s+before | the\s+following\s+(?:week|day)
      | (?:a|one|two|three|four|several|few|[0-9]+)\s+(?:days?|weeks?|months?|years?)
        \s+(?:ago|earlier|before)
      | earlier\s+(?:this|in|that|on) | the\s+only\s+(?:lower|higher|other)
      | only\s+(?:lower|higher)\s+(?:score|cut-?off) | pandemic | all-time
      | (?:largest|biggest|smallest|lowest|highest)\s+(?:[a-z-]+\s+){{0,3}}?(?:draws|rounds)
      | originally | initially | (?:previously|formerly)\s+(?:invited|issued|held|sent)
      | held\s+(?:the\s+)?record | also\s+(?:held|conducted|issued|invited)
      | (?:a|an)\s+["'][\w-]+["']\s+(?:\w+\s+){{0,3}}{_ROUND}
      | (?:tirage|ronde)s?\s+(?:\w+\s+){{0,3}}?(?:précédente?s?|antérieure?s?)
      | (?:précédente?|antérieure?)s?\s+(?:tirage|ronde)s?
      | hier(?!,?\s+(?:le\s+)?(?:1er|[0-9]{{1,2}})\s) | (?:la\s+)?semaine\s+dernière | (?:le\s+)?mois\s+dernier
      | the\s+other\s+(?:on|was|held|for|targeted|invited|issued)
      | lors\s+d'un\s+autre | had\s+(?:issued|invited|sent)\b
      | during\s+(?:this|that)\s+(?:time|period) | at\s+(?:that|the)\s+time(?!\s+of)
      | back\s+then | in\s+the\s+past | à\s+l'époque | auparavant | jusque-là
      | pendant\s+cette\s+(?:période|pause) )""",
    _X,
)
# A comparison, which goes on to the end of its clause.
_BESIDE = re.compile(
    rf"""\b(?: than | since(?!\s+(?:no|there|it|they|most|all|these|only)\b) | compared\s+(?:to|with) | in\s+comparison\s+(?:to|with)
      | versus | vs\.? | (?:up|down)\s+(?:by\s+)?(?:[0-9,]+\s+(?:points?\s+|ITAs\s+
        |invitations\s+)?)?(?:from|on) | the\s+same\s+as | similar\s+to | unlike
      | follow(?:s|ed|ing|-up) (?:\s+(?:on|up|closely))*\s+(?:the|a|an|its|yesterday
        |last|two|three|their)
      | (?:as|like)\s+(?:with|in|was)\s+(?:the|its|their|all|previous|last|most)
      | (?:surpass|beat|exceed|eclips|break|broke|match)\w*\s+(?:the|its)
      | (?:surpass|beat|exceed|eclips|match|rival)\w*\s+(?:only|just|solely)?\s*by
      | (?:dépass|surpass)ée?s?\s+(?:seulement\s+|uniquement\s+)?par
      | (?:over|from|after|as\s+in)\s+(?:the|its|their|IRCC's|last)\s+
        (?:[\w()-]+\s+){{0,5}}?(?:{_ROUND}|{MONTHS}|record|cut[\s-]?off)(?!\w)
      | (?:higher|lower|more|fewer)\s+(?:[\w-]+\s+){{0,2}}than | par\s+rapport\s+[àa]u?
      | (?:celle|celui)\s+d[ue] | depuis | contre | comparativement
      | record\s+(?:of|set)|the\s+record(?!-) )(?!\w)""",
    _X,
)
_OTHERS = re.compile(
    r"""\b(?: (?:two|three|four|five|six|seven|eight|nine|ten|several|other|both|recent
        |these|those|many|most|few|all)\s+(?:[\w-]+\s+){0,4}?(?:draws|rounds|drawings)
      | (?:draws|rounds|drawings|tirages|rondes)\s+(?:held|of|in|on|from|since|this|that
        |have|has|were|de|en|du) )\b""",
    _X,
)
# "The draw took place on ...": the round that the text is speaking of.
_SAME = re.compile(
    rf"""\s*(?:the|this|it|le|ce)\s+(?!(?:first|second|third|fourth|fifth|sixth|final|premier
      |deuxième|second|troisième|quatrième|dernier)\s)(?:[a-z()-]+\s+){{0,4}}?(?:{_ROUND}\s*,?\s*)?
      (?:which\s+)?(?:took\s+place|was\s+held|was\s+conducted|held|conducted|occurred
        |a\s+eu\s+lieu)(?!\w)
    | \s*(?:held|conducted)\s+on\s+[^,;.]{{3,25}}(?:,\s+20[0-9]{{2}})?,\s+(?:the|this)\s+
      (?:[a-z()-]+\s+){{0,3}}?{_ROUND}(?!\w)
    | \s*tenue?\s+le\s+[^,;.]{{3,25}},\s+(?:le|la|ce|cette)\s+{_ROUND}(?!\w)
    | \s*il\s+s'agi(?:t|ssait)\s+d(?:u|e\s+la)(?!\w)
    | \s*(?:this|it|ce|c')\s*(?:[a-z()-]+\s+){{0,3}}?(?:{_ROUND}\s+)?(?:is|was|marks|marked
        |becomes|became|est|était|marque)\s+(?:the|IRCC's|canada's|le|la)(?!\w)""",
    _X,
)
_PATTERNS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("own", _OWN),
    ("other", _OTHER),
    ("others", _OTHERS),
    ("beside", _BESIDE),
)
# The comma of "November 23, 2022" and the one before "which" end no comparison.
_CLAUSE_END = re.compile(
    r"""[;)] | ,(?!\s*(?:20[0-9]{2}|which|when|that|where|whose|who|with|at|in\s+which
      |during|lorsque|qui|dont|[0-9]{3}))(?=\s)""",
    _X,
)

_SEVERAL = re.compile(
    r"""\b(?:two|three|four|five|2|3|4|5|both|back-to-back|consecutive|deux|trois|quatre)
      \s+(?:[\w()'-]+\s+){0,5}?(?:draws|rounds|tirages|rondes)\b(?!\s+(?:ago|earlier))
    | \b(?:draws|rounds|tirages|rondes)\b[^.;:]{0,30}\b(?:two|three|four|consecutive
      |back-to-back|deux|trois)\b""",
    _X,
)
_LOOKS_BACK = re.compile(
    r"""\b(?:first|second|third|fourth|since|after|following|follows|previous|last|past
      |than|of|recent|next|other|earlier|premier|deuxième|depuis|après|derniers)\b""",
    _X,
)
_REVIEW = re.compile(
    r"""\b(?: compar(?:e[ds]?|ing|ison|ative)\b.*\b(?:draws|rounds|20[0-9]{2})
      | (?:draws|rounds|ITAs|invitations|tirages|rondes)\b.*\bcompared?\b
      | half[\s-]yearl?y? | mid[\s-]?year | (?:first|second)\s+(?:half|six\s+months|quarter)
      | (?:years?|months?)\s+in\s+review | recap | round-?up | bilan | premier\s+semestre
      | (?:trends|tendances)\b.*\b(?:draws|rounds|tirages|rondes)
      | (?:draws|rounds)\s+(?:(?:held|conducted)\s+)?(?:to\s+date|so\s+far|until\s+now|till\s+(?:now|date))
      | (?:all|every)\s+(?:of\s+the\s+)?(?:(?!program|categor)[\w-]+\s+){0,3}(?:draws|rounds)
      | (?:tirages|rondes)\b.*\b(?:à\s+ce\s+jour|jusqu'à\s+présent|jusqu'ici)
      | (?:tous|toutes)\s+les\s+(?:tirages|rondes) )\b | \b(?:[3-9][0-9]|[1-9][0-9]{2}),[0-9]{3}\b | \?\s*$""",
    _X,
)
_MANY = re.compile(
    r"""\b(?: (?:previous|recent|past|history|earlier|other|all|list|full\s+list|trends?
        |timeline|comparison|so\s+far|upcoming|next
        |future|what(?:'s)?\s+next|look(?:ing)?\s+(?:ahead|back)|outlook|predict\w*
        |forecast\w*|expect\w*|faq\w*|frequently|what\s+is|about|related|read\s+(?:more
        |also)|provincial|how\s+to)\b
      | (?:draws|rounds|results|tirages|rondes)\s+(?:in|of|since|for|this|so|de|en|over)\b
      | (?:draws|rounds|tirages|rondes)\b
      | express\s+entry\s+in\s+20[0-9]{2} | historique | précédents | récents )""",
    _X,
)
_EXAMPLE = re.compile(
    r"""\b(?:(?:recent|an|for|this)\s+example|for\s+instance|par\s+exemple|e\.g\.
      |suppos(?:e|ing|ons)|imagin(?:e|ons)|let's\s+say|hypothetical\w*)\b
    | ^\W*(?:example|exemple)s?\W*$""",
    _X,
)

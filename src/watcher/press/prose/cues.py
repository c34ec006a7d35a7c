"""Phrases that show which round is meant: the text's own, an earlier one, a province's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from watcher.press.prose.text import MONTHS, verbose

#: ``own``: the round that is news; ``same``: the one spoken of; ``other``: another round;
#: ``others``: several; ``beside``: a comparison, which ends with its clause;
#: ``foreign``: a draw that is not Express Entry's.
CueKind = Literal["own", "same", "other", "others", "beside", "foreign"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One such phrase; a ``beside`` extends to ``until``."""

    kind: CueKind
    start: int
    until: int


def find_cues(text: str) -> tuple[Cue, ...]:
    """Find the cues in the order of the text."""
    cues = [Cue("same", 0, len(text))] if _SAME.match(text) else []
    cues += [
        Cue(_counted(kind, m[0]), m.start(), _until(text, m.end()))
        for kind, pattern in _PATTERNS.items()
        for m in pattern.finditer(text)
    ]
    cues += [Cue("foreign", start, len(text)) for start in _foreign(text)]
    return tuple(sorted(cues, key=lambda cue: cue.start))


def names_several_rounds(text: str) -> bool:
    """Return whether the news is of several rounds at once."""
    found = _SEVERAL.search(text)
    return found is not None and not _LOOKS_BACK.search(
        text, max(0, found.start() - 40), found.start()
    )


def looks_back(title: str) -> bool:
    """Return whether a title is of many rounds, a comparison, or a question."""
    return _REVIEW.search(title) is not None


def opens_a_list(heading: str) -> bool:
    """Return whether a heading opens a list of rounds, or a look back or ahead."""
    return _MANY.search(heading) is not None


def is_an_example(text: str) -> bool:
    """Return whether a round is named as an example."""
    return _EXAMPLE.search(text) is not None


def is_foreign_title(title: str) -> bool:
    """Return whether a title is only of another draw: a province's, IEC, parents."""
    foreign = list(_FOREIGN.finditer(title))
    if not foreign and not _PROVINCE.search(title):
        return False
    if not _EXPRESS.search(title) and any(_FEDERAL_TOO.fullmatch(m[0]) for m in foreign):
        return True
    rest = _FOREIGN.sub(" ", title)
    if is_federal_title(rest):
        return False
    return bool(_BY_PROVINCE.search(title)) or _PERHAPS_FEDERAL.search(rest) is None


def is_federal_title(title: str) -> bool:
    """Return whether a title names a federal round; "PNP draw" may be a province's own."""
    return _FEDERAL_TITLE.search(title) is not None


def _counted(kind: CueKind, printed: str) -> CueKind:
    several = kind == "other" and printed.casefold().endswith(("draws", "rounds"))
    return "others" if several else kind


def _until(text: str, start: int) -> int:
    for found in _CLAUSE_END.finditer(text, start):
        # What stands in brackets after the start belongs to the comparison.
        if text.count("(", start, found.start()) <= text.count(")", start, found.start()):
            return found.start()
    return len(text)


def _foreign(text: str) -> list[int]:
    """Find the places from which a sentence is about a draw outside Express Entry."""
    federal = _FEDERAL.search(text)
    return [
        # Where nothing federal is named, the province has the sentence from its start.
        m.start() if federal else 0
        for m in _FOREIGN.finditer(text)
        if federal is None
        or m.start() < federal.start()
        or (_FEDERAL_TOO.fullmatch(m[0]) and not _EXPRESS.search(text))
        or _TURNS.search(text, 0, m.start())
    ]


_ROUND = r"(?:draw|round|lottery|tirage|ronde|selection)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_OWN = verbose(rf"""\b(?: today(?:'s)? | this\s+(?:morning|afternoon|evening|week's)
    | (?:latest|newest|most\s+recent|current|new(?!\s+(?:low|high))|recently\s+held)
      \s+(?:[a-z()-]+\s+){{0,5}}?{_ROUND}(?!\w)(?!\s+before)
    | (?:has|have)\s+just | just\s+(?:held|issued|invited|conducted)
    | aujourd'hui | (?:nouveau|nouvelle|plus\s+récent)\s+(?:\w+\s+){{0,2}} (?:tirage|ronde) )""")
_OTHER = verbose(rf"""\b(?: (?:previous|preceding|prior(?!\s+to)|earlier|last|other|next|separate
      |upcoming|future|similar|past|penultimate)
      \s+(?:[a-z()-]+\s+){{0,5}}?(?:{_ROUND}s?|record|cut[\s-]?offs?|ones?)(?!\w)
    | most\s+recent\s+(?:[a-z()-]+\s+){{0,4}}?{_ROUND}\s+before
    | (?:the\s+)?last\s+time | last\s+(?:week|month|year)(?:'s)? | last\s+{_WEEKDAY}(?:'s)?
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
    | hier(?!,?\s+(?:le\s+)?(?:1er|[0-9]{{1,2}})\s) | (?:la\s+)?semaine\s+dernière
      | (?:le\s+)?mois\s+dernier
    | the\s+other\s+(?:on|was|held|for|targeted|invited|issued)
    | lors\s+d'un\s+autre | had\s+(?:issued|invited|sent)\b
    | during\s+(?:this|that)\s+(?:time|period) | at\s+(?:that|the)\s+time(?!\s+of)
    | back\s+then | in\s+the\s+past | à\s+l'époque | auparavant | jusque-là
    | pendant\s+cette\s+(?:période|pause) )""")
# A comparison, which goes on to the end of its clause.
_BESIDE = verbose(rf"""\b(?: than | since(?!\s+(?:no|there|it|they|most|all|these|only)\b)
      | compared\s+(?:to|with) | in\s+comparison\s+(?:to|with)
    | versus | vs\.? | (?:up|down)\s+(?:by\s+)?(?:[0-9,]+\s+(?:points?\s+|ITAs\s+
      |invitations\s+)?)?(?:from|on) | the\s+same\s+as | similar\s+to | unlike
    | follow(?:s|ed|ing|-up) (?:\s+(?:on|up|closely))*\s+(?:the|a|an|its|yesterday|last|two|three
      |their)
    | (?:as|like)\s+(?:with|in|was)\s+(?:the|its|their|all|previous|last|most)
    | (?:surpass|beat|exceed|eclips|break|broke|match)\w*\s+(?:the|its)
    | (?:surpass|beat|exceed|eclips|match|rival)\w*\s+(?:only|just|solely)?\s*by
    | (?:dépass|surpass)ée?s?\s+(?:seulement\s+|uniquement\s+)?par
    | (?:over|from|after|as\s+in)\s+(?:the|its|their|IRCC's|last)\s+
      (?:[\w()-]+\s+){{0,5}}?(?:{_ROUND}|{MONTHS}|record|cut[\s-]?off)(?!\w)
    | (?:higher|lower|more|fewer)\s+(?:[\w-]+\s+){{0,2}}than | par\s+rapport\s+[àa]u?
    | (?:celle|celui)\s+d[ue] | depuis | contre | comparativement
    | record\s+(?:of|set)|the\s+record(?!-) )(?!\w)""")
_OTHERS = verbose(r"""\b(?: (?:two|three|four|five|six|seven|eight|nine|ten|several|other|both
      |recent|these|those|many|most|few|all)\s+(?:[\w-]+\s+){0,4}?(?:draws|rounds|drawings)
    | (?:draws|rounds|drawings|tirages|rondes)\s+(?:held|of|in|on|from|since|this|that|have|has|were
      |de|en|du) )\b""")
# "The draw took place on ...": the round that the text is speaking of.
_SAME = verbose(rf"""\s*(?:the|this|it|le|ce)\s+(?!(?:first|second|third|fourth|fifth|sixth|final
      |premier|deuxième|second|troisième|quatrième
      |dernier)\s)(?:[a-z()-]+\s+){{0,4}}?(?:{_ROUND}\s*,?\s*)?
      (?:which\s+)?(?:took\s+place|was\s+held|was\s+conducted|held|conducted|occurred
        |a\s+eu\s+lieu)(?!\w)
    | \s*(?:held|conducted)\s+on\s+[^,;.]{{3,25}}(?:,\s+20[0-9]{{2}})?,\s+(?:the|this)\s+
      (?:[a-z()-]+\s+){{0,3}}?{_ROUND}(?!\w)
    | \s*tenue?\s+le\s+[^,;.]{{3,25}},\s+(?:le|la|ce|cette)\s+{_ROUND}(?!\w)
    | \s*il\s+s'agi(?:t|ssait)\s+d(?:u|e\s+la)(?!\w)
    | \s*(?:this|it|ce|c')\s*(?:[a-z()-]+\s+){{0,3}}?(?:{_ROUND}\s+)?(?:is|was|marks|marked|becomes
      |became|est|était|marque)\s+(?:the|IRCC's|canada's|le|la)(?!\w)""")
_PATTERNS: Mapping[CueKind, re.Pattern[str]] = {
    "own": _OWN,
    "other": _OTHER,
    "others": _OTHERS,
    "beside": _BESIDE,
}
# The comma of "November 23, 2022" and the one before "which" end no comparison.
_CLAUSE_END = verbose(r"""[;)] | ,(?!\s*(?:20[0-9]{2}|which|when|that|where|whose|who|with|at
      |in\s+which|during|lorsque|qui|dont|[0-9]{3}))(?=\s)""")
_SEVERAL = verbose(r"""\b(?:two|three|four|five|2|3|4|5|both|back-to-back|consecutive|deux|trois
      |quatre) \s+(?:[\w()'-]+\s+){0,5}?(?:draws|rounds|tirages|rondes)\b(?!\s+(?:ago|earlier))
    | \b(?:draws|rounds|tirages|rondes)\b[^.;:]{0,30}\b(?:two|three|four|consecutive|back-to-back
      |deux|trois)\b""")
_LOOKS_BACK = verbose(r"""\b(?:first|second|third|fourth|since|after|following|follows|previous|last
      |past|than|of|recent|next|other|earlier|premier|deuxième|depuis|après|derniers)\b""")
_REVIEW = verbose(r"""\b(?: compar(?:e[ds]?|ing|ison|ative)\b.*\b(?:draws|rounds|20[0-9]{2})
    | (?:draws|rounds|ITAs|invitations|tirages|rondes)\b.*\bcompared?\b
    | half[\s-]yearl?y? | mid[\s-]?year | (?:first|second)\s+(?:half|six\s+months|quarter)
    | (?:years?|months?)\s+in\s+review | recap | round-?up | bilan | premier\s+semestre
    | (?:trends|tendances)\b.*\b(?:draws|rounds|tirages|rondes)
    | (?:draws|rounds)\s+(?:(?:held|conducted)\s+)?(?:to\s+date|so\s+far|until\s+now
      |till\s+(?:now|date))
    | (?:all|every)\s+(?:of\s+the\s+)?(?:(?!program|categor)[\w-]+\s+){0,3}(?:draws|rounds)
    | (?:tirages|rondes)\b.*\b(?:à\s+ce\s+jour|jusqu'à\s+présent|jusqu'ici)
    | (?:tous|toutes)\s+les\s+(?:tirages|rondes) )\b | \b(?:[3-9][0-9]|[1-9][0-9]{2}),[0-9]{3}\b
      | \?\s*$""")
_MANY = verbose(r"""\b(?: (?:previous|recent|past|history|earlier|other|all|list|full\s+list|trends?
      |timeline|comparison|so\s+far|upcoming|next|future|what(?:'s)?\s+next
      |look(?:ing)?\s+(?:ahead|back)|outlook|predict\w*|forecast\w*|expect\w*|faq\w*|frequently
      |what\s+is|about|related|read\s+(?:more|also)|provincial|how\s+to)\b
    | (?:draws|rounds|results|tirages|rondes)\s+(?:in|of|since|for|this|so|de|en|over)\b
    | (?:draws|rounds|tirages|rondes)\b
    | express\s+entry\s+in\s+20[0-9]{2} | historique | précédents | récents )""")
_EXAMPLE = verbose(r"""\b(?:(?:recent|an|for|this)\s+example|for\s+instance|par\s+exemple|e\.g\.
      |suppos(?:e|ing|ons)|imagin(?:e|ons)|let's\s+say|hypothetical\w*)\b
    | ^\W*(?:example|exemple)s?\W*$""")

_PROVINCES = r"""(?:ontario|british\s+columbia|b\.?c\.?|alberta|saskatchewan|manitoba|nova\s+scotia
      |new\s+brunswick|prince\s+edward\s+island|p\.?e\.?i\.?|newfoundland
    (?:\s+and\s+labrador)?|yukon|nunavut|northwest\s+territories|nwt|qu[ée]bec|colombie-britannique
      |nouvelle-[ée]cosse|nouveau-brunswick)"""
_FOREIGN = verbose(rf"""(?<!\w)(?: (?-i:OINP|SINP|MPNP|AAIP|AINP|NSNP|NBPNP|NLPNP|PEIPNP|YNP|BCPNP
      |IEC|EEBC|SIRS|NTNP|PEI\s+PNP|PGP|RNIP|RCIP|FCIP|PSTQ|PRTQ|PEQ|LAAs?|NOIs?|PTQ|EIC|HCP|ISW
      |EOI)
    | {_PROVINCES}'?s?\s+(?:PNP|(?:immigrant|provincial)\s+nominee|\(?OINP|express\s+entry|draws?
      |rounds?|human\s+capital|(?:also\s+)?(?:has\s+|have\s+)?
        (?:invites?|invited|issues?|issued|sends?|sent|holds?|held|conducts?|conducted|selects?
          |selected|nominates?|nominated|targets?|extend(?:s|ed)|called|hosts?|hosted|welcomes?
          |welcomed|announces?|announced|a\s+invité|invitait|tient|a\s+tenu))
    | (?:^|(?<=[.;]\s))\W{{0,9}}(?:on\s+[^,.;]{{3,25}},\s+)?(?:the\s+(?:province|government)
        \s+of\s+|l'|le\s+)?{_PROVINCES}\b[^.;]{{0,110}}?\b(?:invited|issued|sent|held|conducted
          |selected|nominated|extended)
    | {_PROVINCES}(?:(?:,\s*|,?\s+(?:and|&)\s+){_PROVINCES}){{1,12}}\s+(?:have\s+|also\s+)?
      (?:releas|announc|invit|issu|held|hold|sent|send|conduct|select)\w*
    | (?:immigrant|provincial)\s+nominee\s+program\s+of\s+{_PROVINCES}
    | \w+\s+immigrant\s+nominee\s+program | alberta\s+advantage
    | expressions?\s+of\s+interest | notifications?\s+of\s+interest | arrima
    | letters?\s+of\s+advice | international\s+experience\s+canada
    | working\s+holiday | parents?\s+and\s+grandparents? | atlantic\s+immigration
    | skills\s+immigration | human\s+capital\s+priorities | entrepreneur\s+stream
    | expérience\s+internationale\s+canada | rural\s+(?:and\s+northern|community)
    | déclarations?\s+d'intérêt | programme\s+régulier\s+des\s+travailleurs
    | skill\s?select | provinces?\s+
      (?:(?:have|has|also)\s+)*(?:invit(?:es?|ed)|issued?s?|held|holds?|sen[dt]s?|conduct)
    | provincial\s+nominations?\s+(?:from|in|by)\s+{_PROVINCES}
    | (?:PNP|nominee\s+program|nominee|PCP)\s+(?:draws?|rounds?|invitations|results|tirages?)
      \s+(?:(?:held|conducted)\s+)?(?:in|by|of|from|for|en|au|de|à)\s+(?:the\s+|la\s+
        |l')?{_PROVINCES}
    | tirages?\s+(?:du\s+)?PCP\s+(?:en|au|de|à|d')\s*(?:la\s+|l')?{_PROVINCES}
    | (?:apply|applications?|invitations?|invited)\s+for\s+(?:a\s+|the\s+)?
      provincial\s+nominations?
    | express\s+entry\s+(?:b\.?c|british\s+columbia) | skilled\s+workers?\s+
      (?:in\s+manitoba|overseas) | strategic\s+recruitment | international\s+education
      \s+stream | french-speaking\s+skilled\s+worker\s+stream
    | provincial\s+(?:immigration|nomination|nominee)\s+(?:draws|results?|streams?)
    | PNP\s+(?:draw\s+)?results )(?!\w)""")
_PROVINCE = verbose(rf"\b{_PROVINCES}\b(?=.{{0,60}}\b(?:draw|invit|nominat|round|select|tirage))")
# Programs of the department that are no Express Entry.
_FEDERAL_TOO = verbose(r"""IEC|PGP|RNIP|RCIP|FCIP|EIC|international\s+experience\s+canada
      |working\s+holiday|parents?\s+and\s+grandparents?|atlantic\s+immigration|rural\s.*
      |expérience\s.*""")
_EXPRESS = verbose(r"express\s+entry|entrée\s+express|\b(?:CEC|PNP)\b")
_FEDERAL = verbose(r"""\b(?:IRCC|immigration,?\s+refugees,?(?:\s+and|\s*&)?\s+citizenship|federal
      |the\s+department|ottawa|canada(?:'s)?\s+(?:has|have|held|holds|issue[sd]|invite[sd]|sent
      |sends|conduct\w*)|government\s+of\s+canada|le\s+canada|réfugiés\s+et \s+citoyenneté)\b""")
# "IRCC said so, while Ontario invited ...": from there on it is the province.
_TURNS = verbose(r"(?:[;,:]|\b(?:and|while|whereas|but|et|tandis\s+que))\s+$")
_FEDERAL_TITLE = verbose(r"""\b(?: IRCC | federal | fédéral
      | canada\s+(?:invites?|invited|issues?|issued|holds?|held|conducts?|sends)
      | express\s+entry\s+draw\s+\#?[0-9]{3} )""")
# What provinces call their own draws, too.
_PERHAPS_FEDERAL = verbose(r"""\b(?: CEC | (?:pnp|cec|french|healthcare|category-based)
      [\s-]+(?:only\s+)?(?:express\s+entry\s+)?(?:draw|candidates)
    | (?:canada's\s+)?(?:latest|new|first|second|largest)\s+(?:federal\s+)? express\s+entry\s+draw
    | express\s+entry\s+(?:and|&|,) | (?:and|&|,)\s+express\s+entry )""")
_BY_PROVINCE = verbose(rf"""(?:^|[:|\u2013\u2014]\s|\s-\s)\W*(?:breaking|news|new|latest|the|le|la
      |l'|update)*\W* {_PROVINCES}\b
    | \b{_PROVINCES}\s+(?:PNP|issu|invit|held|hold|send|sent|conduct|select|nominat|target)""")

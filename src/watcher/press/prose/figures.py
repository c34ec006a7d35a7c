"""Cut-offs and invitations among the numbers of a sentence."""

from typing import Literal

from watcher.core.pool import HIGHEST_CRS
from watcher.press.prose.text import MONTHS, left_of, verbose
from watcher.press.prose.values import WrittenNumber


def kind_of_figure(text: str, number: WrittenNumber) -> Literal["cutoff", "invitations"] | None:
    """Return which of a round's figures the number is, if any."""
    if _is_cut_off(text, number):
        return "cutoff"
    return "invitations" if _is_invited(text, number) else None


def _is_cut_off(text: str, number: WrittenNumber) -> bool:
    """Return whether the number is a round's cut-off, no difference, range, forecast, bonus or example."""
    if number.grouped or not 1 <= number.value < HIGHEST_CRS:
        return False
    left, right = left_of(text, number.start, 110), text[number.end : number.end + 70]
    if _NO_SCORE_RIGHT.match(right) or _NO_SCORE_LEFT.search(left):
        return False
    if _is_supposed_or_bonus(text, number):
        return False
    return bool(
        _SCORE_LEFT.search(left)
        or _CRS_LEFT.search(left)
        or _SCORE_RIGHT.match(right)
        or ((_LOW_LEFT.search(left) or _FELL_LEFT.search(left)) and _SCORED.search(text))
        or (_NEEDED_LEFT.search(left) and _POINTS_RIGHT.match(right))
    )


def _is_supposed_or_bonus(text: str, number: WrittenNumber) -> bool:
    left, right = left_of(text, number.start, _CLAUSE), text[number.end : number.end + _CLAUSE]
    return bool(
        _SUPPOSED_SCORE.search(left)
        or _UNNOMINATED_LEFT.search(left)
        or _UNNOMINATED_RIGHT.match(right)
        or (number.value <= _LANGUAGE and _LANGUAGES.search(text))
        or (number.value == _WORTH and _ADDED.search(text))
    )


def _is_invited(text: str, number: WrittenNumber) -> bool:
    """Return whether the number is an exact count of invitations in one round, no total, difference or estimate."""
    left, right = left_of(text, number.start, 130), text[number.end : number.end + 130]
    if number.value > _MOST or _NO_COUNT_LEFT.search(left) or _NO_COUNT_RIGHT.match(right):
        return False
    if not number.grouped and number.value in _YEARS and not _INVITE_LEFT.search(left):
        return False
    if _LABEL.search(left) or _INSTRUCTED.search(left_of(text, number.start, 260)):
        return True
    if _SUPPOSED_COUNT.search(left) or _TOTAL_LEFT.search(left) or _TOTAL_RIGHT.match(right):
        return False
    return _is_count_of_invited(left, right)


def _is_count_of_invited(left: str, right: str) -> bool:
    if _INVITE_LEFT.search(left):
        return _UNIT_RIGHT.match(right) is None
    return bool(
        _ITAS_RIGHT.match(right)
        or _ROSE_LEFT.search(left)
        or (_WELCOMED_LEFT.search(left) and _APPLICANTS_RIGHT.match(right))
        or ((_ITAS_TO_LEFT.search(left) or _SAW_LEFT.search(left)) and _PEOPLE_RIGHT.match(right))
        or _RECEIVED_RIGHT.match(right)
    )


_CLAUSE = 170
_LANGUAGE = 12  # the highest language level
_WORTH = 600  # the points that a nomination adds
_YEARS = range(2010, 2040)
_MOST = 30_000  # in 450 rounds the most was 27,332; more than that is a sum

_PERSONS = r"""(?:candidates?|applicants?|profiles?|people|persons?|individuals?|professionals?
      |workers?|nominees?|immigrants?|hopefuls?|aspirants?|nationals?|physicians?|doctors?|nurses?
      |newcomers?|francophones?|speakers?|managers?|recruits?|researchers?|educators?|teachers?
      |tradespeople|graduates?|tradespersons?|candidat(?:e|s|es|e?\(e?s\)|·e·s)?|personnes?
      |travailleu(?:r|rs|ses)|professionnel(?:s|les)?|médecins?|profils?|demandeurs?|enseignants?
      |cadres)"""
_INVITATION = r"(?:ITA'?s?|invitations?|invites|IPDs?)"
_INVITATIONS = r"(?:ITA'?s?|invitations|invites|IPDs?)"
# What parts a number from the noun that it might count.
_NOT_BETWEEN = r"""(?!(?:was|were|is|are|be|being|been|to|or|and|of|for|in|on|with|who|that|an?
      |issued|received|receiving|required|rounds?|draws?|each|per|when|from|while|but|as|by|at
      |issues?|sends?|invites?|holds?|provinces?|streams?|programs?)\b)"""
# What makes a number one that nobody counted.
_HEDGE = r"""(?:over|more\s+than|about|around|nearly|almost|approx(?:imately|\.)?|some|roughly
      |at\s+least|up\s+to|as\s+many\s+as|close\s+to|under|less\s+than|below|fewer\s+than|estimated
      |above|exceed(?:s|ed|ing)|beyond|plus\s+d[e']|environ|près\s+de|quelque|au\s+moins|jusqu'à
      |moins\s+d[e']|autour\s+de|presque|[>~<≥≈]|\+)"""
_CRS = r"""(?:CRS|SCG|comprehensive\s+ranking(?:\s+system)?
      |syst[èe]me\s+de\s+classement\s+global)"""
_KEY = rf"""(?:{_CRS}|scor(?:es?|ed|ing)|cut[\s-]?offs?|thresholds?|bar|mark|seuil|minimums?
      |pointage|note|points?\s+requirement|pass\s+mark)"""
_ADVERBS = r"""(?:(?:only|just|at\s+least|a|an|the|new|low|record|record-low|historic|all-time|lows?
      |highs?|minimum|lowest|of|mere|seulement|au\s+moins|exactly|score|unusually|precisely
      |remarkable|whopping|surprising|surprisingly|points?|very|correct|corrected|currently|now
      |actuellement|un|une|le|la|nouveau|bas|plancher|plus|CRS|relatively|total|high|higher|lower
      |modest|le\s+plus|as\s+low\s+as|équivalente?\s+à|égale?\s+à|minimale?|minimum|recent|steep
      |staggering)[\s(]+){0,6}"""
_LINK = r"""(?:\b(?:of|as\s+low\s+as|was|is|were|at|to|being|be|requires?|required|needed|hits?
      |reach(?:ed|es|ing)|stood\s+at|stands?\s+at|with|de|d'|à|était|est|soit|fut|atteint|atteignant
      |fix(?:é|ée|ait|ant))|[:=\u2013\u2014]|-(?=\s))"""
# Between key and link: no other sentence, no digits but those of "from 466 to" and "fell 17 points to".
_BETWEEN = rf"""(?: [^.;:?!0-9\u2013\u2014]{{0,60}}?
    (?: \b{MONTHS}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?\s+20[0-9]{{2}})?\b,?\s{{0,2}}
      (?=(?:draw|round)?\s?(?:was|were|is|at|of|stood|required|:))(?:draw|round)?\s?
      | \b(?:from|de)\s+[0-9]{{2,4}}\s*(?:points?\s*)?(?:\([^()0-9]{{0,40}}\)\s*)? (?=to\b|à\b)
      | \b[0-9]{{1,2}}(?:st|nd|rd|th)\b [^.;:?!0-9\u2013\u2014]{{0,30}}?
      | \b[0-9]{{1,3}}(?:\s+|-)points?\s+ [^.;:?!0-9]{{0,20}}? )? )"""
# "a minimum CRS score of 476", "The cut-off for this draw was set at 463", "CRS score threshold, which dropped from
# 466 to a new low of 428", "Minimum CRS required: 462".
_SCORE_LEFT = verbose(rf"\b{_KEY}\b{_BETWEEN}{_LINK}\s*{_ADVERBS}$")
# "at an unusually low CRS 169", "CRS cut-off 509", "CRS cut off score 507".
_CRS_LEFT = verbose(rf"""\b(?:{_CRS}(?:\s*\((?:CRS|SCG)\))?|cut[\s-]?off|minimum|seuil)
    (?:\s+(?:score|cut[\s-]?off|cutoff|points|threshold|mark|minimum)){{0,3}} \s*(?:\(\s*)?$""")
# "reached a new low of 441", where the sentence says of what.
_LOW_LEFT = verbose(r"\b(?:new|record|historic|all-time|year's)\s+(?:low|high)\s+(?:of|at)\s+$")
# "decreased from 538 to 491", but not "from 489 to 484, then to 472".
_FELL_LEFT = verbose(r"\bfrom\s+[0-9]{3}\s+(?:points?\s+)?to\s+$")
_SCORED = verbose(rf"\b(?:{_CRS}|scores?|cut-?offs?)\b")
_OR_MORE = r"""(?:\+|\s*(?:points?\s*)?,?\s*(?:or|and|et|ou)\s+
    (?:more|above|higher|further|over|better|greater|up|plus|au-dessus|upwards))"""
# Seen: "438 or more Comprehensive Ranking System (CRS) points", "462 CRS cut-off", "732 points on the CRS", "the
# 533-point requirement".
_SCORE_RIGHT = verbose(rf"""(?:{_OR_MORE})? (?:[\s-]points?)? ,? (?:{_OR_MORE})? ,?
    (?: [\s-]+(?:(?:on|under|in|for|of|dans|au|du|sur)\s+)?(?:the\s+|le\s+)? (?:minimum\s+)?{_CRS}\b
      | [\s-]+(?:cut[\s-]?off|threshold|minimum\s+score|requirement)\b )""")
_NEEDED_LEFT = verbose(rf"""\b(?:minimum|least|needed|required?|requires|lowest|scor(?:e|ed|ing)
      |{_CRS})\b [^.;:0-9]{{0,30}}$""")
_POINTS_RIGHT = verbose(rf"""\s*(?:{_OR_MORE}\s*)?(?:-|\s)?points?\b(?!\s+(?:for|from|to|more
      |higher))""")
_NO_SCORE_LEFT = verbose(r"""(?: \b(?:around|about|approx(?:imately|\.)?|near(?:ly)?|close\s+to
      |almost|roughly|below|under|less\s+than|above|over|more\s+than|hovering|between|up|down
      |from\s+(?:an?\s+)?(?:high|low|peak)\s+of|to\s+an?\s+(?:low|high)\s+of\s+[0-9]+\s+from|by|from
      |exceed(?:s|ed|ing)?|beyond|mid|than|vs\.?|versus|another|environ|plus|extra|additional|bonus
      |further|gain(?:s|ed)?|add(?:s|ed|ing)?|award(?:s|ed)?|près\s+de|autour\s+de|au-dessus\s+de
      |au-dessous\s+de|en\s+dessous\s+de|moins\s+de|plus\s+de|inférieure?\s+(?:à|de)
      |supérieure?\s+(?:à|de)|(?:increase|decrease|drop|rise|jump|decline|difference|fall|hausse
      |baisse|diminution|gap|reduction|increments|swing)\s+(?:of|de)|(?:increased|decreased|dropped
      |rose|fell|jumped|declined|reduced|falling|rising|dropping|diminué|augmenté|baissé
      |chuté)(?:\s+de)?|out\s+of|entre|noc|teer|nclc|clb|age|aged|ages|age\s+of|top|band|bill|range
      |the \s+(?:low|mid|high)) \s+(?:a\s+|only\s+|just\s+|of\s+)?
    | [+~<>≥≈\u00d7/#]\s? | [0-9]\s?[-\u2013\u2014]\s? )$""")
# "436 points out of 1200", "436/1200": the end of the scale, beside the score.
_TO_END = r"""\s+(?:(?:an?|the)\s+)?(?:(?:total|maximum|possible|available|of|max)\s+){0,3}
    1[,.\s]?200(?!\d)"""
_OF_SCALE = r"/\s?1[,.\s]?200(?!\d)"
_NO_SCORE_RIGHT = verbose(rf"""\s?(?: [-\u2013\u2014]\s?[0-9] | \s?(?:to|à|&|,\s?then\s+to)\s+[0-9]
    | \s?(?:and|et)\s+[0-9]{{2,3}}(?![0-9,.\s]*[0-9])
    | \s?[+]\s?[0-9] | (?!{_OF_SCALE})[.,:/][0-9] | \s?(?:st|nd|rd|th|e|er)\b
    | (?:{_NOT_BETWEEN}[\w'()-]+\s){{0,4}}?(?:{_PERSONS}|{_INVITATIONS})\b
    | -?\s?(?:days?|months?|weeks?|hours?|years?|draws?|rounds?|occupations?|nocs?|percent
      |per\s+cent|million|thousand|programs?|streams?|jours?|mois|ans|semaines?|minutes?|countries
      |provinces|categories|%)\b
    | \s?(?:additional|extra|bonus|more|fewer|less|higher|lower|supplémentaires?|de\s+(?:plus
      |moins))\b
    | [\s-]points?\s+(?:more|higher|lower|less|fewer|above|below|from|than|drop|for\s+(?:a|an|your
      |each|every|having|those|being|it)|increase|decrease|decline|jump|de\s+(?:plus|moins)|bonus
      |additional|extra|each|out\s+of(?!{_TO_END})|on\s+the\s+selection|in\s+(?:all|each)
      |supplémentaires?|to\s+(?:your|a|the|their)|down|up)\b
    | \s?out\s+of\b(?!{_TO_END}) )""")
# Expectations, wishes and examples.
_SUPPOSED_SCORE = verbose(r"""(?: \b(?:(?<!candidates\swere\s)(?<!applicants\swere\s)expect\w*
      |predict\w*|forecast\w*|project(?:ed|ion|ions)|anticipat\w*|could|might|would|should\s+(?:drop
      |fall|be|see|remain|come|rise)|likely|probabl[ey]|possibl[ey]|estimat\w*|imperative
      |speculat\w*|if|suppos\w*|imagin\w*|assum\w*|(?:for|as\s+an)\s+example|e\.g\.|upcoming|your
      |you|initially|hypothetical\w*|my|profile\s+[0-9a-z]|(?:a|one|the|every
      |any)\s+(?:single\s+)?(?:candidate|applicant|person|someone)
      \s+(?:with|having|who)|someone|anyone|will\s+(?:be|fall|drop|have|see|remain)
        |next\s+(?:\w+\s+){0,4}(?:draw|round)s?\b
      (?!\s+(?:\w+\s+)?(?:was|were|took|held|came))|s'attend\w*|pourrai\w+|devrai\w+|prévu\w*
        |prévoi\w*|par\s+exemple|prochain\w*|average|averag\w+|median|moyenne|typical\w*|usual\w*
        |normally|generally|distribution|ranging|ranged?|moved\s+from|oscillat\w*|var(?:ied|ying|y)
        |running|anywhere|fluctuat\w*|sinp|oinp|eoi|aged?)\b
    | (?-i:\b[Mm]ay\b(?!\s[0-9])\s+[a-z]) ) [^.;]*$""")
# A nomination is worth 600 points; texts work out the score without it.
_LANGUAGES = verbose(r"\b(?:languages?|NCLC|CLB|IELTS|TEF|TCF|abilities)\b")
_ADDED = verbose(r"\b(?:nomin\w+|PNP|additional|extra|automatic\w*|add\w*|bonus|boost|désign\w+)\b")
_UNNOMINATED_LEFT = verbose(r"""\b(?:without|before|prior\s+to|excluding|sans|avant)
    \b [^.;,]{0,40} \b(?:nominat\w*|désignation) [^.;]{0,60}$""")
_UNNOMINATED_RIGHT = verbose(r"""[^.;]{0,50}? \b(?:without|before|prior\s+to|excluding|sans|avant)\b
    [^.;,]{0,40} \b(?:nominat\w*|désignation|600)""")

_WORD = r"[\w'&()/.,-]{1,24}"
_FILL = r"""(?:(?:a|an|another|the|exactly|just|only|total|record|record-breaking|record-high
      |whopping|massive|historic|mere|further|of|new|additional|un|une|les|nouveaux|nouvelles
      |seulement|impressive|large|number|quelques?)[\s(]+){0,5}"""
_NO_COUNT_LEFT = verbose(rf"""(?: \b{_HEDGE}\s*(?:a\s+)?(?:total\s+of\s+)?
    | \b(?:increase|decrease|rise|drop|jump|decline|reduction|difference|hike|growth|surge|hausse
      |baisse|diminution|augmentation)\s+(?:of|de)\s+(?:only\s+|just\s+)?
    | \b(?:by|from|than|versus|vs\.?|to\s+between|between|noc|teer|age|aged|top|crs|score|scores
      |of\s+the)\s+(?:only\s+|just\s+)? )$""")
_NO_COUNT_RIGHT = verbose(r"""\s*(?: (?:ITAs|invitations|invites
      |candidates)(?:\s+to\s+apply)?(?:\s*\([^()]{1,20}\))?\s+(?:each|chacune?)\b
    | [-\u2013\u2014]\s?[0-9] | (?:and|to|et|à)\s+[0-9]
    | (?:more|fewer|additional|less|extra|de\s+plus|de\s+moins)\b[^.;]{0,60}?
      \b(?:than|over|compared|que|versus)\b
    | [-\s]?(?:points?|days?|months?|weeks?|hours?|years?|draws?|rounds?|minutes?|occupations?|nocs?
      |million|percent|per\s+cent|streams?|categories|programs?|pm|am|p\.m|a\.m|times|jours?|mois
      |semaines?|ans|heures?|tirages?|métiers|professions|(?:st|nd|rd|th)(?!\s+or\b))\b )""")
_UNIT_RIGHT = verbose(r"\s*(?:%|\$|/|:)")
# "1,000 invitations", "699 new PR invites", "6 000 invitations à présenter".
_ITAS_RIGHT = verbose(rf"""\s*(?:{_NOT_BETWEEN}{_WORD}\s+){{0,4}}?\(?(?:{_INVITATIONS}
      |invitation\s+to\s+apply)\b""")
# "893 Provincial Nominee Program (PNP) candidates".
_PEOPLE_RIGHT = verbose(rf"\s+(?:{_WORD}\s+){{0,8}}?{_PERSONS}\b")
_INVITE_LEFT = verbose(rf"""\b(?:encouraged|invit(?:ed|es?|ing|é|és|ée|ées|er|ant|ent
      |ait)(?:\s+out)?|select(?:ed|s|ing)|sélectionn(?:é|e|ant))\s+(?:de\s+)?{_FILL}\(?$""")
# "Canada welcomed 1,070 Express Entry candidates": of immigrants it would be who came.
_WELCOMED_LEFT = verbose(rf"\b(?:welcom(?:ed|es)|a\s+accueilli|accueille)\s+{_FILL}$")
_APPLICANTS_RIGHT = verbose(rf"""\s+(?:{_WORD}\s+){{0,6}}?(?:candidates|applicants|nominees
      |candidate?s)\b (?!\s+(?:for|to)\s+(?:the\s+)?(?:study|work|citizenship))""")
# "issued invitations to apply (ITAs) to 646", "invitations were sent to 1,000".
_ITAS_TO_LEFT = verbose(rf"""\b(?:{_INVITATION}|invited)\b [^.;:0-9]{{0,70}}? \b(?:to|for|à|aux?)\s+
    {_FILL}\(?$""")
_SAW_LEFT = verbose(r"""\b(?:result(?:ed|s|ing)\s+in|invitations?\s+of|saw|sees|seen
      |led\s+to)\s+(?:a\s+total\s+of\s+)?$""")
# "The number of ITAs issued to candidates has increased to 1,000".
_ROSE_LEFT = verbose(rf"""\bnumber\s+of\s+{_INVITATION}\b (?:(?!\b(?:year|total|far
      |date)\b)[^.;:0-9]){{0,110}}
    \b(?:increased|risen|rose|grew|grown|decreased|fell|fallen|dropped|raised|up|down)
    \s+to\s+(?:just\s+|only\s+)?$""")
# "699 candidates received an invitation", "825 candidates invited".
_RECEIVED_RIGHT = verbose(rf"""\s+(?:{_WORD}\s+){{0,8}}? {_PERSONS}
    (?:,\s+(?:each|all|every\s+one|most|tous|toutes|chacune?)\s+[^.;]{{2,100}},)?
    \s+ (?:{_WORD}\s+){{0,10}}?
    (?:invited|received|receiving|receive|were\s+selected|(?:was|were|been)\s+(?:issued|sent|given
      |handed|offered|asked\s+to\s+apply)|getting|got|got\s+their|reçu|reçoivent|invités|invitées
      |conviés)\b""")
_LABEL = verbose(rf"""(?:^|[|;,•\u2013\u2014\-(]\s*|\*\s*)
    (?: (?:total\s+)?(?:number|no\.?|nombre|\#)\s+(?:of|d'|de)\s*(?:{_INVITATION}|candidat(?:e?s
      |es)(?:\s+invit\w+)?|candidates(?:\s+invited)?|people\s+invited|applicants(?:\s+invited)?)
      | {_INVITATION} | candidates\s+invited | draw\s+size | round\s+size | candidats\s+invités
      | rank\s+(?:needed|required) (?:\s+to\s+be\s+invited(?:\s+to\s+apply)?)?
      | rang\s+(?:requis|nécessaire)[^:0-9]{{0,60}} )
    (?:\s+to\s+apply)? (?:\s*\([^()0-9]{{1,30}}\))?
    (?:\s+(?:issued|sent|extended|offered|à\s+présenter\s+une\s+demande|émises|envoyées|délivrées
      |in\s+this\s+(?:draw|round)|for\s+this\s+(?:draw|round)) ){{0,2}} (?:\s*\([^()0-9]{{1,30}}\))?
    (?: \s*[:=\u2013\u2014\-|]\s* | (?<=issued)\s+(?=$) ) {_FILL}$""")
# Ministerial instructions: "the number of invitations that may be issued during the period that begins on ... and
# ends on ... is 2,878".
_INSTRUCTED = verbose(r"""number\s+of\s+invitations\s+that\s+(?:may|might|can|could
      |are\s+to)\s+be\s+ issued [^:;]{0,180}? \bis\s+(?:set\s+at\s+)?$""")
_TOTAL_LEFT = verbose(r"""\b(?:so\s+far|to\s+date|year[-\s]to[-\s]date|already|cumulative(?:ly)?
      |altogether|combined|since\s+(?:the\s+)?(?:start|beginning|january|launch)|total\s+number
      |grand\s+total|(?:brought|brings?|bringing)\s+the|annual(?:ly)?|(?:each|per|every)\s+year
      |targets?|goals?|levels\s+plan|aims?|(?:previous|old|earlier|last)\s+(?:record|high)
      |jusqu'à\s+présent|depuis\s+le\s+début|à\s+ce\s+jour|objectifs?|au\s+total\s+en
      |total\s+(?:of\s+)?(?:ITAs|invitations)\s+for|on\s+average|average\s+of|(?:^|[.;]\s*)(?:this
      |last)\s+year,?|pour\s+l'année|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve
      |dozen|both|several|multiple|these|those|(?<!\#)[1-9][0-9]{0,2}|deux|trois|quatre
      |plusieurs)\s+
    (?:[\w()-]+\s+){0,4}?(?:draws|rounds|lotteries|drawings|tirages|rondes)|together|collectively
      |cumul\w+|(?:first|second|last|initial|opening|premiers?|second)\s+(?:half|(?:six|three|four
      |[0-9]) \s+months|quarter|semestre|trimestre|(?:six|trois)\s+mois))\b [^.;]{0,110}$""")
# What somebody expects or plans.
_SUPPOSED_COUNT = verbose(r"""\b(?:project(?:ed|ion|ions|s)|expect\w*|estimat\w*|anticipat\w*
      |forecast\w*|predict\w*|plan(?:s|ned|ning)?\s+(?:to|on|for)|intend\w*|hopes?\s+to|could|might
      |would|will|next\s+(?:\w+\s+){0,3}(?:draw|round)s?\b
    (?!\s+(?:\w+\s+)?(?:was|were|took|held|came))|if|pourrai\w+|devrai\w+|prévoi\w*|prévu\w*)\b
      [^.;]{0,110}$""")
_YEARLY = r"(?<!draw\s)(?<!round\s)(?<!tirage\s)"
_TOTAL_RIGHT = verbose(rf"""[^.;:]{{0,80}}? (?: \b(?:so\s+far|to\s+date|year[-\s]to[-\s]date
      |in\s+total\s+(?:this|for)|since\s+(?:january|the\s+(?:start|beginning))|annually|(?:each|per
      |every)\s+year|jusqu'à\s+présent|à\s+ce\s+jour)\b
    | {_YEARLY}\b(?:this\s+year|cette\s+année)\b(?!'s)
    | {_YEARLY}\b(?:in|during|throughout|for|over|en)\s+(?:all\s+of\s+)?20[0-9]{{2}}
      (?!['0-9])(?!\s+(?:first|second|express|draw|[a-z]+th)\b)
    | {_YEARLY}\b(?:in|during|throughout|en)\s+(?:the\s+month\s+of\s+)?{MONTHS}
      (?!\s*[0-9]{{1,2}}(?![0-9]))(?!')(?!\s+[a-z]*\s*(?:draw|round))
    | \b(?:over|in|through|from|across|via|between)\s+(?:the\s+|a\s+total\s+of\s+)?
      (?:past|last|these|those|two|three|four|five|six|seven|eight|nine|ten|[0-9]+|both|multiple
        |several|all|various|different)\s+ (?:[\w-]+\s+){{0,4}}?
      (?:draws|rounds|weeks|months|years|tirages|rondes|types)
    | \b(?:across|through|throughout|over)\s+(?:the\s+course\s+of\s+)?(?:these\s+)?
      (?:draws|rounds)\b
    | \b(?:in|during|between|over|for)\s+(?:the\s+)?(?:first|second|last|initial)\s+(?:half|(?:six
      |three|four|[0-9])\s+months|quarter)
    | \b(?:au|en)\s+(?:cours\s+du\s+)?premier\s+(?:semestre|trimestre)
    | (?:invited|issued)\s+(?:altogether|in\s+all|overall|combined)\b )""")

"""How many were invited: numbers that a sentence says this of."""

import re

from watcher.press.prose.numbers import Number
from watcher.press.prose.words import HEDGE, INVITATIONS, MONTHS, NOT_BETWEEN, PEOPLE, SEVERAL

_LEFT, _RIGHT, _LONG_LEFT = 130, 130, 260
_YEARS = range(2010, 2040)
_MOST = 30_000  # in 450 rounds the most was 27,332; more than that is a sum


def invited(text: str, number: Number) -> bool:
    """Say whether the number is of invitations in one round, counted exactly.

    Totals of a year or of several rounds, differences and estimates are not.
    """
    left = text[max(0, number.start - _LEFT) : number.start]
    right = text[number.end : number.end + _RIGHT]
    if number.value > _MOST or _NEVER_LEFT.search(left) or _NEVER_RIGHT.match(right):
        return False
    if not number.grouped and number.value in _YEARS and not _INVITE_LEFT.search(left):
        return False
    if _labelled(text, number) or _INSTRUCTED.search(
        text[max(0, number.start - _LONG_LEFT) : number.start]
    ):
        return True
    if _SUPPOSED.search(left) or _TOTAL_LEFT.search(left) or _TOTAL_RIGHT.match(right):
        return False
    return _said(left, right)


def _labelled(text: str, number: Number) -> bool:
    left = text[max(0, number.start - _LEFT) : number.start]
    return _LABEL.search(left) is not None


def _said(left: str, right: str) -> bool:
    if _INVITE_LEFT.search(left):
        return _UNIT_RIGHT.match(right) is None
    if _ITAS_RIGHT.match(right):
        return True
    if _ROSE_LEFT.search(left) or (_WELCOMED_LEFT.search(left) and _APPLICANTS_RIGHT.match(right)):
        return True
    if _PEOPLE_RIGHT.match(right) and (_ITAS_TO_LEFT.search(left) or _SAW_LEFT.search(left)):
        return True
    return _RECEIVED_RIGHT.match(right) is not None


_X = re.VERBOSE | re.IGNORECASE
_WORD = r"[\w'&()/.,-]{1,24}"
_FILL = r"""(?:(?:a|an|another|the|exactly|just|only|total|record|record-breaking
    |record-high|whopping|massive|historic|mere|further|of|new|additional|un|une|les
    |nouveaux|nouvelles|seulement|impressive|large|number|quelques?)[\s(]+){0,5}"""

_NEVER_LEFT = re.compile(
    rf"""(?: \b{HEDGE}\s*(?:a\s+)?(?:total\s+of\s+)?
      | \b(?:increase|decrease|rise|drop|jump|decline|reduction|difference|hike|growth
        |surge|hausse|baisse|diminution|augmentation)\s+(?:of|de)\s+(?:only\s+|just\s+)?
      | \b(?:by|from|than|versus|vs\.?|to\s+between|between|noc|teer|age|aged
        |top|crs|score|scores|of\s+the)\s+(?:only\s+|just\s+)? )$""",
    _X,
)
_NEVER_RIGHT = re.compile(
    r"""\s*(?: (?:ITAs|invitations|invites|candidates)(?:\s+to\s+apply)?(?:\s*\([^()]{1,20}\))?\s+(?:each|chacune?)\b
      | [-\u2013\u2014]\s?[0-9] | (?:and|to|et|à)\s+[0-9]
      | (?:more|fewer|additional|less|extra|de\s+plus|de\s+moins)\b[^.;]{0,60}?
        \b(?:than|over|compared|que|versus)\b
      | [-\s]?(?:points?|days?|months?|weeks?|hours?|years?|draws?|rounds?|minutes?
        |occupations?|nocs?|million|percent|per\s+cent|streams?|categories|programs?
        |pm|am|p\.m|a\.m|times|jours?|mois|semaines?|ans|heures?|tirages?|métiers
        |professions|(?:st|nd|rd|th)(?!\s+or\b))\b )""",
    _X,
)
_UNIT_RIGHT = re.compile(r"\s*(?:%|\$|/|:)", _X)
# "1,000 invitations", "699 new PR invites", "6 000 invitations à présenter".
_ITAS_RIGHT = re.compile(
    rf"\s*(?:{NOT_BETWEEN}{_WORD}\s+){{0,4}}?\(?(?:{SEVERAL}|invitation\s+to\s+apply)\b", _X
)
# "893 Provincial Nominee Program (PNP) candidates".
_PEOPLE_RIGHT = re.compile(rf"\s+(?:{_WORD}\s+){{0,8}}?{PEOPLE}\b", _X)
_INVITE_LEFT = re.compile(
    rf"""\b(?:encouraged|invit(?:ed|es?|ing|é|és|ée|ées|er|ant|ent|ait)(?:\s+out)?
      |select(?:ed|s|ing)|sélectionn(?:é|e|ant))\s+(?:de\s+)?{_FILL}\(?$""",
    _X,
)
# "Canada welcomed 1,070 Express Entry candidates": of immigrants it would tell who came.
_WELCOMED_LEFT = re.compile(rf"\b(?:welcom(?:ed|es)|a\s+accueilli|accueille)\s+{_FILL}$", _X)
_APPLICANTS_RIGHT = re.compile(
    rf"""\s+(?:{_WORD}\s+){{0,6}}?(?:candidates|applicants|nominees|candidate?s)\b
      (?!\s+(?:for|to)\s+(?:the\s+)?(?:study|work|citizenship))""",
    _X,
)
# "issued invitations to apply (ITAs) to 646", "invitations were sent to 1,000".
_ITAS_TO_LEFT = re.compile(
    rf"""\b(?:{INVITATIONS}|invited)\b [^.;:0-9]{{0,70}}? \b(?:to|for|à|aux?)\s+
      {_FILL}\(?$""",
    _X,
)
_SAW_LEFT = re.compile(
    r"\b(?:result(?:ed|s|ing)\s+in|invitations?\s+of|saw|sees|seen|led\s+to)\s+(?:a\s+total\s+of\s+)?$",
    _X,
)
# "The number of ITAs issued to candidates has increased to 1,000".
_ROSE_LEFT = re.compile(
    rf"""\bnumber\s+of\s+{INVITATIONS}\b (?:(?!\b(?:year|total|far|date)\b)[^.;:0-9]){{0,110}}
      \b(?:increased|risen|rose|grew|grown|decreased|fell|fallen|dropped|raised|up|down)
      \s+to\s+(?:just\s+|only\s+)?$""",
    _X,
)
# "699 candidates received an invitation", "825 candidates invited".
_RECEIVED_RIGHT = re.compile(
    rf"""\s+(?:{_WORD}\s+){{0,8}}? {PEOPLE}
      (?:,\s+(?:each|all|every\s+one|most|tous|toutes|chacune?)\s+[^.;]{{2,100}},)?
      \s+ (?:{_WORD}\s+){{0,10}}?
      (?:invited|received|receiving|receive|were\s+selected
      |(?:was|were|been)\s+(?:issued|sent|given|handed|offered|asked\s+to\s+apply)
      |getting|got|got\s+their|reçu|reçoivent|invités|invitées|conviés)\b""",
    _X,
)
_LABEL = re.compile(
    rf"""(?:^|[|;,•\u2013\u2014\-(]\s*|\*\s*)
      (?: (?:total\s+)?(?:number|no\.?|nombre|\#)\s+(?:of|d'|de)\s*(?:{INVITATIONS}
            |candidat(?:e?s|es)(?:\s+invit\w+)?|candidates(?:\s+invited)?
            |people\s+invited|applicants(?:\s+invited)?)
        | {INVITATIONS} | candidates\s+invited | draw\s+size | round\s+size
        | candidats\s+invités
        | rank\s+(?:needed|required) (?:\s+to\s+be\s+invited(?:\s+to\s+apply)?)?
        | rang\s+(?:requis|nécessaire)[^:0-9]{{0,60}} )
      (?:\s+to\s+apply)? (?:\s*\([^()0-9]{{1,30}}\))?
      (?:\s+(?:issued|sent|extended|offered|à\s+présenter\s+une\s+demande|émises
        |envoyées|délivrées|in\s+this\s+(?:draw|round)|for\s+this\s+(?:draw|round))
      ){{0,2}} (?:\s*\([^()0-9]{{1,30}}\))?
      (?: \s*[:=\u2013\u2014\-|]\s* | (?<=issued)\s+(?=$) ) {_FILL}$""",
    _X,
)
# Ministerial instructions: "the number of invitations that may be issued during the
# period that begins on ... and ends on ... is 2,878".
_INSTRUCTED = re.compile(
    r"""number\s+of\s+invitations\s+that\s+(?:may|might|can|could|are\s+to)\s+be\s+
      issued [^:;]{0,180}? \bis\s+(?:set\s+at\s+)?$""",
    _X,
)
_TOTAL_LEFT = re.compile(
    r"""\b(?:so\s+far|to\s+date|year[-\s]to[-\s]date|already|cumulative(?:ly)?
      |altogether|combined|since\s+(?:the\s+)?(?:start|beginning|january|launch)
      |total\s+number|grand\s+total|(?:brought|brings?|bringing)\s+the
      |annual(?:ly)?|(?:each|per|every)\s+year|targets?|goals?|levels\s+plan|aims?
      |(?:previous|old|earlier|last)\s+(?:record|high)|jusqu'à\s+présent
      |depuis\s+le\s+début|à\s+ce\s+jour|objectifs?|au\s+total\s+en
      |total\s+(?:of\s+)?(?:ITAs|invitations)\s+for|on\s+average|average\s+of
      |(?:^|[.;]\s*)(?:this|last)\s+year,?|pour\s+l'année
      |(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|both|several
        |multiple|these|those|(?<!\#)[1-9][0-9]{0,2}|deux|trois|quatre|plusieurs)\s+
        (?:[\w()-]+\s+){0,4}?(?:draws|rounds|lotteries|drawings|tirages|rondes)
      |together|collectively|cumul\w+
      |(?:first|second|last|initial|opening|premiers?|second)\s+(?:half|(?:six|three|four|[0-9])
        \s+months|quarter|semestre|trimestre|(?:six|trois)\s+mois))\b [^.;]{0,110}$""",
    _X,
)
# What somebody expects or plans.
_SUPPOSED = re.compile(
    r"""\b(?:project(?:ed|ion|ions|s)|expect\w*|estimat\w*|anticipat\w*|forecast\w*
      |predict\w*|plan(?:s|ned|ning)?\s+(?:to|on|for)|intend\w*|hopes?\s+to|could|might
      |would|will|next\s+(?:\w+\s+){0,3}(?:draw|round)s?\b
        (?!\s+(?:\w+\s+)?(?:was|were|took|held|came))|if|pourrai\w+|devrai\w+
      |prévoi\w*|prévu\w*)\b [^.;]{0,110}$""",
    _X,
)
_YEARLY = r"(?<!draw\s)(?<!round\s)(?<!tirage\s)"
_TOTAL_RIGHT = re.compile(
    rf"""[^.;:]{{0,80}}? (?: \b(?:so\s+far|to\s+date|year[-\s]to[-\s]date
      |in\s+total\s+(?:this|for)|since\s+(?:january|the\s+(?:start|beginning))
      |annually|(?:each|per|every)\s+year|jusqu'à\s+présent|à\s+ce\s+jour)\b
      | {_YEARLY}\b(?:this\s+year|cette\s+année)\b(?!'s)
      | {_YEARLY}\b(?:in|during|throughout|for|over|en)\s+(?:all\s+of\s+)?20[0-9]{{2}}
        (?!['0-9])(?!\s+(?:first|second|express|draw|[a-z]+th)\b)
      | {_YEARLY}\b(?:in|during|throughout|en)\s+(?:the\s+month\s+of\s+)?{MONTHS}
        (?!\s*[0-9]{{1,2}}(?![0-9]))(?!')(?!\s+[a-z]*\s*(?:draw|round))
      | \b(?:over|in|through|from|across|via|between)\s+(?:the\s+|a\s+total\s+of\s+)?
        (?:past|last|these|those|two|three|four|five|six|seven|eight|nine|ten|[0-9]+
        |both|multiple|several|all|various|different)\s+ (?:[\w-]+\s+){{0,4}}?
        (?:draws|rounds|weeks|months|years|tirages|rondes|types)
      | \b(?:across|through|throughout|over)\s+(?:the\s+course\s+of\s+)?(?:these\s+)?
        (?:draws|rounds)\b
      | \b(?:in|during|between|over|for)\s+(?:the\s+)?(?:first|second|last|initial)\s+(?:half
        |(?:six|three|four|[0-9])\s+months|quarter)
      | \b(?:au|en)\s+(?:cours\s+du\s+)?premier\s+(?:semestre|trimestre)
      | (?:invited|issued)\s+(?:altogether|in\s+all|overall|combined)\b ) """,
    _X,
)

"""Draws that are not Express Entry's: a province's, and other programs of Canada's."""

import re


def not_federal(text: str) -> list[tuple[int, int]]:
    """Find from where to where a sentence names another draw."""
    federal = _FEDERAL.search(text)
    return [
        # Where nothing federal is named, the province has the sentence from its start.
        (m.start() if federal else 0, m.end())
        for m in _FOREIGN.finditer(text)
        if federal is None
        or m.start() < federal.start()
        or (_FEDERAL_TOO.fullmatch(m[0]) and not _EXPRESS.search(text))
        or _TURNS.search(text, 0, m.start())
    ]


def foreign_title(title: str) -> bool:
    """Say whether a title tells of another draw only: a province's, IEC, parents."""
    if not _FOREIGN.search(title) and not _PROVINCE.search(title):
        return False
    if any(_FEDERAL_TOO.fullmatch(m[0]) for m in _FOREIGN.finditer(title)) and (
        not _EXPRESS.search(title)
    ):
        return True
    rest = _FOREIGN.sub(" ", title)
    if federal_title(rest):
        return False
    return bool(_BY_PROVINCE.search(title)) or _PERHAPS_FEDERAL.search(rest) is None


def federal_title(title: str) -> bool:
    """Say whether a title names a federal round; "PNP draw" may be a province's own."""
    return _FEDERAL_TITLE.search(title) is not None


_X = re.VERBOSE | re.IGNORECASE
_PROVINCES = r"""(?:ontario|british\s+columbia|b\.?c\.?|alberta|saskatchewan|manitoba
    |nova\s+scotia|new\s+brunswick|prince\s+edward\s+island|p\.?e\.?i\.?|newfoundland
    (?:\s+and\s+labrador)?|yukon|nunavut|northwest\s+territories|nwt|qu[ée]bec
    |colombie-britannique|nouvelle-[ée]cosse|nouveau-brunswick)"""
_FOREIGN = re.compile(
    rf"""(?<!\w)(?: (?-i:OINP|SINP|MPNP|AAIP|AINP|NSNP|NBPNP|NLPNP|PEIPNP|YNP|BCPNP|IEC
        |EEBC|SIRS|NTNP|PEI\s+PNP|PGP|RNIP|RCIP|FCIP|PSTQ|PRTQ|PEQ|LAAs?|NOIs?|PTQ|EIC|HCP|ISW|EOI)
      | {_PROVINCES}'?s?\s+(?:PNP|(?:immigrant|provincial)\s+nominee|\(?OINP
          |express\s+entry|draws?|rounds?|human\s+capital|(?:also\s+)?(?:has\s+|have\s+)?
          (?:invites?|invited|issues?|issued|sends?|sent|holds?|held|conducts?
          |conducted|selects?|selected|nominates?|nominated|targets?|extend(?:s|ed)|called|hosts?|hosted
          |welcomes?|welcomed|announces?|announced|a\s+invité|invitait|tient|a\s+tenu))
      | (?:^|(?<=[.;]\s))\W{{0,9}}(?:on\s+[^,.;]{{3,25}},\s+)?(?:the\s+(?:province|government)
          \s+of\s+|l'|le\s+)?{_PROVINCES}\b[^.;]{{0,110}}?\b(?:invited|issued|sent|held
          |conducted|selected|nominated|extended)
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
        \s+(?:(?:held|conducted)\s+)?(?:in|by|of|from|for|en|au|de|à)\s+(?:the\s+|la\s+|l')?{_PROVINCES}
      | tirages?\s+(?:du\s+)?PCP\s+(?:en|au|de|à|d')\s*(?:la\s+|l')?{_PROVINCES}
      | (?:apply|applications?|invitations?|invited)\s+for\s+(?:a\s+|the\s+)?
        provincial\s+nominations?
      | express\s+entry\s+(?:b\.?c|british\s+columbia) | skilled\s+workers?\s+
        (?:in\s+manitoba|overseas) | strategic\s+recruitment | international\s+education
        \s+stream | french-speaking\s+skilled\s+worker\s+stream
      | provincial\s+(?:immigration|nomination|nominee)\s+(?:draws|results?|streams?)
      | PNP\s+(?:draw\s+)?results )(?!\w)""",
    _X,
)
_PROVINCE = re.compile(
    rf"\b{_PROVINCES}\b(?=.{{0,60}}\b(?:draw|invit|nominat|round|select|tirage))", _X
)
# Programs of the department that are no Express Entry.
_FEDERAL_TOO = re.compile(
    r"""IEC|PGP|RNIP|RCIP|FCIP|EIC|international\s+experience\s+canada|working\s+holiday
      |parents?\s+and\s+grandparents?|atlantic\s+immigration|rural\s.*|expérience\s.*""",
    _X,
)
_EXPRESS = re.compile(r"express\s+entry|entrée\s+express|\b(?:CEC|PNP)\b", _X)
_FEDERAL = re.compile(
    r"""\b(?:IRCC|immigration,?\s+refugees,?(?:\s+and|\s*&)?\s+citizenship|federal
      |the\s+department|ottawa|canada(?:'s)?\s+(?:has|have|held|holds|issue[sd]|invite[sd]
      |sent|sends|conduct\w*)|government\s+of\s+canada|le\s+canada|réfugiés\s+et
      \s+citoyenneté)\b""",
    _X,
)
# "IRCC said so, while Ontario invited ...": from there on it is the province.
_TURNS = re.compile(r"(?:[;,:]|\b(?:and|while|whereas|but|et|tandis\s+que))\s+$", _X)
_FEDERAL_TITLE = re.compile(
    r"""\b(?: IRCC | federal | fédéral | canada\s+(?:invites?|invited|issues?|issued
        |holds?|held|conducts?|sends) | express\s+entry\s+draw\s+\#?[0-9]{3} )""",
    _X,
)
# What provinces call their own draws, too.
_PERHAPS_FEDERAL = re.compile(
    r"""\b(?: CEC | (?:pnp|cec|french|healthcare|category-based)
        [\s-]+(?:only\s+)?(?:express\s+entry\s+)?(?:draw|candidates)
      | (?:canada's\s+)?(?:latest|new|first|second|largest)\s+(?:federal\s+)?
        express\s+entry\s+draw
      | express\s+entry\s+(?:and|&|,) | (?:and|&|,)\s+express\s+entry )""",
    _X,
)
_BY_PROVINCE = re.compile(
    rf"""(?:^|[:|\u2013\u2014]\s|\s-\s)\W*(?:breaking|news|new|latest|the|le|la|l'|update)*\W*
      {_PROVINCES}\b
    | \b{_PROVINCES}\s+(?:PNP|issu|invit|held|hold|send|sent|conduct|select|nominat|target)""",
    _X,
)

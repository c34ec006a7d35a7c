"""What the grammars share: how a pattern is compiled, and words as parts of patterns."""

import re


def verbose(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in verbose form that ignores case."""
    return re.compile(pattern, re.VERBOSE | re.IGNORECASE)


def before(text: str, place: int, length: int) -> str:
    """Give up to *length* characters that stand before a place."""
    return text[max(0, place - length) : place]


PERSONS = r"""(?:candidates?|applicants?|profiles?|people|persons?|individuals?|professionals?
      |workers?|nominees?|immigrants?|hopefuls?|aspirants?|nationals?|physicians?|doctors?|nurses?
      |newcomers?|francophones?|speakers?|managers?|recruits?|researchers?|educators?|teachers?
      |tradespeople|graduates?|tradespersons?|candidat(?:e|s|es|e?\(e?s\)|·e·s)?|personnes?
      |travailleu(?:r|rs|ses)|professionnel(?:s|les)?|médecins?|profils?|demandeurs?|enseignants?
      |cadres)"""
INVITATION = r"(?:ITA'?s?|invitations?|invites|IPDs?)"
INVITATIONS = r"(?:ITA'?s?|invitations|invites|IPDs?)"
# What parts a number from the noun that it might count.
NOT_BETWEEN = r"""(?!(?:was|were|is|are|be|being|been|to|or|and|of|for|in|on|with|who|that|an?
      |issued|received|receiving|required|rounds?|draws?|each|per|when|from|while|but|as|by|at
      |issues?|sends?|invites?|holds?|provinces?|streams?|programs?)\b)"""
# What makes a number one that nobody counted.
HEDGE = r"""(?:over|more\s+than|about|around|nearly|almost|approx(?:imately|\.)?|some|roughly
      |at\s+least|up\s+to|as\s+many\s+as|close\s+to|under|less\s+than|below|fewer\s+than|estimated
      |above|exceed(?:s|ed|ing)|beyond|plus\s+d[e']|environ|près\s+de|quelque|au\s+moins|jusqu'à
      |moins\s+d[e']|autour\s+de|presque|[>~<≥≈]|\+)"""
MONTHS = r"""(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?
      |aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?|janvier
      |f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)"""

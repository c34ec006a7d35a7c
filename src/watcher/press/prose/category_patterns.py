"""The names of categories, as parts of sentences."""

import re

_X = re.VERBOSE | re.IGNORECASE
_P = r"(?:\s*\([A-Z]{2,6}\))?"


def _name(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", _X)


# The longer name first: "Federal Skilled Trades" is not trades, "physicians with Canadian
# work experience" are not the Canadian Experience Class.
NAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "physicians",
        _name(
            r"""physicians?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
            |doctors?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
            |médecins?(?:\s+ayant\s+(?:de\s+)?l'?\s?expérience[\w\s]{0,30}canad\w*)?"""
        ),
    ),
    (
        "senior-managers",
        _name(
            r"""senior\s+managers?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
            |senior\s+managers?\s+and\s+executives
            |cadres\s+supérieur(?:e?s|\(e\)s)?(?:/cadres\s+supérieures)?"""
        ),
    ),
    (
        "researchers",
        _name(
            r"""researchers?(?:\s+with\s+canadian(?:\s+work)?\s+experience)?
            |chercheur(?:s|ses|euses)?(?:/chercheuses)?"""
        ),
    ),
    (
        "military",
        _name(
            r"""skilled\s+military\s+recruits?|military\s+recruits?
            |(?:skilled\s+)?military|recrues\s+militaires(?:\s+qualifiées)?"""
        ),
    ),
    (
        "fst",
        _name(
            rf"""federal\s+skilled[\s-]+trades?(?:people|persons?)?(?:\s+(?:program(?:me)?|class))?{_P}
            |fstp|fst|métiers\s+spécialisés\s+\(?fédéra\w+\)?|(?:programme|volet)\s+fédéral\s+des\s+métiers\s+spécialisés"""
        ),
    ),
    (
        "fsw",
        _name(
            rf"""federal\s+skilled[\s-]+workers?(?:\s+(?:program(?:me)?|class))?{_P}
            |fswp|fsw|travailleurs\s+qualifiés\s+\(?fédéra\w+\)?|(?:programme|volet)\s+fédéral\s+des\s+travailleurs\s+qualifiés"""
        ),
    ),
    (
        "cec",
        _name(
            rf"""canadian\s+experience\s+class(?:\s+program)?{_P}|cec
            |catégorie\s+de\s+l'\s?expérience\s+canadienne{_P}
            |(?-i:CEC)"""
        ),
    ),
    (
        "pnp",
        _name(
            rf"""provincial(?:\s+and\s+territorial)?\s+nominee[\s-]+program(?:me)?s?{_P}
            |(?-i:PNPs?)|provincial\s+nominees?
            |(?:candidates|profiles|applicants)\s+nominated\s+by\s+(?:a\s+)?
              (?:canadian\s+)?provinces?
            |nominations?\s+(?:from|under|through|by)\s+(?:a|an|the|one\s+of)\s+
              (?:\w+'s\s+|the\s+)?(?:canadian\s+)?
              (?:provincial\s+nominee\s+programs?(?:\s*\(PNPs?\))?|provinces?)
            |(?:a|have|with|having)\s+(?:already\s+received\s+)?(?:a\s+)?
              provincial\s+nominations?
            |programme\s+des\s+candidats\s+des\s+provinces{_P}|(?-i:PCP)
            |(?:titulaires\s+d'une|une|ayant\s+(?:reçu\s+|obtenu\s+)?une)\s+
              (?:nomination|désignation)\s+provinciale
            |candidats\s+nommés\s+par\s+une\s+province
            |candidats\s+(?:désignés\s+(?:par\s+les\s+)?provinc\w+|des\s+provinces)"""
        ),
    ),
    (
        "french",
        _name(
            r"""french(?:[\s-]+language)?(?:[\s-]+(?:proficiency|proficient|speakers?
              |speaking))?(?:\s+proficiency)?|francophones?
            |(?:demonstrated\s+|strong\s+)?(?:proficiency|ability)\s+in\s+french
            |compétences?\s+linguistiques?\s+en\s+français|en\s+français
            |maîtrise\s+(?:du\s+français|de\s+la\s+langue\s+française)|le\s+français
            |francophonie|(?:(?:expertise|compétences?|connaissances?)\s+(?:linguistiques?\s+)?
              (?:en|de\s+la|dans\s+la)\s+)?langue\s+française|parlant\s+(?:le\s+)?français
            |d'expression\s+française"""
        ),
    ),
    (
        "healthcare",
        _name(
            r"""health[\s-]?care(?:\s*(?:and|&|,)\s*social[\s-]+services?)?
            (?:\s+occupations?)?
            |health(?:\s*(?:and|&)\s*social[\s-]+services?)(?:\s+occupations?)?
            |health\s+occupations?|health\s+workers?|medical\s+occupations
            |professions?\s+de\s+la\s+santé(?:\s+et\s+des\s+services\s+sociaux)?
            |domaine\s+de\s+la\s+santé|secteur\s+de\s+la\s+santé|soins\s+de\s+santé
            |santé(?:\s+et\s+(?:des\s+)?services\s+sociaux)?"""
        ),
    ),
    (
        "stem",
        _name(
            r"""(?-i:STEM|STIM)(?:\s+occupations?)?
            |science,?\s+technology,?\s+engineering,?\s+(?:and|&)\s+math(?:ematics|s)?
              (?:\s*\(STEM\))?(?:\s+occupations?)?
            |professions\s+des\s+stim"""
        ),
    ),
    (
        "agriculture",
        _name(
            r"""agriculture(?:\s*(?:and|&)\s*agri-?\s?food)?(?:\s+occupations?)?
            |agri-?food(?:\s+occupations?)?|agricultural(?:\s+occupations?)?
            |(?:métiers\s+de\s+)?l'\s?agriculture(?:\s+et\s+de\s+l'\s?
              agroalimentaire)?"""
        ),
    ),
    (
        "transport",
        _name(
            r"""transport(?:ation)?(?:\s+occupations?)?
            |(?:métiers\s+)?d(?:es|u)\s+transports?"""
        ),
    ),
    (
        "education",
        _name(
            r"""education(?:\s+occupations?)?|professions?\s+de\s+l'\s?éducation
            |educators?|domaine\s+de\s+l'éducation"""
        ),
    ),
    (
        "trades",
        _name(
            r"""(?:skilled[\s-]+)?trades?(?:\s+occupations?)?|tradespeople
            |métiers(?:\s+spécialisés)?"""
        ),
    ),
)

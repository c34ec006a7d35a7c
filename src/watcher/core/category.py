"""Categories: the programs and categories that a round selects by, and their printed names."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from watcher.core.settings import N_

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A printed round type, parsed; ``category`` is a slug, even if unknown."""

    category: str
    version: str | None
    known: bool


@lru_cache(maxsize=512)
def recognise(name: str) -> Recognised:
    """Match a whole printed name without its version; an unknown one gets a slug of its own, made from its words."""
    words, version = _without_version(name)
    slug = NAMES.get(_key(words))
    if slug is not None:
        return Recognised(category=slug, version=version, known=True)
    return Recognised(category=_own_slug(words), version=version, known=False)


def label(slug: str) -> str:
    """Name a category in English; one that is not known, by the words of its slug."""
    words = slug.replace("-", " ")
    return CATEGORIES.get(slug) or words[:1].upper() + words[1:]


def short_label(slug: str) -> str:
    """Name a category in a word or two; one that is not known, by its whole label."""
    return _SHORT.get(slug) or label(slug)


def _without_version(name: str) -> tuple[str, str | None]:
    folded = " ".join(name.split())
    # Only the end is searched: the pattern may start anywhere, a name may be long.
    found = _VERSION.search(folded, max(0, len(folded) - 40))
    if found is None or not _key(folded[: found.start()]):
        return folded, None
    year, number = found["year"], str(int(found["number"]))
    if year is None:
        version = number
    elif found["word"] is None:
        version = f"{year}-{number}"
    else:
        version = f"{year}-Version {number}"
    return folded[: found.start()], version


def _own_slug(words: str) -> str:
    slug = "-".join(_words(words))
    if not slug:
        return "unnamed"
    # "All" is a subscription's word for every category, and "Physicians" alone need
    # not be those with Canadian experience: neither may pass for the known one.
    return f"other-{slug}" if slug == ALL or slug in CATEGORIES else slug


def _key(text: str) -> str:
    # Joined, so that "agri-food", "agri food" and "agrifood" are one name.
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    parts = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", bare)


# Seen: "(2023-1)", "(Version 1)", ", 2026-Version 1", " 2026-Version 2" and, in
# French, " 2026-version 3". Editors type any of the dashes U+2010, 2011 and 2013.
_VERSION = re.compile(
    r"""[\s,(]+ (?= version | 20[0-9]{2} )
    (?: (?P<year>20[0-9]{2}) (?: \s*[-\u2010\u2011\u2013]\s* | \s+(?=version) ) )?
    (?P<word>version\s*)? (?P<number>[0-9]{1,3}) \s*\)?$""",
    re.IGNORECASE | re.VERBOSE,
)

# Slug, name in English, and beside it the names that the category was published under
# (2015 to 2026, both languages) or that lie close to those. No round has named the
# researchers yet: theirs follow the names of the physicians.
_REGISTRY: tuple[tuple[str, ...], ...] = (
    (
        "general",
        N_("General"),
        "Générale",
        "No Program Specified",
        "No Programme Specified",
        "Aucun programme spécifié",
    ),
    (
        "cec",
        N_("Canadian Experience Class"),
        "Catégorie de l'expérience canadienne",
        "Canadian Experience Class (CEC)",
        "CEC",
    ),
    (
        "fsw",
        N_("Federal Skilled Worker Program"),
        "Programme des travailleurs qualifiés (fédéral)",
        "Federal Skilled Worker",
        "Federal Skilled Workers",
        "FSW",
    ),
    (
        "fst",
        N_("Federal Skilled Trades Program"),
        "Programme des travailleurs de métiers spécialisés (fédéral)",
        "Federal Skilled Trades",
        "FST",
    ),
    (
        "pnp",
        N_("Provincial Nominee Program"),
        "Programme des candidats des provinces",
        "Provincial Nominee Programme",
        "Provincial Nominee Program (PNP)",
        "PNP",
    ),
    (
        "french",
        N_("French-language proficiency"),
        "Compétence linguistique en français",
        "Compétences linguistiques en français",
    ),
    (
        "healthcare",
        N_("Healthcare and social services occupations"),
        "Professions de la santé et des services sociaux",
        "Healthcare occupations",
        "Professions de la santé",
    ),
    (
        "stem",
        N_("STEM occupations"),
        "Professions des STIM",
        "Science, technology, engineering and mathematics (STEM) occupations",
        "Science, technology, engineering and math (STEM) occupations",
    ),
    ("trades", N_("Trades occupations"), "Métiers spécialisés", "Trade occupations", "Métiers"),
    (
        "transport",
        N_("Transport occupations"),
        "Métiers des transports",
        "Transportation occupations",
        "Métiers du transport",
    ),
    (
        "agriculture",
        N_("Agriculture and agri-food occupations"),
        "Métiers de l'agriculture et de l'agroalimentaire",
    ),
    ("education", N_("Education occupations"), "Professions de l'éducation"),
    (
        "physicians",
        N_("Physicians with Canadian work experience"),
        "Médecins ayant de l'expérience de travail au Canada",
    ),
    (
        "senior-managers",
        N_("Senior managers with Canadian work experience"),
        "Cadres supérieurs/cadres supérieures ayant de l'expérience de travail au Canada",
        "Cadres supérieurs ayant de l'expérience de travail au Canada",
    ),
    ("military", N_("Skilled military recruits"), "Recrues militaires qualifiées"),
    (
        "researchers",
        N_("Researchers with Canadian work experience"),
        "Chercheurs/chercheuses ayant de l'expérience de travail au Canada",
        "Chercheurs ayant de l'expérience de travail au Canada",
    ),
)

#: The English name of each known category, by its slug.
CATEGORIES: Mapping[str, str] = {slug: name for slug, name, *_ in _REGISTRY}
# By their words alone: see _key. Stored categories are read again when this table changes.
NAMES: Mapping[str, str] = {_key(name): slug for slug, *names in _REGISTRY for name in names}
# As people call them. Names of programs are not spelled out, "CEC" is what everybody says.
_SHORT: Mapping[str, str] = {
    "general": N_("General"),
    "cec": N_("CEC"),
    "fsw": N_("FSW"),
    "fst": N_("FST"),
    "pnp": N_("PNP"),
    "french": N_("French"),
    "healthcare": N_("Healthcare"),
    "stem": N_("STEM"),
    "trades": N_("Trades"),
    "transport": N_("Transport"),
    "agriculture": N_("Agriculture"),
    "education": N_("Education"),
    "physicians": N_("Physicians"),
    "senior-managers": N_("Senior managers"),
    "military": N_("Military"),
    "researchers": N_("Researchers"),
}

"""What a round selects by: the registry of programs and categories.

A round names its category in its printed type, which changes its capitals, its
hyphens and the way it writes its version from one year to the next.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from watcher.core.settings import Language

ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A program or category under its slug, as messages name it in each language."""

    slug: str
    en: str
    fr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a printed round type says; ``category`` is a slug, of its own if unknown."""

    category: str
    version: str | None
    known: bool


@lru_cache(maxsize=512)
def recognise(name: str) -> Recognised:
    """Match the whole name without its version, never a part of it.

    A name that no category bears gets a slug made from its words, which is neither
    a known slug nor ``all``.
    """
    words, version = _without_version(name)
    slug = NAMES.get(_key(words))
    if slug is not None:
        return Recognised(category=slug, version=version, known=True)
    return Recognised(category=_own_slug(words), version=version, known=False)


def label(slug: str, language: Language) -> str:
    """Words for a message; those of an unknown category are read from its slug."""
    category = CATEGORIES.get(slug)
    if category is None:
        words = slug.replace("-", " ")
        return words[:1].upper() + words[1:]
    return category.fr if language == "fr" else category.en


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

# Slug, label in English, label in French, and beside them the names that the category
# was published under (2015 to 2026, both languages) or that lie close to those. No
# round has named the researchers yet: theirs follow the names of the physicians.
_REGISTRY: tuple[tuple[str, ...], ...] = (
    (
        "general",
        "General",
        "Générale",
        "No Program Specified",
        "No Programme Specified",
        "Aucun programme spécifié",
    ),
    (
        "cec",
        "Canadian Experience Class",
        "Catégorie de l'expérience canadienne",
        "Canadian Experience Class (CEC)",
        "CEC",
    ),
    (
        "fsw",
        "Federal Skilled Worker Program",
        "Programme des travailleurs qualifiés (fédéral)",
        "Federal Skilled Worker",
        "Federal Skilled Workers",
        "FSW",
    ),
    (
        "fst",
        "Federal Skilled Trades Program",
        "Programme des travailleurs de métiers spécialisés (fédéral)",
        "Federal Skilled Trades",
        "FST",
    ),
    (
        "pnp",
        "Provincial Nominee Program",
        "Programme des candidats des provinces",
        "Provincial Nominee Programme",
        "Provincial Nominee Program (PNP)",
        "PNP",
    ),
    (
        "french",
        "French-language proficiency",
        "Compétence linguistique en français",
        "Compétences linguistiques en français",
    ),
    (
        "healthcare",
        "Healthcare and social services occupations",
        "Professions de la santé et des services sociaux",
        "Healthcare occupations",
        "Professions de la santé",
    ),
    (
        "stem",
        "STEM occupations",
        "Professions des STIM",
        "Science, technology, engineering and mathematics (STEM) occupations",
        "Science, technology, engineering and math (STEM) occupations",
    ),
    ("trades", "Trades occupations", "Métiers spécialisés", "Trade occupations", "Métiers"),
    (
        "transport",
        "Transport occupations",
        "Métiers des transports",
        "Transportation occupations",
        "Métiers du transport",
    ),
    (
        "agriculture",
        "Agriculture and agri-food occupations",
        "Métiers de l'agriculture et de l'agroalimentaire",
    ),
    ("education", "Education occupations", "Professions de l'éducation"),
    (
        "physicians",
        "Physicians with Canadian work experience",
        "Médecins ayant de l'expérience de travail au Canada",
    ),
    (
        "senior-managers",
        "Senior managers with Canadian work experience",
        "Cadres supérieurs/cadres supérieures ayant de l'expérience de travail au Canada",
        "Cadres supérieurs ayant de l'expérience de travail au Canada",
    ),
    ("military", "Skilled military recruits", "Recrues militaires qualifiées"),
    (
        "researchers",
        "Researchers with Canadian work experience",
        "Chercheurs/chercheuses ayant de l'expérience de travail au Canada",
        "Chercheurs ayant de l'expérience de travail au Canada",
    ),
)

CATEGORIES: Mapping[str, Category] = {
    slug: Category(slug=slug, en=en, fr=fr.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    for slug, en, fr, *_ in _REGISTRY
}
# By their words alone: see _key. Whoever keeps what was recognised has to ask again
# when this table changes.
NAMES: Mapping[str, str] = {_key(name): slug for slug, *names in _REGISTRY for name in names}

"""Every sentence of the code and the templates stands in every catalogue, with the same gaps."""

import re
from collections.abc import Iterator
from string import Formatter as Gaps

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.catalogues import every_sentence
from watcher.core.settings import LANGUAGES
from watcher.messages.formatter import LOCALE, Formatter, typeset

CATALOGUES = sorted(path.name for path in LOCALE.iterdir())


def a_catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "watcher.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def sentences(catalogue: Catalog) -> dict[tuple[object, object], Message]:
    return {(m.context, m.id): m for m in catalogue if m.id}


def forms(strings: object) -> list[str]:
    """List the forms of a sentence: one, or as many as the language counts with."""
    return [strings] if isinstance(strings, str) else list(strings)  # type: ignore[call-overload]


def gaps(sentence: str) -> set[str]:
    names = (name for _, name, *_ in Gaps().parse(sentence) if name)
    return {re.split(r"[.\[]", name)[0] for name in names}


def test_every_language_but_english_has_a_catalogue_and_none_is_left_over() -> None:
    assert {"en", *CATALOGUES} == set(LANGUAGES)


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_sentence_lacks_its_translation_and_none_is_left_over(language: str) -> None:
    translated = {
        key for key, m in sentences(a_catalogue(language)).items() if all(forms(m.string))
    }

    assert sentences(every_sentence()).keys() - translated == set()
    assert translated - sentences(every_sentence()).keys() == set()


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_translation_is_uncertain_or_obsolete(language: str) -> None:
    catalogue = a_catalogue(language)

    assert [m.id for m in catalogue if m.fuzzy and m.id] == []
    assert list(catalogue.obsolete) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_has_the_gaps_of_its_sentence(language: str) -> None:
    different = [
        (m.id, string)
        for m in sentences(a_catalogue(language)).values()
        for string in forms(m.string)
        if gaps(string) != gaps(forms(m.id)[-1])
    ]

    assert different == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_what_is_counted_has_every_plural_form(language: str) -> None:
    catalogue = a_catalogue(language)
    counted = [m for m in sentences(catalogue).values() if m.pluralizable]

    assert counted
    assert [m.id for m in counted if len(forms(m.string)) != catalogue.num_plurals] == []


def french() -> Iterator[str]:
    for message in sentences(a_catalogue("fr")).values():
        yield from forms(message.string)


def test_french_is_written_with_the_typographic_apostrophe() -> None:
    assert [sentence for sentence in french() if "'" in sentence] == []


def test_no_french_line_ends_before_its_punctuation() -> None:
    # A plain space before the mark, or none at all after a letter.
    set_ = [re.sub(r"\{[^}]*\}", "{}", typeset(sentence, "fr")) for sentence in french()]

    assert [s for s in set_ if re.search("[ \\w}][:;!»](?!/)|« ", s)] == []
    assert Formatter("fr", "UTC").gettext(": ") == "\u00a0: "

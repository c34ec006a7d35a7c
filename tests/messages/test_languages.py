"""Both languages say the same things."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from string import Formatter
from typing import Any

from watcher.core.model import FIGURES, Trouble, VerdictKind
from watcher.messages.english import ENGLISH
from watcher.messages.english_notices import ENGLISH_NOTICES
from watcher.messages.french import FRENCH
from watcher.messages.french_notices import FRENCH_NOTICES
from watcher.messages.words import PerVerdict


def sentences(words: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Walk through every sentence of a language, with the path to it."""
    if isinstance(words, str):
        yield path, words
    elif isinstance(words, Mapping):
        for key, value in words.items():
            yield from sentences(value, f"{path}.{key}")
    elif is_dataclass(words):
        for field in fields(words):
            yield from sentences(getattr(words, field.name), f"{path}.{field.name}")


def gaps(words: Any) -> dict[str, set[str]]:
    """Name the gaps of every sentence."""
    return {
        path: {name for _, name, *_ in Formatter().parse(sentence) if name}
        for path, sentence in sentences(words)
    }


def test_a_sentence_has_the_same_gaps_in_both_languages() -> None:
    assert gaps(ENGLISH) == gaps(FRENCH)
    assert gaps(ENGLISH_NOTICES) == gaps(FRENCH_NOTICES)


def test_steps_are_as_many_in_both_languages() -> None:
    for english, french in ((ENGLISH, FRENCH), (ENGLISH_NOTICES, FRENCH_NOTICES)):
        counts = [
            {path: sentence.count("\n•") for path, sentence in sentences(words)}
            for words in (english, french)
        ]
        assert counts[0] == counts[1]


def test_french_is_written_with_the_typographic_apostrophe() -> None:
    for words in (FRENCH, FRENCH_NOTICES):
        assert [path for path, sentence in sentences(words) if "'" in sentence] == []


def test_every_figure_that_can_be_corrected_has_a_name() -> None:
    assert set(ENGLISH.figures) == set(FRENCH.figures) == set(FIGURES)


def test_every_trouble_has_words() -> None:
    assert set(ENGLISH_NOTICES.troubles) == set(Trouble)
    assert set(FRENCH_NOTICES.troubles) == set(Trouble)


def test_a_sentence_stands_for_each_kind_of_verdict() -> None:
    assert {field.name for field in fields(PerVerdict)} == {
        kind.name.lower() for kind in VerdictKind
    }

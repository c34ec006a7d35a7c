"""The spaces that no line may end at, set in a whole catalogue of words."""

import dataclasses
from collections.abc import Mapping

from watcher.core.settings import Language
from watcher.messages.instants import typeset
from watcher.web.words import PageWords


def with_spaces(words: PageWords, language: Language) -> PageWords:
    """Set them in every sentence: templates take many of them as they are."""
    return _spaced(words, language)  # type: ignore[return-value]  # of the same kind


def _spaced(value: object, language: Language) -> object:
    if isinstance(value, str):
        return typeset(value, language)
    if isinstance(value, Mapping):
        return {key: _spaced(part, language) for key, part in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        parts = {f.name: _spaced(getattr(value, f.name), language) for f in fields}
        return dataclasses.replace(value, **parts)
    raise TypeError(f"no words: {type(value).__name__}")

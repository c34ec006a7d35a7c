"""Environment and flags over the file: flag > environment > file, for [watcher] keys."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from watcher.adapters.config.complaints import Origin
from watcher.adapters.config.file import Document

PREFIX = "WATCHER_"
NOTHING: Mapping[str, str] = MappingProxyType({})

_TWIN = "_file"
_YES_OR_NO = {"true": True, "1": True, "false": False, "0": False}


def lay_over(
    document: Document,
    keys: Mapping[str, type],
    environ: Mapping[str, str],
    overrides: Mapping[str, str],
) -> tuple[Document, dict[str, Origin]]:
    """Return the document with its [watcher] keys overridden, and who overrode which.

    ``keys`` are those of the table, with what each holds. An empty variable counts
    as not set: that is how compose files and unit files say "nothing here". A secret
    and its ``_file`` twin override each other.
    """
    table = document.get("watcher", {})
    if not isinstance(table, dict):
        return document, {}
    said = [
        (key, environ[PREFIX + key.upper()], Origin(place="environment", key=variable))
        for key in keys
        if environ.get(variable := PREFIX + key.upper())
    ]
    said += [
        (key, text, Origin(place="command line", key=f"--{key.replace('_', '-')}"))
        for key, text in overrides.items()
    ]
    merged = dict(table)
    origins: dict[str, Origin] = {}
    for layer in ("environment", "command line"):
        entries = [entry for entry in said if entry[2].place == layer]
        for key, _, _ in entries:
            merged.pop(_other_twin(key), None)
            origins.pop(_other_twin(key), None)
        for key, text, origin in entries:
            merged[key] = _value(text, keys.get(key, str))
            origins[key] = origin
    return {**document, "watcher": merged}, origins


def _other_twin(key: str) -> str:
    return key.removesuffix(_TWIN) if key.endswith(_TWIN) else key + _TWIN


def _value(text: str, kind: type) -> object:
    """Read a value as the file would have it; what is none stays for others to refuse."""
    if kind is int and re.fullmatch(r"-?[0-9]{1,18}", text):
        return int(text)
    return _YES_OR_NO.get(text.lower(), text) if kind is bool else text

"""Faults of a configuration, made of problems: they show the key, and no secret."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from pydantic_core import ErrorDetails

from watcher.adapters.config.files import TomlDocument
from watcher.adapters.config.tables import LISTS, TABLES, without_null
from watcher.core.errors import ConfigFault, did_you_mean
from watcher.core.redaction import public_url

Loc = tuple[str | int, ...]

_SECRET_KEYS = frozenset({"database", "ping", "token", "url"})
_BARE = re.compile(r"[A-Za-z0-9_-]{1,80}")
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_LONGEST = 80
_KEY_MARK = "[key]"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at one place of the document; ``value`` is what stands there, of a person's case or not."""

    loc: Loc
    text: str
    value: object = field(default=None, repr=False)
    allowed: str | None = None
    hint: str | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """The environment variable or flag that a value came from."""

    place: str
    key: str


class FaultPlaces(Protocol):
    """Knows what of a document stands in other files than the configuration."""

    def file_of(self, loc: Loc) -> str | None:
        """Name the file of a place, None where it is the configuration itself."""

    def within(self, loc: Loc) -> Loc:
        """Return the place as it is in its own file."""

    def in_words(self, text: str, loc: Loc, configuration: str) -> str:
        """Name entries of other files with their file."""


def faults(
    problems: Iterable[Problem],
    file: str,
    document: TomlDocument,
    origins: Mapping[str, Origin],
    places: FaultPlaces,
) -> tuple[ConfigFault, ...]:
    """Turn problems into faults, in the order of the file's tables."""
    ordered = sorted(problems, key=lambda problem: _position(problem.loc, document))
    return tuple(_fault(problem, file, document, origins, places) for problem in ordered)


def _position(loc: Loc, document: TomlDocument) -> tuple[int, int]:
    table, entry = (*loc, None)[:2]
    index = entry if isinstance(entry, int) else _index(entry, document.get(str(table)))
    return _index(table, document), index


def _index(key: object, table: object) -> int:
    keys = list(table) if isinstance(table, dict) else []
    return keys.index(key) if key in keys else len(keys)


def _fault(
    problem: Problem,
    file: str,
    document: TomlDocument,
    origins: Mapping[str, Origin],
    places: FaultPlaces,
) -> ConfigFault:
    loc = problem.loc
    origin = origins.get(str(loc[1])) if loc[0] == "watcher" and len(loc) > 1 else None
    return ConfigFault(
        file=origin.place if origin else places.file_of(loc) or file,
        key=origin.key if origin else _key_path(loc, document, places),
        problem=places.in_words(problem.text, loc, file),
        given=None if problem.value is None else _shown(problem.value, loc),
        allowed=problem.allowed,
        hint=problem.hint,
        personal=problem.personal,
    )


def _key_path(loc: Loc, document: TomlDocument, places: FaultPlaces) -> str:
    path = ""
    for part in places.within(loc):
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            key = part if _BARE.fullmatch(part) else f'"{printable(part)}"'
            path += f".{key}" if path else key
    name = _entry_name(loc, document)
    return f"{path} ({printable(name)})" if name else path


def _entry_name(loc: Loc, document: TomlDocument) -> str | None:
    match loc:
        case (str(table), int(index), *_):
            entries = document.get(table)
            entry = entries[index] if isinstance(entries, list) else None
            name = entry.get("name") if isinstance(entry, dict) else None
            return name if isinstance(name, str) else None
        case _:
            return None


def _shown(value: object, loc: Loc) -> str | None:
    """Write a value as the file would, None where it may be a secret; of any address only the scheme."""
    if loc[0] == "channels" or (loc[-1] in _SECRET_KEYS and loc[0] != "source"):
        return None
    match value:
        case str():
            return f'"{printable(value, public=loc[0] == "source")}"'
        case bool():
            return str(value).lower()
        case list() | dict():
            return f"a {'list' if isinstance(value, list) else 'table'}"
        case _:
            return str(value)


def printable(text: str, *, public: bool = False) -> str:
    """Cut a text to one printable line."""
    address = _ADDRESS.search(text)
    if address and (not public or "@" in text):
        return f"{address[1]}://***"
    plain = public_url(text) if address else text
    line = plain if plain.isprintable() else repr(plain)[1:-1]
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."


def pydantic_problems(errors: Iterable[ErrorDetails]) -> list[Problem]:
    """Turn each error of pydantic into a problem; an unknown key never shows its value."""
    problems = []
    for error in errors:
        table = error["input"]
        if error["type"] == "missing" and isinstance(table, dict) and "preset" in table:
            continue  # the unknown preset is reported instead
        loc = tuple(part for part in error["loc"] if part != _KEY_MARK)
        problems.append(_BY_TYPE.get(error["type"], _misshapen)(loc, error))
    return problems


def _other_word(loc: Loc, error: ErrorDetails) -> Problem:
    value = error["input"]
    words = re.findall(r"'([^']+)'", error["ctx"]["expected"])
    allowed = ", ".join(f'"{word}"' for word in words)
    hint = did_you_mean(value, words) if isinstance(value, str) else None
    return Problem(loc, "is not one of the words allowed here", value, allowed, hint)


def _not_text(loc: Loc, error: ErrorDetails) -> Problem:
    hint = "put it between quotes" if isinstance(error["input"], int | float) else None
    return Problem(loc, "must be text", error["input"], hint=hint)


@cache
def _properties(table: str) -> dict[object, dict[str, object]]:
    properties: dict[object, dict[str, object]] = TABLES[table].model_json_schema()["properties"]
    return properties


def _number(loc: Loc, error: ErrorDetails) -> Problem:
    value = error["input"]
    schema = without_null(_properties(str(loc[0]))[loc[-1]])
    kind, types = ("whole ", {int}) if schema["type"] == "integer" else ("", {int, float})
    above = schema.get("exclusiveMinimum")
    least = f"from {schema['minimum']}" if above is None else f"above {above:g}"
    most = f"{'to' if above is None else 'up to'} {schema['maximum']}"
    allowed = f"a {kind}number {least} {most}"
    if type(value) in types:
        return Problem(loc, "is out of range", value, allowed)
    quoted = isinstance(value, str) and value.strip().isdecimal()
    hint = "write it without quotes" if quoted else None
    return Problem(loc, f"must be a {kind}number", value, allowed, hint)


def _unknown_key(loc: Loc, _error: ErrorDetails) -> Problem:
    key = str(loc[-1])
    if len(loc) == 1:
        known: Iterable[str] = TABLES
        text = "is no table of this file"
    else:
        known = TABLES[str(loc[0])].model_fields
        text = "is no key of this table"
    owners = [
        _heading(table)
        for table, model in TABLES.items()
        if table not in ("channels", loc[0]) and key in model.model_fields
    ]
    elsewhere = f"it belongs under {' or '.join(owners)}" if owners else None
    hint = did_you_mean(key, known) or elsewhere
    return Problem(loc, text, allowed=", ".join(known), hint=hint)


def _heading(table: str) -> str:
    return f"[[{table}]]" if table in LISTS else f"[{table}]"


def _misshapen(loc: Loc, error: ErrorDetails) -> Problem:
    value, heading = error["input"], _heading(str(loc[0]))
    if len(loc) == 1:
        return Problem(loc, f"must be written {heading}")
    if loc[0] == "channels":
        allowed = "an address as text, or { url_file = ... }"
        return Problem(loc, "is no channel", allowed=allowed)
    if error["type"] == "list_type":
        hint = f"write [{_shown(value, loc)}]" if isinstance(value, str) else None
        return Problem(loc, "must be a list", value, hint=hint)
    return Problem(loc, f"must be a table under {heading}", value)


_BY_TYPE: Mapping[str, Callable[[Loc, ErrorDetails], Problem]] = {
    "missing": lambda loc, _: Problem(loc, "is missing"),
    "too_short": lambda loc, _: Problem(loc, "is empty"),
    "bool_type": lambda loc, error: Problem(
        loc, "must be true or false, without quotes", error["input"]
    ),
    "string_type": _not_text,
    "int_type": _number,
    "float_type": _number,
    "finite_number": _number,
    "greater_than": _number,
    "greater_than_equal": _number,
    "less_than_equal": _number,
    "literal_error": _other_word,
    "refused": lambda loc, error: Problem(
        loc, error["ctx"]["problem"], error["input"], error["ctx"]["allowed"], error["ctx"]["hint"]
    ),
    "extra_forbidden": _unknown_key,
}

"""Values -> TOML, as much of it as a configuration has."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(document: Mapping[str, object]) -> str:
    """Write tables, and lists of tables, of plain values; anything else is a TypeError."""
    return "\n\n".join("\n".join(lines) for lines in _tables(document)) + "\n"


def _tables(document: Mapping[str, object]) -> Iterator[list[str]]:
    for name, content in document.items():
        if isinstance(content, Mapping):
            yield [f"[{name}]", *_lines(content)]
        elif isinstance(content, list):
            for entry in content:
                yield [f"[[{name}]]", *_lines(entry)]
        else:
            raise TypeError(f"{name} is no table")


def _lines(table: Mapping[str, object]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key if _BARE.fullmatch(key) else quoted(key)} = {_value(value)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return quoted(value)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case _:
            return _list(value)


def _list(values: object) -> str:
    if not isinstance(values, list):
        raise TypeError(f"no TOML for {type(values).__name__}")
    return f"[{', '.join(map(_value, values))}]"


def quoted(text: str) -> str:
    """Write a text as a TOML string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")

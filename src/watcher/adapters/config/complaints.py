"""Anything wrong with a configuration -> a fault that shows the key, and no secret."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from watcher.core.errors import Fault
from watcher.core.redaction import public_url

Loc = tuple[str | int, ...]

_SECRET_KEYS = frozenset({"database", "ping", "token", "url"})
_BARE = re.compile(r"[A-Za-z0-9_-]{1,80}")
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Something wrong at one place of the document, before it is put into words.

    ``given`` is fit to be shown: whoever complains has hidden what is secret.
    """

    loc: Loc
    problem: str
    given: str | None = None
    allowed: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value came from if not from the file: an environment variable, a flag."""

    place: str
    key: str


def faults(
    complaints: Iterable[Complaint],
    file: str,
    document: Mapping[str, object],
    origins: Mapping[str, Origin],
) -> tuple[Fault, ...]:
    """Put complaints into words, in the order of the file's tables."""
    ordered = sorted(complaints, key=lambda c: _position(c.loc, document))
    return tuple(_fault(c, file, document, origins) for c in ordered)


def _position(loc: Loc, document: Mapping[str, object]) -> tuple[int, int]:
    table, entry = (*loc, None)[:2]
    if isinstance(entry, int):
        return _place(table, document), entry
    within = document.get(str(table))
    return _place(table, document), _place(entry, within)


def _place(key: object, table: object) -> int:
    keys = list(table) if isinstance(table, Mapping) else []
    return keys.index(key) if key in keys else len(keys)


def _fault(
    complaint: Complaint, file: str, document: Mapping[str, object], origins: Mapping[str, Origin]
) -> Fault:
    loc = complaint.loc
    origin = None
    if len(loc) > 1 and loc[0] == "watcher":
        origin = origins.get(str(loc[1]))
    return Fault(
        file=origin.place if origin else file,
        key=origin.key if origin else _key_path(loc, document),
        problem=complaint.problem,
        given=complaint.given,
        allowed=complaint.allowed,
        hint=complaint.hint,
    )


def _key_path(loc: Loc, document: Mapping[str, object]) -> str:
    path = ""
    for part in loc:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{_key(part)}" if path else _key(part)
    name = _name_of(loc, document)
    return f"{path} ({hide(name)})" if name else path


def _key(part: str) -> str:
    return part if _BARE.fullmatch(part) else f'"{hide(part)}"'


def _name_of(loc: Loc, document: Mapping[str, object]) -> str | None:
    match loc:
        case (str(table), int(index), *_):
            entries = document.get(table)
            entry = entries[index] if isinstance(entries, list) else None
            name = entry.get("name") if isinstance(entry, dict) else None
            return name if isinstance(name, str) else None
        case _:
            return None


def shown(value: object, loc: Loc) -> str | None:
    """Write a value as the file would, or None where it may be a secret.

    Of any address only the scheme is shown, wherever it stands: a channel's address
    pasted in place of its name must not print its token.
    """
    if loc[0] == "channels" or (loc[-1] in _SECRET_KEYS and loc[0] != "source"):
        return None
    if isinstance(value, str):
        return f'"{hide(value, public=loc[0] == "source")}"'
    return _WRITERS.get(type(value), str)(value)


_WRITERS: Mapping[type, Callable[[object], str]] = {
    bool: lambda value: str(value).lower(),
    list: lambda _: "a list",
    dict: lambda _: "a table",
}


def hide(text: str, *, public: bool = False) -> str:
    """Cut a text to what may be printed on one line."""
    address = _ADDRESS.search(text)
    if address and (not public or "@" in text):
        return f"{address[1]}://***"
    plain = public_url(text) if address else text
    line = plain if plain.isprintable() else repr(plain)[1:-1]
    return line if len(line) <= 80 else f"{line[:77]}..."  # noqa: PLR2004 - a line


def did_you_mean(given: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Ask for the nearest known word, or None where none is near."""
    words = {word.casefold(): word for word in known}
    near = get_close_matches(given.casefold(), words, n=1, cutoff=cutoff)
    return f'did you mean "{words[near[0]]}"?' if near else None

"""Reads the keys of one table, collecting every fault with its place: nothing is raised before the end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from watcher.core.errors import ConfigFault, did_you_mean

_Word = TypeVar("_Word", bound=str)
_LONGEST = 60
_NO_KEY = "is no key of this table"
_BARE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_EXPRESS_ENTRY_BEGAN = 2015
_INSTANT = "such as 2025-11-20T15:00:00Z"


class ProfileTable:
    """A table under its key ``path``; whatever is asked for becomes a known key of it."""

    def __init__(
        self, data: Mapping[object, object], file: str, path: str, faults: list[ConfigFault]
    ) -> None:
        self.faults = faults
        self._data, self._file, self._path = data, file, path
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        """Whether the key is there, and not null."""
        return self._data.get(key) is not None

    def is_false(self, key: str) -> bool:
        """Whether a key says no, where a word would say what."""
        return self._get(key) is False

    def need(self, key: str, hint: str) -> None:
        """Refuse the table where a key is not there."""
        if not self.has(key):
            self.refuse(key, "is missing", hint=hint)

    def refuse(
        self, key: str, problem: str, *, allowed: str | None = None, hint: str | None = None
    ) -> None:
        """Note a fault, with what stands there."""
        value = self._data.get(key)
        given = None if value is None else _shown(value)
        self._fault(key, problem, given=given, allowed=allowed, hint=hint)

    def text(self, key: str) -> str | None:
        """Read one line of text."""
        value = self._get(key)
        if value is None or (isinstance(value, str) and value.strip() and value.isprintable()):
            return value
        hint = "put it between quotes" if isinstance(value, int | float) else None
        self.refuse(key, "must be one line of text", hint=hint)
        return None

    def word(self, key: str, allowed: tuple[_Word, ...]) -> _Word | None:
        """Read one of several words."""
        value = self._get(key)
        found = next((word for word in allowed if word == value), None)
        if value is not None and found is None:
            hint = did_you_mean(value, allowed) if isinstance(value, str) else None
            words = ", ".join(f'"{word}"' for word in allowed)
            self.refuse(key, "is not one of the words allowed here", allowed=words, hint=hint)
        return found

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Read true or false."""
        value = self._get(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.refuse(key, "must be true or false, without quotes")
        return default

    def number(
        self, key: str, low: float, high: float, step: float = 1, *, hint: str | None = None
    ) -> float | None:
        """Read a number between two ends, both included, that is a multiple of *step* (0: any).

        *hint* helps where it is out of range.
        """
        value = self._get(key)
        if value is None:
            return None
        kind = {1: "a whole number", 0.5: "a number in steps of 0.5"}.get(step, "a number")
        allowed = f"{kind} from {low:g} to {high:g}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            quoted = isinstance(value, str) and value.strip().replace(".", "", 1).isdecimal()
            bare = "write it without quotes" if quoted else None
            self.refuse(key, "must be a number", allowed=allowed, hint=bare)
        elif not low <= value <= high:
            self.refuse(key, "is out of range", allowed=allowed, hint=hint)
        elif step and value % step:
            self.refuse(key, f"is not {kind}", allowed=allowed)
        else:
            return value
        return None

    def whole(self, key: str, high: int) -> int | None:
        """Read a whole number from 0 on; years begun count as not complete."""
        value = self.number(key, 0, high, step=0)
        return None if value is None else int(value)

    def day(self, key: str) -> date | None:
        """Read a day: TOML's own, or text as in JSON."""
        value = self._get(key)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = ""
        if value is None or (type(value) is date and _EARLIEST <= value <= _LATEST):
            return value if isinstance(value, date) else None
        if type(value) is date:
            self.refuse(key, "is out of range", allowed=f"a day from {_EARLIEST} to {_LATEST}")
            return None
        hint = "leave its time out" if isinstance(value, datetime) else None
        self.refuse(key, "is no day", allowed="such as 1994-11-03", hint=hint)
        return None

    def instant(self, key: str) -> datetime | None:
        """Read an instant with its zone; UTC is returned."""
        value = self._get(key)
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                value = ""
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            hint = "a second can decide a tie: add the time and its zone"
            self.refuse(key, "is no instant", allowed=_INSTANT, hint=hint)
        elif not _EXPRESS_ENTRY_BEGAN <= value.year <= _LATEST.year:
            self.refuse(key, f"is not since {_EXPRESS_ENTRY_BEGAN}", allowed=_INSTANT)
        else:
            return value.astimezone(UTC)
        return None

    def table(self, key: str) -> "ProfileTable | None":
        """Read a table inside this one."""
        value = self._get(key)
        if value is None or isinstance(value, Mapping):
            return None if value is None else self._inside(value, key)
        self.refuse(key, f"must be a table, [{key}]")
        return None

    def tables(self, key: str) -> Iterator["ProfileTable"]:
        """Read a list of tables."""
        value = self._get(key)
        if value is not None and not isinstance(value, list):
            self.refuse(key, f"must be a list of tables, [[{key}]]")
            return
        for place, entry in enumerate(value or ()):
            if isinstance(entry, Mapping):
                yield self._inside(entry, f"{key}[{place}]")
            else:
                self.refuse(f"{key}[{place}]", "must be a table")

    def end(self) -> None:
        """Refuse every key that nobody asked for."""
        for key in self._data:
            if key not in self._known:
                name, known = str(key), list(dict.fromkeys(self._known))
                self._fault(
                    name if _BARE.fullmatch(name) else repr(name[:_LONGEST]),
                    _NO_KEY,
                    allowed=", ".join(known),
                    hint=did_you_mean(name, known),
                )

    def claim(self) -> None:
        """Help where a key of this table stands in one below: in TOML, whatever follows a table's head is in it."""
        for place, fault in enumerate(self.faults):
            within, _, name = fault.key.rpartition(".")
            if fault.problem == _NO_KEY and within != self._path and name in self._known:
                hint = f"{name} is of the profile itself: write it above the first [table]"
                self.faults[place] = replace(fault, hint=hint)

    def _fault(self, key: str, problem: str, **more: str | None) -> None:
        where = self._below(key)
        self.faults.append(
            ConfigFault(file=self._file, key=where, problem=problem, **more, personal=True)
        )

    def _get(self, key: str) -> object:
        self._known.append(key)
        return self._data.get(key)

    def _inside(self, data: Mapping[object, object], key: str) -> "ProfileTable":
        return ProfileTable(data, self._file, self._below(key), self.faults)

    def _below(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key


def _shown(value: object) -> str:
    match value:
        case str():
            line = value if value.isprintable() else repr(value)[1:-1]
            return f'"{line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."}"'
        case bool():
            return str(value).lower()
        case list() | Mapping():
            return f"a {'list' if isinstance(value, list) else 'table'}"
        case _:
            return str(value)

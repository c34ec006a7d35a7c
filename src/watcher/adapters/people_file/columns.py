"""The columns of a file of people: each cell is read as the configuration reads its key."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Final

from watcher.adapters import notify
from watcher.adapters.config.cells import (
    CellRefused,
    read_cell,
    read_flag,
    read_instant,
    read_person_name,
    read_whole_number,
)
from watcher.adapters.config.faults import Problem, printable
from watcher.adapters.people_file.lines import Record
from watcher.core.errors import did_you_mean
from watcher.core.people import PERSON_ORIGINS, TARGET_MARK, channel_and_target
from watcher.core.person_lines import CHANNELS, MAIL, TELEGRAM, LineFault, PersonLine
from watcher.core.settings import Settings

#: In the order in which they are written.
PEOPLE_COLUMNS: Final = (
    *("name", "rule", "categories", "score", "submitted", "tell_when", "near", "early"),
    *("language", "timezone", "quiet_hours", "wake", "picture", "digest", "monthly"),
    *(MAIL, TELEGRAM, CHANNELS, "consented_at", "origin"),
)
_KNOWN = frozenset(PEOPLE_COLUMNS)
_ADDRESSED = frozenset({MAIL, TELEGRAM, CHANNELS})
_NUMBERS = frozenset({"score", "near"})
_FLAGS = frozenset({"wake", "picture", "monthly"})
_INSTANTS = frozenset({"submitted", "consented_at"})
_SEPARATORS = re.compile(r"\s*[;,|\n]\s*")
_LONGEST_NAME = 200
_MOST_IN_A_LIST = 40
_NO_COLUMN = "is no column"
_NO_CHANNEL = "it is not clear through which channel this goes"
#: Faults of a whole column are told once.
_OF_THE_FILE = frozenset({_NO_COLUMN, _NO_CHANNEL})
#: Stands for a column that is not there.
_NO_RULE = object()
_FAR_FUTURE = "lies in the future"
# A million lines have few zones, categories and hours.
_REMEMBERED = 4096


@dataclass(slots=True)
class LineReader:
    """Reads the cells of each line; columns in *ignored* are passed over, faults are noted.

    *mail* and *telegram* name the channels of these columns; *taken* says where else a name stands, if anywhere.
    """

    settings: Settings
    now: datetime
    mail: str | None = None
    telegram: str | None = None
    ignored: Collection[str] = ()
    taken: Mapping[str, str] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)

    def read(self, record: Record) -> PersonLine | None:
        """Read one line; None where a cell of it is refused."""
        noted = len(self.faults)
        told: dict[str, object] = {}
        unaddressed = False
        for column, cell in record.cells.items():
            value = cell.strip() if isinstance(cell, str) else cell
            try:
                self._check(column)
                if column not in self.ignored:
                    is_empty = value is None or value == ""
                    told[column] = None if is_empty else self._value(column, value)
            except CellRefused as refused:
                self._refuse(record.line, column, refused.problem, cell)
                # Told once for the column; that nobody has an address then follows from it.
                unaddressed |= column in _ADDRESSED
        name, rule = told.pop("name", None), told.pop("rule", _NO_RULE)
        if name is None and len(self.faults) == noted:
            self._refuse(record.line, "name", Problem((), "is missing"), None)
        elif (place := self.taken.get(str(name))) is not None:
            text = f"stands in {place} already: a name is in one place only"
            self._refuse(record.line, "name", Problem((), text), name)
        if unaddressed or len(self.faults) > noted:
            return None
        named = None if rule is _NO_RULE else str(rule or "")
        return PersonLine(line=record.line, name=str(name), rule=named, told=told)

    def _refuse(self, line: int, column: str, problem: Problem, cell: object) -> None:
        if problem.text in _OF_THE_FILE:
            if column in self._told:
                return
            self._told.add(column)
        self.faults.append(_fault(line, column, problem, cell))

    def _check(self, column: str) -> None:
        """Refuse a column that there is not, also where its cell is empty."""
        if column not in _KNOWN and column not in self.ignored:
            hint = (
                did_you_mean(column, PEOPLE_COLUMNS) or f"leave it out, or pass --ignore {column}"
            )
            raise CellRefused(Problem((column,), _NO_COLUMN, None, ", ".join(PEOPLE_COLUMNS), hint))

    def _value(self, column: str, value: object) -> object:
        if column in _ADDRESSED:
            return tuple(self._references(column, _texts(column, value)))
        if column in _INSTANTS:
            return self._past(column, value)
        if column == "name":
            return _name(column, value)
        return _plain(column, value) if isinstance(value, str) else _cell(column, value)

    def _past(self, column: str, value: object) -> datetime:
        at = read_instant(column, value)
        if at > self.now:
            raise CellRefused(Problem((column,), _FAR_FUTURE, value))
        return at

    def _references(self, column: str, texts: list[str]) -> Iterator[str]:
        if len(texts) > _MOST_IN_A_LIST:
            raise CellRefused(Problem((column,), f"lists more than {_MOST_IN_A_LIST}"))
        for text in dict.fromkeys(texts):
            if column == CHANNELS:
                channel, target = channel_and_target(text, self.settings.channels)
            else:
                channel, target = self._channel_of(column), text
            known = self.settings.channels.get(channel)
            if known is None:
                near = did_you_mean(text.partition(TARGET_MARK)[0], self.settings.channels)
                allowed = ", ".join(self.settings.channels) or "none is configured"
                raise CellRefused(Problem((column,), "is no channel", text, allowed, near))
            if target is not None and (why := notify.target_problem(known.url, target)):
                raise CellRefused(Problem((column,), f"is no target of {channel}: {why}", text))
            yield text

    def _channel_of(self, column: str) -> str:
        channel = self.mail if column == MAIL else self.telegram
        if channel is None:
            hint = f"name one of [channels] with --{column}-channel, or write channels instead"
            raise CellRefused(Problem((column,), _NO_CHANNEL, hint=hint))
        return channel


def only_channel(settings: Settings, kind: str) -> str | None:
    """Name the one channel of a kind of server that the configuration has; None where there are others or none."""
    found = [n for n, c in settings.channels.items() if notify.rate_key(c.url, "").kind == kind]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=_REMEMBERED)
def _plain(column: str, text: str) -> object:
    return _cell(column, text)


def _cell(column: str, value: object) -> object:
    if column == "rule":
        return _name(column, value)
    if column == "origin":
        if value not in PERSON_ORIGINS:
            raise CellRefused(Problem((column,), "is no origin", value, ", ".join(PERSON_ORIGINS)))
        return value
    if column == "categories":
        return _categories(_texts(column, value))
    for columns, read in _READ:
        if column in columns:
            return read(column, value)
    return read_cell(column, value)


def _name(column: str, value: object) -> str:
    if isinstance(value, str) and len(value) > _LONGEST_NAME:
        raise CellRefused(Problem((column,), f"is longer than {_LONGEST_NAME} characters"))
    return read_person_name(value)


_READ: tuple[tuple[frozenset[str], Callable[[str, object], object]], ...] = (
    (_NUMBERS, read_whole_number),
    (_FLAGS, read_flag),
)


def _categories(texts: list[str]) -> frozenset[str]:
    slugs = [text.casefold() if " " not in text else text for text in texts]
    if "all" in slugs and len(slugs) > 1:
        hint = "write all alone"
        raise CellRefused(Problem(("categories",), "has all beside other categories", hint=hint))
    read_cell("categories", slugs)
    return frozenset(slugs)


def _texts(column: str, value: object) -> list[str]:
    """Take a list apart: several texts in one cell, or a list of JSON."""
    if isinstance(value, str):
        return [text for text in _SEPARATORS.split(value) if text]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [item.strip() for item in value if item.strip()]
    raise CellRefused(Problem((column,), "must be text, or a list of texts", value))


def _fault(line: int, column: str, problem: Problem, cell: object) -> LineFault:
    given = None if cell is None or cell == "" or problem.text == _NO_COLUMN else str(cell)
    return LineFault(
        line=line,
        column=printable(column),
        problem=problem.text,
        given=None if given is None else f'"{printable(given)}"',
        allowed=problem.allowed,
        hint=problem.hint,
    )

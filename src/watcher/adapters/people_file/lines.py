"""A file of people as records with their line numbers: CSV as spreadsheets write it, or JSON Lines.

It is read once from front to back, in bounded memory, whatever it is: an endless line, or one quote too many.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, BytesIO, TextIOWrapper
from typing import Literal, NoReturn

from watcher.core.errors import WatcherError
from watcher.core.person_lines import LineFault

FileFormat = Literal["csv", "jsonl"]

#: More than a hundred times what a person needs.
LONGEST_LINE = 1 << 20
_LONGEST_CELL = 1 << 16
_LOOKED_AT = 1 << 16
_DELIMITERS = (",", ";", "\t")
_AS_UTF_8 = 'save it as "CSV UTF-8", or name its encoding: --encoding cp1252'
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class PeopleFileError(WatcherError):
    """A file of people cannot be read on; ``fault`` says where."""

    def __init__(self, fault: LineFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Record:
    """One person and rule as written: ``cells`` by column, text or a value of JSON; ``line`` is where it begins."""

    line: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Uneven:
    """A line of a table that has not the cells of its heading."""

    fault: LineFault


def read_records(
    stream: BufferedReader | BytesIO, form: FileFormat | None = None, encoding: str = "utf-8"
) -> Iterator[Record | Uneven]:
    """Yield what a file has, in its order; the form is guessed where it is not given. Raises PeopleFileError."""
    begin = stream.getvalue() if isinstance(stream, BytesIO) else stream.peek(_LOOKED_AT)
    if begin.startswith(_UTF_16) or b"\0" in begin[:4]:
        _stop(1, "is UTF-16, or no text at all", hint=_AS_UTF_8)
    if form is None:
        form = (
            "jsonl" if begin.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["} else "csv"
        )
    lines = _Lines(stream, encoding)
    yield from _json_records(lines) if form == "jsonl" else _table_records(lines)


class _Lines:
    """The lines of a text; ``count`` is how many were read."""

    def __init__(self, stream: BufferedReader | BytesIO, encoding: str) -> None:
        self.count = 0
        self._encoding = encoding
        name = "utf-8-sig" if encoding == "utf-8" else encoding
        # What is no UTF-8 is told with its line, which a strict reader would not know.
        self._text = TextIOWrapper(stream, name, errors="surrogateescape", newline="")

    def __iter__(self) -> Iterator[str]:
        try:
            while line := self._text.readline(LONGEST_LINE):
                self.count += 1
                if len(line) == LONGEST_LINE:
                    _stop(self.count, f"is longer than {LONGEST_LINE} characters")
                if not line.isascii():
                    self._check(line)
                yield line
        finally:
            # The stream is closed by whoever opened it, and may be by now.
            with suppress(ValueError):
                self._text.detach()

    def _check(self, line: str) -> None:
        try:
            line.encode()
        except UnicodeEncodeError:
            _stop(self.count, f"is not {self._encoding.upper()}", hint=_AS_UTF_8)


def _table_records(lines: _Lines) -> Iterator[Record | Uneven]:
    written = iter(lines)
    first = next(written, "")
    if first.lower().startswith("sep="):  # Excel's own mark
        first = next(written, "")
    if not first.strip():
        _stop(max(lines.count, 1), "the file is empty", hint="its first line names the columns")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(_chained(first, written), delimiter=delimiter, strict=True)
    heading: list[str] = []
    while True:
        begins = lines.count + 1 if heading else lines.count
        try:
            row = next(rows, None)
        except csv.Error as error:
            _stop_at_quote(begins, error)
        if row is None:
            return
        if not heading:
            heading = _columns(row, lines.count)
        elif any(cell.strip() for cell in row):
            yield _record(heading, row, begins, delimiter)


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _columns(row: Sequence[str], line: int) -> list[str]:
    """Name the columns as we do: "Quiet hours" is quiet_hours; empty ones at the end are none."""
    names = ["_".join(name.casefold().replace("-", " ").split()) for name in row]
    while names and not names[-1]:
        names.pop()
    for place, name in enumerate(names):
        if not name:
            _stop(line, f"column {place + 1} has no name")
        if name in names[:place]:
            _stop(line, "two columns have this name", given=name, hint="leave one of them out")
    if "name" not in names:
        shown = ", ".join(names)[:200]
        _stop(
            line, "no column is called name", given=shown, hint="the first line names the columns"
        )
    return names


def _record(
    heading: Sequence[str], row: Sequence[str], line: int, delimiter: str
) -> Record | Uneven:
    if len(row) != len(heading) and any(cell.strip() for cell in row[len(heading) :]):
        text = f"has {len(row)} cells, the heading {len(heading)}"
        hint = f'a cell with "{delimiter}" in it stands between quotes'
        return Uneven(LineFault(line=line, problem=text, hint=hint))
    # Spreadsheets leave out what is empty at the end of a line.
    cells = [*row, *[""] * (len(heading) - len(row))]
    return Record(line, dict(zip(heading, cells, strict=False)))


def _json_records(lines: _Lines) -> Iterator[Record]:
    for text in lines:
        if not text.strip():
            continue
        if lines.count == 1 and text.lstrip().startswith("["):
            hint = (
                "write one object a line, without brackets and commas around it: jq -c '.[]' does"
            )
            _stop(1, "is a list, and JSON Lines has one object a line", hint=hint)
        yield Record(lines.count, _object(text, lines.count))


def _object(text: str, line: int) -> dict[str, object]:
    try:
        value = json.loads(text, object_pairs_hook=_without_twins)
    except ValueError as error:  # of the syntax, of a key that stands twice, of an endless number
        _stop(line, f"is not valid JSON: {error}"[:200])
    except RecursionError:
        _stop(line, "is not read: it is nested too deeply")
    if not isinstance(value, dict):
        _stop(line, "is no object", given=text.strip()[:40], hint='write {"name": "amara", ...}')
    return value


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key stands twice in it")
    return table


def _stop_at_quote(line: int, error: csv.Error) -> NoReturn:
    said = str(error)
    if "field larger" in said or "unexpected end" in said:
        hint = "a quote that opens a cell has one that closes it; a quote within is doubled"
        _stop(line, "has a cell that does not end: is a quote left open?", hint=hint)
    _stop(line, f"is no line of a table: {said}", hint="a quote within a quoted cell is doubled")


def _stop(
    line: int, problem: str, *, given: str | None = None, hint: str | None = None
) -> NoReturn:
    raise PeopleFileError(LineFault(line=line, problem=problem, given=given, hint=hint))

"""Whether the cells of a row stand under their own headings."""

import re
from collections.abc import Callable, Mapping, Sequence

from watcher.core.pool import HIGHEST_CRS
from watcher.press.days import find_days
from watcher.press.tables import cells
from watcher.press.tables.columns import Column, Columns, label_of

Row = tuple[str, ...]


def settled(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Take a column headed "Draw" for what it holds: numbers, days or categories."""
    index = columns.get("number")
    held = [row[index] for row in rows if row[index]] if index is not None else []
    if index is None or not held or any(map(_is_a_number, held)):
        return columns
    others: dict[Column, int] = {c: at for c, at in columns.items() if c != "number"}
    if "date" not in others and all(map(_is_a_day, held)):
        return {**others, "date": index}
    if "category" not in others and all(map(cells.read_kind, held)):
        return {**others, "category": index}
    return columns


def shift_of(rows: Sequence[Row], columns: Columns) -> int:
    """Say by how many columns the cells of a table stand too far left.

    A table that lost the values of its first column has each cell under the heading
    before its own, and nothing under the last: only where every row fits that way,
    and some row not as it stands, is it read so.
    """
    if all(_fits(row, columns, 0) for row in rows):
        return 0
    moved = all(not row[-1] and _fits(row, columns, 1) for row in rows)
    return 1 if moved else 0


def in_place(row: Row, columns: Columns, *, last_is_filled: bool) -> bool:
    """Tell whether a row can be believed to stand where it is read.

    A cell that holds what another column holds says that it cannot, and so does a
    last cell that is missing where one before it may as well be (*last_is_filled*:
    other rows have it).
    """
    for column in _TELLING:
        cell = _cell(row, columns, column)
        if cell and not _FITS[column](cell):
            return False
    for column in _COUNTED:
        cell = _cell(row, columns, column)
        if _is_a_day(cell) or cells.read_kind(cell) is not None:
            return False
    return not (last_is_filled and not row[-1] and _may_lack_another(row, columns))


def is_no_round(row: Row) -> bool:
    """Tell empty rows, totals, headings that come again, and what is yet to come."""
    texts = [cell.casefold() for cell in row if cell]
    if not texts or len(set(texts)) == 1:
        return True
    if any(text.startswith(("total", "average", "moyenne")) for text in texts):
        return True
    if any(map(_AHEAD.search, texts)):
        return True
    labels = sum(label_of(text) is not None and not text.isdigit() for text in texts)
    return labels == len(texts)


def _may_lack_another(row: Row, columns: Columns) -> bool:
    last = len(row) - 1
    if last not in columns.values():
        return False
    return any(
        all(
            not cell or _FITS[column](cell)
            for column, at in columns.items()
            if (cell := (*row[:gap], "", *row[gap:last])[at])
        )
        for gap in columns.values()
        if gap != last and row[gap]
    )


def _fits(row: Row, columns: Columns, shift: int) -> bool:
    for column, index in columns.items():
        cell = row[index - shift] if index >= shift else ""
        if cell and not _FITS[column](cell):
            return False
    cutoff = columns["cutoff"] - shift
    return cutoff >= 0 and bool(row[cutoff])


def _cell(row: Row, columns: Columns, column: Column) -> str:
    index = columns.get(column, -1)
    return row[index] if 0 <= index < len(row) else ""


def _is_a_number(cell: str) -> bool:
    return cells.read_number(cell) is not None


def _is_a_day(cell: str) -> bool:
    return any(found.day is not None for found in find_days(cell[:_LONGEST_DAY]))


def _is_a_name(cell: str) -> bool:
    return cells.read_count(cell) is None and not _is_a_day(cell)


def _is_a_count(cell: str, most: int = 10**9) -> bool:
    """Tell whether a cell is a number, or says in a word or two that there is none."""
    value = cells.read_count(cell)
    if value is not None:
        return value <= most
    return len(cell) <= _LONGEST_NOTHING and not any(map(str.isdigit, cell))


_TELLING: tuple[Column, ...] = ("date", "drawn_at", "number", "category", "program")
_COUNTED: tuple[Column, ...] = ("invitations", "cutoff")
_LONGEST_DAY = 200
_LONGEST_NOTHING = 20  # characters: "not yet published"
_FITS: Mapping[Column, Callable[[str], bool]] = {
    "date": _is_a_day,
    "drawn_at": _is_a_day,
    "category": _is_a_name,
    "program": _is_a_name,
    "cutoff": lambda cell: _is_a_count(cell, HIGHEST_CRS),
    "invitations": _is_a_count,
    "number": _is_a_number,
    "tie_break": lambda cell: cells.read_count(cell) is None,
}
_AHEAD = re.compile(
    r"\b(?:expected|predicted|projected|forecast|upcoming|estimated|prévue?s?|à\s+venir)\b"
)

"""Rows of a table -> reports, each cell read as what its column says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from watcher.model import Report
from watcher.parse.about import About
from watcher.parse.blocks import Grid
from watcher.parse.days import find_days
from watcher.parse.tables import cells
from watcher.parse.tables.columns import Column, Columns, columns_of, label_of

_LONGEST_QUOTE = 200
_OLDEST_TIE_BREAK = timedelta(days=366)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it says, None where it cannot be read as a round's."""

    cells: tuple[str, ...]
    report: Report | None


def read_grid(grid: Grid, about: About) -> tuple[Report, ...]:
    """Read a table of rounds, or one of labels and values of one round.

    Nothing comes of other tables: of the pool, of totals, of provinces. Days without a
    year are of ``about.published``, or unknown.
    """
    return tuple(line.report for line in read_lines(grid, about) if line.report)


def read_lines(grid: Grid, about: About) -> tuple[Line, ...]:
    """Read a table row by row, those that cannot be read among them."""
    found = columns_of(grid)
    if found is None:
        report = _labelled(grid, about)
        return (Line(_flat(grid), report),) if report else ()
    columns, headings = found
    names = grid.rows[headings - 1]
    rows = [row for row in grid.rows[headings:] if not _is_no_round(row)]
    shift = _shift(rows, columns)
    if shift is None:
        return tuple(Line(row, None) for row in rows)
    moved = {column: index - shift for column, index in columns.items()}
    return tuple(Line(row, _report(row, moved, names, about)) for row in rows)


def _report(
    row: Sequence[str], columns: Columns, names: Sequence[str], about: About
) -> Report | None:
    said = {column: row[i] for column, i in columns.items() if 0 <= i < len(row)}
    quote = "; ".join(f"{n}: {c}" for n, c in zip(names, row, strict=False) if c)
    return _read(said, quote, about)


def _read(said: Mapping[Column, str], quote: str, about: About) -> Report | None:
    """Read what the columns say; None unless it has a cut-off and one figure more."""
    day_cell = said.get("date") or said.get("drawn_at") or ""
    drawn_at = cells.read_moment(said.get("drawn_at") or day_cell)
    day = cells.read_day(day_cell, about)
    if day is None and drawn_at is not None:
        day = drawn_at.date()
    kind = cells.read_kind(said.get("category", ""))
    cutoff = cells.read_count(said.get("cutoff", ""))
    invitations = cells.read_count(said.get("invitations", ""))
    number = cells.read_number(said["number"]) if said.get("number") else None
    if cutoff is None or cutoff > _HIGHEST or (day, invitations, number) == (None,) * 3:
        return None
    figures: dict[str, object] = {
        "number": number or cells.number_beside(day_cell),
        "date": day,
        "drawn_at": drawn_at,
        "category": kind.category if kind else None,
        "name": kind.name if kind else None,
        "version": kind.version if kind else None,
        "cutoff": cutoff,
        "invitations": invitations,
        "tie_break": _tie_break(said.get("tie_break", ""), day),
    }
    short = (
        quote[: _LONGEST_QUOTE - 1] + "\u2026" if len(quote) > _LONGEST_QUOTE else quote
    )
    quotes = {name: short for name, value in figures.items() if value is not None}
    return Report(**figures, quotes=quotes)  # type: ignore[arg-type] # figures, by name


def _tie_break(cell: str, day: object) -> datetime | None:
    """Read a tie-break; one after its round or a year before it is not believed."""
    instant = cells.read_moment(cell)
    if instant is None or day is None:
        return instant
    start = datetime.combine(day, time(), UTC)  # type: ignore[arg-type] # a date, as read
    if not start - _OLDEST_TIE_BREAK <= instant < start + 2 * _DAY:
        return None
    return instant


def _shift(rows: Sequence[Sequence[str]], columns: Columns) -> int | None:
    """Say by how many columns the cells stand too far left; None if that is not certain.

    A table that lost the values of its first column has each cell under the heading
    before its own: only where one way makes every row fit is it read at all.
    """
    fitting = [
        shift
        for shift in (0, 1)
        if rows and all(_fits(row, columns, shift) for row in rows)
    ]
    if fitting:
        return fitting[0] if len(fitting) == 1 else 0
    # A few rows that fit neither way are rows that cannot be read.
    most = sum(_fits(row, columns, 0) for row in rows)
    return 0 if most * 2 > len(rows) else None


def _fits(row: Sequence[str], columns: Columns, shift: int) -> bool:
    for column, index in columns.items():
        cell = row[index - shift] if index >= shift else ""
        if cell and not _FITS[column](cell):
            return False
    cutoff = columns["cutoff"] - shift
    return cutoff >= 0 and bool(row[cutoff])


def _is_a_day(cell: str) -> bool:
    return any(found.day is not None for found in find_days(cell))


def _is_a_count(cell: str, most: int = 10**9) -> bool:
    """Tell whether a cell is a number, or says in words that there is none."""
    value = cells.read_count(cell)
    return value <= most if value is not None else not any(map(str.isdigit, cell))


_HIGHEST = 1200  # CRS points
_FITS: Mapping[Column, Callable[[str], bool]] = {
    "date": _is_a_day,
    "drawn_at": _is_a_day,
    "category": lambda cell: cells.read_count(cell) is None,
    "cutoff": lambda cell: _is_a_count(cell, _HIGHEST),
    "invitations": _is_a_count,
    "number": lambda cell: cells.read_number(cell) is not None,
    "tie_break": lambda cell: len(cell) > 0,
}


def _is_no_round(row: Sequence[str]) -> bool:
    """Leave out empty rows, totals, and headings that come again."""
    texts = [cell.casefold() for cell in row if cell]
    if not texts or len(set(texts)) == 1:
        return True
    if any(text.startswith(("total", "average", "moyenne")) for text in texts):
        return True
    labels = sum(label_of(text) is not None and not text.isdigit() for text in texts)
    return labels == len(texts)


def _labelled(grid: Grid, about: About) -> Report | None:
    """Read a table of two columns that has a label and a value in each row."""
    if len(grid.rows[0]) != _PAIR or len(grid.rows) > _MOST_LABELS:
        return None
    said: dict[Column, str] = {}
    for label, value in grid.rows:
        column = label_of(label)
        if column is not None:
            said.setdefault(column, value)
    if not {"cutoff", "invitations"} <= said.keys():
        return None
    quote = "; ".join(f"{label}: {value}" for label, value in grid.rows if value)
    return _read(said, quote, about)


def _flat(grid: Grid) -> tuple[str, ...]:
    return tuple(cell for row in grid.rows for cell in row)


_PAIR, _MOST_LABELS = 2, 15
